"""Periods: bounds in every time zone, and when a review is due."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import Cadence, FiscalCalendar, PeriodLabel, first_of_month

ZONES = sorted(available_timezones())

UTC_ZONE = ZoneInfo("UTC")

QUARTER_HOUR = timedelta(minutes=15)


zones = st.sampled_from(ZONES).map(ZoneInfo)

months = st.integers(1, 12)

# Hypothesis wants its bounds naive and adds the zone.
FIRST = datetime(2000, 1, 1)  # noqa: DTZ001

LAST = datetime(2040, 12, 31)  # noqa: DTZ001

instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))

cadences = st.sampled_from(Cadence)


@st.composite
def labels(draw: st.DrawFn) -> PeriodLabel:
    cadence = draw(cadences)
    number = draw(st.integers(1, 12 // cadence.months))
    return PeriodLabel(cadence, draw(st.integers(2000, 2040)), number)


def label_by_the_rule(day: date, start_month: int, cadence: Cadence) -> str:
    """A fiscal year bears the calendar year in which it ends; a month its own.

    See docs/ARCHITECTURE.md, “Journeys and periods”.
    """
    if cadence is Cadence.MONTHLY:
        return f"{day:%Y-%m}"
    year = day.year + (start_month > 1 and day.month >= start_month)
    into_the_year = (day.month - start_month) % 12
    if cadence is Cadence.HALF_YEARLY:
        return f"{year}-H{into_the_year // 6 + 1}"
    return f"{year}-Q{into_the_year // 3 + 1}"


def first_day(label: PeriodLabel, start_month: int) -> date:
    """The first local date that the rule gives the period, found by looking at each month."""
    firsts = (
        date(year, month, 1) for year in (label.year - 1, label.year) for month in range(1, 13)
    )
    return next(
        day for day in firsts if label_by_the_rule(day, start_month, label.cadence) == str(label)
    )


@given(labels(), months, st.integers(-30, 30))
def test_running_numbers_follow_each_other(label: PeriodLabel, start_month: int, away: int) -> None:
    period = FiscalCalendar(UTC_ZONE, start_month).period(label)
    assert period.label == str(label)
    assert period.shifted(away).shifted(-away) == period
    assert (period < period.shifted(away)) is (away > 0)
    assert period.shifted(1).months.first == period.months.last + 1


@pytest.mark.parametrize(
    ("label", "shift", "then"),
    [
        ("2026-Q4", 1, "2027-Q1"),
        ("2026-Q2", -6, "2024-Q4"),
        ("2026-H2", 1, "2027-H1"),
        ("2026-12", 1, "2027-01"),
        ("2026-01", -13, "2024-12"),
    ],
)
def test_periods_run_over_the_end_of_a_year(label: str, shift: int, then: str) -> None:
    for start_month in (1, 4):
        period = FiscalCalendar(UTC_ZONE, start_month).period(PeriodLabel.parse(label))
        assert period.shifted(shift).label == then


@given(labels(), months, st.integers(1, 8))
def test_the_last_periods_end_with_this_one(
    label: PeriodLabel, start_month: int, count: int
) -> None:
    period = FiscalCalendar(UTC_ZONE, start_month).period(label)
    last = period.last(count)
    assert (len(last), last[-1]) == (count, period)
    assert all(two.number == one.number + 1 for one, two in pairwise(last))


@given(labels(), months)
def test_a_period_has_the_months_between_its_bounds(label: PeriodLabel, start_month: int) -> None:
    period = FiscalCalendar(UTC_ZONE, start_month).period(label)
    first, last = (first_of_month(m) for m in (period.months.first, period.months.last))
    assert first == period.start.date()
    assert (last + timedelta(days=31)).replace(day=1) == period.end.date()
    found = {label_by_the_rule(day, start_month, label.cadence) for day in (first, last)}
    assert found == {str(label)}


@pytest.mark.parametrize(
    ("start_month", "day", "label"),
    [
        (1, "2026-01-01", "2026-Q1"),
        (1, "2026-12-31", "2026-Q4"),
        (2, "2026-01-31", "2026-Q4"),
        (2, "2026-02-01", "2027-Q1"),
        (3, "2026-02-28", "2026-Q4"),
        (4, "2026-03-31", "2026-Q4"),
        (4, "2026-04-01", "2027-Q1"),
        (5, "2026-08-01", "2027-Q2"),
        (6, "2026-05-31", "2026-Q4"),
        (7, "2026-06-30", "2026-Q4"),
        (7, "2026-07-01", "2027-Q1"),
        (8, "2026-10-31", "2027-Q1"),
        (9, "2026-12-01", "2027-Q2"),
        (10, "2026-09-30", "2026-Q4"),
        (10, "2026-10-01", "2027-Q1"),
        (11, "2026-01-31", "2026-Q1"),
        (12, "2026-11-30", "2026-Q4"),
        (12, "2026-12-01", "2027-Q1"),
    ],
)
def test_a_fiscal_year_bears_the_calendar_year_it_ends_in(
    start_month: int, day: str, label: str
) -> None:
    noon = datetime.fromisoformat(f"{day}T12:00+00:00")
    assert FiscalCalendar(UTC_ZONE, start_month).period_of(noon, Cadence.QUARTERLY).label == label


@given(instants, zones, months, cadences)
def test_every_instant_lies_in_its_period_and_month(
    instant: datetime, zone: ZoneInfo, start_month: int, cadence: Cadence
) -> None:
    calendar = FiscalCalendar(zone, start_month)
    period = calendar.period_of(instant, cadence)
    assert period.months.first <= calendar.month_of(instant) <= period.months.last
    assert period.start <= instant < period.end


@given(instants, zones, months, cadences)
def test_an_instant_has_the_period_of_its_local_date(
    instant: datetime, zone: ZoneInfo, start_month: int, cadence: Cadence
) -> None:
    # Three hours earlier or later: clear of a midnight that a clock set back repeats.
    dates = [(instant + timedelta(hours=h)).astimezone(zone).date() for h in (-3, 0, 3)]
    possible = {label_by_the_rule(day, start_month, cadence) for day in dates}
    assert FiscalCalendar(zone, start_month).period_of(instant, cadence).label in possible


@given(labels(), zones, months)
def test_a_period_starts_at_the_first_instant_of_its_first_day(
    label: PeriodLabel, zone: ZoneInfo, start_month: int
) -> None:
    start = FiscalCalendar(zone, start_month).period(label).start.astimezone(UTC)
    first = first_day(label, start_month)
    assert start.astimezone(zone).date() == first
    before = [start - timedelta(seconds=1), *(start - QUARTER_HOUR * step for step in range(1, 97))]
    assert all(instant.astimezone(zone).date() < first for instant in before)


@given(labels(), zones, months)
def test_a_period_ends_where_the_next_one_starts(
    label: PeriodLabel, zone: ZoneInfo, start_month: int
) -> None:
    calendar = FiscalCalendar(zone, start_month)
    assert calendar.period(label).end == calendar.period(label).shifted(1).start


@given(labels(), zones, months)
def test_bounds_are_half_open(label: PeriodLabel, zone: ZoneInfo, start_month: int) -> None:
    calendar = FiscalCalendar(zone, start_month)
    period = calendar.period(label)
    moment = timedelta(microseconds=1)
    inside = [period.start, _minus(period.end, moment)]
    assert [calendar.period_of(instant, label.cadence) for instant in inside] == [period, period]
    assert calendar.period_of(period.end, label.cadence) == period.shifted(1)


def _minus(instant: datetime, step: timedelta) -> datetime:
    """Earlier on the time line: subtracting from a zoned time would go by the wall clock."""
    return instant.astimezone(UTC) - step


@pytest.mark.parametrize(
    ("zone", "start_month", "label", "start"),
    [
        # Clocks went from 00:00 to 01:00: the day had no midnight.
        ("Asia/Gaza", 1, "2006-Q2", "2006-04-01T01:00:00+03:00"),
        ("Asia/Beirut", 5, "1992-Q1", "1991-05-01T01:00:00+03:00"),
        # Clocks went back at 00:01: the day had two midnights, and the first of them counts.
        ("America/St_Johns", 11, "2010-Q1", "2009-11-01T00:00:00-02:30"),
        # The offset changes inside the quarter.
        ("America/Sao_Paulo", 1, "2017-Q4", "2017-10-01T00:00:00-03:00"),
        ("America/Sao_Paulo", 1, "2018-Q1", "2018-01-01T00:00:00-02:00"),
        ("Europe/Berlin", 4, "2027-Q4", "2027-01-01T00:00:00+01:00"),
        ("Pacific/Kiritimati", 1, "2026-Q1", "2026-01-01T00:00:00+14:00"),
    ],
)
def test_a_quarter_starts_at_local_midnight(
    zone: str, start_month: int, label: str, start: str
) -> None:
    period = FiscalCalendar(ZoneInfo(zone), start_month).period(PeriodLabel.parse(label))
    assert period.start.isoformat() == start


@pytest.mark.parametrize(
    ("instant", "label"),
    [
        ("2009-11-01T02:29:59+00:00", "2009-Q4"),
        ("2009-11-01T02:30:00+00:00", "2010-Q1"),
        # The local clock reads 31 October again, but the quarter has begun.
        ("2009-11-01T03:00:00+00:00", "2010-Q1"),
        ("2009-11-01T03:30:00+00:00", "2010-Q1"),
    ],
)
def test_a_repeated_midnight_does_not_reopen_the_quarter(instant: str, label: str) -> None:
    calendar = FiscalCalendar(ZoneInfo("America/St_Johns"), 11)
    assert calendar.period_of(datetime.fromisoformat(instant), Cadence.QUARTERLY).label == label


@pytest.mark.parametrize(
    ("label", "due"),
    [
        ("2026-Q3", "2026-10-01T07:00:00+00:00"),  # Thursday, 09:00 in summer time
        ("2026-Q4", "2027-01-01T08:00:00+00:00"),  # Friday, 09:00 in winter time
        ("2027-Q4", "2028-01-03T08:00:00+00:00"),  # 1 January is a Saturday
        ("2028-Q3", "2028-10-02T07:00:00+00:00"),  # 1 October is a Sunday
    ],
)
def test_a_review_is_due_at_its_hour_on_the_first_weekday_after(label: str, due: str) -> None:
    calendar = FiscalCalendar(ZoneInfo("Europe/Berlin"))
    assert calendar.review_due(calendar.period(PeriodLabel.parse(label)), 9).isoformat() == due


@given(labels(), zones, months, st.integers(4, 23))
def test_a_review_is_never_due_before_its_period_ends_nor_on_a_weekend(
    label: PeriodLabel, zone: ZoneInfo, start_month: int, hour: int
) -> None:
    calendar = FiscalCalendar(zone, start_month)
    period = calendar.period(label)
    local = calendar.review_due(period, hour).astimezone(zone)
    end = first_day(PeriodLabel.parse(period.shifted(1).label), start_month)
    expected = next(d for d in (end + timedelta(days=n) for n in range(3)) if d.weekday() < 5)
    assert (local.date(), local.hour) == (expected, hour)


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), zones)
def test_noon_is_on_its_own_day(day: date, zone: ZoneInfo) -> None:
    calendar = FiscalCalendar(zone)
    noon = calendar.noon(day)
    local = noon.astimezone(zone)
    skipped = local.date() != day and zone.key in SKIPPED_A_DAY
    assert skipped or (local.date(), local.time()) == (day, time(12))


# Samoa and Tokelau crossed the date line on 30 December 2011.
SKIPPED_A_DAY = {"Pacific/Apia", "Pacific/Fakaofo"}


def test_today_is_the_local_date() -> None:
    calendar = FiscalCalendar(ZoneInfo("Pacific/Auckland"))
    assert calendar.today(datetime(2026, 6, 30, 12, tzinfo=UTC)) == date(2026, 7, 1)
