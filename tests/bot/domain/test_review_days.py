"""On which day a review is due, by the journey's rule."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.period_labels import PeriodLabel
from bot.domain.periods import FiscalCalendar
from bot.domain.review_days import ReviewDay
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


def test_all_days_of_a_working_week_can_be_chosen() -> None:
    assert [rule.value for rule in ReviewDay] == ["weekday", *DAYS]


@given(
    st.builds(quarter, st.integers(2000, 2040), st.integers(1, 4)),
    st.sampled_from(ReviewDay),
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
