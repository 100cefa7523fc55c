"""Whether a KPI moved between two periods, as far as its readings show."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median, variance

from domain.kpis import Direction
from domain.t_distribution import t_quantile

# From so many readings on each side on, their means are compared.
MIN_READINGS = 3

# So many earlier readings show how far a KPI usually goes from one to the next.
MIN_EARLIER = 6

MAX_EARLIER = 24

# A step is beyond the usual one from so many times that on. Of a KPI that only wobbles, that is
# one step in 16 where 24 readings say what is usual, and one in 9 where six do (measured).
USUAL_STEPS = 3

TWO_SIDED_95 = 0.975

MAX_CHANCE = 0.05


class Movement(StrEnum):
    """Whether the values of a KPI rose or fell."""

    RISING = "rising"
    FALLING = "falling"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_FEW = "too few readings"
    NO_COMPARISON = "no comparison"


@dataclass(frozen=True)
class ReadingSamples:
    """A KPI's values by day, in this period and in the one before.

    `earlier` are the last values before this period, at most MAX_EARLIER.
    """

    now: tuple[float, ...] = ()
    previous: tuple[float, ...] = ()
    earlier: tuple[float, ...] = ()


@dataclass(frozen=True)
class KpiMovement:
    """How a KPI moved; `n` and `previous_n` are how many readings there are.

    `delta` is the difference of the means and `interval` its 95% Welch interval, or, with too few
    readings for means, the step from the last reading before to the last one, and no interval.
    """

    verdict: Movement
    delta: float | None
    interval: tuple[float, float] | None
    n: int
    previous_n: int

    def describe(self, direction: Direction) -> str:
        """Return `better`, `worse`, `unchanged`, or why nothing can be said."""
        if self.verdict is Movement.TOO_FEW:
            if self.delta == 0:
                return "unchanged"
            if self.n == self.previous_n == 1:
                return "one reading each, no judgement"
            return f"too few readings to judge ({self.previous_n} and {self.n})"
        if self.verdict not in (Movement.RISING, Movement.FALLING):
            return self.verdict.value
        rose = self.verdict is Movement.RISING
        return "better" if rose == (direction is Direction.HIGHER) else "worse"


def samples_of_last(now: float | None, previous: float | None) -> ReadingSamples:
    """Return the last reading of each period as its only one."""
    return ReadingSamples(() if now is None else (now,), () if previous is None else (previous,))


def judge_movement(samples: ReadingSamples) -> KpiMovement:
    """Return whether a KPI rose or fell from the period before to this one.

    With MIN_READINGS on both sides, where the Welch interval of the difference of means excludes
    zero. With fewer, only where the last step is beyond the usual one (`is_unusual_step`).
    """
    now, previous = samples.now, samples.previous
    counts = len(now), len(previous)
    if not now or not previous:
        return KpiMovement(Movement.NO_COMPARISON, None, None, *counts)
    if min(counts) >= MIN_READINGS:
        delta = fmean(now) - fmean(previous)
        interval, is_clear = _compare_means(delta, previous, now)
        return KpiMovement(_verdict(delta, is_clear=is_clear), delta, interval, *counts)
    step = now[-1] - previous[-1]
    if len(samples.earlier) < MIN_EARLIER:
        return KpiMovement(Movement.TOO_FEW, step, None, *counts)
    is_clear = is_unusual_step(step, samples.earlier)
    return KpiMovement(_verdict(step, is_clear=is_clear), step, None, *counts)


def is_unusual_step(step: float, earlier: Sequence[float]) -> bool:
    """Whether a step is more than USUAL_STEPS times the median absolute step between readings.

    Where most neighbours are equal, more than that many times the largest step; after equal ones
    only, any step is unusual.
    """
    steps = [abs(after - before) for before, after in pairwise(earlier)]
    return abs(step) > USUAL_STEPS * (median(steps) or max(steps))


def _verdict(delta: float, *, is_clear: bool) -> Movement:
    if not is_clear or delta == 0:
        return Movement.NO_CLEAR_CHANGE
    return Movement.RISING if delta > 0 else Movement.FALLING


def _compare_means(
    delta: float, before: Sequence[float], after: Sequence[float]
) -> tuple[tuple[float, float] | None, bool]:
    """Return Welch's interval with Satterthwaite's df (Welch 1947), and whether it excludes 0.

    Where all values of each side are equal there is no spread, and no interval: then by the p of
    Fisher's exact permutation test.
    """
    first, second = variance(before) / len(before), variance(after) / len(after)
    error = first + second
    if error == 0:
        chance = 2 / math.comb(len(before) + len(after), len(before))
        return None, delta != 0 and chance <= MAX_CHANCE
    shares = (first / error) ** 2 / (len(before) - 1) + (second / error) ** 2 / (len(after) - 1)
    half = t_quantile(TWO_SIDED_95, 1 / shares) * math.sqrt(error)
    return (delta - half, delta + half), abs(delta) > half
