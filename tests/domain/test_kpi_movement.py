"""Whether a KPI moved, as far as its readings show."""

import math
from statistics import fmean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpi_movement import (
    KpiMovement,
    Movement,
    ReadingSamples,
    is_unusual_step,
    judge_movement,
)
from domain.kpis import Direction
from domain.t_distribution import t_quantile

STEADY = (50.0, 51.0, 50.0, 49.0, 50.0, 51.0)


def judge(
    previous: tuple[float, ...], now: tuple[float, ...], earlier: tuple[float, ...] = ()
) -> KpiMovement:
    """The movement from one period's readings to the next one's."""
    return judge_movement(ReadingSamples(now, previous, earlier))


@pytest.mark.parametrize(
    ("previous", "now", "verdict"),
    [
        ((50, 51, 49), (60, 61, 59), Movement.RISING),
        ((60, 61, 59), (50, 51, 49), Movement.FALLING),
        ((50, 60, 40), (52, 61, 44), Movement.NO_CLEAR_CHANGE),
        ((50, 50, 50, 50), (60, 60, 60, 60), Movement.RISING),
        ((50, 50, 50), (60, 60, 60), Movement.NO_CLEAR_CHANGE),
        ((50, 50, 50), (50, 50, 50), Movement.NO_CLEAR_CHANGE),
        ((50,), (60,), Movement.TOO_FEW),
        ((50, 51), (60, 61, 62, 63), Movement.TOO_FEW),
        ((), (60, 61, 62), Movement.NO_COMPARISON),
        ((60,), (), Movement.NO_COMPARISON),
    ],
)
def test_a_kpi_moved_only_where_its_readings_show_it(
    previous: tuple[float, ...], now: tuple[float, ...], verdict: Movement
) -> None:
    found = judge(previous, now)
    assert (found.verdict, found.n, found.previous_n) == (verdict, len(now), len(previous))


@pytest.mark.parametrize(
    ("now", "earlier", "verdict"),
    [
        (53.9, STEADY, Movement.NO_CLEAR_CHANGE),
        (54.1, STEADY, Movement.RISING),
        (47.9, STEADY, Movement.FALLING),
        (60, STEADY[1:], Movement.TOO_FEW),
        (51.1, (51.0,) * 6, Movement.RISING),
    ],
)
def test_one_reading_moved_where_its_step_is_beyond_the_usual(
    now: float, earlier: tuple[float, ...], verdict: Movement
) -> None:
    assert judge((51.0,), (now,), earlier).verdict is verdict


def test_where_most_neighbours_are_equal_the_largest_step_is_usual() -> None:
    earlier = (50, 50, 50, 50, 55, 55)
    assert not is_unusual_step(14, earlier)
    assert is_unusual_step(16, earlier)


few = st.lists(st.floats(-1000, 1000).map(lambda x: round(x, 2)), min_size=3, max_size=9)


@given(few, few)
def test_the_interval_is_welchs_and_decides(before: list[float], after: list[float]) -> None:
    found = judge(tuple(before), tuple(after))
    delta = fmean(after) - fmean(before)
    assert found.delta == pytest.approx(delta, abs=1e-9)
    one, two = variance(before) / len(before), variance(after) / len(after)
    if one + two == 0:
        assert found.interval is None
        return
    df = (one + two) ** 2 / (one**2 / (len(before) - 1) + two**2 / (len(after) - 1))
    half = t_quantile(0.975, df) * math.sqrt(one + two)
    assert found.interval == pytest.approx((delta - half, delta + half), rel=1e-6, abs=1e-9)
    assert found.interval is not None
    excludes_zero = not found.interval[0] <= 0 <= found.interval[1]
    assert (found.verdict is not Movement.NO_CLEAR_CHANGE) == excludes_zero


@pytest.mark.parametrize(
    ("movement", "direction", "words"),
    [
        (judge((50, 51, 49), (60, 61, 59)), Direction.HIGHER, "better"),
        (judge((50, 51, 49), (60, 61, 59)), Direction.LOWER, "worse"),
        (judge((50,), (60,)), Direction.HIGHER, "one reading each, no judgement"),
        (judge((50, 51), (60,)), Direction.HIGHER, "too few readings to judge (2 and 1)"),
        (judge((50,), (50,)), Direction.HIGHER, "unchanged"),
        (judge((), (50,)), Direction.HIGHER, "no comparison"),
        (judge((50, 60, 40), (52, 61, 44)), Direction.HIGHER, "no clear change"),
    ],
)
def test_a_movement_is_said_in_words(
    movement: KpiMovement, direction: Direction, words: str
) -> None:
    assert movement.describe(direction) == words
