"""Tests of the linear model, with a few weights and with the trained ones, and of reasons."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sentiment import model
from bot.sentiment.lexicon import DATA_DIR
from bot.sentiment.model import MAX_REASONS, Contribution, Model, explain

SMALL = Model(
    {
        "unit": 0.5,
        "borders": (0.2, 0.4),
        "features": "w bad\t4\t0\nw good\t0\t4\nw not good\t4\t0\np friction\t2\t0",
        "parts": "<un\t2\t0\nhap\t0\t1",
    }
)


def contributions(*names: str) -> list[Contribution]:
    return SMALL.contributions((name, 1.0, 0, 1) for name in names)


def test_each_feature_has_its_weight() -> None:
    (contribution,) = SMALL.contributions([("w bad", 0.25, 3, 6)])
    assert contribution == Contribution(0.5, 0.0, 3, 6)
    assert contribution.mood == -0.5


def test_features_without_weight_are_left_out() -> None:
    assert contributions("w table", "b the table", "q the") == []


def test_an_unknown_word_is_scored_by_its_ngrams() -> None:
    assert [item[:2] for item in contributions("w unhappily")] == [(1.0, 0.5)]


def test_thresholds_of_the_model_map_to_those_of_the_labels() -> None:
    # Of two log-odds with the third at 0, positive less negative is sinh(x)/(cosh(x) + 1/2).
    x = math.log((0.5 * 0.2 + math.sqrt(0.25 * 0.04 + 1 - 0.04)) / (1 - 0.2))
    at_threshold = [Contribution(x, -x, 0, 1)]
    assert SMALL.polarity(at_threshold) == pytest.approx(-0.05)


def test_no_contributions_give_zero() -> None:
    assert SMALL.polarity([]) == 0.0


@given(st.floats(-2_000, 2_000), st.floats(-2_000, 2_000))
def test_polarity_is_within_one_and_on_the_stronger_side(negative: float, positive: float) -> None:
    polarity = SMALL.polarity([Contribution(negative, positive, 0, 1)])
    assert -1 <= polarity <= 1
    assert polarity * (positive - negative) >= 0


@given(st.floats(-20, 20), st.floats(0.01, 10))
def test_more_positive_evidence_never_lowers_the_polarity(negative: float, more: float) -> None:
    less = SMALL.polarity([Contribution(negative, 1.0, 0, 1)])
    assert SMALL.polarity([Contribution(negative, 1.0 + more, 0, 1)]) >= less


def test_the_trained_weights_are_small_and_include_negation() -> None:
    assert (DATA_DIR / "model.json.gz").stat().st_size < 1_500_000
    good, negated = (
        model.load_model().contributions([(name, 1.0, 0, 1)])[0].mood
        for name in ("w helpful", "w not helpful")
    )
    assert good > 0 > negated


def test_the_digest_has_eight_hexadecimal_digits() -> None:
    assert len(model.data_digest()) == 8
    assert int(model.data_digest(), 16)


TEXT = "the lift keeps stopping at every floor"


def contribution(words: str, mood: float, *, is_phrase: bool = False) -> Contribution:
    start = TEXT.index(words)
    return Contribution(-mood, 0.0, start, start + len(words), is_phrase)


def test_every_word_gets_its_share_of_the_polarity() -> None:
    evidence = [contribution("lift", -1.0), contribution("floor", -3.0)]
    assert explain(TEXT, evidence, -0.8) == (("floor", -0.6), ("lift", -0.2))


def test_a_phrase_includes_its_words() -> None:
    evidence = [
        contribution("keeps", -1.0),
        contribution("stopping", -2.0),
        contribution("keeps stopping", -1.0, is_phrase=True),
    ]
    assert explain(TEXT, evidence, -0.5) == (("keeps stopping", -0.5),)


def test_a_weak_pair_is_divided_among_its_words() -> None:
    evidence = [
        contribution("every", -2.0),
        contribution("floor", -2.0),
        contribution("every floor", -0.5),
    ]
    assert dict(explain(TEXT, evidence, -0.9)) == {"every": -0.45, "floor": -0.45}


def test_a_strong_pair_is_shown_as_a_pair() -> None:
    evidence = [
        contribution("every", 0.2),
        contribution("floor", -0.2),
        contribution("every floor", -4.0),
    ]
    assert explain(TEXT, evidence, -0.5) == (("every floor", -0.5),)


def test_reasons_against_the_polarity_are_shown_too() -> None:
    evidence = [contribution("lift", 1.0), contribution("floor", -3.0)]
    assert explain(TEXT, evidence, -0.4) == (("floor", -0.6), ("lift", 0.2))


def test_the_same_word_is_shown_once_as_first_written() -> None:
    evidence = [Contribution(1.0, 0.0, at, at + 3) for at in (0, 4, 8)]
    assert explain("Bad bad BAD", evidence, -0.9) == (("Bad", -0.9),)


def test_only_the_strongest_reasons_are_shown() -> None:
    text = " ".join("bcefghjklnop")
    evidence = [Contribution(0.0, at + 1.0, 2 * at, 2 * at + 1) for at in range(12)]
    reasons = explain(text, evidence, 0.9)
    assert len(reasons) == MAX_REASONS
    assert [words for words, _ in reasons] == list("ponlkjhg")


@pytest.mark.parametrize("polarity", [0.0, 0.3])
def test_without_contributions_there_are_no_reasons(polarity: float) -> None:
    assert explain(TEXT, [], polarity) == ()
