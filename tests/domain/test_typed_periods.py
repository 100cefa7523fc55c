"""Periods as people type them after `/journey review`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.periods import Cadence, FiscalCalendar
from domain.typed_periods import is_period, read_period

NOW = datetime(2026, 8, 15, 12, tzinfo=UTC)

CALENDAR = FiscalCalendar(ZoneInfo("Europe/Berlin"))

# August 2026 is in its second quarter of 2027.
FISCAL = FiscalCalendar(ZoneInfo("Europe/Berlin"), start_month=4)


def read(typed: str, cadence: Cadence = Cadence.QUARTERLY) -> str:
    """The label of a period typed in August 2026."""
    return read_period(typed, CALENDAR, cadence, NOW).label


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("2026-Q3", "2026-Q3"), ("2026–Q3", "2026-Q3"), ("2026—Q3", "2026-Q3"),
        ("2026 q3", "2026-Q3"), ("Q3 2026", "2026-Q3"), ("Q3", "2026-Q3"), ("q2", "2026-Q2"),
        ("Q4", "2025-Q4"), ("3Q", "2026-Q3"), ("3Q26", "2026-Q3"), ("3q2026", "2026-Q3"),
        ("Q3 FY26", "2026-Q3"), ("Q3 FY2026", "2026-Q3"), ("FY26 Q3", "2026-Q3"),
        ("Q3FY26", "2026-Q3"), ("FY26-Q3", "2026-Q3"), ("Q3/26", "2026-Q3"), ("Q3'26", "2026-Q3"),
        ("Q3 ’26", "2026-Q3"), ("26Q3", "2026-Q3"), ("26-Q3", "2026-Q3"),
        ("third quarter", "2026-Q3"), ("the 3rd quarter of 2026", "2026-Q3"),
        ("quarter 3", "2026-Q3"), ("quarter 3 2025", "2025-Q3"),
        ("last", "2026-Q2"), ("last quarter", "2026-Q2"), ("Last  Quarter", "2026-Q2"),
        ("previous quarter", "2026-Q2"), ("the last quarter", "2026-Q2"),
        ("this quarter", "2026-Q3"), ("this", "2026-Q3"), ("current quarter", "2026-Q3"),
        ("last month", "2026-07"), ("this month", "2026-08"), ("last half-year", "2026-H1"),
        ("H1", "2026-H1"), ("H2", "2026-H2"), ("1H26", "2026-H1"), ("H1 FY26", "2026-H1"),
        ("2026-09", "2026-09"), ("Sep 2026", "2026-09"), ("september 26", "2026-09"),
        ("September", "2025-09"), ("july", "2026-07"), ("2026–07", "2026-07"),
    ],
)  # fmt: skip
def test_a_period_is_read_the_ways_people_write_it(typed: str, label: str) -> None:
    assert read(typed) == label
    assert is_period(typed, CALENDAR, Cadence.QUARTERLY, NOW)


def test_last_and_this_are_of_the_journeys_own_length() -> None:
    assert read("last", Cadence.MONTHLY) == "2026-07"
    assert read("this period", Cadence.HALF_YEARLY) == "2026-H2"


def test_a_fiscal_year_bears_the_year_in_which_it_ends() -> None:
    labels = {
        typed: read_period(typed, FISCAL, Cadence.QUARTERLY, NOW).label
        for typed in ("this", "last", "Q2", "Q3", "Q3 FY27")
    }
    assert labels == {
        "this": "2027-Q2",
        "last": "2027-Q1",
        "Q2": "2027-Q2",
        "Q3": "2026-Q3",
        "Q3 FY27": "2027-Q3",
    }


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "next",
        "Q5",
        "Q0",
        "H3",
        "5Q26",
        "soon",
        "2026",
        "Q3 26 27",
        "2026-13",
        "lastly",
        "mayhem",
        "xyz 26",
    ],
)
def test_other_words_are_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(BadInputError, match="written like 2026-Q3"):
        read(typed)
    assert not is_period(typed, CALENDAR, Cadence.QUARTERLY, NOW)


@given(st.text(max_size=20))
def test_no_text_makes_it_stumble(typed: str) -> None:
    is_period(typed, CALENDAR, Cadence.QUARTERLY, NOW)
