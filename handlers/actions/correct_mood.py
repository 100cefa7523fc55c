"""The menu that corrects a note's mood."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.domain.audience import Audience
from bot.usecases.correct_mood import CorrectMood
from handlers.background import Background
from handlers.blocks.corrected import corrected
from handlers.blocks.note_buttons import AS_WRITTEN
from handlers.ids import Action, any_numbered
from handlers.incoming import by_of, channel_of


def register(app: App, correct_mood: CorrectMood, background: Background) -> None:
    """Listen to the menu."""

    @app.action(any_numbered(Action.CORRECT_MOOD))
    def correct(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        note_id, _, felt = action["selected_option"]["value"].partition(":")
        by = by_of(body)
        result = correct_mood(by, int(note_id), None if felt == AS_WRITTEN else int(felt))
        ack()
        answer = {
            **corrected(result.seen_by(Audience(channel_of(body), by.user))),
            "replace_original": False,
        }
        background.run(lambda: respond(answer))
