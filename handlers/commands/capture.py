"""`/touchpoint`, `/painpoint`, `/opportunity`."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.notes import NoteKind
from bot.usecases.capture_note import CaptureNote
from bot.usecases.captured import Capture
from handlers.blocks.capture import captured
from handlers.ids import Command
from handlers.incoming import invocation, typed_text, workspace_of
from handlers.twin_offers import TwinOffers
from handlers.views.capture import NoteModals

KINDS = {
    Command.TOUCHPOINT: NoteKind.TOUCHPOINT,
    Command.PAIN_POINT: NoteKind.PAIN_POINT,
    Command.OPPORTUNITY: NoteKind.OPPORTUNITY,
}


def register(app: App, capture_note: CaptureNote, modals: NoteModals, twins: TwinOffers) -> None:
    """Listen to the three commands that save a note."""
    for command, kind in KINDS.items():
        app.command(command.value)(_listener(kind, capture_note, modals, twins))


def _listener(
    kind: NoteKind, capture_note: CaptureNote, modals: NoteModals, twins: TwinOffers
) -> Callable[..., None]:
    def capture(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        if not typed_text(command):
            ack()
            trigger, user, channel = (command[k] for k in ("trigger_id", "user_id", "channel_id"))
            modals.write(client, trigger, workspace_of(command), user, kind, channel)
            return
        result = capture_note(
            Capture(
                workspace=workspace_of(command),
                channel=command["channel_id"],
                author=command["user_id"],
                kind=kind,
                line=typed_text(command),
                receipt=invocation(command),
            )
        )
        ack(captured(result))
        user, channel = command["user_id"], command["channel_id"]
        twins.offer(client, workspace_of(command), channel, user, result)

    return capture
