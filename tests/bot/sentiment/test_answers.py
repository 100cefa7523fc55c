"""Tests of answers without content."""

import pytest

from bot.sentiment.answers import says_nothing


@pytest.mark.parametrize(
    "text",
    [
        *["Nothing", "none.", "N/A", "n.a.", "No comment", "nope!", "no", "-", "..."],
        *["nothing comes to mind", "Not that I can think of", "no, thanks", "no suggestions yet"],
        *["I don't know", "I don’t have any", "same as above", "test", "Test 1 2 3", "first", ""],
    ],
)
def test_an_answer_without_content_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        *["Nothing works", "No refund", "no answer", "None of the links work", "no way to export"],
        *[
            "test failed",
            "first invoice was wrong",
            "not good",
            "no no-shows",
            "😡",
            ":(",
            "hello?!x",
        ],
        *["Nothing at all - keep going", "I don't know how to cancel"],
    ],
)
def test_other_texts_say_something(text: str) -> None:
    assert not says_nothing(text)
