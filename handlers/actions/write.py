"""The buttons that open the form of a note."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.notes import NoteKind
from handlers.ids import Action, any_numbered
from handlers.incoming import channel_of, workspace_of
from handlers.views.capture import NoteModals


def register(app: App, modals: NoteModals) -> None:
    """Listen to the buttons that begin a note."""

    @app.action(any_numbered(Action.WRITE_NOTE))
    def write(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        kind, user = NoteKind(action["value"]), str(body["user"]["id"])
        modals.write(client, body["trigger_id"], workspace_of(body), user, kind, channel_of(body))
