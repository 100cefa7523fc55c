"""The buttons that turn the pages of a list of notes."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.usecases.list_notes import ListNotes
from handlers.background import Background
from handlers.blocks.note_list import listed
from handlers.ids import Action, any_numbered
from handlers.incoming import channel_of, workspace_of


def register(app: App, list_notes: ListNotes, background: Background) -> None:
    """Listen to these buttons."""

    @app.action(any_numbered(Action.TURN_PAGE))
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        way, page, asked = action["value"].split(":", 2)
        result = list_notes(
            workspace_of(body),
            str(body["user"]["id"]),
            asked,
            channel_of(body),
            page=int(page),
            search=way == "search",
        )
        ack()
        background.run(lambda: respond({**listed(result), "replace_original": True}))
