"""The linear model, with one of a few weights and with the one that is shipped."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sentiment import model
from bot.sentiment.lexicon import DATA
from bot.sentiment.model import Model, Vote

SMALL = Model(
    {
        "unit": 0.5,
        "borders": (0.2, 0.4),
        "features": "w bad\t4\t0\nw good\t0\t4\nw not good\t4\t0\np friction\t2\t0",
        "parts": "<un\t2\t0\nhap\t0\t1",
    }
)


def votes(*names: str) -> list[Vote]:
    return SMALL.votes((name, 1.0, 0, 1) for name in names)


def test_each_feature_has_its_weight() -> None:
    (vote,) = SMALL.votes([("w bad", 0.25, 3, 6)])
    assert vote == Vote(0.5, 0.0, 3, 6)
    assert vote.mood == -0.5


def test_what_it_has_no_opinion_on_has_no_vote() -> None:
    assert votes("w table", "b the table", "q the") == []


def test_a_word_never_met_is_read_by_its_parts() -> None:
    assert [vote[:2] for vote in votes("w unhappily")] == [(1.0, 0.5)]


def test_the_borders_lie_where_the_labels_change() -> None:
    # Of two log-odds with the third at 0, positive less negative is sinh(x)/(cosh(x) + 1/2).
    x = math.log((0.5 * 0.2 + math.sqrt(0.25 * 0.04 + 1 - 0.04)) / (1 - 0.2))
    at_border = [Vote(x, -x, 0, 1)]
    assert SMALL.value(at_border) == pytest.approx(-0.05)


def test_nothing_is_zero() -> None:
    assert SMALL.value([]) == 0.0


@given(st.floats(-2_000, 2_000), st.floats(-2_000, 2_000))
def test_a_value_is_between_minus_one_and_one_on_the_stronger_side(
    negative: float, positive: float
) -> None:
    value = SMALL.value([Vote(negative, positive, 0, 1)])
    assert -1 <= value <= 1
    assert value * (positive - negative) >= 0


@given(st.floats(-20, 20), st.floats(0.01, 10))
def test_more_of_what_is_positive_is_never_less(negative: float, more: float) -> None:
    less = SMALL.value([Vote(negative, 1.0, 0, 1)])
    assert SMALL.value([Vote(negative, 1.0 + more, 0, 1)]) >= less


def test_the_shipped_weights_are_small_and_know_negation() -> None:
    assert (DATA / "model.json.gz").stat().st_size < 1_500_000
    good, turned = (
        model.shipped().votes([(name, 1.0, 0, 1)])[0].mood
        for name in ("w helpful", "w not helpful")
    )
    assert good > 0 > turned


def test_the_digest_is_that_of_every_data_file() -> None:
    assert len(model.digest()) == 8
    assert int(model.digest(), 16)
