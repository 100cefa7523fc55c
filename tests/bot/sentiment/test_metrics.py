"""Tests of how well scores agree with labels."""

import math

import pytest

from benchmarks.metrics import Metrics, compute_metrics, table_header, table_row


def test_metrics_of_a_small_set() -> None:
    metrics = compute_metrics([-0.5, -0.2, 0.0, 0.4], ["neg", "neu", "neu", "pos"])
    assert metrics.accuracy == 0.75
    assert (metrics.recall, metrics.precision, metrics.zero) == (1.0, 0.5, 0.25)
    assert metrics.neutral_recall == 0.5
    assert metrics.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


def test_a_label_missing_from_a_set_is_not_counted() -> None:
    metrics = compute_metrics([0.0, 0.4], ["pos", "pos"])
    assert metrics.macro_f1 == pytest.approx(2 / 3)
    assert math.isnan(metrics.recall)


def test_mean_leaves_out_missing_values() -> None:
    first = Metrics(1.0, 0.5, math.nan, 0.25, 0.0, 0.5)
    second = Metrics(0.5, 0.5, 0.75, 0.75, 0.0, math.nan)
    assert Metrics.mean([first, second]) == Metrics(0.75, 0.5, 0.75, 0.5, 0.0, 0.5)


def test_a_table_has_the_same_number_of_cells_in_every_line() -> None:
    row = table_row("a", Metrics(1, 0, math.nan, 0, 0, 1), "x")
    lines = [*table_header("set", "more").splitlines(), row]
    assert len({line.count("|") for line in lines}) == 1
    assert "–" in lines[-1]
