"""Periods people type: half-open, between midnights of the journey's own days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.periods import Days, FiscalCalendar, Period, looks_like_period, parse_period
from tests.periods import quarter

BERLIN = FiscalCalendar(ZoneInfo("Europe/Berlin"), 4)


ZONES = ("UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Gaza", "Pacific/Apia", "Asia/Kolkata")


def bounds(word: str, calendar: FiscalCalendar = BERLIN) -> tuple[str, str]:
    found = parse_period(word, calendar)
    return found.start.isoformat(), found.end.isoformat()


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [
        ("2026-09", "2026-09-01T00:00:00+02:00", "2026-10-01T00:00:00+02:00"),
        ("2026-12", "2026-12-01T00:00:00+01:00", "2027-01-01T00:00:00+01:00"),
        ("2026-9", "2026-09-01T00:00:00+02:00", "2026-10-01T00:00:00+02:00"),
        # The clocks change inside.
        ("2026-03", "2026-03-01T00:00:00+01:00", "2026-04-01T00:00:00+02:00"),
        ("2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
        ("2026-09-14", "2026-09-14T00:00:00+02:00", "2026-09-15T00:00:00+02:00"),
        ("2024-02-29", "2024-02-29T00:00:00+01:00", "2024-03-01T00:00:00+01:00"),
        ("2026-09-01..2026-09-14", "2026-09-01T00:00:00+02:00", "2026-09-15T00:00:00+02:00"),
        ("2026-09-14..2026-09-14", "2026-09-14T00:00:00+02:00", "2026-09-15T00:00:00+02:00"),
        ("2026-09-01…2026-09-14", "2026-09-01T00:00:00+02:00", "2026-09-15T00:00:00+02:00"),
        ("2025-12..2026-01", "2025-12-01T00:00:00+01:00", "2026-02-01T00:00:00+01:00"),
        ("2999-12", "2999-12-01T00:00:00+01:00", "3000-01-01T00:00:00+01:00"),
    ],
)
def test_months_and_days_are_local(word: str, start: str, end: str) -> None:
    assert bounds(word) == (start, end)
    assert looks_like_period(word)


def test_a_month_or_half_year_is_a_period() -> None:
    for word, label in {"2026-9": "2026-09", "2026h1": "2026-H1"}.items():
        found = parse_period(word, BERLIN)
        assert isinstance(found, Period)
        assert found.label == label


def test_a_quarter_is_the_fiscal_one() -> None:
    assert parse_period("2026q3", BERLIN) == BERLIN.period(quarter(2026, 3))
    assert BERLIN.period(quarter(2026, 3)).start.isoformat() == "2025-10-01T00:00:00+02:00"


@pytest.mark.parametrize(
    "word",
    [
        "2026-13", "2026-00", "2026-02-30", "1969-12", "3000-01", "0001-01-01", "9999-12-31",
        "2026-09-14..2026-09-01", "2026-09..2026-08", "2026-09-01..", "..2026-09-01", "2026",
        "2026-09-01..2026-Q3", "2026-Q7", "2026-09-01..02", "２０２６-０９", "2026-09-1x", "", "..",
        "2026-01..2026-02..2026-03",
    ],
)  # fmt: skip
def test_what_is_no_period_gets_a_sentence(word: str) -> None:
    with pytest.raises(BadInputError):
        parse_period(word, BERLIN)


@given(
    day=st.dates(date(1970, 1, 2), date(2999, 12, 30)),
    zone=st.sampled_from(ZONES),
)
def test_days_end_where_the_next_begin_and_hold_their_noon(day: date, zone: str) -> None:
    calendar = FiscalCalendar(ZoneInfo(zone))
    one = parse_period(day.isoformat(), calendar)
    after = parse_period((day + timedelta(days=1)).isoformat(), calendar)
    assert isinstance(one, Days)
    assert isinstance(after, Days)
    assert one.end == after.start
    # A day may be missing from a zone's calendar altogether.
    assert one.start <= one.end
    if one.start < one.end:
        assert one.start <= calendar.noon(day) <= one.end
    assert one.end.astimezone(UTC) - one.start.astimezone(UTC) <= timedelta(hours=48)


def test_a_moment_a_second_before_midnight_is_of_the_day_before() -> None:
    found = parse_period("2026-09", BERLIN)
    last = datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC)
    assert last < found.start == last + timedelta(seconds=1)
