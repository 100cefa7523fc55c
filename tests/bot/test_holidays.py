"""Public holidays of countries, and which country a journey's reviews heed."""

from dataclasses import replace
from datetime import date

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.holidays import find_country, holidays_of, list_countries
from domain.journeys import BY_TIME_ZONE, NO_COUNTRY, Journey
from domain.periods import LAST_DATE, Cadence, PeriodLabel, ReviewDay
from tests.bot import factories


def in_zone(zone: str, country: str = BY_TIME_ZONE) -> Journey:
    """A journey in a time zone, with the holidays of a country."""
    return replace(factories.journey(), time_zone=zone, holidays_of=country)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Europe/Copenhagen", "DK"),
        ("America/New_York", "US"),
        ("Asia/Kolkata", "IN"),
        # Older names.
        ("Asia/Calcutta", "IN"),
        ("US/Eastern", "US"),
        # Of no country, or of several.
        ("UTC", None),
        ("Etc/GMT+3", None),
        ("CET", None),
        ("Nowhere/City", None),
    ],
)
def test_a_time_zone_belongs_to_one_country_or_none(zone: str, country: str | None) -> None:
    assert find_country(zone) == country


@pytest.mark.parametrize(
    ("zone", "country", "day", "is_off"),
    [
        ("Europe/Berlin", BY_TIME_ZONE, date(2028, 10, 3), True),
        ("Europe/Berlin", BY_TIME_ZONE, date(2026, 7, 14), False),
        ("Europe/Berlin", "FR", date(2026, 7, 14), True),
        ("Europe/Berlin", "FR", date(2028, 10, 3), False),
        ("Europe/Berlin", NO_COUNTRY, date(2028, 10, 3), False),
        ("Europe/Berlin", NO_COUNTRY, date(2027, 1, 1), True),
        ("UTC", BY_TIME_ZONE, date(2028, 10, 3), False),
        ("UTC", BY_TIME_ZONE, date(2027, 1, 1), True),
        # ModelNote from a version that knew this country.
        ("UTC", "ZZ", date(2027, 1, 1), True),
        # Without a single one in 2026.
        ("Europe/Kyiv", BY_TIME_ZONE, date(2026, 1, 1), True),
        # In Israel the weekend begins on Friday.
        ("Asia/Jerusalem", BY_TIME_ZONE, date(2026, 11, 6), True),
        # 4 July 2026 is a Saturday: the Friday before is free.
        ("America/New_York", BY_TIME_ZONE, date(2026, 7, 3), True),
    ],
)
def test_a_journey_keeps_the_holidays_of_its_country(
    zone: str, country: str, day: date, is_off: bool
) -> None:
    assert holidays_of(in_zone(zone, country))(day) is is_off


@pytest.mark.parametrize(
    ("zone", "day", "label", "expected"),
    [
        ("Europe/Berlin", 3, "2028-Q3", date(2028, 10, 4)),
        ("UTC", 3, "2028-Q3", date(2028, 10, 3)),
        ("Europe/Berlin", None, "2026-Q4", date(2027, 1, 4)),
        ("UTC", None, "2026-Q4", date(2027, 1, 4)),
        # 1 May is free in Germany.
        ("Europe/Berlin", None, "2028-04", date(2028, 5, 2)),
    ],
)
def test_a_review_comes_after_the_holidays_of_its_country(
    zone: str, day: int | None, label: str, expected: date
) -> None:
    rule = ReviewDay.DATE if day else ReviewDay.WEEKDAY
    cadence = PeriodLabel.parse(label).cadence
    journey = replace(in_zone(zone), review_day=rule, review_date=day, cadence=cadence)
    period = journey.calendar.period(PeriodLabel.parse(label))
    assert journey.calendar.today(journey.review_due(period, holidays_of)) == expected


@given(
    st.sampled_from(sorted(list_countries())),
    st.sampled_from(Cadence),
    st.integers(2020 * 12, 2035 * 12),
    st.sampled_from(ReviewDay),
    st.integers(1, LAST_DATE),
)
def test_no_review_is_due_on_a_weekend_or_a_public_holiday(
    country: str, cadence: Cadence, month: int, rule: ReviewDay, day: int
) -> None:
    journey = replace(in_zone("UTC", country), cadence=cadence, review_day=rule, review_date=day)
    period = journey.calendar.period_of_month(month, cadence)
    due = journey.review_due(period, holidays_of).date()
    assert due.strftime("%a") not in ("Sat", "Sun")
    assert due not in holidays.country_holidays(country)
    assert journey.latest_due(journey.review_due(period, holidays_of)) == period


def test_countries_are_listed_by_name() -> None:
    countries = list_countries()
    assert (countries["DE"], countries["US"]) == ("Germany", "United States")
    assert list(countries.values()) == sorted(countries.values())
    assert len(countries) > 200
