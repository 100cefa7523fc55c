"""What a review is made of, from sums and keys."""

from dataclasses import replace

import pytest

from domain.kpis import Direction, Kpi, KpiStatus, Unit
from domain.reviews import KpiTrend, NamedKeys, compute_stage_moods, count_notes, find_blind_spots
from domain.trends import MoodSums, Verdict
from tests.bot.factories import journey, sums

STAGES = journey().stages


ONBOARDING = 4


def test_every_stage_has_its_mood_in_order_even_without_notes() -> None:
    moods = compute_stage_moods(STAGES, {ONBOARDING: sums([0.5])}, {})
    assert [(mood.stage.key, mood.now.n) for mood in moods] == [
        ("awareness", 0),
        ("consideration", 0),
        ("decision", 0),
        ("onboarding", 1),
        ("retention", 0),
        ("loyalty", 0),
    ]


def test_a_stage_is_compared_with_itself_a_quarter_before() -> None:
    high, low = sums([0.9, 0.8, 0.9, 0.8, 0.9]), sums([-0.9, -0.8, -0.9, -0.8, -0.9])
    moods = compute_stage_moods(STAGES, {ONBOARDING: low}, {ONBOARDING: high, 5: low})
    assert moods[3].change.verdict is Verdict.FALLING
    assert (moods[3].now, moods[3].previous) == (low, high)


def test_totals_include_unsorted_notes() -> None:
    counts = count_notes({None: sums([0, 0]), 1: sums([1]), 4: sums([0.5, 0.5, 0.5])})
    assert (counts.total, counts.unsorted) == (6, 2)


def test_an_empty_quarter_counts_nothing() -> None:
    counts = count_notes({})
    assert (counts.total, counts.unsorted) == (0, 0)


TEAMS = ("marketing", "sales", "support")


EVER = NamedKeys(
    frozenset({"support", "labs"}), frozenset({"shopper", "buyer"}), frozenset({"email", "chat"})
)


NOW = NamedKeys(frozenset({"sales"}), frozenset({"buyer"}), frozenset({"email"}))


def test_stages_without_a_note_are_blind_spots() -> None:
    moods = compute_stage_moods(STAGES, {ONBOARDING: sums([0.5]), 5: MoodSums()}, {1: sums([1])})
    assert find_blind_spots(moods, (), NamedKeys(), NamedKeys()).stages == (
        "awareness",
        "consideration",
        "decision",
        "retention",
        "loyalty",
    )


def test_stages_without_an_owner_are_blind_spots() -> None:
    owned = [replace(stage, owner="U1") if stage.id < ONBOARDING else stage for stage in STAGES]
    moods = compute_stage_moods(owned, {ONBOARDING: sums([0.5]), 1: sums([0.5])}, {})
    spots = find_blind_spots(moods, (), NamedKeys(), NamedKeys())
    assert spots.unowned == ("onboarding", "retention", "loyalty")


def test_teams_of_the_workspace_and_of_earlier_notes_are_blind_spots() -> None:
    assert find_blind_spots([], TEAMS, EVER, NOW).teams == ("marketing", "support", "labs")


def test_a_persona_or_channel_named_before_and_not_now_is_a_blind_spot() -> None:
    spots = find_blind_spots([], TEAMS, EVER, NOW)
    assert (spots.personas, spots.channels) == (("shopper",), ("chat",))


@pytest.mark.parametrize(
    ("readings", "last", "previous", "status"),
    [
        ((1.0, 70.0, 82.0), 82.0, 70.0, KpiStatus.ON_TARGET),
        ((1.0, None, 60.0), 60.0, None, KpiStatus.OFF_TARGET),
        ((1.0, 90.0, None), None, 90.0, KpiStatus.NO_READING),
    ],
)
def test_a_kpi_is_judged_by_this_quarters_last_reading(
    readings: tuple[float | None, ...],
    last: float | None,
    previous: float | None,
    status: KpiStatus,
) -> None:
    kpi = Kpi(1, "completion", "decision", Unit.PERCENT, Direction.HIGHER, 80)
    trend = KpiTrend(kpi, readings)
    assert (trend.last, trend.previous_last, trend.status) == (last, previous, status)
