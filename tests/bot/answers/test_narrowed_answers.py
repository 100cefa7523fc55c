"""Answers about some notes only: pains of a stage or of free days, and names that are left out."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.questions.answers import CountFinding
from handlers.answers.understood import describe_question
from tests.bot.answers.asking import ask, ask_alone, figures
from tests.bot.env import Env

Rows = Sequence[dict[str, Any]]


@pytest.fixture(scope="module")
def rows(sample: Env) -> Rows:
    """The exported pain points of the sample journey."""
    return [row for row in sample.rows() if row["kind"] == "pain point"]


def themes_of(rows: Rows, start: str, end: str, **fields: str) -> dict[str, int]:
    """Count the rows of some days (the last excluded) by theme, where there are two or more."""
    counted: dict[str, int] = {}
    for row in rows:
        if start <= row["occurred_at"][:10] < end and all(row[k] == v for k, v in fields.items()):
            counted[row["theme"]] = counted.get(row["theme"], 0) + 1
    return {name: n for name, n in counted.items() if name not in ("", None, "said once")}


@pytest.mark.parametrize("stage", ["awareness", "decision", "retention"])
def test_pains_of_a_stage_count_the_notes_in_that_stage(
    sample: Env, rows: Rows, stage: str
) -> None:
    answer = ask_alone(sample, f"top 20 pains last quarter in {stage}")
    counted = themes_of(rows, "2026-04-01", "2026-07-01", stage=stage)
    found = figures(answer, "theme")
    assert found
    ids = {row["id"]: row for row in rows}
    for one in found:
        assert one["n"] == counted[one["title"]] == len(one["note_ids"])
        assert {ids[note_id]["stage"] for note_id in one["note_ids"]} == {stage}
        assert one["stage"] == stage
    assert [one["score"] for one in found] == sorted((o["score"] for o in found), reverse=True)


def test_their_course_is_that_of_the_whole_theme(sample: Env) -> None:
    review = {pain["title"]: pain for pain in sample.figures("2026-Q2")["pains"]}
    for one in figures(ask_alone(sample, "what hurts in retention last quarter?"), "theme"):
        assert one["status"] == review[one["title"]]["status"]
        assert one["n"] <= review[one["title"]]["n"]


@pytest.mark.parametrize(
    ("when", "start"), [("since 1 April", "2026-04-01"), ("in the last 90 days", "2026-05-17")]
)
def test_pains_of_free_days_are_in_their_themes(
    sample: Env, rows: Rows, when: str, start: str
) -> None:
    answer = ask_alone(sample, f"top 20 pains {when}")
    counted = themes_of(rows, start, "2026-08-15")
    found = {one["title"]: one["n"] for one in figures(answer, "theme")}
    assert found == {name: n for name, n in counted.items() if n > 1}
    assert {one["status"] for one in figures(answer, "theme")} == {None}


def test_pains_that_nobody_sorted_are_said_to_be_unsorted(env: Env) -> None:
    env.capture("onboarding: the invite lands in spam")
    env.capture("onboarding: the invoice is wrong")
    answer = ask(env, "what hurts?")
    assert answer.of_type(CountFinding) == [
        CountFinding(2, 2, "not sorted into a theme yet: /journey themes sorts them")
    ]


@pytest.mark.parametrize(
    "way",
    [
        "without the receptionists",
        "except those from receptionists",
        "leaving receptionists aside",
        "other than by receptionists",
        "excluding receptionists",
        "receptionists excluded",
        "but not from receptionists",
        "ohne receptionists",
        "sans les receptionists",
    ],
)
def test_who_is_left_out_does_not_count(sample: Env, way: str) -> None:
    answer = ask(sample, f"how many notes in retention last quarter {way}?")
    mine = [
        row
        for row in sample.rows()
        if row["stage"] == "retention" and "2026-04-01" <= row["occurred_at"][:10] < "2026-07-01"
    ]
    assert answer.n == len([row for row in mine if row["persona"] != "receptionist"]) < len(mine)
    assert "without Receptionist" in describe_question(answer)
    mood = ask_alone(sample, f"mood of retention last quarter {way}")
    pains = ask_alone(sample, f"retention pains last quarter {way}")
    assert mood["question"]["excluded"] == pains["question"]["excluded"]


def test_others_are_ranked_and_listed_without_what_is_left_out(sample: Env) -> None:
    ranked = figures(ask_alone(sample, "mood of all stages except onboarding last quarter"), "mood")
    assert {one["key"] for one in ranked} & {"onboarding", "retention"} == {"retention"}
    kpis = figures(ask_alone(sample, "all KPIs except nps last quarter"), "kpi")
    assert len(kpis) > 5
    assert "nps" not in {one["key"] for one in kpis}


def test_a_word_without_a_name_leaves_nothing_out(sample: Env) -> None:
    answer = ask(sample, "which stages are without notes?")
    assert answer.question is not None
    assert answer.question.excluded == ()
