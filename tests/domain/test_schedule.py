"""To which day a review can be postponed."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.errors import BadInputError
from domain.schedule import parse_postponement
from domain.working_days import is_new_year
from tests.bot import factories
from tests.periods import quarter

JOURNEY = replace(factories.journey(), time_zone="Europe/Berlin")


Q3 = JOURNEY.calendar.period(quarter(2026, 3))


def notice(typed: str, now: str = "2026-09-20T12:00") -> str:
    """To when words postpone the review of 2026-Q3, due on 1 October at nine."""
    instant = datetime.fromisoformat(f"{now}:00+00:00")
    found = parse_postponement(typed, JOURNEY, Q3, instant, lambda _: is_new_year)
    return found.astimezone(JOURNEY.calendar.zone).isoformat()[:16]


@pytest.mark.parametrize(
    ("typed", "now", "expected"),
    [
        ("", "2026-09-20T12:00", "2026-10-08T09:00"),
        ("3", "2026-09-20T12:00", "2026-10-04T09:00"),
        ("3 days", "2026-09-20T12:00", "2026-10-04T09:00"),
        (" 1d ", "2026-10-02T12:00", "2026-10-03T09:00"),
        # The day is the journey's: in Berlin it is the third already.
        ("1", "2026-10-02T22:30", "2026-10-04T09:00"),
        ("2026-10-20", "2026-09-20T12:00", "2026-10-20T09:00"),
        # Across the change of clocks it stays nine.
        ("2026-11-20", "2026-09-20T12:00", "2026-11-20T09:00"),
        # Back to the day of the rule.
        ("0", "2026-09-20T12:00", "2026-10-01T09:00"),
    ],
)
def test_days_and_dates_are_read(typed: str, now: str, expected: str) -> None:
    assert notice(typed, now) == expected


@pytest.mark.parametrize("typed", ["2026-09-30", "2027-01-01", "92", "2026-10-01", "0"])
def test_a_day_that_is_past_or_the_next_reviews_is_refused(typed: str) -> None:
    with pytest.raises(BadInputError, match="from 2026-10-05 until before 2027-01-01"):
        notice(typed, "2026-10-05T12:00")


@pytest.mark.parametrize(
    "typed", ["soon", "-3", "3 weeks", "2026-10-32", "9999", "20.10.2026", "³"]
)
def test_what_is_no_day_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(BadInputError, match="not a number of days or a date"):
        notice(typed)
