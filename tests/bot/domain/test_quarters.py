"""Fiscal quarters: labels, bounds in every time zone, and when a review is due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadInputError
from bot.domain.quarters import FiscalCalendar, Quarter

ZONES = sorted(available_timezones())
UTC_ZONE = ZoneInfo("UTC")
QUARTER_HOUR = timedelta(minutes=15)

zones = st.sampled_from(ZONES).map(ZoneInfo)
months = st.integers(1, 12)
# Hypothesis wants its bounds naive and adds the zone.
FIRST = datetime(2000, 1, 1)  # noqa: DTZ001
LAST = datetime(2040, 12, 31)  # noqa: DTZ001
instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
quarters = st.builds(Quarter, st.integers(2000, 2040), st.integers(1, 4))


def label_by_the_rule(day: date, start_month: int) -> str:
    """A fiscal year bears the calendar year in which it ends (DESIGN.md §1)."""
    ends_next_year = start_month > 1 and day.month >= start_month
    number = (day.month - start_month) % 12 // 3 + 1
    return f"{day.year + ends_next_year}-Q{number}"


def first_day(quarter: Quarter, start_month: int) -> date:
    """The first local date that the rule gives the quarter, found by looking at each month."""
    firsts = (
        date(year, month, 1) for year in (quarter.year - 1, quarter.year) for month in range(1, 13)
    )
    return next(day for day in firsts if label_by_the_rule(day, start_month) == quarter.label)


@pytest.mark.parametrize(
    "typed",
    ["2026-Q3", "2026-q3", " 2026-Q3 ", "2026Q3", "2026q3", "2026 Q3", "2026/Q3", "Q3 2026"],
)
def test_a_quarter_is_read_the_ways_people_write_it(typed: str) -> None:
    assert Quarter.parse(typed) == Quarter(2026, 3)


@pytest.mark.parametrize(
    "typed",
    ["", "2026", "Q3", "2026-Q0", "2026-Q5", "2026-3", "26-Q3", "2026-Q33", "1969-Q4", "3000-Q1",
     "2026-Q3 2026-Q4", "next", "2026-Q-1", "0000-Q1"],
)  # fmt: skip
def test_what_is_no_quarter_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(BadInputError, match="written like 2026-Q3"):
        Quarter.parse(typed)


def test_a_refusal_repeats_only_the_beginning_of_something_long() -> None:
    with pytest.raises(BadInputError) as refused:
        Quarter.parse("x" * 5_000)
    assert len(refused.value.sentence) < 200


@given(st.builds(Quarter, st.integers(1970, 2999), st.integers(1, 4)))
def test_a_label_is_read_back_as_its_quarter(quarter: Quarter) -> None:
    assert Quarter.parse(quarter.label) == quarter


@given(quarters)
def test_running_numbers_are_read_back_and_follow_each_other(quarter: Quarter) -> None:
    assert Quarter.at(quarter.index) == quarter
    assert quarter.shifted(1).index == quarter.index + 1


def test_quarters_run_over_the_end_of_a_year() -> None:
    assert Quarter(2026, 4).shifted(1) == Quarter(2027, 1)
    assert Quarter(2026, 2).shifted(-6) == Quarter(2024, 4)


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
    assert FiscalCalendar(UTC_ZONE, start_month).quarter_of(noon).label == label


@given(instants, zones, months)
def test_every_instant_lies_in_the_period_of_its_quarter(
    instant: datetime, zone: ZoneInfo, start_month: int
) -> None:
    calendar = FiscalCalendar(zone, start_month)
    period = calendar.period(calendar.quarter_of(instant))
    assert period.start <= instant < period.end


@given(instants, zones, months)
def test_an_instant_has_the_quarter_of_its_local_date(
    instant: datetime, zone: ZoneInfo, start_month: int
) -> None:
    # Three hours earlier or later: clear of a midnight that a clock set back repeats.
    dates = [(instant + timedelta(hours=h)).astimezone(zone).date() for h in (-3, 0, 3)]
    labels = {label_by_the_rule(day, start_month) for day in dates}
    found = FiscalCalendar(zone, start_month).quarter_of(instant).label
    assert found in labels


@given(quarters, zones, months)
def test_a_quarter_starts_at_the_first_instant_of_its_first_day(
    quarter: Quarter, zone: ZoneInfo, start_month: int
) -> None:
    start = FiscalCalendar(zone, start_month).period(quarter).start.astimezone(UTC)
    first = first_day(quarter, start_month)
    assert start.astimezone(zone).date() == first
    before = [start - timedelta(seconds=1), *(start - QUARTER_HOUR * step for step in range(1, 97))]
    assert all(instant.astimezone(zone).date() < first for instant in before)


@given(quarters, zones, months)
def test_a_quarter_ends_where_the_next_one_starts(
    quarter: Quarter, zone: ZoneInfo, start_month: int
) -> None:
    calendar = FiscalCalendar(zone, start_month)
    assert calendar.period(quarter).end == calendar.period(quarter.shifted(1)).start


@given(quarters, zones, months)
def test_bounds_are_half_open(quarter: Quarter, zone: ZoneInfo, start_month: int) -> None:
    calendar = FiscalCalendar(zone, start_month)
    period = calendar.period(quarter)
    moment = timedelta(microseconds=1)
    inside = (calendar.quarter_of(period.start), calendar.quarter_of(_minus(period.end, moment)))
    assert inside == (quarter, quarter)
    assert calendar.quarter_of(period.end) == quarter.shifted(1)


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
    period = FiscalCalendar(ZoneInfo(zone), start_month).period(Quarter.parse(label))
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
    assert calendar.quarter_of(datetime.fromisoformat(instant)).label == label


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
    assert calendar.review_due(Quarter.parse(label), 9).isoformat() == due


@given(quarters, zones, months, st.integers(4, 23))
def test_a_review_is_never_due_before_the_quarter_ends_nor_on_a_weekend(
    quarter: Quarter, zone: ZoneInfo, start_month: int, hour: int
) -> None:
    calendar = FiscalCalendar(zone, start_month)
    local = calendar.review_due(quarter, hour).astimezone(zone)
    end = first_day(quarter.shifted(1), start_month)
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
