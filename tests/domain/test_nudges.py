"""Who is nudged about what, and in which hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import SATURDAY
from domain.reminders import (
    DAY_BEGINS,
    DAY_ENDS,
    build_nudges,
    current_period,
    find_zone,
    group_by_team,
    members_since,
    next_daytime,
    next_nudging,
    nudging_begins,
)
from tests.bot import factories

ZONES = sorted(available_timezones())

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants them naive

NOW = factories.WHEN

JOURNEY = replace(factories.journey(), time_zone="Europe/Berlin")

PERIOD = current_period(JOURNEY, NOW)


def test_nudging_begins_a_week_before_the_end_at_local_midnight() -> None:
    assert PERIOD.label == "2026-Q3"
    assert nudging_begins(JOURNEY, PERIOD) == datetime(2026, 9, 23, 22, tzinfo=UTC)


def test_the_next_nudging_is_this_periods_until_it_has_begun() -> None:
    begins = nudging_begins(JOURNEY, PERIOD)
    assert next_nudging(JOURNEY, begins - timedelta(seconds=1)) == begins
    assert next_nudging(JOURNEY, begins) == datetime(2026, 12, 24, 23, tzinfo=UTC)
    assert next_nudging(JOURNEY, PERIOD.end) == datetime(2026, 12, 24, 23, tzinfo=UTC)


@given(st.sampled_from(ZONES), st.integers(1, 12), INSTANTS)
def test_the_next_nudging_is_always_to_come_and_never_over_before_its_period(
    zone: str, month: int, now: datetime
) -> None:
    journey = replace(factories.journey(), time_zone=zone, fiscal_start_month=month)
    begins = next_nudging(journey, now)
    assert now < begins < current_period(journey, begins).end
    # A day of 23 or 25 hours may be among the seven, or one that a zone left out.
    assert abs(current_period(journey, begins).end - begins - timedelta(days=7)) <= timedelta(1)


def test_members_are_those_of_the_two_periods_before_too() -> None:
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
def test_people_are_nudged_on_weekdays_from_nine_to_five(now: str, then: str) -> None:
    zone = ZoneInfo("America/Mexico_City")
    found = next_daytime(datetime.fromisoformat(now).replace(tzinfo=zone), zone)
    assert found == datetime.fromisoformat(then).replace(tzinfo=zone)


@given(st.sampled_from(ZONES), INSTANTS)
def test_daytime_is_day_wherever_somebody_lives(zone: str, now: datetime) -> None:
    there = ZoneInfo(zone)
    found = next_daytime(now, there)
    local = found.astimezone(there)
    assert now <= found <= now + timedelta(days=4)
    assert local.weekday() < SATURDAY
    assert DAY_BEGINS <= local.hour < DAY_ENDS
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
def test_where_a_zone_is_not_known_it_is_the_journeys(name: str | None, key: str) -> None:
    assert find_zone(name, JOURNEY).key == key


def test_everybody_is_of_the_team_they_wrote_for_last() -> None:
    writers = [("U1", "sales"), ("U2", "support"), ("U1", "support"), ("U3", "support")]
    assert group_by_team(writers, ["support", "labs"]) == {
        "support": ["U2", "U3"],
        "labs": [],
    }


def test_one_nudge_names_all_a_person_can_do_something_about() -> None:
    owners = {1: "U1", 3: "U1", 4: "U2", 5: "U1"}
    stages = tuple(replace(one, owner=owners.get(one.id)) for one in JOURNEY.stages)
    found = build_nudges(
        replace(JOURNEY, stages=stages), PERIOD, {5}, {"sales": ["U1", "U9"], "support": []}
    )
    told = [(one.person, [stage.id for stage in one.stages], one.teams) for one in found]
    assert told == [("U1", [1, 3], ("sales",)), ("U2", [4], ()), ("U9", [], ("sales",))]
