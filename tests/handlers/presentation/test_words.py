"""Tests of the words for moods."""

import pytest

from handlers.presentation import words


@pytest.mark.parametrize(
    ("mood", "shown"),
    [
        (-0.5, "−0.50 negative"),
        (-0.03, "−0.03 unclear"),
        (-0.01, "−0.01 neutral"),
        (0.0, "0.00 neutral"),
        (0.04, "+0.04 unclear"),
        (0.05, "+0.05 positive"),
        (None, "no mood"),
    ],
)
def test_the_mood_of_a_note_that_leans_to_a_side_is_unclear(mood: float | None, shown: str) -> None:
    assert words.note_mood(mood) == shown


def test_a_note_in_another_language_has_no_mood() -> None:
    assert words.note_mood(None, "de") == "no mood (German)"


def test_the_mean_of_many_notes_near_zero_is_neutral() -> None:
    assert words.mood(0.03) == "+0.03 neutral"
