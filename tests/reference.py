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


def mean_interval(values: Sequence[float]) -> Interval | None:
    """The 95 % t-interval of the mean, null under two values."""
    if len(values) < 2:
        return None
    half = t_975(len(values) - 1) * statistics.stdev(values) / math.sqrt(len(values))
    return statistics.fmean(values) - half, statistics.fmean(values) + half


def welch_interval(before: Sequence[float], after: Sequence[float]) -> Interval | None:
    """The 95 % interval of the difference of means by Welch and Satterthwaite."""
    if min(len(before), len(after)) < 2:
        return None
    delta = statistics.fmean(after) - statistics.fmean(before)
    shares = [statistics.variance(side) / len(side) for side in (before, after)]
    if not sum(shares):
        return delta, delta
    parts = (
        share**2 / (len(side) - 1) for share, side in zip(shares, (before, after), strict=True)
    )
    half = t_975(sum(shares) ** 2 / sum(parts)) * math.sqrt(sum(shares))
    return delta - half, delta + half


def verdict(before: Sequence[float], after: Sequence[float]) -> str:
    """Rising or falling only if both n ≥ 5 and the interval does not contain 0.

    See docs/ARCHITECTURE.md, “Figures of a review”.
    """
    if min(len(before), len(after)) < 5:
        return "too few notes"
    interval = welch_interval(before, after)
    if interval is None or interval[0] <= 0 <= interval[1]:
        return "no clear change"
    return "rising" if interval[0] > 0 else "falling"


def _simpson(end: float, df: float, steps: int = 2000) -> float:
    width = end / steps
    inner = (math.cos(i * width) ** (df - 1) * (4 if i % 2 else 2) for i in range(1, steps))
    last: float = math.cos(end) ** (df - 1)
    return width / 3 * (1 + math.fsum(inner) + last)
