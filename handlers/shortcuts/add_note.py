"""The global shortcut: write a note from anywhere."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.notes import NoteKind
from handlers.ids import Shortcut
from handlers.incoming import workspace_of
from handlers.views.capture import NoteModals


def register(app: App, modals: NoteModals) -> None:
    """Listen to the global shortcut."""

    @app.shortcut({"type": "shortcut", "callback_id": Shortcut.ADD_NOTE.value})
    def add(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user = workspace_of(shortcut), str(shortcut["user"]["id"])
        modals.write(client, shortcut["trigger_id"], workspace, user, NoteKind.PAIN_POINT, None)
