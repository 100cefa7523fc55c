"""Messages and forms of prompts: accepted by Slack, complete, with their buttons."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.prompts import PromptChoices, SavedPrompt
from domain.kpis import Direction, Kpi, Unit
from domain.prompts import HOURS, MAX_QUESTION, Prompt, PromptQuestion, PromptRule
from handlers.prompts.blocks import (
    describe_rule,
    ended_message,
    pause_message,
    question_message,
    read_start,
    saved_message,
)
from handlers.prompts.forms import KpiAnswerTarget, kpi_answer_form, prompt_form, read_draft
from tests.bot.factories import WHEN, journey
from tests.handlers import name_strategies, strategies
from tests.handlers.slack_says import assert_modal_taken, assert_taken, shown
from tests.handlers.strategies import sized

RULES = st.builds(
    PromptRule,
    st.sets(st.integers(0, 4), min_size=1).map(lambda days: tuple(sorted(days))),
    st.sampled_from(HOURS),
    st.sampled_from([1, 2]),
    st.just(date(2026, 8, 10)),
)

KPI = Kpi(5, "trial-to-paid", "decision", Unit.PERCENT, Direction.HIGHER, None)

PROMPT = Prompt(
    3, 7, "C1", "What is new?", PromptRule((3,), 10, 1, date(2026, 8, 10)), None, None, WHEN, WHEN
)


@st.composite
def any_question(draw: st.DrawFn) -> PromptQuestion:
    """Draw a question of any words about a stage, a KPI or nothing."""
    found = draw(strategies.journeys())
    words = draw(st.text(min_size=1, max_size=MAX_QUESTION))
    prompt = replace(PROMPT, question=words, rule=draw(RULES))
    stage = draw(st.sampled_from([None, *found.stages]))
    kpi = replace(KPI, key=draw(name_strategies.keys))
    return PromptQuestion(prompt, found, stage, draw(st.sampled_from([None, kpi])))


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a message."""
    found = [block for block in message["blocks"] if block["type"] == "actions"]
    return [element for block in found for element in block["elements"]]


@sized
@given(any_question())
def test_a_question_is_taken_and_can_be_answered_and_stopped(question: PromptQuestion) -> None:
    message = question_message(question)
    assert_taken(message)
    labels = [button["text"]["text"] for button in buttons(message)]
    assert labels == ["Answer", "Stop these questions"]


@sized
@given(any_question(), st.booleans())
def test_the_form_is_taken_with_and_without_a_prompt(
    question: PromptQuestion, is_paused: bool
) -> None:
    prompt = replace(question.prompt, due_at=None) if is_paused else question.prompt
    for found in (None, prompt):
        kpis = (question.kpi,) if question.kpi else ()
        assert_modal_taken(prompt_form(PromptChoices(question.journey, kpis, found), "C1"))


def test_many_kpis_stay_within_what_slack_takes() -> None:
    kpis = tuple(replace(KPI, id=number, key="k" * 60) for number in range(120))
    assert_modal_taken(prompt_form(PromptChoices(journey(), kpis, None), "C1"))


def test_a_kpi_answer_is_taken_and_names_its_journey() -> None:
    target = KpiAnswerTarget("C1", 3, "buyer", KPI.path)
    form = kpi_answer_form(target)
    assert_modal_taken(form)
    assert KpiAnswerTarget.from_metadata(form["private_metadata"]) == target
    assert target.reading("18.4%") == "buyer/decision.trial-to-paid 18.4%"


@pytest.mark.parametrize(
    ("about", "start"),
    [
        ({}, {}),
        ({"stage": journey().stages[3]}, {"stage": "onboarding"}),
        ({"kpi": KPI}, {"kpi": "decision.trial-to-paid"}),
    ],
)
def test_the_answer_begins_with_what_was_asked_about(
    about: dict[str, Any], start: dict[str, str]
) -> None:
    answer, _ = buttons(question_message(PromptQuestion(PROMPT, journey(), **about)))
    assert read_start(answer["value"]) == {"prompt": "3", "note_journey": "buyer", **start}


def test_what_is_said_of_prompts_is_taken() -> None:
    assert_taken(pause_message())
    assert_taken(saved_message(SavedPrompt(journey(), PROMPT, WHEN)))
    for had_one in (True, False):
        assert_taken(ended_message(had_one=had_one))


def test_when_it_comes_next_is_said_in_the_journeys_time_zone() -> None:
    there = replace(journey(), time_zone="Asia/Kolkata")
    text = shown(saved_message(SavedPrompt(there, PROMPT, WHEN))["blocks"])
    assert "The next question comes on Friday 14 Aug 2026 at 17:30 (Asia/Kolkata)." in text


@pytest.mark.parametrize(
    ("weekdays", "every_weeks", "said"),
    [
        ((3,), 1, "every week on Thursday"),
        ((0, 2, 4), 2, "every second week on Monday, Wednesday and Friday"),
    ],
)
def test_a_rule_in_words(weekdays: tuple[int, ...], every_weeks: int, said: str) -> None:
    assert describe_rule(PromptRule(weekdays, 9, every_weeks, date(2026, 8, 10))) == said


def test_what_the_form_shows_is_what_it_saves() -> None:
    prompt = replace(PROMPT, rule=PromptRule((0, 4), 15, 2, date(2026, 8, 10)), kpi_id=5)
    form = prompt_form(PromptChoices(journey(), (KPI,), prompt), "C1")
    draft = read_draft(_submitted(form))
    assert (draft.question, draft.weekdays, draft.hour) == ("What is new?", (0, 4), 15)
    assert (draft.every_weeks, draft.stage_id, draft.kpi_id) == (2, None, 5)


def _submitted(form: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends for a form that is submitted as it is shown."""
    keys = {
        "initial_value": "value",
        "initial_option": "selected_option",
        "initial_options": "selected_options",
    }
    inputs = [block for block in form["blocks"] if block["type"] == "input"]
    return {
        block["block_id"]: {
            block["element"]["action_id"]: {
                keys[name]: value for name, value in block["element"].items() if name in keys
            }
        }
        for block in inputs
    }
