"""How often a KPI that did not change is said to have moved.

`python -m benchmarks.kpi_movements` prints the shares that docs/statistics.md cites.
"""

import random
import sys
from collections.abc import Callable
from functools import partial
from itertools import accumulate

from domain.kpi_movement import Movement, ReadingSamples, judge_movement

PERIODS = 4_000

MOVED = (Movement.RISING, Movement.FALLING)


def share_moved(draw: Callable[[], ReadingSamples]) -> float:
    """Return the share of simulated periods in which the KPI is said to have moved."""
    return sum(judge_movement(draw()).verdict in MOVED for _ in range(PERIODS)) / PERIODS


def one_reading_each(values: list[float]) -> ReadingSamples:
    """Return the samples of a KPI that is read once a period."""
    return ReadingSamples((values[-1],), (values[-2],), tuple(values[:-1]))


class Draws:
    """Values of a KPI that only wobbles, always the same ones."""

    def __init__(self) -> None:
        self._chance = random.Random(7)  # noqa: S311 - a simulation

    def noise(self, count: int) -> list[float]:
        """Return so many values around a mean that stays."""
        return [self._chance.gauss(0, 1) for _ in range(count)]

    def walk(self, count: int) -> list[float]:
        """Return so many values, each a step from the one before."""
        return list(accumulate(self.noise(count)))

    def two_periods(self, before: int, now: int) -> ReadingSamples:
        """Return two periods of noise."""
        return ReadingSamples(tuple(self.noise(now)), tuple(self.noise(before)))


def main() -> None:
    """Print the shares by how many readings there are."""
    draws, write = Draws(), sys.stdout.write
    write("one reading a period; earlier readings: steady noise, a random walk\n")
    for count in (6, 8, 12, 24):
        noise, walk = (
            share_moved(partial(_one_each, draw, count)) for draw in (draws.noise, draws.walk)
        )
        write(f"{count:>3}: {noise:.1%}, {walk:.1%}\n")
    write("several readings a period; before and now: steady noise\n")
    for before, now in ((3, 3), (3, 12), (6, 6), (12, 12)):
        share = share_moved(partial(draws.two_periods, before, now))
        write(f"{before:>3} → {now}: {share:.1%}\n")


def _one_each(draw: Callable[[int], list[float]], earlier: int) -> ReadingSamples:
    return one_reading_each(draw(earlier + 1))


if __name__ == "__main__":
    main()
