"""KPIs of a stage, their readings, and whether they are on target."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.map_fields import (
    NONE,
    ChoiceSource,
    FieldKind,
    FormValues,
    MapField,
    format_fields,
    key_choices,
)
from domain.periods import Months

DAY = 86_400

# Seconds, the longest first.
DURATION_SIZES = {"d": DAY, "h": 3_600, "m": 60, "s": 1}

MONEY_SIGNS = "€$£¥"

MAX_DECIMALS = 15

NPS_NAMES = frozenset({"nps", "net-promoter-score"})

# Names with one direction only. Every other name is asked about: a part of a word says nothing
# (uptime, on-time, returning, lifetime-value), and of CES there are two kinds, an effort where
# less is better and an ease where more is.
LOWER_NAMES = frozenset(
    {
        "churn",
        "churn-rate",
        "customer-churn",
        "bounce-rate",
        "complaints",
        "tickets",
        "support-tickets",
        "open-tickets",
        "cost",
        "costs",
        "cac",
        "cost-per-acquisition",
        "customer-acquisition-cost",
        "first-reply",
        "first-reply-time",
        "first-response",
        "first-response-time",
        "response-time",
        "reply-time",
        "wait-time",
        "waiting-time",
        "resolution-time",
        "time-to-resolution",
        "time-to-value",
    }
)

HIGHER_NAMES = NPS_NAMES | {"csat", "customer-satisfaction"}


class Unit(StrEnum):
    """The unit of a KPI. Durations are stored in seconds, percentages in points."""

    PERCENT = "percent"
    SCORE = "score"
    SECONDS = "seconds"
    DAYS = "days"
    COUNT = "count"
    MONEY = "money"


UNIT_EXAMPLES = {
    Unit.PERCENT: "a percentage, like 71.4%",
    Unit.SCORE: "a score, like 41",
    Unit.SECONDS: "a duration, like 3h20m",
    Unit.DAYS: "a number of days, like 9d",
    Unit.COUNT: "a count, like 1,200",
    Unit.MONEY: "an amount of money, like €41.50",
}


class Direction(StrEnum):
    """Whether higher or lower values are better."""

    HIGHER = "higher"
    LOWER = "lower"


class KpiStatus(StrEnum):
    """Status of a KPI at the end of a period."""

    ON_TARGET = "on target"
    OFF_TARGET = "off target"
    NO_TARGET = "no target"
    NO_READING = "no reading this quarter"


@dataclass(frozen=True)
class Kpi:
    """A measure of a stage, or of the whole journey if `stage` (a key) is None.

    `target` and `baseline` (its value before any change) are in the unit; `currency` is the sign
    or code money is written with, None for other units.
    """

    id: int
    key: str
    stage: str | None
    unit: Unit
    direction: Direction
    target: float | None
    currency: str | None = None
    baseline: float | None = None
    archived: bool = False

    @property
    def path(self) -> str:
        """Return `stage.kpi` as people type it."""
        return f"{self.stage}.{self.key}" if self.stage else self.key


KPI_FIELDS = (
    MapField(
        "name",
        "Name, as it is typed after /kpi",
        FieldKind.NAME,
        example="For example: trial-to-paid",
        required=True,
    ),
    MapField(
        "stage",
        "Measures",
        FieldKind.CHOICE,
        required=True,
        choices=ChoiceSource.STAGES_OR_JOURNEY,
    ),
    MapField(
        "unit",
        "Unit",
        FieldKind.CHOICE,
        required=True,
        choices=key_choices([unit.value for unit in Unit]),
        parse=Unit,
    ),
    MapField(
        "direction",
        "Which direction is good?",
        FieldKind.CHOICE,
        choices=((Direction.HIGHER.value, "Higher"), (Direction.LOWER.value, "Lower")),
        parse=Direction,
    ),
    MapField("target", "Target", FieldKind.SHORT_TEXT, example="For example: 22%, 2h, 15"),
    MapField("baseline", "Baseline, where it began", FieldKind.SHORT_TEXT),
)


@dataclass(frozen=True)
class Reading:
    """A KPI's value on a local date, with its source (a key) and who recorded it when.

    `month` is the running number of the month of `day`.
    """

    value: float
    day: date
    month: int
    source: str | None
    author: str | None
    created_at: datetime


def last_reading_in(by_month: Mapping[int, float], months: Months) -> float | None:
    """Return the last reading in those months, or None; `by_month` has each month's last."""
    latest_first = range(months.last, months.first - 1, -1)
    return next((by_month[month] for month in latest_first if month in by_month), None)


def compare_with_target(kpi: Kpi, last: float | None) -> KpiStatus:
    """Compare the period's last reading with the target, direction-aware; equal is on target."""
    if last is None:
        return KpiStatus.NO_READING
    if kpi.target is None:
        return KpiStatus.NO_TARGET
    good = last >= kpi.target if kpi.direction is Direction.HIGHER else last <= kpi.target
    return KpiStatus.ON_TARGET if good else KpiStatus.OFF_TARGET


def known_direction(key: str) -> Direction | None:
    """Return the direction that a KPI has by its whole name, None where people have to say it."""
    if key in LOWER_NAMES:
        return Direction.LOWER
    return Direction.HIGHER if key in HIGHER_NAMES else None


def format_value(
    value: float, unit: Unit, currency: str | None = None, *, precision: int = 2
) -> str:
    """Return the value as people write it: `71.4%`, `3h 20m`, `9 days`, `41`, `€41.50`.

    `precision` is the number of decimals, of a duration that of its parts.
    """
    if unit is Unit.SECONDS:
        return _show_duration(value, precision)
    digits = f"{value:,.{max(precision, 2)}f}"
    number = _signed(_trim_money(digits) if unit is Unit.MONEY else _short(value, precision))
    if unit is Unit.PERCENT:
        return f"{number}%"
    if unit is Unit.DAYS:
        return f"{number} day" if number == "1" else f"{number} days"
    if currency and currency in MONEY_SIGNS:
        return number.replace("−", f"−{currency}") if value < 0 else f"{currency}{number}"
    return f"{number} {currency}" if currency else number


def format_beside(
    value: float, target: float, unit: Unit, currency: str | None = None
) -> tuple[str, str]:
    """Return a value and a target with so many digits that one sees which is greater."""
    precision = precision_beside(value, target, unit)
    return (
        format_value(value, unit, currency, precision=precision),
        format_value(target, unit, currency, precision=precision),
    )


def precision_beside(value: float, target: float | None, unit: Unit) -> int:
    """Return the least precision at which a value and its target are not shown as the same."""
    if target is None or value == target:
        return 2
    for precision in range(2, MAX_DECIMALS + 1):
        one, other = (format_value(amount, unit, precision=precision) for amount in (value, target))
        if one != other:
            return precision
    return MAX_DECIMALS


def exact_precision(value: float, unit: Unit) -> int:
    """Return the least precision that shows every digit of a value."""
    if unit is Unit.SECONDS:
        return next((n for n in range(2, 5) if _is_shown(value, n)), MAX_DECIMALS)
    decimals = range(2, MAX_DECIMALS)
    return next((n for n in decimals if round(value, n) == value), MAX_DECIMALS)


def kpi_form_values(kpi: Kpi) -> FormValues:
    """Return what the form of a KPI holds, amounts as people write them."""

    def format_amount(amount: float | None) -> str | None:
        return None if amount is None else format_value(amount, kpi.unit, kpi.currency)

    fields = [field for field in KPI_FIELDS if field.kind is FieldKind.CHOICE]
    return {
        "name": kpi.key,
        **format_fields(fields, kpi),
        "stage": kpi.stage or NONE,
        "target": format_amount(kpi.target),
        "baseline": format_amount(kpi.baseline),
    }


def _short(value: float, decimals: int) -> str:
    """Format with so many decimals, or more for a value too small for them."""
    number = f"{value:,.{decimals}f}"
    if 0 < abs(value) < 10 ** (1 - decimals):
        number = f"{value:.2g}"
        number = f"{value:.{MAX_DECIMALS}f}" if "e" in number else number
    return number.rstrip("0").rstrip(".") if "." in number else number


def _trim_money(number: str) -> str:
    """Remove the zeros after the second decimal."""
    whole, _, decimals = number.partition(".")
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def _signed(number: str) -> str:
    """Format with a minus or plus sign, and no sign for zero."""
    return number.removeprefix("-") if not number.strip("-0.") else number.replace("-", "−")


def _show_duration(seconds: float, most: int) -> str:
    """Format with the `most` largest parts; beyond all four, the seconds have decimals."""
    decimals = max(most - len(DURATION_SIZES), 0)
    if abs(seconds) < DURATION_SIZES["m"]:
        return _signed(_trimmed(seconds, max(decimals, 2))) + "s"
    left = round(abs(seconds), decimals)
    parts = []
    for symbol, size in DURATION_SIZES.items():
        count, left = divmod(left, size)
        count = count + left if size == 1 else count
        if count:
            parts.append(f"{_trimmed(count, decimals)}{symbol}")
    shown = " ".join(parts[:most])
    return f"−{shown}" if seconds < 0 else shown


def _trimmed(value: float, decimals: int) -> str:
    number = f"{value:.{decimals}f}"
    return number.rstrip("0").rstrip(".") if "." in number else number


def _is_shown(seconds: float, parts: int) -> bool:
    """Whether so many parts show a duration to the second."""
    if abs(seconds) < DURATION_SIZES["m"]:
        return round(seconds, 2) == seconds
    left, count = abs(seconds), 0
    for size in DURATION_SIZES.values():
        whole, left = divmod(left, size)
        count += whole > 0
        if left == 0:
            break
    return left == 0 and count <= parts
