"""Tests of what is read of a text, of answers without content, and of Slack's names of emoji."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sentiment.reading import (
    emoji_character,
    is_empty_answer,
    read_text,
    shorten_drawn_word,
)

SLACK_NAMES = Path(__file__).parents[3] / "sandbox/page/vendor/emoji-mart-data/emoji.js"

PIECES = st.lists(
    st.sampled_from(
        [
            *["https://a.example/b", "www.", "a@b.de", "@", "#", "42", "<", ">", "|", "file://x"],
            *[":+1:", ":", "tada", ":tada:", ":own:", "::skin-tone-3:", "baaaad", "ooo", "x.com/"],
        ]
    ),
    max_size=8,
)


@given(st.one_of(st.text(max_size=60), PIECES.map(" ".join), PIECES.map("".join)))
def test_the_read_text_has_the_length_of_the_text(text: str) -> None:
    reading = read_text(text)
    assert len(reading.text) == len(text)
    assert all(0 < start <= end <= len(text) for start, end in reading.ends.items())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see https://example.org/a/b?c=d.", "see ."),
        ("see (www.example.org)", "see ( )"),
        ("mail anna.lang@example.com today", "mail today"),
        ("<https://example.org/a|the sheet>", "|the sheet>"),
        ("<@U012ABC> and @channel, please", "and , please"),
        ("issue #42 and PR #7", "issue and PR"),
        ("#fail again", "#fail again"),
        ("10:30:00 and 3:5", "10:30:00 and 3:5"),
        ("sad :/ face", "sad :/ face"),
        (":our-logo: page", "page"),
        (":+1::skin-tone-2: page", "👍 page"),
        ("it is baaaad", "it is bad"),
        ("Loooove the gooood map", "Love the good map"),
        ("AAA batteries", "AAA batteries"),
        ("C3PO e.g. this", "C3PO e.g. this"),
    ],
)
def test_only_what_may_have_a_mood_is_read(text: str, left: str) -> None:
    assert " ".join(read_text(text).text.split()) == left


@pytest.mark.parametrize(
    ("drawn", "word"), [("sooo", "so"), ("coool", "cool"), ("baaad", "bad"), ("zzz", "zzz")]
)
def test_a_drawn_word_is_shortened_to_a_known_word(drawn: str, word: str) -> None:
    assert shorten_drawn_word(drawn) == word


def test_every_name_that_slack_sends_is_its_emoji() -> None:
    lines = SLACK_NAMES.read_text(encoding="utf-8").split("`")[1].strip().split("\n")
    emoji_of = {name: emoji for emoji, *names in map(str.split, lines) for name in names}
    emoji_of = {name: emoji for name, emoji in emoji_of.items() if not emoji[0].isascii()}
    assert len(emoji_of) > 1_000
    assert {name for name, emoji in emoji_of.items() if emoji_character(name) != emoji[0]} == set()


def test_a_custom_emoji_has_no_character() -> None:
    assert emoji_character("our-own-logo") is None


@pytest.mark.parametrize(
    "text",
    [
        *["Nothing", "none.", "N/A", "n.a.", "No comment", "nope!", "no", "-", "..."],
        *["nothing comes to mind", "Not that I can think of", "no, thanks", "no suggestions yet"],
        *["I don't know", "I don’t have any", "same as above", "test", "Test 1 2 3", "first", ""],
    ],
)
def test_an_answer_without_content_says_nothing(text: str) -> None:
    assert is_empty_answer(text)


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
    assert not is_empty_answer(text)
