"""How well scores agree with labels."""

import math

import pytest

from benchmarks.measures import Measured, heading, measured, row_of


def test_the_figures_of_a_small_set() -> None:
    found = measured([-0.5, -0.2, 0.0, 0.4], ["neg", "neu", "neu", "pos"])
    assert found.accuracy == 0.75
    assert (found.recall, found.precision, found.zero) == (1.0, 0.5, 0.25)
    assert found.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


def test_a_label_a_set_does_not_have_counts_for_nothing() -> None:
    found = measured([0.0, 0.4], ["pos", "pos"])
    assert found.macro_f1 == pytest.approx(2 / 3)
    assert math.isnan(found.recall)


def test_the_mean_leaves_out_what_is_not_there() -> None:
    one = Measured(1.0, 0.5, math.nan, 0.25, 0.0)
    other = Measured(0.5, 0.5, 0.75, 0.75, 0.0)
    assert Measured.mean([one, other]) == Measured(0.75, 0.5, 0.75, 0.5, 0.0)


def test_a_table_has_as_many_cells_in_every_line() -> None:
    lines = [*heading("set", "more").splitlines(), row_of("a", Measured(1, 0, math.nan, 0, 0), "x")]
    assert len({line.count("|") for line in lines}) == 1
    assert "–" in lines[-1]
