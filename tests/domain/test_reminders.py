"""Who is reminded of what and when; which week a pulse covers, when it is due, and its mood."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reminders import (
    DAY_END,
    DAY_START,
    WEEK,
    Pulse,
    build_reminders,
    current_period,
    find_zone,
    group_by_team,
    latest_pulse,
    members_since,
    next_daytime,
    next_pulse,
    next_reminders_start,
    pulse_due,
    reminders_start,
    week_before,
    week_label,
)
from domain.trends import MoodSums
from domain.working_days import SATURDAY
from tests.bot import factories

ZONES = sorted(available_timezones())

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants them naive

NOW = factories.WHEN

JOURNEY = replace(factories.journey(), time_zone="Europe/Berlin")

PERIOD = current_period(JOURNEY, NOW)

MONDAY = date(2026, 9, 28)


def test_reminders_start_a_week_before_the_end_at_local_midnight() -> None:
    assert PERIOD.label == "2026-Q3"
    assert reminders_start(JOURNEY, PERIOD) == datetime(2026, 9, 23, 22, tzinfo=UTC)


def test_next_start_is_in_this_period_until_it_has_passed() -> None:
    begins = reminders_start(JOURNEY, PERIOD)
    assert next_reminders_start(JOURNEY, begins - timedelta(seconds=1)) == begins
    assert next_reminders_start(JOURNEY, begins) == datetime(2026, 12, 24, 23, tzinfo=UTC)
    assert next_reminders_start(JOURNEY, PERIOD.end) == datetime(2026, 12, 24, 23, tzinfo=UTC)


@given(st.sampled_from(ZONES), st.integers(1, 12), INSTANTS)
def test_next_start_is_in_the_future_and_before_its_period_ends(
    zone: str, month: int, now: datetime
) -> None:
    journey = replace(factories.journey(), time_zone=zone, fiscal_start_month=month)
    begins = next_reminders_start(journey, now)
    assert now < begins < current_period(journey, begins).end
    # A day of 23 or 25 hours may be among the seven, or one that a zone left out.
    assert abs(current_period(journey, begins).end - begins - timedelta(days=7)) <= timedelta(1)


def test_members_include_those_of_the_two_periods_before() -> None:
    assert members_since(PERIOD).isoformat() == "2026-01-01T00:00:00+01:00"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-09-25T09:00", "2026-09-25T09:00"),
        ("2026-09-25T16:59", "2026-09-25T16:59"),
        ("2026-09-25T08:59", "2026-09-25T09:00"),
        # After a Friday's work comes Monday.
        ("2026-09-25T17:00", "2026-09-28T09:00"),
        ("2026-09-26T11:00", "2026-09-28T09:00"),
        ("2026-09-27T23:59", "2026-09-28T09:00"),
    ],
)
def test_people_are_reminded_on_weekdays_from_nine_to_five(now: str, then: str) -> None:
    zone = ZoneInfo("America/Mexico_City")
    found = next_daytime(datetime.fromisoformat(now).replace(tzinfo=zone), zone)
    assert found == datetime.fromisoformat(then).replace(tzinfo=zone)


@given(st.sampled_from(ZONES), INSTANTS)
def test_next_daytime_is_in_working_hours_in_every_zone(zone: str, now: datetime) -> None:
    there = ZoneInfo(zone)
    found = next_daytime(now, there)
    local = found.astimezone(there)
    assert now <= found <= now + timedelta(days=4)
    assert local.weekday() < SATURDAY
    assert DAY_START <= local.hour < DAY_END
    assert next_daytime(found, there) == found


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Asia/Kolkata", "Asia/Kolkata"),
        (None, "Europe/Berlin"),
        ("", "Europe/Berlin"),
        ("Mars/Olympus", "Europe/Berlin"),
        ("../etc/passwd", "Europe/Berlin"),
    ],
)
def test_unknown_zone_falls_back_to_the_journeys(name: str | None, key: str) -> None:
    assert find_zone(name, JOURNEY).key == key


def test_people_belong_to_the_team_they_wrote_for_last() -> None:
    writers = [("U1", "sales"), ("U2", "support"), ("U1", "support"), ("U3", "support")]
    assert group_by_team(writers, ["support", "labs"]) == {
        "support": ["U2", "U3"],
        "labs": [],
    }


def test_one_reminder_lists_all_stages_and_teams_of_a_person() -> None:
    owners = {1: "U1", 3: "U1", 4: "U2", 5: "U1"}
    stages = tuple(replace(one, owner=owners.get(one.id)) for one in JOURNEY.stages)
    found = build_reminders(
        replace(JOURNEY, stages=stages), PERIOD, {5}, {"sales": ["U1", "U9"], "support": []}
    )
    found_by_person = [(one.person, [stage.id for stage in one.stages], one.teams) for one in found]
    assert found_by_person == [("U1", [1, 3], ("sales",)), ("U2", [4], ()), ("U9", [], ("sales",))]


@pytest.mark.parametrize(
    ("monday", "label"),
    [
        (MONDAY, "2026-W39"),
        (date(2027, 1, 4), "2026-W53"),
        (date(2024, 12, 30), "2024-W52"),
        (date(2025, 1, 6), "2025-W01"),
    ],
)
def test_week_label_is_iso(monday: date, label: str) -> None:
    assert week_label(monday) == label


def test_pulse_is_due_on_monday_at_nine_local_time() -> None:
    assert pulse_due(JOURNEY, MONDAY) == datetime(2026, 9, 28, 7, tzinfo=UTC)
    before, at = datetime(2026, 9, 28, 6, 59, tzinfo=UTC), datetime(2026, 9, 28, 7, tzinfo=UTC)
    assert (latest_pulse(JOURNEY, before), latest_pulse(JOURNEY, at)) == (MONDAY - WEEK, MONDAY)
    assert (next_pulse(JOURNEY, before), next_pulse(JOURNEY, at)) == (at, at + WEEK)


def test_pulse_week_is_of_local_days() -> None:
    days = week_before(JOURNEY, MONDAY)
    assert days.start.isoformat() == "2026-09-21T00:00:00+02:00"
    assert days.end.isoformat() == "2026-09-28T00:00:00+02:00"


@given(st.sampled_from(ZONES), INSTANTS)
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


def test_pulse_counts_stages_without_the_inbox() -> None:
    found = pulse(
        {1: factories.sums([0.5]), 4: factories.sums([0.1, 0.2]), None: factories.sums([-1.0])}
    )
    assert (found.notes, found.stages_with_notes) == (4, 2)


def test_lowest_mood_is_of_a_stage_with_enough_notes() -> None:
    four, five = [-1.0] * 4, [0.5] * 5
    week = pulse(
        {
            1: factories.sums(four),
            2: factories.sums(five),
            3: factories.sums([0.2] * 6),
            None: MoodSums(),
        }
    )
    lowest = week.lowest()
    assert lowest is not None
    assert (lowest[0].id, lowest[1].n) == (3, 6)


def test_too_few_notes_have_no_mood() -> None:
    assert pulse({1: factories.sums([-1.0] * 4), None: factories.sums([-1.0] * 9)}).lowest() is None


def test_the_owner_of_a_journey_is_reminded_of_what_is_to_sort() -> None:
    journey = replace(factories.journey(), owner="U5")
    every_stage = [stage.id for stage in journey.stages]
    period = current_period(journey, factories.WHEN)
    (found,) = build_reminders(journey, period, every_stage, {}, to_sort=14)
    assert (found.person, found.to_sort, found.stages) == ("U5", 14, ())
    assert build_reminders(journey, period, every_stage, {}) == []
    assert build_reminders(replace(journey, owner=None), period, every_stage, {}, to_sort=14) == []
