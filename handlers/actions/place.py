"""Placing an unsorted note: the stage buttons under it, and the menus in the Home."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.usecases.place_note import PlaceNote
from handlers.background import Background
from handlers.blocks.capture import placed
from handlers.home_tab import HomeTab
from handlers.ids import Action, any_numbered
from handlers.incoming import workspace_of


def register(app: App, place_note: PlaceNote, home: HomeTab, background: Background) -> None:
    """Listen to the stage buttons and menus."""

    @app.action(any_numbered(Action.PLACE_NOTE))
    def place(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        value = action.get("value") or action["selected_option"]["value"]
        note_id, _, stage_key = value.partition(":")
        workspace, user = workspace_of(body), str(body["user"]["id"])
        result = place_note(workspace, int(note_id), stage_key)
        ack()
        if body.get("view"):
            background.run(lambda: home.publish(client, workspace, user))
        else:
            background.run(lambda: respond({**placed(result), "replace_original": True}))
