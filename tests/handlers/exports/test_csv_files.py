"""The CSV holds the figures of the JSON, one a row, and no cell that a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from domain.review_answers import Question, ReviewAnswer
from domain.review_json import review_as_json
from domain.reviews import Review
from handlers.exports.csv_files import FIELDS, review_csv
from handlers.imports.table_files import FORMULA_SIGNS, unescape_formula
from tests.handlers import review_sample as sample
from tests.handlers import strategies
from tests.handlers.strategies import few

Row = dict[str, str]


def rows_of(review: Review, section: str = "") -> list[Row]:
    """The rows as a spreadsheet reads them, of one section or all."""
    rows = list(csv.DictReader(io.StringIO(review_csv(review))))
    return [row for row in rows if section in ("", row["section"])]


def figure(rows: list[Row], name: str) -> list[str]:
    """The values of a figure in their order."""
    return [row["value"] for row in rows if row["figure"] == name]


def numbers(values: list[str]) -> list[float | None]:
    return [float(value) if value else None for value in values]


@pytest.mark.slow
@given(strategies.reviews(most_stages=6))
@few
def test_the_figures_are_those_of_the_json_to_the_last_digit(review: Review) -> None:
    expected = review_as_json(review)
    moods, stages = rows_of(review, "mood"), expected["stages"]
    for name, meant in (
        ("n", [stage["n"] for stage in stages]),
        ("mean", [stage["mean"] for stage in stages]),
        ("sd", [stage["sd"] for stage in stages]),
        ("ci95_low", [(stage["ci95"] or [None])[0] for stage in stages]),
        ("ci95_high", [(stage["ci95"] or [None])[-1] for stage in stages]),
        ("negative", [stage["negative"] if stage["n"] else None for stage in stages]),
        ("previous_mean", [stage["previous"]["mean"] for stage in stages]),
        ("change", [stage["change"]["delta"] for stage in stages]),
    ):
        assert numbers(figure(moods, name)) == meant
    assert figure(moods, "verdict") == [stage["change"]["verdict"] for stage in stages]
    _kpis_match(rows_of(review, "kpi"), expected["kpis"])
    pains = rows_of(review, "pain")
    assert numbers(figure(pains, "weight")) == [pain["score"] for pain in expected["pains"]]
    for name in ("periods", "previous_n"):
        assert numbers(figure(pains, name)) == [pain[name] for pain in expected["pains"]]
    assert figure(pains, "status") == [pain["status"] for pain in expected["pains"]]
    once = rows_of(review, "said once")
    for name in ("n", "to_sort"):
        assert numbers(figure(once, name)) == [expected["said_once"][name]]


def _kpis_match(rows: list[Row], kpis: list[dict[str, Any]]) -> None:
    for name in ("last", "target", "previous_last"):
        assert numbers(figure(rows, name)) == [kpi[name] for kpi in kpis]
    assert figure(rows, "status") == [kpi["status"] for kpi in kpis]


def test_every_row_says_what_it_is_of() -> None:
    review = sample.sample_review()
    rows = rows_of(review)
    assert tuple(rows[0]) == FIELDS
    assert {row["journey"] for row in rows} == {"journey"}
    sections = {
        *("review", "mood", "kpi", "pain", "said once", "delight", "opportunity", "rising word"),
        *("persona", "touchpoint", "action", "blind spot", "call-out"),
    }
    assert {row["section"] for row in rows} == sections
    assert all(row["figure"] for row in rows)
    mean = next(row for row in rows if row["key"] == "decision" and row["figure"] == "mean")
    assert (mean["name"], mean["unit"], mean["period"]) == (
        "Decision & purchase",
        "mood",
        "2026-Q3",
    )
    readings = [row for row in rows if row["figure"] == "reading" and "visit" in row["key"]]
    assert [(row["period"], row["unit"]) for row in readings[-2:]] == [
        ("2026-Q2", "percent"),
        ("2026-Q3", "percent"),
    ]
    assert [row["key"] for row in rows if row["figure"] == "silent channel"] == [
        "packaging",
        "print",
    ]


def test_the_effects_of_actions_are_those_of_the_json() -> None:
    review = sample.sample_review()
    rows, (late, done) = rows_of(review, "action"), review_as_json(review)["actions"]
    assert figure(rows, "standing") == [late["standing"], done["standing"]]
    mood, kpi = done["effect"]["mood"], done["effect"]["kpi"]
    expected = [mood["before"]["mean"], mood["after"]["mean"], mood["delta"], *mood["ci95"]]
    expected += [kpi["before"], kpi["after"]]
    names = [
        *("before_mean", "after_mean", "change", "change_ci95_low", "change_ci95_high"),
        *("kpi_before", "kpi_after"),
    ]
    assert [numbers(figure(rows, name)) for name in names] == [[value] for value in expected]


def test_no_cell_is_one_that_a_spreadsheet_runs() -> None:
    rows = rows_of(sample.hostile_review())
    texts = [row[field] for row in rows for field in FIELDS if field != "value"]
    texts += [row["value"] for row in rows if row["figure"] in ("quote", "permalink", "teams")]
    assert not [text for text in texts if text.startswith(FORMULA_SIGNS)]
    assert {"=1+1", "+49 30 1234", "@channel"} <= {unescape_formula(row["name"]) for row in rows}
    assert {row["value"] for row in rows if row["figure"] == "permalink"} == {""}


def test_answers_are_rows_as_in_the_json() -> None:
    when = datetime(2026, 10, 14, tzinfo=UTC)
    answers = (
        ReviewAnswer(Question.MARKET, "U2", "=1+1", when, "C1"),
        ReviewAnswer(Question.HABITS, "U1", "By phone.", when, "C1"),
    )
    review = replace(strategies.empty_review(1), answers=answers)
    rows = rows_of(review, "answer")
    expected = review_as_json(review)["answers"]
    assert [one["author"] for one in expected] == ["U1", "U2"]
    assert [(row["key"], row["name"], row["figure"]) for row in rows] == [
        (str(number), one["question"], figure)
        for number, one in enumerate(expected, 1)
        for figure in ("text", "author", "at")
    ]
    assert [unescape_formula(row["value"]) for row in rows] == [
        one[figure] for one in expected for figure in ("text", "author", "at")
    ]
