"""On which day a review is due, by the journey's rule."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import LAST_DATE, Cadence, FiscalCalendar, PeriodLabel, ReviewDay
from tests.periods import quarter

BERLIN = FiscalCalendar(ZoneInfo("Europe/Berlin"))

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        # 2026-Q3 ends with Wednesday 30 September; summer time is two hours ahead of UTC.
        (ReviewDay.WEEKDAY, "2026-10-01T07:00:00+00:00"),
        (ReviewDay.THURSDAY, "2026-10-01T07:00:00+00:00"),
        (ReviewDay.FRIDAY, "2026-10-02T07:00:00+00:00"),
        (ReviewDay.MONDAY, "2026-10-05T07:00:00+00:00"),
        (ReviewDay.TUESDAY, "2026-10-06T07:00:00+00:00"),
        (ReviewDay.WEDNESDAY, "2026-10-07T07:00:00+00:00"),
    ],
)
def test_a_review_is_due_on_the_first_such_day_after_the_quarter(rule: ReviewDay, due: str) -> None:
    assert BERLIN.review_due(BERLIN.period(quarter(2026, 3)), 9, rule).isoformat() == due


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        # 2027-Q4 ends with a Friday, 31 December.
        (ReviewDay.WEEKDAY, "2028-01-03T22:00:00+00:00"),
        (ReviewDay.MONDAY, "2028-01-03T22:00:00+00:00"),
        (ReviewDay.FRIDAY, "2028-01-07T22:00:00+00:00"),
    ],
)
def test_a_weekend_after_the_quarter_is_left_out(rule: ReviewDay, due: str) -> None:
    assert BERLIN.review_due(BERLIN.period(quarter(2027, 4)), 23, rule).isoformat() == due


def test_a_rule_of_none_is_the_first_weekday() -> None:
    for number in range(1, 5):
        period = BERLIN.period(quarter(2026, number))
        assert BERLIN.review_due(period, 9) == BERLIN.review_due(period, 9, ReviewDay.WEEKDAY)


def test_all_days_of_a_working_week_can_be_chosen_and_dates() -> None:
    assert [rule.value for rule in ReviewDay] == ["weekday", *DAYS, "date", "last day"]


@pytest.mark.parametrize(
    ("rule", "date_", "label", "due"),
    [
        (ReviewDay.DATE, 1, "2026-Q3", "2026-10-01"),
        (ReviewDay.DATE, 28, "2026-Q3", "2026-10-28"),
        (ReviewDay.LAST_DAY, None, "2026-Q3", "2026-10-31"),
        # A fixed date may be on a weekend.
        (ReviewDay.DATE, 15, "2026-H2", "2026-08-15"),
        (ReviewDay.LAST_DAY, None, "2026-01", "2026-02-28"),
        (ReviewDay.LAST_DAY, None, "2028-01", "2028-02-29"),
        (ReviewDay.DATE, 28, "2026-12", "2027-01-28"),
    ],
)
def test_a_fixed_date_is_of_the_month_that_follows(
    rule: ReviewDay, date_: int | None, label: str, due: str
) -> None:
    calendar = FiscalCalendar(ZoneInfo("Europe/Berlin"), 8 if "H" in label else 1)
    period = calendar.period(PeriodLabel.parse(label))
    found = calendar.review_due(period, 9, rule, date_)
    assert found.astimezone(calendar.zone).date().isoformat() == due


@given(
    st.sampled_from(Cadence),
    st.integers(2000 * 2, 2040 * 12),
    st.sampled_from(ReviewDay),
    st.integers(1, LAST_DATE),
    st.integers(0, 23),
    st.integers(1, 12),
    st.sampled_from(sorted(available_timezones())),
)
def test_in_every_zone_reviews_are_due_one_after_the_other_each_after_its_period(
    cadence: Cadence,
    month: int,
    rule: ReviewDay,
    date_: int,
    hour: int,
    start_month: int,
    zone: str,
) -> None:
    calendar = FiscalCalendar(ZoneInfo(zone), start_month)
    period = calendar.period_of_month(2000 * 12 + month % (41 * 12), cadence)
    due = calendar.review_due(period, hour, rule, date_)
    assert due >= period.end
    assert due <= period.end + timedelta(days=32)
    assert due < calendar.review_due(period.shifted(1), hour, rule, date_)
    local = due.astimezone(calendar.zone)
    # Where clocks skip the hour it is the one after.
    assert local.hour == hour or _is_skipped(local, hour)
    if rule is ReviewDay.DATE:
        assert local.day == date_
    elif rule is ReviewDay.LAST_DAY:
        assert (local.date() + timedelta(days=1)).day == 1


def _is_skipped(local: datetime, hour: int) -> bool:
    wall = local.replace(hour=hour, minute=0, fold=0)
    return wall.astimezone(UTC).astimezone(local.tzinfo).hour != hour


@pytest.mark.parametrize(
    ("zone", "label", "hour", "due"),
    [
        # 02:00 to 03:00 does not exist on Sunday 29 March, comes twice on Sunday 25 October.
        ("Europe/Berlin", "2026-02", 2, "2026-03-31T00:00:00+00:00"),
        ("Africa/Cairo", "2010-09", 23, "2010-10-31T21:00:00+00:00"),
    ],
)
def test_the_last_day_in_the_months_of_clock_changes(
    zone: str, label: str, hour: int, due: str
) -> None:
    calendar = FiscalCalendar(ZoneInfo(zone))
    period = calendar.period(PeriodLabel.parse(label))
    assert calendar.review_due(period, hour, ReviewDay.LAST_DAY).isoformat() == due


@pytest.mark.parametrize(
    ("label", "day", "due"),
    [
        ("2019-12", 1, "2020-01-01T01:00:00+00:00"),
        # Clocks go from 02:00 to 03:00 on Sunday 28 March 2021.
        ("2021-02", 28, "2021-03-28T01:00:00+00:00"),
        # Clocks go back from 03:00 to 02:00 on Sunday 27 October 2024: the first 02:00 counts.
        ("2024-09", 27, "2024-10-27T00:00:00+00:00"),
    ],
)
def test_an_hour_that_is_skipped_or_repeated(label: str, day: int, due: str) -> None:
    period = BERLIN.period(PeriodLabel.parse(label))
    assert BERLIN.review_due(period, 2, ReviewDay.DATE, day).isoformat() == due


@given(
    st.builds(quarter, st.integers(2000, 2040), st.integers(1, 4)),
    st.sampled_from([ReviewDay.WEEKDAY, *map(ReviewDay, DAYS)]),
    st.integers(0, 23),
    st.integers(1, 12),
)
def test_the_day_is_the_rules_and_none_before_it_was(
    label: PeriodLabel, rule: ReviewDay, hour: int, start_month: int
) -> None:
    calendar = FiscalCalendar(ZoneInfo("UTC"), start_month)
    period = calendar.period(label)
    due = calendar.review_due(period, hour, rule)
    first = period.shifted(1).first_day
    assert (due.hour, due.minute) == (hour, 0)
    assert follows(rule, due.date())
    skipped = [first + timedelta(days=n) for n in range((due.date() - first).days)]
    assert len(skipped) < 7
    assert not any(follows(rule, day) for day in skipped)


def follows(rule: ReviewDay, day: date) -> bool:
    """Whether a day is one of the rule, by its name in English."""
    name = datetime(day.year, day.month, day.day).strftime("%A").lower()  # noqa: DTZ001
    return name in DAYS if rule is ReviewDay.WEEKDAY else name == rule.value
