"""Moods of stages from sums, and whether they changed, given enough notes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.sentiment import MOOD_SCALE, PAIN_POINT_OFFSET
from domain.t_distribution import t_quantile, two_sided_p

MIN_NOTES = 5

TWO_SIDED_95 = 0.975

# Of the stages of a review that are called rising or falling, so many may be by chance alone.
FALSE_DISCOVERY_RATE = 0.05

# A share of pain points that moved by so much is said beside a change.
MIX_SHIFT = 0.2

# Half of what moods are rounded to: less is no change.
SMALLEST_CHANGE = 0.5 / MOOD_SCALE

# Where a mean mood, and the difference of two, can lie.
MOOD_RANGE, CHANGE_RANGE = 1.0, 2.0

# Where a net mood can lie.
NET_RANGE = 100.0


class Verdict(StrEnum):
    """Whether a mood changed, as far as the evidence shows."""

    RISING = "rising"
    FALLING = "falling"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_FEW = "too few notes"


@dataclass(frozen=True)
class MoodSums:
    """Sums over notes; moods are in ten-thousandths, so that every sum is exact.

    `unsupported` notes are in a language without mood scores, and `ideas` are opportunities without
    a declared feeling: they are in none of the other sums. Of the n notes, `pain_points` are pain
    points; `filed` are those whose mood includes the offset for being filed as one.
    """

    n: int = 0
    total: int = 0
    squares: int = 0
    negative: int = 0
    positive: int = 0
    unsupported: int = 0
    ideas: int = 0
    pain_points: int = 0
    filed: int = 0

    def __add__(self, other: "MoodSums") -> "MoodSums":
        """Return the sums over the notes of both."""
        return MoodSums(
            self.n + other.n,
            self.total + other.total,
            self.squares + other.squares,
            self.negative + other.negative,
            self.positive + other.positive,
            self.unsupported + other.unsupported,
            self.ideas + other.ideas,
            self.pain_points + other.pain_points,
            self.filed + other.filed,
        )

    @property
    def note_count(self) -> int:
        """Return the number of notes, with or without a mood."""
        return self.n + self.unsupported + self.ideas

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

    @property
    def net(self) -> float | None:
        """Return happy less unhappy notes in points of a hundred, −100…100; None without notes."""
        return 100 * (self.positive - self.negative) / self.n if self.n else None

    @property
    def pain_share(self) -> float:
        """Return the pain points as a fraction of n, 0 without notes."""
        return self.share(self.pain_points)

    def share(self, count: int) -> float:
        """Return a count as a fraction of n, 0 without notes."""
        return count / self.n if self.n else 0.0

    def interval(self) -> tuple[float, float] | None:
        """Return the 95% t-interval of the mean (df = n − 1), cut to the scale of moods.

        None under MIN_NOTES notes, and where all moods are the same: their spread is unknown.
        """
        return _t_interval(self.mean, self.sd, self.n, MOOD_RANGE)

    def net_interval(self) -> tuple[float, float] | None:
        """Return the 95% t-interval of the net mood, each note counting −100, 0 or 100.

        None where `interval` is, and where all notes have the same label.
        """
        if self.n < MIN_NOTES:
            return None
        difference = self.positive - self.negative
        spread = self.n * (self.positive + self.negative) - difference * difference
        sd = 100 * math.sqrt(spread / (self.n * (self.n - 1)))
        return _t_interval(self.net, sd, self.n, NET_RANGE)


@dataclass(frozen=True)
class MoodChange:
    """The difference of two means with its 95% Welch interval, and the verdict.

    `p_value` is how probable a difference as large is without a change, two-sided; None where one
    side has too few notes. `mix_moved`: a much greater or smaller share of the notes than before
    are pain points.
    """

    delta: float | None
    interval: tuple[float, float] | None
    verdict: Verdict
    p_value: float | None = None
    mix_moved: bool = False


def compare_moods(before: MoodSums, after: MoodSums) -> MoodChange:
    """Return how `after` differs from `before`, judged by itself: where p ≤ 5%.

    Changes that are shown together are judged together, by `judge_changes`.
    """
    if before.mean is None or after.mean is None:
        return MoodChange(None, None, Verdict.TOO_FEW)
    delta = after.mean - before.mean
    if min(before.n, after.n) < MIN_NOTES:
        return MoodChange(delta, None, Verdict.TOO_FEW)
    interval, p_value = _welch_test(delta, before, after)
    is_clear = p_value <= FALSE_DISCOVERY_RATE
    mix_moved = abs(after.pain_share - before.pain_share) >= MIX_SHIFT
    return MoodChange(delta, interval, _verdict(delta, is_clear=is_clear), p_value, mix_moved)


def judge_changes(changes: Sequence[MoodChange]) -> tuple[MoodChange, ...]:
    """Judge the changes of several stages together, so that at most 5% of those named are chance.

    Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", 1995. Changes with too few
    notes are not among them.
    """
    p_values = sorted(change.p_value for change in changes if change.p_value is not None)
    count = len(p_values)
    limit = max(
        (p for rank, p in enumerate(p_values, 1) if p <= FALSE_DISCOVERY_RATE * rank / count),
        default=-1.0,
    )
    return tuple(
        change
        if change.p_value is None or change.delta is None
        else replace(change, verdict=_verdict(change.delta, is_clear=change.p_value <= limit))
        for change in changes
    )


def _unexplained(delta: float, before: MoodSums, after: MoodSums) -> float:
    """Return the part of a change that the number of notes filed as pain points does not explain.

    Never more than the change, and 0 where filing explains more than all of it.
    """
    filing = PAIN_POINT_OFFSET * (after.filed / after.n - before.filed / before.n)
    rest = delta - filing
    if rest * delta <= 0 or abs(rest) < SMALLEST_CHANGE:
        return 0.0
    return min(rest, delta, key=abs)


def _verdict(delta: float, *, is_clear: bool) -> Verdict:
    if not is_clear:
        return Verdict.NO_CLEAR_CHANGE
    return Verdict.RISING if delta > 0 else Verdict.FALLING


def _welch_test(
    delta: float, one: MoodSums, two: MoodSums
) -> tuple[tuple[float, float] | None, float]:
    """Return Welch's interval with Satterthwaite's df (Welch 1947), cut to the scale, and p.

    p is that of the part of the change which filing does not explain.

    p is the greatest of Welch's, Student's and that of a permutation test, approximated by the
    normal distribution (E. J. G. Pitman, 1937: r has variance 1 / (N − 1) over all permutations).
    Welch's alone is far too small where five notes happen to be alike and the other period has many
    (`benchmarks/false_arrows.py`); Student's takes the spread of both periods together; the third
    holds in the tails too, where moods pile up on a few values. Where both have one mood each there
    is no spread at all: no interval, and the p of Fisher's exact permutation test.
    """
    assert one.variance is not None  # noqa: S101 - MIN_NOTES is more than one note
    assert two.variance is not None  # noqa: S101
    first, second = one.variance / one.n, two.variance / two.n
    error, tested = first + second, abs(_unexplained(delta, one, two))
    if error == 0:
        return None, 2 / math.comb(one.n + two.n, one.n) if tested else 1.0
    df = error**2 / (first**2 / (one.n - 1) + second**2 / (two.n - 1))
    half = t_quantile(TWO_SIDED_95, df) * math.sqrt(error)
    both = one.n + two.n
    pooled = ((one.n - 1) * one.variance + (two.n - 1) * two.variance) / (both - 2)
    pooled_error = pooled * (1 / one.n + 1 / two.n)
    t = tested / math.sqrt(pooled_error)
    r = t / math.sqrt(t * t + both - 2)
    p_value = max(
        two_sided_p(tested / math.sqrt(error), df),
        two_sided_p(t, both - 2),
        math.erfc(r * math.sqrt((both - 1) / 2)),
    )
    return _cut(delta - half, delta + half, CHANGE_RANGE), p_value


def _t_interval(
    mean: float | None, sd: float | None, n: int, limit: float
) -> tuple[float, float] | None:
    if mean is None or not sd or n < MIN_NOTES:
        return None
    half = t_quantile(TWO_SIDED_95, n - 1) * sd / math.sqrt(n)
    return _cut(mean - half, mean + half, limit)


def _cut(low: float, high: float, limit: float) -> tuple[float, float]:
    return max(low, -limit), min(high, limit)
