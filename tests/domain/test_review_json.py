"""The JSON of a review has the fields that others rely on.

See docs/ARCHITECTURE.md, “Contract with the outside”.
"""

import json
from typing import Any

import pytest

from domain.kpis import Direction, Kpi, Unit
from domain.review_json import review_as_json
from domain.reviews import (
    KpiTrend,
    NamedKeys,
    Review,
    compute_stage_moods,
    count_notes,
    find_blind_spots,
)
from domain.themes import PeriodTheme, SaidOnce, Theme
from domain.trends import MoodSums
from tests.bot.factories import journey, sums
from tests.periods import quarter

CONTRACT = {
    "period": {"label", "start", "end"},
    "stages": {
        "key", "name", "n", "mean", "sd", "ci95", "negative", "neutral", "positive", "net",
        "net_ci95", "previous_net",
        "previous", "change",
    },
    "pains": {"title", "stage", "n", "score", "status", "note_ids", "periods"},
    "said_once": {"n", "note_ids"},
    "kpis": {"key", "stage", "unit", "direction", "target", "last", "previous_last", "status"},
    "blind_spots": {"stages", "teams", "personas", "channels"},
    "notes": {"total", "unsorted", "unread_language"},
}  # fmt: skip


@pytest.fixture
def figures() -> dict[str, Any]:
    """Figures of a review where every part is there, as a reader of the JSON gets them."""
    its = journey()
    now = {4: sums([0.5, 0.1, -0.6, 0.0]), 5: sums([-0.2, 0.1, 0.4, 0.6, 0.2]), None: sums([0.2])}
    before: dict[int | None, MoodSums] = {
        4: sums([0.25, 0.75]),
        5: sums([0.5, 0.25, 0.3, 0.4, 0.6]),
    }
    moods = compute_stage_moods(its.stages, now, before)
    completion = Kpi(1, "completion", "decision", Unit.PERCENT, Direction.HIGHER, 80)
    made = Review(
        journey=its,
        period=its.calendar.period(quarter(2026, 3)),
        complete=True,
        stages=moods,
        pains=(
            PeriodTheme(
                Theme(3, "Slow"),
                stage="onboarding",
                score=5,
                n=2,
                stages=("onboarding",),
                teams=("support",),
                joined_id_lists=("12", "11"),
            ),
        ),
        said_once=SaidOnce(n=3, to_sort=1, joined_id_lists=("13,15", "14")),
        kpis=(KpiTrend(completion, (None, 70.0, 82.5)),),
        blind_spots=find_blind_spots(moods, ("sales",), NamedKeys(), NamedKeys()),
        notes=count_notes(now),
    )
    return dict(json.loads(json.dumps(review_as_json(made))))


@pytest.mark.parametrize("part", CONTRACT)
def test_the_fields_of_the_contract_are_there(figures: dict[str, Any], part: str) -> None:
    value = figures[part]
    assert CONTRACT[part] <= set(value[0] if isinstance(value, list) else value)


def test_the_period_is_its_label_and_its_bounds_with_their_offset(figures: dict[str, Any]) -> None:
    assert figures["period"] == {
        "label": "2026-Q3",
        "start": "2026-07-01T00:00:00+00:00",
        "end": "2026-10-01T00:00:00+00:00",
    }


def test_a_stage_has_shares_of_its_notes(figures: dict[str, Any]) -> None:
    stage = figures["stages"][3]
    shares = (stage["negative"], stage["neutral"], stage["positive"])
    assert (stage["key"], stage["name"], stage["n"], *shares) == (
        "onboarding",
        "Onboarding",
        4,
        0.25,
        0.25,
        0.5,
    )


def test_a_stage_has_its_quarter_before_and_its_change(figures: dict[str, Any]) -> None:
    stage = figures["stages"][3]
    assert stage["previous"] == {"n": 2, "mean": 0.5}
    assert stage["previous_net"] == 100
    assert set(stage["change"]) == {"delta", "ci95", "verdict", "mix_moved"}
    assert (stage["change"]["delta"], stage["change"]["verdict"]) == (-0.5, "too few notes")


def test_intervals_are_two_numbers_from_low_to_high(figures: dict[str, Any]) -> None:
    few, stage = figures["stages"][3:5]
    for low, high in (stage["ci95"], stage["change"]["ci95"]):
        assert low < high
    assert (few["ci95"], few["net_ci95"], few["change"]["ci95"]) == (None, None, None)
    low, high = stage["net_ci95"]
    assert -100 <= low < stage["net"] < high <= 100


def test_what_is_undefined_is_null(figures: dict[str, Any]) -> None:
    empty = figures["stages"][0]
    undefined = (empty["mean"], empty["sd"], empty["ci95"], empty["change"]["delta"])
    assert undefined == (None, None, None, None)
    assert empty["previous"] == {"n": 0, "mean": None}
    assert (empty["net"], empty["net_ci95"], empty["previous_net"]) == (None, None, None)


def test_a_pain_leads_to_its_notes(figures: dict[str, Any]) -> None:
    (pain,) = figures["pains"]
    assert {key: pain[key] for key in CONTRACT["pains"]} == {
        "title": "Slow",
        "stage": "onboarding",
        "n": 2,
        "score": 5,
        "status": "new",
        "periods": 1,
        "note_ids": [11, 12],
    }
    assert figures["said_once"] == {"n": 3, "to_sort": 1, "note_ids": [13, 14, 15]}


def test_a_kpi_is_in_plain_values(figures: dict[str, Any]) -> None:
    (kpi,) = figures["kpis"]
    assert {key: kpi[key] for key in CONTRACT["kpis"]} == {
        "key": "completion",
        "stage": "decision",
        "unit": "percent",
        "direction": "higher",
        "target": 80,
        "last": 82.5,
        "previous_last": 70,
        "status": "on target",
    }


def test_blind_spots_and_counts_are_lists_and_numbers(figures: dict[str, Any]) -> None:
    assert figures["blind_spots"] == {
        "stages": ["awareness", "consideration", "decision", "loyalty"],
        "teams": ["sales"],
        "personas": [],
        "channels": [],
        "unowned": [stage.key for stage in journey().stages],
    }
    assert figures["notes"] == {"total": 10, "unsorted": 1, "unread_language": 0}


def test_the_journey_is_its_key(figures: dict[str, Any]) -> None:
    assert figures["journey"] == "buyer"
