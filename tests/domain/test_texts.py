"""Text as it is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import clean_text, has_words, shorten
from domain.typed_options import has_option, parse_options


@given(st.text())
def test_clean_text_is_not_changed_by_cleaning_again(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_control_characters_go_and_line_breaks_stay() -> None:
    assert clean_text("a\x00b\x1b\tc\r\nd\x7f") == "ab\tc\nd"


def test_a_broken_surrogate_does_not_reach_the_database() -> None:
    clean_text("half \ud83d an emoji").encode("utf-8")


@pytest.mark.parametrize("text", ["शिकायत", "👩‍👩‍👧", "\u200fשלום", "naïve — “quoted”"])
def test_any_script_stays_as_it_is(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(("text", "has"), [("a", True), ("7", True), ("日", True), ("😀 !", False)])
def test_words_are_letters_or_digits(text: str, has: bool) -> None:
    assert has_words(text) is has


@given(st.text(), st.integers(1, 50))
def test_shortened_text_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = shorten(text, limit)
    assert len(line) <= limit
    assert "\n" not in line


def test_a_cut_is_marked() -> None:
    assert shorten("one two three", 8) == "one two…"


def test_a_line_that_fits_is_not_cut() -> None:
    assert shorten("one\n two", 7) == "one two"


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("slow on:2026-09-14", True),
        ("ON:yesterday slow", True),
        ("retention: slow", False),
        ("carry on: slow", False),
        ("(on:2026-09-14)", False),
    ],
)
def test_an_option_is_a_word_of_its_own_with_a_value(text: str, has: bool) -> None:
    assert has_option(text, "on") is has
    assert (parse_options(text, {"on": lambda value: value}).text != text) is has
