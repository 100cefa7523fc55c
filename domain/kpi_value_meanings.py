"""What a typed KPI value means, given what is known of the KPI, and where that has to be asked."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import BadInputError
from domain.kpis import (
    DAY,
    DURATION_SIZES,
    NPS_NAMES,
    UNIT_EXAMPLES,
    Kpi,
    Unit,
    exact_precision,
    format_value,
)
from domain.written_values import (
    WrittenValue,
    clean_product,
    find_currency,
    is_same_currency,
    read_written_value,
)

# A value so many times larger or smaller than what is known of its KPI is asked about.
FAR = 20

# The tops of the scales that surveys use.
SCALES = (5, 7, 10, 100)

MAX_NPS = 100

_DURATIONS = (Unit.SECONDS, Unit.DAYS)


@dataclass(frozen=True)
class Meaning:
    """One way to read a typed value; `value` is in `unit` (durations in seconds)."""

    value: float
    unit: Unit

    def label(self, currency: str | None = None) -> str:
        """Return the value as people write it, with every digit that was typed."""
        precision = exact_precision(self.value, self.unit)
        return format_value(self.value, self.unit, currency, precision=precision)

    def typed_form(self, currency: str | None = None) -> str:
        """Return a text that can be read in this way only: `1234` or `1.2340`."""
        plain = self.label(currency).replace(",", "")
        return re.sub(r"(?<!\d)([1-9]\d{0,2}\.\d{3})(?!\d|%)", r"\g<1>0", plain)


@dataclass(frozen=True)
class KnownValues:
    """What is known of a KPI before a value is read; `unit` is None for a new KPI without one.

    `last` and `highest` are of its readings, None without any. `currency` is the sign or code of
    its money.
    """

    key: str = ""
    unit: Unit | None = None
    last: float | None = None
    highest: float | None = None
    target: float | None = None
    currency: str | None = None

    @property
    def reference(self) -> float | None:
        """Return the last reading, else the target; None where a ratio to it says nothing.

        A net promoter score runs through zero: thirty after one is no sudden rise.
        """
        reference = self.target if self.last is None else self.last
        return None if reference == 0 or self.key in NPS_NAMES else reference

    def distance(self, value: float) -> float:
        """Return how many times (as a logarithm) a value is off what is known; 0 if unknown."""
        if not self.reference or not value:
            return 0.0
        return abs(math.log(abs(value / self.reference)))

    def is_far(self, value: float) -> bool:
        """Whether a value is FAR times or more off what is known; zero is not."""
        return self.distance(value) >= math.log(FAR) - 1e-9

    def doubt(self, meaning: Meaning) -> str | None:
        """Return a sentence why a value can hardly be right, None if it can."""
        value, unit = meaning.value, meaning.unit
        tops = [top for top in (self.highest, self.target) if top is not None]
        if unit is Unit.PERCENT and value > 100 and tops and max(tops) <= 100:
            return f"`{self.key}` was never above 100% before."
        return self.describe_reference() if self.is_far(value) else None

    def describe_reference(self) -> str:
        """Return `The last reading is 71.4%.`, or the same of the target."""
        known = "target" if self.last is None else "last reading"
        shown = Meaning(self.reference or 0.0, self.unit or Unit.SCORE).label(self.currency)
        return f"The {known} is {shown}."


@dataclass(frozen=True)
class Understood:
    """The one or two likeliest meanings of a typed value; with `why`, they have to be asked.

    `is_misfit`: the text is of another unit, currency or scale than the KPI.
    """

    meanings: tuple[Meaning, ...]
    why: str | None = None
    is_misfit: bool = False


def known_values(
    kpi: Kpi, last: float | None = None, highest: float | None = None, target: float | None = None
) -> KnownValues:
    """Return what is known of a KPI; a `target` typed along counts instead of its own."""
    target = kpi.target if target is None else target
    return KnownValues(kpi.key, kpi.unit, last, highest, target, kpi.currency)


def parse_value(text: str, unit: Unit | None = None) -> tuple[float, Unit]:
    """Read `71.4%`, `3h20m`, `9d`, `€41.50`, `12k` or `41` in the likeliest way.

    `unit` is that of a KPI already known; the value is in it (seconds for durations, percent
    points, money without its sign). Raises BadInputError for text that is not a number, or has
    another unit than `unit`.
    """
    written = read_written_value(text)
    if unit is None:
        return written.value, written.unit or Unit.SCORE
    value = _convert(written, unit)
    if value is None:
        raise _another_unit(text, unit)
    return value, unit


def understand_value(
    text: str, known: KnownValues, *, in_unit: bool = False, has_decimal_point: bool = False
) -> Understood:
    """Return what a typed value means, given what is known of its KPI.

    `in_unit`: a bare number is surely in the KPI's unit; `has_decimal_point`: a point is surely no
    thousands mark, as programs write it (in a count it still may be one). Raises BadInputError for
    what is no number, or no value of this KPI at all.
    """
    written = read_written_value(text)
    asked = _ask_always(text, written, known)
    if asked:
        return asked
    meanings = _possible_meanings(
        written, known, in_unit=in_unit, has_decimal_point=has_decimal_point
    )
    settled = _settled(meanings, written, known)
    if settled is None:
        last = "" if known.reference is None else f" {known.describe_reference()}"
        return Understood(_nearest(meanings, known)[:2], f"It can be read in two ways.{last}")
    why = known.doubt(settled)
    if why is None:
        return Understood((settled,))
    others = (*meanings, *_others(written, known.unit))
    likelier = [one for one in others if one != settled and not known.doubt(one)]
    return Understood((settled, *_nearest(likelier, known)[:1]), why)


def refuse_unclear(text: str, understood: Understood, currency: str | None = None) -> str:
    """Return the sentence that says what to type, where buttons cannot ask."""
    shown = text.strip()[:40]
    forms = [meaning.typed_form(currency) for meaning in understood.meanings]
    if len(forms) > 1:
        return f"“{shown}” could be two values. Write {forms[0]} or {forms[1]}."
    return f"“{shown}” looks wrong. {understood.why}"


def _ask_always(text: str, written: WrittenValue, known: KnownValues) -> Understood | None:
    """Return what to ask about a value of another unit, currency or scale; None if it is not."""
    unit = known.unit
    is_score = written.unit is None and unit in (None, Unit.SCORE)
    if known.key in NPS_NAMES and is_score and abs(written.value) > MAX_NPS:
        meaning = Meaning(written.value, unit or Unit.SCORE)
        return Understood((meaning,), "An NPS is between −100 and 100.", is_misfit=True)
    if unit is None:
        return None
    currency = find_currency(text)
    if currency and known.currency and not is_same_currency(currency, known.currency):
        why = f"`{known.key}` is measured in {known.currency}."
        return Understood((Meaning(written.value, unit),), why, is_misfit=True)
    if written.out_of:
        return _ask_for_scale(text, written, known)
    if written.is_points and unit not in (Unit.PERCENT, Unit.SCORE):
        raise _another_unit(text, unit)
    if _convert(written, unit) is not None:
        return None
    millions = [one.value for one in written.others if one.unit is None]
    numbers = [*millions, *([] if written.number is None else [written.number])]
    if unit in _DURATIONS or not numbers:
        raise _another_unit(text, unit)
    meanings = tuple(Meaning(number, unit) for number in numbers[:2])
    return Understood(meanings, f"`{known.key}` is {UNIT_EXAMPLES[unit]}.", is_misfit=True)


def _ask_for_scale(text: str, written: WrittenValue, known: KnownValues) -> Understood | None:
    """Return what to ask about `4.5/5` where the KPI seems to have another scale."""
    if known.unit is Unit.PERCENT:
        return None
    if known.unit is not Unit.SCORE:
        raise _another_unit(text, known.unit or Unit.SCORE)
    tops = [abs(top) for top in (known.highest, known.target) if top is not None]
    scale = next((one for one in SCALES if tops and max(tops) <= one), None)
    if scale is None or scale == written.out_of:
        return None
    rescaled = clean_product(written.value / (written.out_of or 1) * scale)
    meanings = (Meaning(written.value, Unit.SCORE), Meaning(rescaled, Unit.SCORE))
    why = f"`{known.key}` looks like a score out of {scale}."
    return Understood(meanings, why, is_misfit=True)


def _possible_meanings(
    written: WrittenValue, known: KnownValues, *, in_unit: bool, has_decimal_point: bool
) -> list[Meaning]:
    """Return the meanings a value may have, the likeliest first."""
    unit = known.unit
    first = _meaning(written, unit)
    is_bare = written.unit is None and not written.out_of
    if unit is Unit.SECONDS and is_bare and not in_unit and written.value:
        sizes = (DURATION_SIZES[symbol] for symbol in ("s", "m", "h", "d"))
        each = [Meaning(clean_product(written.value * size), unit) for size in sizes]
        # Without earlier readings, hours and minutes are what people mostly mean.
        return each if known.reference else [each[2], each[1]]
    if unit is Unit.PERCENT and is_bare and not written.is_points and 0 < abs(written.value) <= 1:
        return [first, Meaning(clean_product(written.value * 100), unit)]
    if _has_one_meaning(written, unit or written.unit, has_decimal_point=has_decimal_point):
        return [first]
    return [first, *_others(written, unit)]


def _has_one_meaning(written: WrittenValue, unit: Unit | None, *, has_decimal_point: bool) -> bool:
    """Whether the mark in `1.234` or `1,234` can be read in one way only, by the unit.

    Counts are whole, amounts of money have two decimals, and a percentage is seldom above 100.
    """
    if written.mark == ",":
        return unit in (Unit.COUNT, Unit.MONEY)
    is_decimal = unit is Unit.PERCENT or (has_decimal_point and unit is not Unit.COUNT)
    return written.mark == "." and is_decimal


def _settled(
    meanings: Sequence[Meaning], written: WrittenValue, known: KnownValues
) -> Meaning | None:
    """Return the meaning that is certain by what is known of the KPI, None if none is."""
    if len(meanings) == 1:
        return meanings[0]
    if not known.reference:
        return None
    near = [meaning for meaning in meanings if not known.is_far(meaning.value)]
    if len(near) == 1 and (written.is_equal or near[0] == meanings[0]):
        return near[0]
    return None


def _nearest(meanings: Sequence[Meaning], known: KnownValues) -> tuple[Meaning, ...]:
    """Return meanings by their distance from what is known, in their order where nothing is."""
    return tuple(sorted(dict.fromkeys(meanings), key=lambda one: known.distance(one.value)))


def _others(written: WrittenValue, unit: Unit | None) -> list[Meaning]:
    """Return the other ways to read a value; of a KPI with a unit, those in the unit written."""
    others = [one for one in written.others if unit is None or one.unit is written.unit]
    return [_meaning(one, unit) for one in others]


def _meaning(written: WrittenValue, unit: Unit | None) -> Meaning:
    if unit is None:
        return Meaning(written.value, written.unit or Unit.SCORE)
    value = _convert(written, unit)
    return Meaning(written.value if value is None else value, unit)


def _convert(written: WrittenValue, unit: Unit) -> float | None:
    """Return the value in a unit, None where it is of another one."""
    if written.out_of and unit is Unit.PERCENT:
        return clean_product(written.value / written.out_of * 100)
    if written.unit in (None, unit):
        return written.value
    if (written.unit, unit) == (Unit.DAYS, Unit.SECONDS):
        return written.value * DAY
    if (written.unit, unit) == (Unit.SECONDS, Unit.DAYS):
        return written.value / DAY
    return None


def _another_unit(text: str, unit: Unit) -> BadInputError:
    return BadInputError(
        f"This KPI is {UNIT_EXAMPLES[unit]}. “{text.strip()[:40]}” is not. Nothing was saved."
    )
