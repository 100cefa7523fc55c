"""The buttons in a list of corrected moods."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.domain.audience import Audience
from bot.usecases.correct_mood import CorrectMood
from bot.usecases.list_lessons import ListLessons
from handlers.background import Background
from handlers.blocks.corrected import corrected
from handlers.blocks.lessons import lessons
from handlers.ids import Action, any_numbered
from handlers.incoming import by_of, channel_of


def register(
    app: App, correct_mood: CorrectMood, list_lessons: ListLessons, background: Background
) -> None:
    """Listen to them."""

    @app.action(any_numbered(Action.FORGET_LESSON))
    def take_back(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        by = by_of(body)
        result = correct_mood.take_back(by, int(action["value"]))
        ack()
        seen = result.seen_by(Audience(channel_of(body), by.user))
        answer = {**corrected(seen), "replace_original": False}
        background.run(lambda: respond(answer))

    @app.action(any_numbered(Action.TURN_LESSONS))
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        by = by_of(body)
        page = list_lessons(by.workspace, by.user, channel_of(body), int(action["value"]))
        ack()
        background.run(lambda: respond({**lessons(page), "replace_original": True}))
