"""How questions are understood, in several languages, short and long, with slips.

tests/data/questions.csv was labelled by the author of the rules, after they were written: it guards
against changes and measures nothing.
"""

import csv
from pathlib import Path
from time import perf_counter

import pytest

from domain.questions.follow_ups import FollowUp, apply_follow_up
from domain.questions.parsing import parse_question
from domain.questions.values import (
    Names,
    Part,
    Question,
    Subject,
    UnknownName,
    read_question,
    span_label,
)
from tests.domain.questions.sample_names import NAMES, TIME

FILE = Path(__file__).parents[2] / "data/questions.csv"

with FILE.open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines))


def parse(text: str) -> Question | FollowUp | None:
    """Parse a question somebody asks."""
    return parse_question(text, NAMES, TIME, "UME")


def whole(text: str, before: Question | None = None) -> Question:
    """Return a question, a follow-up with the question before it."""
    asked = parse(text)
    assert asked is not None
    return apply_follow_up(before, asked)


def described(question: Question) -> dict[str, str]:
    """Return what a row of the file says of a question."""
    names = [key for part in Part for key in question.of(part)]
    return {
        "subject": question.subject.value,
        "aspect": question.aspect.value if question.aspect else "",
        "names": " ".join(names),
        "period": span_label(question.period) if question.period else "",
        "against": span_label(question.against) if question.against else "",
        "topic": " ".join(question.topic),
        "label": question.label or (question.kind.value if question.kind else ""),
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_a_question_is_understood(row: dict[str, str]) -> None:
    expected = {name: value for name, value in row.items() if name != "text"}
    assert described(whole(row["text"])) == expected


@pytest.mark.parametrize("row", ROWS[::7], ids=[row["text"][:60] for row in ROWS[::7]])
def test_a_question_can_be_stored(row: dict[str, str]) -> None:
    question = whole(row["text"])
    assert read_question(question.to_json(), TIME.calendar) == question


@pytest.mark.parametrize("text", ["", "   ", "???", "!", "hm", "<@U0BOT>"])
def test_what_asks_nothing_is_no_question(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("what hurts in checkout?", UnknownName("checkout", Part.STAGE)),
        ("how is the mood in the delivery stage", UnknownName("delivery", Part.STAGE)),
        ("top pains for dentists", UnknownName("dentists", Part.PERSONA)),
        ("what's our ltv", UnknownName("ltv", Part.KPI)),
        ("what did Zoe report last week?", UnknownName("zoe", Part.AUTHOR)),
    ],
)
def test_a_name_that_fits_nothing_is_said(text: str, unknown: UnknownName) -> None:
    assert whole(text).unknown == unknown


@pytest.mark.parametrize("word", ["x ", "reten ", "1 month ago ", "what hurts in ", "why, "])
def test_a_text_of_three_thousand_characters_is_read_in_a_moment(word: str) -> None:
    started = perf_counter()
    parse(word * (3000 // len(word)))
    assert perf_counter() - started < 1


def test_a_beginning_of_two_stages_is_asked_about() -> None:
    names = Names({Part.STAGE: {"retention": "Retention", "retail": "Retail"}})
    asked = parse_question("mood in ret", names, TIME)
    assert isinstance(asked, Question)
    assert asked.unknown == UnknownName("ret", Part.STAGE, ("retention", "retail"))


def test_follow_ups_change_what_they_name_and_keep_the_rest() -> None:
    first = whole("what hurts in onboarding last quarter?")
    second = whole("and in retention?", first)
    assert (second.subject, second.stages) == (Subject.PAINS, ("retention",))
    assert second.period == first.period
    third = whole("and the month before?", whole("mood in May"))
    assert third.period is not None
    assert span_label(third.period) == "2026-04"
    assert whole("why?", second).stages == ("retention",)
    assert whole("what about receptionists?", second).personas == ("receptionist",)
    assert whole("and nps?", second).kpis == ("nps",)
    assert whole("thanks, and last month?", second).subject is Subject.PAINS
