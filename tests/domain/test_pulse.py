"""A week's pulse: which week, when it is told, and what may be said of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reminders import (
    WEEK,
    Pulse,
    latest_pulse,
    next_pulse,
    pulse_due,
    week_before,
    week_label,
)
from domain.trends import MoodSums
from tests.bot import factories

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants them naive

MONDAY = date(2026, 9, 28)

BERLIN = replace(factories.journey(), time_zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("monday", "label"),
    [
        (MONDAY, "2026-W39"),
        (date(2027, 1, 4), "2026-W53"),
        (date(2024, 12, 30), "2024-W52"),
        (date(2025, 1, 6), "2025-W01"),
    ],
)
def test_a_week_has_its_iso_label(monday: date, label: str) -> None:
    assert week_label(monday) == label


def test_a_pulse_is_due_on_monday_at_nine_where_the_journey_is() -> None:
    assert pulse_due(BERLIN, MONDAY) == datetime(2026, 9, 28, 7, tzinfo=UTC)
    before, at = datetime(2026, 9, 28, 6, 59, tzinfo=UTC), datetime(2026, 9, 28, 7, tzinfo=UTC)
    assert (latest_pulse(BERLIN, before), latest_pulse(BERLIN, at)) == (MONDAY - WEEK, MONDAY)
    assert (next_pulse(BERLIN, before), next_pulse(BERLIN, at)) == (at, at + WEEK)


def test_its_week_is_of_local_days() -> None:
    days = week_before(BERLIN, MONDAY)
    assert days.start.isoformat() == "2026-09-21T00:00:00+02:00"
    assert days.end.isoformat() == "2026-09-28T00:00:00+02:00"


@given(st.sampled_from(sorted(available_timezones())), INSTANTS)
def test_the_next_pulse_is_within_a_week_and_the_latest_one_is_due(
    zone: str, now: datetime
) -> None:
    journey = replace(factories.journey(), time_zone=zone)
    latest = latest_pulse(journey, now)
    assert latest.weekday() == 0
    assert pulse_due(journey, latest) <= now < next_pulse(journey, now)
    assert next_pulse(journey, now) - now <= WEEK + timedelta(days=1)


def pulse(sums: dict[int | None, MoodSums]) -> Pulse:
    return Pulse(factories.journey(), MONDAY, sums, 0)


def test_a_pulse_counts_stages_without_the_tray() -> None:
    told = pulse(
        {1: factories.sums([0.5]), 4: factories.sums([0.1, 0.2]), None: factories.sums([-1.0])}
    )
    assert (told.notes, told.stages_with_notes) == (4, 2)


def test_a_mood_is_told_of_the_lowest_stage_with_enough_notes() -> None:
    four, five = [-1.0] * 4, [0.5] * 5
    told = pulse(
        {
            1: factories.sums(four),
            2: factories.sums(five),
            3: factories.sums([0.2] * 6),
            None: MoodSums(),
        }
    )
    found = told.lowest()
    assert found is not None
    assert (found[0].id, found[1].n) == (3, 6)


def test_of_few_notes_no_mood_is_told() -> None:
    assert pulse({1: factories.sums([-1.0] * 4), None: factories.sums([-1.0] * 9)}).lowest() is None
