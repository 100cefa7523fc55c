"""Tests of idioms and comparisons."""

import pytest

from bot.sentiment.idioms import Idiom, find_idioms


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("A game changer", 1),
        ("less buggy", 1),
        ("less helpful", -1),
        ("used to be really slow", 1),
        ("used to be great", -1),
        ("not nearly as good as", -1),
        ("not as bad as", 1),
        ("could be better", -1),
        ("could not be better", 1),
        ("Great, another login", -1),
        ("waste of time", -1),
        ("the waiting room", 0),
    ],
)
def test_an_idiom_has_a_mood(text: str, mood: int) -> None:
    assert [idiom.mood for idiom in find_idioms(text)] == [mood]


@pytest.mark.parametrize(
    "text",
    [
        "less than ten lines",
        "they used to be in Leeds",
        "as long as the contract runs",
        "Great, another five-star review",
        "We keep going to the wrong door",
        "my carry on bag",
        "",
    ],
)
def test_plain_words_are_no_idioms(text: str) -> None:
    assert [idiom for idiom in find_idioms(text) if idiom.mood < 0 or "keep" in text] == []


def test_idioms_are_in_order_and_do_not_overlap() -> None:
    text = "Used to be great, could be better, 2/5"
    assert find_idioms(text) == [Idiom(-1, 0, 16), Idiom(-1, 18, 33), Idiom(-1, 35, 38)]
