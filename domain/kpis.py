"""KPIs of a stage, their readings, and whether they are on target."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from domain.errors import BadInputError
from domain.map_fields import (
    NONE,
    ChoiceSource,
    FieldKind,
    FormValues,
    MapField,
    format_fields,
    key_choices,
)
from domain.notes import find_source
from domain.periods import Months
from domain.text import (
    MAX_KEY_LENGTH,
    OptionReader,
    day_reader,
    fold_name,
    parse_options,
    split_first_word,
)

MAX_VALUE = 1e15


_DURATIONS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


_DURATION_WORDS = {
    "d": ("d", "day", "days"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "secs", "second", "seconds"),
}


_MONEY = "€$£¥"


_CODES = "eur|usd|gbp|chf"


_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


_LOWER_IS_BETTER = re.compile(
    "churn|complaint|error|bounce|abandon|refund|cost|wait|delay|drop|cancel|backlog|ticket|fail|"
    "defect|bug|return|unsubscribe|time"
)


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


def guess_direction(key: str, unit: Unit) -> Direction:
    """Return the direction of a new KPI if none is typed: lower for durations and losses."""
    if unit in (Unit.SECONDS, Unit.DAYS) or _LOWER_IS_BETTER.search(key):
        return Direction.LOWER
    return Direction.HIGHER


def parse_value(text: str, unit: Unit | None = None) -> tuple[float, Unit]:
    """Read `71.4%`, `3h20m`, `9d`, `€41.50`, `12k` or `41`; `unit` is that of a KPI already known.

    Returns the value in the unit (seconds for durations, percent points, money without its sign).
    Raises BadInputError for text that is not a number, or has another unit than `unit`.
    """
    # A capital M is a million where a small one is a minute.
    cleaned = re.sub(r"(?<=\d)\s*M\b", "million", text.strip())
    cleaned = cleaned.casefold().replace("−", "-").replace("\u00a0", " ")
    value, written = _duration(cleaned) or _plain(cleaned) or (None, None)
    if value is None or not math.isfinite(value) or abs(value) >= MAX_VALUE:
        raise BadInputError(
            f"“{text.strip()[:40]}” is not a number Waymark can read. "
            "Write it like 71.4%, 41, 3h20m, 9d or €12.50; nothing was saved."
        )
    return _in_unit(value, written, unit, text)


def find_currency(text: str) -> str | None:
    """Return the sign or code an amount was written with: `€`, `CHF`, or None."""
    found = re.search(rf"[{_MONEY}]|\b(?:{_CODES})\b", text.casefold())
    return found[0].upper() if found else None


def is_same_currency(one: str, other: str) -> bool:
    """Whether a sign and a code mean the same money, as `€` and `EUR` do."""
    return _SIGNS.get(one, one) == _SIGNS.get(other, other)


def format_value(value: float, unit: Unit, currency: str | None = None) -> str:
    """Return the value as people write it: `71.4%`, `3h 20m`, `9 days`, `41`, `€41.50`."""
    if unit is Unit.SECONDS:
        return _show_duration(value)
    number = _signed(f"{value:,.2f}" if unit is Unit.MONEY else _short(value))
    if unit is Unit.PERCENT:
        return f"{number}%"
    if unit is Unit.DAYS:
        return f"{number} day" if number == "1" else f"{number} days"
    if currency and currency in _MONEY:
        return number.replace("−", f"−{currency}") if value < 0 else f"{currency}{number}"
    return f"{number} {currency}" if currency else number


def kpi_values(kpi: Kpi) -> FormValues:
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


def _in_unit(
    value: float, written: Unit | None, unit: Unit | None, text: str
) -> tuple[float, Unit]:
    if unit is None:
        return value, written or Unit.SCORE
    if written is None or written is unit:
        return value, unit
    if (written, unit) == (Unit.DAYS, Unit.SECONDS):
        return value * _DURATIONS["d"], unit
    if (written, unit) == (Unit.SECONDS, Unit.DAYS):
        return value / _DURATIONS["d"], unit
    raise BadInputError(
        f"This KPI is {UNIT_EXAMPLES[unit]}. “{text.strip()[:40]}” is not. Nothing was saved."
    )


def _duration(text: str) -> tuple[float, Unit] | None:
    """Return seconds, or days if only days were written."""
    part = r"(\d+(?:[.,]\d+)*)\s*([a-z]+)"
    if not re.fullmatch(rf"-?(?:{part}\s*)+", text):
        return None
    total = 0.0
    units = set()
    for number, word in re.findall(part, text):
        symbol = next((s for s, words in _DURATION_WORDS.items() if word in words), None)
        value = _decimal(number)
        if symbol is None or value is None:
            return None
        units.add(symbol)
        total += value * _DURATIONS[symbol]
    total = -total if text.startswith("-") else total
    return (total / _DURATIONS["d"], Unit.DAYS) if units == {"d"} else (total, Unit.SECONDS)


def _plain(text: str) -> tuple[float, Unit | None] | None:
    unit = None
    if text.endswith(("%", "percent")):
        unit, text = Unit.PERCENT, text.removesuffix("percent").removesuffix("%")
    elif re.search(rf"^-?[{_MONEY}]|[{_MONEY}]$|^(?:{_CODES})\b|\b(?:{_CODES})$", text):
        unit = Unit.MONEY
        text = re.sub(rf"[{_MONEY}]|^(?:{_CODES})\b|\b(?:{_CODES})$", "", text)
        # Amounts have two decimals: three digits after a point are thousands.
        text = re.sub(r"^(\s*-?\s*[1-9]\d{0,2})\.(?=\d{3}\s*$)", r"\1", text)
    number = re.fullmatch(r"([+-]?)\s*(\d[\d.,' ]*|\.\d+)\s*(k|m|million|)", text.strip())
    if number is None:
        return None
    value = _decimal(number[2].strip())
    if value is None:
        return None
    value *= {"": 1, "k": 1e3, "m": 1e6, "million": 1e6}[number[3]]
    return (-value if number[1] == "-" else value), unit


def _decimal(digits: str) -> float | None:
    """Parse a number with a decimal point or comma and with thousands marks."""
    if re.fullmatch(r"[1-9]\d{0,2}([' ]\d{3})+([.,]\d+)?", digits):
        digits = re.sub("[' ]", "", digits).replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}(,\d+)?|[1-9]\d{0,2}(\.\d{3})+,\d+", digits):
        digits = digits.replace(".", "").replace(",", ".")
    else:
        digits = digits.replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        return None


def _short(value: float) -> str:
    """Format with two decimals, or more for a value too small for them."""
    decimals = f"{value:,.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}"
    if "e" in decimals:
        decimals = f"{value:.15f}"
    return decimals.rstrip("0").rstrip(".") if "." in decimals else decimals


def _signed(number: str) -> str:
    """Format with a minus or plus sign, and no sign for zero."""
    return number.removeprefix("-") if not number.strip("-0.") else number.replace("-", "−")


def _show_duration(seconds: float) -> str:
    if abs(seconds) < _DURATIONS["m"]:
        return _signed(f"{seconds:.2f}".rstrip("0").rstrip(".")) + "s"
    left = abs(round(seconds))
    parts = []
    for symbol, size in _DURATIONS.items():
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{symbol}")
    shown = " ".join(parts[:2])
    return f"−{shown}" if seconds < 0 else shown


USAGE = (
    "A KPI reading is typed as `/kpi stage.kpi value`, "
    "for example `/kpi decision.trial-to-paid 18.4%` or `/kpi nps 41`."
)


@dataclass(frozen=True)
class TypedReading:
    """`[journey/][stage.]kpi value …`: names as typed, `value` and `target` still text.

    `kpi` is a key; `new`: a KPI similar to another is to be created.
    """

    journey: str | None
    stage: str | None
    kpi: str
    value: str
    day: date | None
    source: str | None
    target: str | None
    direction: Direction | None
    unit: Unit | None
    new: bool


def _direction(value: str) -> Direction | None:
    word = value.casefold()
    return {"higher": Direction.HIGHER, "lower": Direction.LOWER}.get(word)


def _unit(value: str) -> Unit | None:
    word = value.casefold()
    return next((unit for unit in Unit if unit.value == word), None)


def _yes(value: str) -> bool | None:
    return True if value.casefold() in ("yes", "true") else None


def parse_reading(line: str, today: date) -> TypedReading:
    """Read a `/kpi` line; `today` is the local date of the journey.

    Raises BadInputError when the KPI or the value is missing, or a `key:value` means nothing: a
    reading filed under the wrong day or unit would be a false figure.
    """
    readers: dict[str, OptionReader] = {
        "on": day_reader(today),
        "source": find_source,
        "target": lambda value: value or None,
        "better": _direction,
        "unit": _unit,
        "new": _yes,
    }
    words = parse_options(line.strip(), readers)
    if words.refused:
        raise BadInputError(_refusal(words.refused[0], today))
    if words.repeated:
        raise BadInputError(
            f"“{words.repeated[0][:60]}” is there twice. Nothing was saved: type it once."
        )
    name, value = split_first_word(words.text)
    journey, _, path = name.rpartition("/")
    stage, dot, kpi = path.partition(".")
    if not dot:
        stage, kpi = "", path
    key = fold_name(kpi)
    if not key or not value.strip():
        raise BadInputError(f"{USAGE} Nothing was saved.")
    if len(key) > MAX_KEY_LENGTH:
        raise BadInputError(
            f"“{kpi[:40]}…” is too long for a KPI: {MAX_KEY_LENGTH} characters are the most. "
            "Nothing was saved."
        )
    found = words.found
    return TypedReading(
        journey=journey or None,
        stage=stage or None,
        kpi=key,
        value=value.strip(),
        day=cast(date | None, found.get("on")),
        source=cast(str | None, found.get("source")),
        target=cast(str | None, found.get("target")),
        direction=cast(Direction | None, found.get("better")),
        unit=cast(Unit | None, found.get("unit")),
        new=bool(found.get("new")),
    )


def _refusal(word: str, today: date) -> str:
    hints = {
        "on": "a real day up to today, like on:2026-09-14",
        "source": "interview, survey, ticket, analytics, sales-call, social or observation",
        "better": "better:higher or better:lower",
        "unit": "percent, score, seconds, days, count or money",
        "new": "new:yes",
    }
    key, _, value = word.partition(":")
    if key.casefold() == "on" and _is_future(value, today):
        return f"{value} is in the future. Nothing was saved."
    hint = hints[key.casefold()]
    return f"I don't understand “{word[:60]}”. Type {hint}. Nothing was saved."


def _is_future(typed: str, today: date) -> bool:
    try:
        return date.fromisoformat(typed) > today
    except ValueError:
        return False
