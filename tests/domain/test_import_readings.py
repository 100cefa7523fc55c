"""Tests of parsing a row as a KPI reading."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.import_rows import (
    ImportedReading,
    build_kpi,
    check_same_unit,
    parse_amount,
    parse_imported_reading,
)
from domain.kpis import Direction, Kpi, Unit
from domain.periods import FiscalCalendar
from domain.written_values import MAX_VALUE

NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)


NPS = {"kpi": "NPS", "value": "41", "day": "2026-08-01"}


def read(**cells: str) -> ImportedReading:
    """The row as it is read at NOW; a cell given as nothing is left out."""
    given_cells = {field: cell for field, cell in (NPS | cells).items() if cell}
    return parse_imported_reading(given_cells, FiscalCalendar(ZoneInfo("UTC")), NOW)


def test_a_kpi_a_value_and_a_day_are_enough() -> None:
    row = read()
    assert (row.kpi, row.stage, row.value, row.day) == ("nps", None, "41", date(2026, 8, 1))


@pytest.mark.parametrize(
    "cells", [{"kpi": "decision.Trial to paid"}, {"kpi": "trial-to-paid", "stage": "decision"}]
)
def test_the_stage_may_come_before_the_kpi_or_beside_it(cells: dict[str, str]) -> None:
    assert read(**cells).path == "decision.trial-to-paid"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"kpi": ""}, "no kpi"),
        ({"kpi": "?!"}, "no kpi"),
        ({"kpi": "x" * 61}, "up to 60"),
        ({"value": ""}, "no value"),
        ({"day": ""}, "no day"),
        ({"value": "", "day": ""}, "no value"),
        ({"day": "2026-08-15"}, "in the future"),
        ({"day": "soon"}, "not a date"),
        ({"unit": "bananas"}, "percent, score"),
        ({"direction": "up"}, "higher, lower"),
        ({"source": "gossip"}, "interview"),
    ],
)
def test_what_cannot_be_read_gives_a_sentence(cells: dict[str, str], words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        read(**cells)


def test_a_unit_without_a_reading_says_that_there_is_such_a_kpi() -> None:
    row = read(value="", day="", unit="percent", direction="lower", target="5")
    assert (row.value, row.day) == (None, None)
    assert build_kpi(row, "decision") == Kpi(
        0, "nps", "decision", Unit.PERCENT, Direction.LOWER, 5.0
    )


@pytest.mark.parametrize(
    ("cells", "unit", "direction", "currency"),
    [
        ({}, Unit.SCORE, Direction.HIGHER, None),
        ({"value": "71.4%"}, Unit.PERCENT, Direction.HIGHER, None),
        ({"kpi": "first-reply", "value": "3h20m"}, Unit.SECONDS, Direction.LOWER, None),
        ({"value": "€12"}, Unit.MONEY, Direction.HIGHER, "€"),
        ({"unit": "Money", "currency": "CHF"}, Unit.MONEY, Direction.HIGHER, "CHF"),
        ({"kpi": "churn"}, Unit.SCORE, Direction.LOWER, None),
        ({"kpi": "churn", "direction": "higher"}, Unit.SCORE, Direction.HIGHER, None),
        ({"unit": "count", "currency": "€"}, Unit.COUNT, Direction.HIGHER, None),
    ],
)
def test_a_new_kpi_is_what_its_first_row_says(
    cells: dict[str, str], unit: Unit, direction: Direction, currency: str | None
) -> None:
    kpi = build_kpi(read(**cells), None)
    assert (kpi.unit, kpi.direction, kpi.currency) == (unit, direction, currency)


def test_another_unit_or_currency_than_the_kpis_is_refused() -> None:
    kpi = Kpi(1, "nps", None, Unit.MONEY, Direction.LOWER, None, "€")
    check_same_unit(kpi, read(unit="money", currency="EUR"))
    for cells in ({"unit": "percent"}, {"value": "$5"}):
        with pytest.raises(BadInputError, match="measured in"):
            check_same_unit(kpi, read(**cells))


@given(st.floats(-MAX_VALUE, MAX_VALUE, exclude_min=True, exclude_max=True))
def test_a_number_that_a_program_wrote_comes_back_exactly(value: float) -> None:
    assert parse_amount(repr(value), Unit.MONEY) == (value, Unit.MONEY)


@pytest.mark.parametrize("cell", ["NaN", "inf", "1e15", "1e999", "one", "1_000"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(BadInputError, match="not a number"):
        parse_amount(cell, None)
