"""Every message that Waymark makes is one that Slack takes, whatever is in it."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.kpis.readings import ReadingQuestion, RecordedReading
from bot.notes.capture import CapturedNote
from bot.notes.inbox import PlacedNote
from bot.notes.listing import NotePage
from bot.notes.moods import ExplainedMood
from domain.notes import NoteKind
from domain.reviews import Review
from domain.themes import Theme
from handlers.help import blocks as help_blocks
from handlers.kpis import blocks as kpi_commands
from handlers.notes import blocks as note_blocks
from handlers.notes import list_blocks as note_list_blocks
from handlers.notes.mood_blocks import explained_mood_message
from handlers.reviews import thread as review_thread
from handlers.slack import errors
from handlers.slack.ids import Action
from tests.handlers import name_strategies, strategies
from tests.handlers.slack_says import NATIVE_DATA, assert_taken, kinds
from tests.handlers.strategies import few, sized
from tests.handlers.themes import strategies as theme_strategies
from tests.selection import examples


@pytest.mark.slow
@sized
@given(strategies.captured(), st.lists(theme_strategies.rows, max_size=3))
def test_the_answer_to_a_saved_note_is_taken_and_offers_every_stage(
    result: CapturedNote, suggested: list[Theme]
) -> None:
    message = note_blocks.captured_message(result, suggested)
    assert_taken(message)
    elements = [
        element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    menus = [[one["value"] for one in menu["options"]] for menu in elements if "options" in menu]
    themes = [*(str(theme.id) for theme in suggested), "once", "new", "other"]
    is_pain = result.note.kind is NoteKind.PAIN_POINT
    assert menus == [[f"{result.note_id}:{value}" for value in themes]] * is_pain
    offered = [
        element["value"]
        for element in elements
        if ":" in element.get("value", "")
        # A note without a mood offers the feelings too.
        and not element["action_id"].startswith(f"{Action.CORRECT_MOOD.value}.")
    ]
    first = [stage for stage in result.journey.stages if stage == result.suggested]
    others = [stage for stage in result.journey.stages if stage != result.suggested]
    wanted = [] if result.stage else [f"{result.note_id}:{s.key}" for s in (*first, *others)]
    assert offered == wanted


@pytest.mark.slow
@sized
@given(strategies.placed(), st.lists(theme_strategies.rows, max_size=3))
def test_the_answer_to_a_placed_note_is_taken(result: PlacedNote, suggested: list[Theme]) -> None:
    assert_taken(note_blocks.placed_message(result, suggested))


@sized
@given(strategies.recorded())
def test_the_answer_to_a_reading_is_taken(result: RecordedReading) -> None:
    assert_taken(kpi_commands.build_reading_message(result))


@sized
@given(strategies.asked_readings())
def test_the_question_about_a_reading_is_taken(asked: ReadingQuestion) -> None:
    message = kpi_commands.build_question_message(asked)
    assert_taken(message)
    (row,) = [block for block in message["blocks"] if block["type"] == "actions"]
    buttons = [button for button in row["elements"] if button["value"] != "drop"]
    chosen = [kpi_commands.read_choice(button["value"]) for button in buttons]
    assert chosen == [(asked.line, meaning) for meaning in asked.meanings]
    assert len(row["elements"]) == 2


@few
@given(strategies.lists_of_notes())
def test_a_list_of_notes_is_taken(result: NotePage) -> None:
    assert_taken(note_list_blocks.note_list_message(result))
    for note in result.notes:
        for may_read in (True, False):
            assert_taken(explained_mood_message(ExplainedMood(note, may_read)))


@pytest.mark.slow
@few
@given(strategies.reviews())
def test_a_preview_is_taken_and_holds_nothing_a_workspace_may_refuse(figures: Review) -> None:
    answer = review_thread.preview_message(figures)
    assert_taken(answer, {*name_strategies.GOOD_LINKS, "U1"})
    assert not kinds(answer["blocks"]) & NATIVE_DATA


@sized
@given(name_strategies.texts)
@example("")
@example("hlep")
def test_the_guide_is_taken(word: str) -> None:
    assert_taken(help_blocks.help_message())
    assert_taken(help_blocks.unknown_command_message(word, ["help", "map"]))


@sized
@given(name_strategies.texts, name_strategies.texts | st.just(""))
def test_a_problem_is_taken(sentence: str, typed: str) -> None:
    assert_taken(errors.error_message(sentence, typed))


@given(name_strategies.names)
@settings(max_examples=examples(50))
def test_a_problem_shows_exactly_what_was_typed(typed: str) -> None:
    last = errors.error_message("That did not work.", typed)["blocks"][-1]
    assert last["elements"][-1]["elements"] == [{"type": "text", "text": typed}]


def test_an_ephemeral_answer_says_that_it_is_one() -> None:
    answers: list[dict[str, Any]] = [
        help_blocks.help_message(),
        errors.error_message("x"),
        review_thread.preview_message(strategies.empty_review(6)),
        note_list_blocks.note_list_message(NotePage(None, (), 0)),
    ]
    assert [answer["response_type"] for answer in answers] == ["ephemeral"] * len(answers)
