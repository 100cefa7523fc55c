"""Choose the scale of a chart's axis, and format its values."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.presentation.charts import Span

_INTERVALS = 4
_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SUFFIXES = ((1e15, "Q"), (1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_MIN_WITH_SUFFIX = 10_000
_MIN_WITH_ONE_DECIMAL = 100
_MAX_DECIMALS = 7
_TOLERANCE = 1e-9
# Values closer than this, relative to their size, count as equal; sizes below count as 0.
_MIN_RELATIVE_RANGE, _MIN_SIZE = 1e-4, 1e-9


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, both of them ticks, with a tick every `step`."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """Return the round values of the grid lines, lowest first."""
        count = round((self.high - self.low) / self.step)
        return tuple(
            _round_off(self.low + index * self.step, self.step) for index in range(count + 1)
        )

    def fraction(self, value: float) -> float:
        """Return the position of a value on the axis: 0 at the bottom, 1 at the top."""
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)

    def tick_label(self, value: float) -> str:
        """Return a tick as text (`0.5`, `−20`, `15k`), with enough digits to be unique."""
        unit, suffix = _unit(max(abs(self.low), abs(self.high)))
        decimals = _decimals(self.step / unit)
        is_tiny = decimals > _MAX_DECIMALS
        text = f"{value:.6g}" if is_tiny else _format_number(value / unit, decimals)
        return text + suffix if value else "0"


def scale_for(values: Sequence[float], *, from_zero: bool, span: Span | None = None) -> Scale:
    """Return a scale that contains the values and, if `from_zero`, 0, where bars start.

    `span` is the least it shows, such as −1 to +1 for moods. Without values it is 0 to 1.
    """
    included = [*values, *(span or ()), *((0.0,) if from_zero else ())] or [0.0, 1.0]
    low, high = min(included), max(included)
    if not span and 0 < low <= (high - low):
        low = 0.0
    size = max(abs(low), abs(high))
    if high - low <= size * _MIN_RELATIVE_RANGE or size < _MIN_SIZE:
        # Differences too small to read are shown as a level line.
        padding = size / 10 if size >= _MIN_SIZE else 1.0
        low, high = low - padding, high + padding
    step = _round_step((high - low) / _INTERVALS)
    return Scale(_round_to_step(low, step, math.floor), _round_to_step(high, step, math.ceil), step)


def format_value(value: float) -> str:
    """Return a value as a short text: `0.42`, `−3`, `1,250`, `12.5k`, `3M`."""
    unit, suffix = _unit(abs(value))
    decimals = 1 if abs(value / unit) >= _MIN_WITH_ONE_DECIMAL else 2
    return _format_number(value / unit, decimals) + suffix


def _unit(size: float) -> tuple[float, str]:
    """Return the unit for values of this size, such as 1,000, and its suffix."""
    if size < _MIN_WITH_SUFFIX:
        return 1.0, ""
    return next(pair for pair in _SUFFIXES if size >= pair[0])


def _format_number(value: float, decimals: int) -> str:
    size = abs(value)
    is_tiny = 0 < size < 10.0**-decimals
    text = f"{size:.2g}" if is_tiny else f"{size:,.{decimals}f}"
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and text != "0" else text


def _round_step(min_step: float) -> float:
    """Return the smallest round step of at least `min_step`."""
    power = 10.0 ** math.floor(math.log10(min_step))
    return next(s * power for s in _ROUND_STEPS if s * power >= min_step * (1 - _TOLERANCE))


def _round_to_step(value: float, step: float, rounding: Callable[[float], int]) -> float:
    nearest = round(value / step)
    # A value on a tick but for a rounding error needs no further tick.
    is_on_tick = abs(value / step - nearest) < _TOLERANCE
    return _round_off((nearest if is_on_tick else rounding(value / step)) * step, step)


def _round_off(value: float, step: float) -> float:
    """Remove the floating-point error of a multiple of `step`."""
    return round(value, max(0, 2 - math.floor(math.log10(step))))


def _decimals(step: float) -> int:
    """Return how many decimals multiples of a step need to differ."""
    for decimals in range(_MAX_DECIMALS + 1):
        if abs(round(step, decimals) - step) < step * _TOLERANCE:
            return decimals
    return _MAX_DECIMALS + 1
