"""Statistics computed the slow and plain way, to compare Waymark's own with."""

import math
import statistics
from collections.abc import Sequence

Interval = tuple[float, float]


def t_975(df: float) -> float:
    """The t that 2.5 % of Student's distribution lie above.

    With t = √df·tan θ the density becomes cos^(df − 1) θ, which Simpson's rule integrates and
    Newton's method inverts.
    """
    whole = math.exp(math.lgamma(df / 2) - math.lgamma((df + 1) / 2)) * math.sqrt(math.pi) / 2
    theta = math.atan(2 / math.sqrt(df))
    for _ in range(50):
        step = (_simpson(theta, df) / whole - 0.95) * whole / math.cos(theta) ** (df - 1)
        theta -= step
        if abs(step) < 1e-14:
            break
    return math.sqrt(df) * math.tan(theta)


def p_value(t: float, df: float) -> float:
    """How much of Student's distribution lies beyond −t and t."""
    whole = math.exp(math.lgamma(df / 2) - math.lgamma((df + 1) / 2)) * math.sqrt(math.pi) / 2
    return 1 - _simpson(math.atan(t / math.sqrt(df)), df) / whole


def mean_interval(values: Sequence[float]) -> Interval | None:
    """The 95 % t-interval of the mean on −1…1; None under five values or where all are the same."""
    if len(values) < 5 or not statistics.pstdev(values):
        return None
    half = t_975(len(values) - 1) * statistics.stdev(values) / math.sqrt(len(values))
    mean = statistics.fmean(values)
    return max(-1.0, mean - half), min(1.0, mean + half)


def welch_interval(before: Sequence[float], after: Sequence[float]) -> Interval | None:
    """The 95 % interval of the difference of means on −2…2 by Welch and Satterthwaite."""
    if min(len(before), len(after)) < 5:
        return None
    error, df = _welch(before, after)
    if not error:
        return None
    delta = statistics.fmean(after) - statistics.fmean(before)
    half = t_975(df) * error
    return max(-2.0, delta - half), min(2.0, delta + half)


def verdict(before: Sequence[float], after: Sequence[float]) -> str:
    """The verdict on one change alone."""
    return verdicts([(before, after)])[0]


def verdicts(pairs: Sequence[tuple[Sequence[float], Sequence[float]]]) -> list[str]:
    """The verdicts on changes that are shown together.

    Rising or falling only if both n ≥ 5 and p is among those that Benjamini and Hochberg's
    procedure keeps at 5%. See docs/ARCHITECTURE.md, “Figures of a review”.
    """
    found = [_p_of(*pair) if min(map(len, pair)) >= 5 else None for pair in pairs]
    known = sorted(p for p in found if p is not None)
    passing = [p for rank, p in enumerate(known, 1) if p <= 0.05 * rank / len(known)]
    words = []
    for (before, after), p in zip(pairs, found, strict=True):
        if p is None:
            words.append("too few notes")
        elif not passing or p > passing[-1]:
            words.append("no clear change")
        else:
            rose = statistics.fmean(after) > statistics.fmean(before)
            words.append("rising" if rose else "falling")
    return words


def _p_of(before: Sequence[float], after: Sequence[float]) -> float:
    delta = abs(statistics.fmean(after) - statistics.fmean(before))
    error, df = _welch(before, after)
    if not error:
        return 2 / math.comb(len(before) + len(after), len(before)) if delta else 1.0
    pooled = statistics.variance(
        [one - statistics.fmean(before) for one in before]
        + [one - statistics.fmean(after) for one in after]
    )
    both = len(before) + len(after)
    spread = math.sqrt(pooled * (both - 1) / (both - 2) * (1 / len(before) + 1 / len(after)))
    # The correlation of mood and period; over all permutations its variance is 1 / (N - 1).
    r = statistics.correlation([*before, *after], [0.0] * len(before) + [1.0] * len(after))
    permuted = math.erfc(abs(r) * math.sqrt((both - 1) / 2))
    # Welch's, Student's and that: the greatest.
    return max(p_value(delta / error, df), p_value(delta / spread, both - 2), permuted)


def _welch(before: Sequence[float], after: Sequence[float]) -> tuple[float, float]:
    """The standard error of the difference, and the degrees of freedom."""
    shares = [statistics.variance(side) / len(side) for side in (before, after)]
    parts = sum(
        share**2 / (len(side) - 1) for share, side in zip(shares, (before, after), strict=True)
    )
    return math.sqrt(sum(shares)), sum(shares) ** 2 / parts if parts else 1.0


def _simpson(end: float, df: float, steps: int = 2000) -> float:
    width = end / steps
    inner = (math.cos(i * width) ** (df - 1) * (4 if i % 2 else 2) for i in range(1, steps))
    last: float = math.cos(end) ** (df - 1)
    return width / 3 * (1 + math.fsum(inner) + last)
