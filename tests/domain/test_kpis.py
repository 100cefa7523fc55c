"""KPI values as people write them, and whether they are on target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.kpi_value_meanings import parse_value
from domain.kpis import (
    UNIT_EXAMPLES,
    Direction,
    Kpi,
    KpiStatus,
    Unit,
    compare_with_target,
    format_beside,
    format_value,
    known_direction,
)

HOUR, DAY = 3_600, 86_400


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("71.4%", 71.4, Unit.PERCENT),
        ("71,4 %", 71.4, Unit.PERCENT),
        ("71 percent", 71, Unit.PERCENT),
        ("-3%", -3, Unit.PERCENT),
        ("−3%", -3, Unit.PERCENT),
        ("0%", 0, Unit.PERCENT),
        ("150%", 150, Unit.PERCENT),
        ("3h20m", 3 * HOUR + 20 * 60, Unit.SECONDS),
        ("3h 20m", 3 * HOUR + 20 * 60, Unit.SECONDS),
        ("1.5h", 1.5 * HOUR, Unit.SECONDS),
        ("1,5 hours", 1.5 * HOUR, Unit.SECONDS),
        ("90s", 90, Unit.SECONDS),
        ("45 min", 45 * 60, Unit.SECONDS),
        ("1d 6h", 1.25 * DAY, Unit.SECONDS),
        ("-2h", -2 * HOUR, Unit.SECONDS),
        ("9d", 9, Unit.DAYS),
        ("1 day", 1, Unit.DAYS),
        ("1,200 s", 1_200, Unit.SECONDS),
        ("1,000 days", 1_000, Unit.DAYS),
        ("2.5 days", 2.5, Unit.DAYS),
        ("€12.50", 12.5, Unit.MONEY),
        ("12,50 €", 12.5, Unit.MONEY),
        ("$1,234.50", 1234.5, Unit.MONEY),
        ("-£5", -5, Unit.MONEY),
        ("¥3k", 3_000, Unit.MONEY),
        ("€1.5m", 1_500_000, Unit.MONEY),
        ("12 eur", 12, Unit.MONEY),
        ("41", 41, Unit.SCORE),
        ("+41", 41, Unit.SCORE),
        ("-12", -12, Unit.SCORE),
        (".5", 0.5, Unit.SCORE),
        ("12k", 12_000, Unit.SCORE),
        ("1.25K", 1_250, Unit.SCORE),
    ],
)
def test_a_value_is_read_with_its_unit(typed: str, value: float, unit: Unit) -> None:
    found, written = parse_value(typed)
    assert found == pytest.approx(value)
    assert written is unit


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3,14", 3.14),
        ("3.14", 3.14),
        ("0,125", 0.125),
        ("1,234", 1_234),
        ("1,234,567.8", 1_234_567.8),
        ("1.234.567", 1_234_567),
        ("1.234.567,8", 1_234_567.8),
        ("1.234,56", 1_234.56),
        ("1 234 567", 1_234_567),
        ("1\u00a0234,5", 1_234.5),
        ("1'234.50", 1_234.5),
        ("1.234", 1.234),
    ],
)
def test_decimal_and_thousands_marks_are_read_as_people_write_them(
    typed: str, value: float
) -> None:
    assert parse_value(typed)[0] == pytest.approx(value)


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "abc", "nan", "inf", "-", "%", "€", "1.2.3.4", "1,2,3", "3h20", "3 bananas", "1e5",
     "--4", "12/5", "9" * 400, "1000000000000000", "4 1", "41 foo", "h3", "0x1f", "41 on:today"],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(BadInputError, match=r"not a number Waymark can read.*71\.4%"):
        parse_value(typed)


@pytest.mark.parametrize("typed", ["41 2026", "71.4 2026", "4 12345", "1234 567", "1 000 0000"])
def test_two_numbers_are_not_one(typed: str) -> None:
    with pytest.raises(BadInputError):
        parse_value(typed)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_bare_number_is_in_the_kpis_own_unit(unit: Unit) -> None:
    assert parse_value("41", unit) == (41, unit)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("41%", Unit.SCORE),
        ("3h", Unit.PERCENT),
        ("€4", Unit.COUNT),
        ("9d", Unit.MONEY),
        ("41%", Unit.SECONDS),
        ("5m", Unit.COUNT),
    ],
)
def test_a_value_in_another_unit_is_refused(typed: str, unit: Unit) -> None:
    with pytest.raises(BadInputError, match=f"This KPI is {UNIT_EXAMPLES[unit]}"):
        parse_value(typed, unit)


def test_days_and_seconds_are_turned_into_each_other() -> None:
    assert parse_value("2d", Unit.SECONDS) == (2 * DAY, Unit.SECONDS)
    assert parse_value("36h", Unit.DAYS) == (1.5, Unit.DAYS)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (71.4, Unit.PERCENT, "71.4%"),
        (100, Unit.PERCENT, "100%"),
        (-3, Unit.PERCENT, "−3%"),
        (-0.001, Unit.PERCENT, "−0.001%"),
        (0.004, Unit.PERCENT, "0.004%"),
        (41, Unit.SCORE, "41"),
        (1_234_567, Unit.COUNT, "1,234,567"),
        (1_200.5, Unit.MONEY, "1,200.50"),
        (12, Unit.MONEY, "12.00"),
        (-0.001, Unit.MONEY, "0.00"),
        (1, Unit.DAYS, "1 day"),
        (9, Unit.DAYS, "9 days"),
        (1.5, Unit.DAYS, "1.5 days"),
        (3 * HOUR + 20 * 60, Unit.SECONDS, "3h 20m"),
        (DAY + 6 * HOUR, Unit.SECONDS, "1d 6h"),
        (90, Unit.SECONDS, "1m 30s"),
        (0, Unit.SECONDS, "0s"),
        (-2 * HOUR, Unit.SECONDS, "−2h"),
    ],
)
def test_a_value_is_shown_as_people_write_it(value: float, unit: Unit, shown: str) -> None:
    assert format_value(value, unit) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.35, "0.35s"), (1.5, "1.5s"), (2.5, "2.5s"), (-0.2, "−0.2s")]
)
def test_a_loading_time_keeps_its_fractions_of_a_second(seconds: float, shown: str) -> None:
    assert format_value(seconds, Unit.SECONDS) == shown


@given(st.integers(-(10**8), 10**8).map(lambda cents: cents / 100), st.sampled_from(list(Unit)))
def test_a_value_shown_is_read_back(value: float, unit: Unit) -> None:
    shown = format_value(value, unit)
    # Durations are shown by their two largest parts.
    allowed = HOUR if unit is Unit.SECONDS else 0
    assert parse_value(shown, unit)[0] == pytest.approx(value, abs=allowed + 1e-9)


def kpi(direction: Direction, target: float | None) -> Kpi:
    """A KPI with that target."""
    return Kpi(1, "completion", "decision", Unit.PERCENT, direction, target)


@pytest.mark.parametrize(
    ("direction", "last", "expected"),
    [
        (Direction.HIGHER, 81, KpiStatus.ON_TARGET),
        (Direction.HIGHER, 80, KpiStatus.ON_TARGET),
        (Direction.HIGHER, 79.9, KpiStatus.OFF_TARGET),
        (Direction.LOWER, 79.9, KpiStatus.ON_TARGET),
        (Direction.LOWER, 80, KpiStatus.ON_TARGET),
        (Direction.LOWER, 81, KpiStatus.OFF_TARGET),
    ],
)
def test_the_target_is_met_in_the_kpis_direction(
    direction: Direction, last: float, expected: KpiStatus
) -> None:
    assert compare_with_target(kpi(direction, 80), last) is expected


def test_no_reading_is_said_before_anything_else() -> None:
    assert compare_with_target(kpi(Direction.HIGHER, None), None) is KpiStatus.NO_READING
    assert compare_with_target(kpi(Direction.HIGHER, 80), None).value == "no reading this quarter"


def test_no_target_is_neither_met_nor_missed() -> None:
    assert compare_with_target(kpi(Direction.HIGHER, None), 0) is KpiStatus.NO_TARGET


@pytest.mark.parametrize(
    ("key", "direction"),
    [
        ("first-reply", Direction.LOWER),
        ("time-to-value", Direction.LOWER),
        ("churn", Direction.LOWER),
        ("bounce-rate", Direction.LOWER),
        ("cac", Direction.LOWER),
        ("nps", Direction.HIGHER),
        ("csat", Direction.HIGHER),
    ],
)
def test_a_name_with_one_direction_only_needs_no_question(key: str, direction: Direction) -> None:
    assert known_direction(key) is direction


@pytest.mark.parametrize(
    "key",
    ["uptime", "on-time", "returning", "sentiment", "lifetime-value", "detractors", "latency",
     "incidents", "retention", "churned", "completion", "ces", "cost-savings", "tickets-solved"],
)  # fmt: skip
def test_a_direction_is_not_guessed_from_a_part_of_a_name(key: str) -> None:
    assert known_direction(key) is None


@pytest.mark.parametrize(
    ("value", "target", "unit", "shown"),
    [
        (21.996, 22, Unit.PERCENT, ("21.996%", "22%")),
        (22.001, 22.004, Unit.PERCENT, ("22.001%", "22.004%")),
        (22, 22, Unit.PERCENT, ("22%", "22%")),
        (18.4, 22, Unit.PERCENT, ("18.4%", "22%")),
        (41.499, 41.5, Unit.MONEY, ("€41.499", "€41.50")),
        (12_005, 12_000, Unit.SECONDS, ("3h 20m 5s", "3h 20m")),
        (0.99999, 1, Unit.SCORE, ("0.99999", "1")),
        (12_000.25, 12_000, Unit.SECONDS, ("3h 20m 0.2s", "3h 20m")),
    ],
)
def test_a_value_beside_its_target_is_not_hidden_by_rounding(
    value: float, target: float, unit: Unit, shown: tuple[str, str]
) -> None:
    currency = "€" if unit is Unit.MONEY else None
    assert format_beside(value, target, unit, currency) == shown


def test_a_kpi_is_named_by_its_stage_and_key() -> None:
    assert kpi(Direction.HIGHER, None).path == "decision.completion"
    assert Kpi(1, "nps", None, Unit.SCORE, Direction.HIGHER, None).path == "nps"
