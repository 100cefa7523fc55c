"""Moods of stages from sums, and whether they changed, given enough notes."""

import math
from dataclasses import dataclass
from enum import StrEnum

from domain.sentiment import MOOD_SCALE
from domain.t_distribution import t_quantile

MIN_NOTES = 5

TWO_SIDED_95 = 0.975


class Verdict(StrEnum):
    """Whether a mood changed, as far as the evidence shows."""

    RISING = "rising"
    FALLING = "falling"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_FEW = "too few notes"


@dataclass(frozen=True)
class MoodSums:
    """Sums over notes; moods are in ten-thousandths, so that every sum is exact.

    `unsupported` notes are in a language without mood scores, and in none of the other sums.
    """

    n: int = 0
    total: int = 0
    squares: int = 0
    negative: int = 0
    positive: int = 0
    unsupported: int = 0

    def __add__(self, other: "MoodSums") -> "MoodSums":
        """Return the sums over the notes of both."""
        return MoodSums(
            self.n + other.n,
            self.total + other.total,
            self.squares + other.squares,
            self.negative + other.negative,
            self.positive + other.positive,
            self.unsupported + other.unsupported,
        )

    @property
    def note_count(self) -> int:
        """Return the number of notes, with or without a mood."""
        return self.n + self.unsupported

    @property
    def neutral(self) -> int:
        """Return the number of notes that are neither negative nor positive."""
        return self.n - self.negative - self.positive

    @property
    def mean(self) -> float | None:
        """Return the mean mood, or None without notes."""
        return self.total / self.n / MOOD_SCALE if self.n else None

    @property
    def variance(self) -> float | None:
        """Return the sample variance (n − 1), or None under two notes."""
        if self.n < 2:
            return None
        spread = self.n * self.squares - self.total * self.total
        return spread / (self.n * (self.n - 1)) / MOOD_SCALE**2

    @property
    def sd(self) -> float | None:
        """Return the sample standard deviation, or None under two notes."""
        return None if self.variance is None else math.sqrt(self.variance)

    def share(self, count: int) -> float:
        """Return a count as a fraction of n, 0 without notes."""
        return count / self.n if self.n else 0.0

    def interval(self) -> tuple[float, float] | None:
        """Return the 95% t-interval of the mean (df = n − 1), or None under two notes."""
        mean, sd = self.mean, self.sd
        if mean is None or sd is None:
            return None
        half = t_quantile(TWO_SIDED_95, self.n - 1) * sd / math.sqrt(self.n)
        return mean - half, mean + half


@dataclass(frozen=True)
class MoodChange:
    """The difference of two means with its 95% Welch interval, and the verdict."""

    delta: float | None
    interval: tuple[float, float] | None
    verdict: Verdict


def compare_moods(before: MoodSums, after: MoodSums) -> MoodChange:
    """Return how `after` differs from `before`.

    Rising or falling only if the Welch interval excludes 0 and both have MIN_NOTES notes.
    """
    if before.mean is None or after.mean is None:
        return MoodChange(None, None, Verdict.TOO_FEW)
    delta = after.mean - before.mean
    interval = _welch_interval(delta, before, after)
    if min(before.n, after.n) < MIN_NOTES:
        return MoodChange(delta, interval, Verdict.TOO_FEW)
    return MoodChange(delta, interval, _verdict(interval))


def _verdict(interval: tuple[float, float] | None) -> Verdict:
    if interval and interval[0] > 0:
        return Verdict.RISING
    if interval and interval[1] < 0:
        return Verdict.FALLING
    return Verdict.NO_CLEAR_CHANGE


def _welch_interval(delta: float, one: MoodSums, two: MoodSums) -> tuple[float, float] | None:
    """Return Welch's interval with Satterthwaite's degrees of freedom (Welch 1947)."""
    if one.variance is None or two.variance is None:
        return None
    first, second = one.variance / one.n, two.variance / two.n
    error = first + second
    if error == 0:
        return delta, delta
    df = error**2 / (first**2 / (one.n - 1) + second**2 / (two.n - 1))
    half = t_quantile(TWO_SIDED_95, df) * math.sqrt(error)
    return delta - half, delta + half
