"""Moods and their labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sentiment import Label, Score, is_unclear, mood_label, note_mood, quantise


@pytest.mark.parametrize(
    ("mood", "label"),
    [
        (-1, Label.NEGATIVE),
        (-0.05, Label.NEGATIVE),
        (-0.0499, Label.NEUTRAL),
        (0, Label.NEUTRAL),
        (0.0499, Label.NEUTRAL),
        (0.05, Label.POSITIVE),
        (1, Label.POSITIVE),
    ],
)
def test_labels_begin_at_five_hundredths(mood: float, label: Label) -> None:
    assert mood_label(mood) is label


@pytest.mark.parametrize(("feeling", "mood"), [(-2, -1), (-1, -0.5), (0, 0), (1, 0.5), (2, 1)])
def test_a_declared_feeling_is_the_mood_whatever_the_words_say(feeling: int, mood: float) -> None:
    assert note_mood(feeling, Score(0.8, Label.POSITIVE, "1")) == mood
    assert note_mood(feeling, Score(0.0, Label.NONE, "1", "de")) == mood


def test_without_a_feeling_the_score_is_the_mood() -> None:
    assert note_mood(None, Score(-0.3125, Label.NEGATIVE, "1")) == -0.3125


def test_what_is_not_read_has_no_mood() -> None:
    assert note_mood(None, Score(0.0, Label.NONE, "1", "de")) is None
    assert mood_label(None) is Label.NONE


@given(st.floats(-1, 1))
def test_a_mood_is_exact_to_the_ten_thousandth(score: float) -> None:
    result = quantise(score)
    assert abs(result - score) <= 0.00005 + 1e-12
    assert round(result * 10_000) == pytest.approx(result * 10_000, abs=1e-9)


@pytest.mark.parametrize(("score", "result"), [(1.7, 1.0), (-3.0, -1.0)])
def test_a_mood_stays_between_minus_one_and_one(score: float, result: float) -> None:
    assert quantise(score) == result


@pytest.mark.parametrize(
    ("mood", "unclear"),
    [
        (None, False),
        (0, False),
        (0.0199, False),
        (0.02, True),
        (-0.02, True),
        (0.0499, True),
        (0.05, False),
        (-0.05, False),
        (-1, False),
    ],
)
def test_a_neutral_mood_that_leans_to_a_side_is_unclear(mood: float | None, unclear: bool) -> None:
    assert is_unclear(mood) is unclear
