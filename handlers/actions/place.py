"""The stage buttons under an unsorted note."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.usecases.place_note import PlaceNote
from handlers.background import Background
from handlers.blocks.capture import placed
from handlers.ids import Action, any_numbered
from handlers.incoming import workspace_of


def register(app: App, place_note: PlaceNote, background: Background) -> None:
    """Listen to the stage buttons."""

    @app.action(any_numbered(Action.PLACE_NOTE))
    def place(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        note_id, _, stage_key = action["value"].partition(":")
        result = place_note(workspace_of(body), int(note_id), stage_key)
        ack()
        background.run(lambda: respond({**placed(result), "replace_original": True}))
