"""Student's t distribution against a table and against its closed forms."""

import math

import pytest

from domain.t_distribution import t_cdf, t_quantile
from tests.domain.t_table import T_TABLE

PROBABILITIES = (0.55, 0.75, 0.9, 0.975, 0.995, 0.9999)


@pytest.mark.parametrize(("probability", "df"), T_TABLE)
def test_quantile_is_right_to_nine_digits(probability: float, df: float) -> None:
    assert t_quantile(probability, df) == pytest.approx(T_TABLE[probability, df], rel=1e-9, abs=0)


@pytest.mark.parametrize("probability", PROBABILITIES)
def test_one_degree_of_freedom_is_the_cauchy_distribution(probability: float) -> None:
    expected = math.tan(math.pi * (probability - 0.5))
    assert t_quantile(probability, 1) == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize("probability", PROBABILITIES)
def test_two_degrees_of_freedom_have_a_closed_form(probability: float) -> None:
    u = 2 * probability - 1
    expected = u * math.sqrt(2 / (1 - u * u))
    assert t_quantile(probability, 2) == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize("t", [0.01, 0.5, 1, 3, 40])
def test_distribution_function_of_two_degrees_has_a_closed_form(t: float) -> None:
    assert t_cdf(t, 2) == pytest.approx(0.5 + t / (2 * math.sqrt(2 + t * t)), rel=1e-12)


@pytest.mark.parametrize("df", [0.7, 1, 2.5, 40, 1e6])
def test_half_is_below_zero(df: float) -> None:
    assert t_cdf(0, df) == 0.5
    assert t_quantile(0.5, df) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("probability", "df"), [(0.49, 5), (1, 5), (1.2, 5), (math.nan, 5), (0.975, 0), (0.975, -1)]
)
def test_invalid_arguments_raise(probability: float, df: float) -> None:
    with pytest.raises(ValueError, match="no t quantile"):
        t_quantile(probability, df)
