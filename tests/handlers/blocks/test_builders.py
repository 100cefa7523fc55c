"""Every message that Waymark makes is one that Slack takes, whatever is in it."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.review import Review
from bot.usecases.captured import Captured
from bot.usecases.list_notes import NotesListed
from bot.usecases.place_note import Placed
from bot.usecases.record_reading import Recorded
from handlers.blocks import capture, help, note_list, problem, reading  # noqa: A004
from handlers.blocks.reviews import preview
from tests.handlers import made, made_names
from tests.handlers.made import sized
from tests.handlers.slack_says import NATIVE_DATA, assert_taken, kinds


@sized
@given(made.captured())
def test_the_answer_to_a_saved_note_is_taken(result: Captured) -> None:
    assert_taken(capture.captured(result))


@sized
@given(made.captured())
def test_an_unsorted_note_offers_every_stage_as_a_button(result: Captured) -> None:
    offered = [
        element["value"]
        for block in capture.captured(result)["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if ":" in element["value"]
    ]
    first = [stage for stage in result.journey.stages if stage == result.suggested]
    others = [stage for stage in result.journey.stages if stage != result.suggested]
    wanted = [] if result.stage else [f"{result.note_id}:{s.key}" for s in (*first, *others)]
    assert offered == wanted


@sized
@given(made.placed())
def test_the_answer_to_a_placed_note_is_taken(result: Placed) -> None:
    assert_taken(capture.placed(result))


@sized
@given(made.recorded())
def test_the_answer_to_a_reading_is_taken(result: Recorded) -> None:
    assert_taken(reading.recorded(result))


@sized
@given(made.lists_of_notes())
def test_a_list_of_notes_is_taken(result: NotesListed) -> None:
    assert_taken(note_list.listed(result))


@sized
@given(made.reviews())
def test_a_preview_is_taken_and_holds_nothing_a_workspace_may_refuse(figures: Review) -> None:
    answer = preview.preview(figures)
    assert_taken(answer, {*made_names.GOOD_LINKS, "U1"})
    assert not kinds(answer["blocks"]) & NATIVE_DATA


@sized
@given(made_names.texts)
@example("")
def test_the_guide_is_taken(remark: str) -> None:
    assert_taken(help.guide(remark))


@sized
@given(made_names.texts, made_names.texts | st.just(""))
def test_a_problem_is_taken(sentence: str, typed: str) -> None:
    assert_taken(problem.problem(sentence, typed))


@given(made_names.names)
@settings(deadline=None, max_examples=50)
def test_a_problem_shows_what_was_typed_to_the_letter(typed: str) -> None:
    last = problem.problem("That did not work.", typed)["blocks"][-1]
    assert last["elements"][-1]["elements"] == [{"type": "text", "text": typed}]


def test_an_ephemeral_answer_says_that_it_is_one() -> None:
    answers: list[dict[str, Any]] = [
        help.guide(),
        problem.problem("x"),
        preview.preview(made.empty_review(6)),
        note_list.listed(NotesListed(None, (), 0)),
    ]
    assert [answer["response_type"] for answer in answers] == ["ephemeral"] * len(answers)
