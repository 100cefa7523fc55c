"""What a workspace taught the scorer, each with a button that takes it back."""

from typing import Any

from bot.domain.lessons import Lesson
from bot.domain.notes import FEELING_WORDS
from bot.domain.texts import shortened
from bot.usecases.list_lessons import LessonsListed
from handlers.blocks import kit, words
from handlers.ids import Action, numbered

TEXT = 200


def lessons(result: LessonsListed) -> dict[str, Any]:
    """A page of the corrections that are in force."""
    if not result.lessons:
        told = (
            "No mood has been corrected here. *Correct the mood …* beside a note in "
            "`/journey notes` does; the next notes like it are heard so."
        )
        return kit.ephemeral(told, [kit.section(told)])
    plural = "mood was" if result.total == 1 else "moods were"
    told = f"{result.total:,} {plural} corrected; notes like these are heard so"
    if result.pages > 1:
        told += f", page {result.page + 1} of {result.pages}"
    blocks = [kit.rich(kit.line(kit.span(told, bold=True)))]
    # Above the corrections: what does not fit is cut off at the end.
    if result.pages > 1:
        blocks.append(_turning(result))
    blocks += [_lesson(one, number) for number, one in enumerate(result.lessons)]
    return kit.ephemeral(told, blocks)


def _lesson(one: Lesson, number: int) -> kit.Block:
    by = f"by <@{one.taught_by}> on {one.at:%-d %b %Y}"
    about = f"{_scored(one)} → {FEELING_WORDS[one.feeling]} {words.signed(one.mood)}"
    text = kit.escape(shortened(one.text, TEXT))
    return {
        **kit.section(f"{text}\n_{about}_ {by}"),
        "accessory": kit.button(
            "Take back", numbered(Action.FORGET_LESSON, number), str(one.note_id)
        ),
    }


def _scored(one: Lesson) -> str:
    return words.UNREAD if one.score is None else words.signed(one.score)


def _turning(result: LessonsListed) -> kit.Block:
    pages = (("Newer", result.page - 1), ("Older", result.page + 1))
    return kit.actions(
        [
            kit.button(label, numbered(Action.TURN_LESSONS, number), str(page))
            for number, (label, page) in enumerate(pages)
            if 0 <= page < result.pages
        ]
    )
