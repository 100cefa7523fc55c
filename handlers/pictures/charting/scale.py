"""A scale with round ticks, and its numbers as people write them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TICKS = 5
_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SUFFIXES = ((1e15, "Q"), (1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_SHORTENED_FROM = 10_000
_FEWER_DECIMALS_FROM = 100
_NEARLY = 1e-9
_SAME, _NOTHING = 1e-4, 1e-9
_MOST_DECIMALS = 7


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high`, both of them ticks, `step` apart."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """The round values lines are drawn at, lowest first."""
        count = round((self.high - self.low) / self.step)
        return tuple(_tidy(self.low + index * self.step, self.step) for index in range(count + 1))

    def share(self, value: float) -> float:
        """How far up a value stands: 0 at the bottom, 1 at the top."""
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)

    def tick_label(self, value: float) -> str:
        """`0.5`, `−20`, `15k`: with the digits that tell one tick from the next."""
        unit, suffix = _unit(max(abs(self.low), abs(self.high)))
        decimals = _decimals(self.step / unit)
        tiny = decimals > _MOST_DECIMALS
        text = f"{value:.6g}" if tiny else _number(value / unit, decimals)
        return text + suffix if value else "0"


def scale_for(
    values: Sequence[float], *, from_zero: bool, span: tuple[float, float] | None = None
) -> Scale:
    """A scale that holds the values, and 0 where bars stand on it.

    `span` is what it shows at the least, as −1 to +1 for moods. Without values it is 0 to 1.
    """
    wanted = [*values, *(span or ()), *((0.0,) if from_zero else ())] or [0.0, 1.0]
    low, high = min(wanted), max(wanted)
    if not span and 0 < low <= (high - low):
        low = 0.0
    size = max(abs(low), abs(high))
    if high - low <= size * _SAME or size < _NOTHING:
        # What differs in no digit anybody reads is shown as level.
        room = size / 10 if size >= _NOTHING else 1.0
        low, high = low - room, high + room
    step = _step((high - low) / (TICKS - 1))
    return Scale(_round(low, step, math.floor), _round(high, step, math.ceil), step)


def shown(value: float) -> str:
    """A value in few letters: `0.42`, `−3`, `1,250`, `12.5k`, `3M`."""
    unit, suffix = _unit(abs(value))
    return _number(value / unit, 1 if abs(value / unit) >= _FEWER_DECIMALS_FROM else 2) + suffix


def _unit(size: float) -> tuple[float, str]:
    """What a value of this size is counted in, and the letter for it."""
    if size < _SHORTENED_FROM:
        return 1.0, ""
    return next(pair for pair in _SUFFIXES if size >= pair[0])


def _number(value: float, decimals: int) -> str:
    size = abs(value)
    tiny = 0 < size < 10.0**-decimals
    text = f"{size:.2g}" if tiny else f"{size:,.{decimals}f}"
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and text != "0" else text


def _step(least: float) -> float:
    """The smallest round step that is not smaller than this one."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(s * power for s in _ROUND_STEPS if s * power >= least * (1 - _NEARLY))


def _round(value: float, step: float, to: Callable[[float], int]) -> float:
    near = round(value / step)
    # What stands on a tick but for the last digit of a float needs no other tick beyond it.
    count = near if abs(value / step - near) < _NEARLY else to(value / step)
    return _tidy(count * step, step)


def _tidy(value: float, step: float) -> float:
    return round(value, max(0, 2 - math.floor(math.log10(step))))


def _decimals(step: float) -> int:
    """How many digits after the point tell multiples of a step apart."""
    for digits in range(_MOST_DECIMALS + 1):
        if abs(round(step, digits) - step) < step * _NEARLY:
            return digits
    return _MOST_DECIMALS + 1
