"""Student's t distribution, as far as confidence intervals need it."""

import math
from functools import lru_cache

_TINY = 1e-300

_EPSILON = 1e-15

_MAX_TERMS = 500


# The stages of a review and the journeys of a Home have few different numbers of notes.
@lru_cache(maxsize=1024)
def t_quantile(probability: float, df: float) -> float:
    """Return the t with P(T ≤ t) = `probability`, for 0.5 ≤ probability < 1 and any real df > 0.

    Found by bisection on the distribution function; the relative error is below 1e-9.
    """
    if not 0.5 <= probability < 1 or df <= 0:
        msg = f"no t quantile for probability {probability}, df {df}"
        raise ValueError(msg)
    low, high = 0.0, 1.0
    while t_cdf(high, df) < probability:
        low, high = high, high * 2
    while high - low > 1e-12 * max(1.0, high):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if t_cdf(middle, df) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def t_cdf(t: float, df: float) -> float:
    """Return P(T ≤ t), t ≥ 0."""
    return 1 - 0.5 * two_sided_p(t, df)


def two_sided_p(t: float, df: float) -> float:
    """Return P(|T| ≥ t), t ≥ 0: I_x(df/2, 1/2), x = df/(df + t²) (DLMF 8.17, A&S 26.7.1)."""
    return _incomplete_beta(df / 2, 0.5, df / (df + t * t), t * t / (df + t * t))


def _incomplete_beta(a: float, b: float, x: float, y: float) -> float:
    """Return the regularised incomplete beta I_x(a, b); y = 1 − x is passed for its precision."""
    if x <= 0 or y <= 0:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(y)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(a, b, x) / a
    return 1 - front * _continued_fraction(b, a, y) / b


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of DLMF 8.17.22, by the modified Lentz method."""
    c = 1.0
    d = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _MAX_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            result *= d * c
        if abs(d * c - 1) < _EPSILON:
            break
    return result


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
