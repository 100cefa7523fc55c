"""The next working day, and reviews that are due on one."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import LAST_DATE, Cadence, FiscalCalendar, PeriodLabel, ReviewDay
from domain.working_days import MAX_DAYS_MOVED, is_new_year, next_working_day

BERLIN = FiscalCalendar(ZoneInfo("Europe/Berlin"))

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@given(days, st.sets(st.integers(0, 16)))
def test_it_is_the_first_that_is_no_weekend_and_no_holiday(day: date, off: set[int]) -> None:
    holidays = {day + timedelta(days=number) for number in off}
    later = [day + timedelta(days=number) for number in range(MAX_DAYS_MOVED + 1)]
    working = [
        one for one in later if one.strftime("%a") not in ("Sat", "Sun") and one not in holidays
    ]
    # With too many days off in a row it stays.
    assert next_working_day(day, holidays.__contains__) == next(iter(working), day)


@given(days)
def test_where_every_day_is_a_holiday_the_day_stays(day: date) -> None:
    assert next_working_day(day, lambda _: True) == day


def test_new_year_is_a_holiday_everywhere() -> None:
    assert is_new_year(date(2027, 1, 1))
    assert not is_new_year(date(2027, 1, 2))
    assert not is_new_year(date(2027, 2, 1))


@pytest.mark.parametrize(
    ("rule", "date_", "label", "expected"),
    [
        # 1 January 2027 is a Friday.
        (ReviewDay.WEEKDAY, None, "2026-Q4", "2027-01-04"),
        (ReviewDay.FRIDAY, None, "2026-Q4", "2027-01-04"),
        (ReviewDay.MONDAY, None, "2026-Q4", "2027-01-04"),
        (ReviewDay.DATE, 1, "2026-Q4", "2027-01-04"),
        (ReviewDay.WEEKDAY, None, "2026-Q3", "2026-10-01"),
        # A Saturday and a Sunday.
        (ReviewDay.LAST_DAY, None, "2026-Q3", "2026-11-02"),
        (ReviewDay.DATE, 15, "2026-10", "2026-11-16"),
    ],
)
def test_a_review_skips_weekends_and_new_year(
    rule: ReviewDay, date_: int | None, label: str, expected: str
) -> None:
    period = BERLIN.period(PeriodLabel.parse(label))
    due = BERLIN.review_due(period, 9, rule, date_, is_new_year)
    assert due.astimezone(BERLIN.zone) == datetime.fromisoformat(f"{expected}T09:00").replace(
        tzinfo=BERLIN.zone
    )


@given(
    st.sampled_from(Cadence),
    st.integers(2000 * 12, 2040 * 12),
    st.sampled_from(ReviewDay),
    st.integers(1, LAST_DATE),
    st.sets(st.integers(0, 60)),
)
def test_a_review_that_is_moved_comes_before_the_day_of_the_next_ones_rule(
    cadence: Cadence, month: int, rule: ReviewDay, date_: int, off: set[int]
) -> None:
    period = BERLIN.period_of_month(month, cadence)
    holidays = {period.last_day + timedelta(days=number) for number in off}
    due = BERLIN.review_due(period, 9, rule, date_, holidays.__contains__)
    assert BERLIN.review_due(period, 9, rule, date_) <= due
    assert due < BERLIN.review_due(period.shifted(1), 9, rule, date_)
