"""Why a text has its score."""

import pytest

from bot.sentiment.explanation import MOST_REASONS, reasons_of
from bot.sentiment.model import Vote

TEXT = "the lift keeps stopping at every floor"


def vote(words: str, mood: float, *, phrase: bool = False) -> Vote:
    start = TEXT.index(words)
    return Vote(-mood, 0.0, start, start + len(words), phrase)


def test_every_word_has_its_share_of_the_score() -> None:
    votes = [vote("lift", -1.0), vote("floor", -3.0)]
    assert reasons_of(TEXT, votes, -0.8) == (("floor", -0.6), ("lift", -0.2))


def test_a_phrase_takes_in_its_words() -> None:
    votes = [vote("keeps", -1.0), vote("stopping", -2.0), vote("keeps stopping", -1.0, phrase=True)]
    assert reasons_of(TEXT, votes, -0.5) == (("keeps stopping", -0.5),)


def test_a_weak_pair_is_shared_out_among_its_words() -> None:
    votes = [vote("every", -2.0), vote("floor", -2.0), vote("every floor", -0.5)]
    assert dict(reasons_of(TEXT, votes, -0.9)) == {"every": -0.45, "floor": -0.45}


def test_a_strong_pair_is_shown_as_a_pair() -> None:
    votes = [vote("every", 0.2), vote("floor", -0.2), vote("every floor", -4.0)]
    assert reasons_of(TEXT, votes, -0.5) == (("every floor", -0.5),)


def test_what_speaks_against_the_score_is_shown_too() -> None:
    votes = [vote("lift", 1.0), vote("floor", -3.0)]
    assert reasons_of(TEXT, votes, -0.4) == (("floor", -0.6), ("lift", 0.2))


def test_the_same_word_is_shown_once_as_first_written() -> None:
    votes = [Vote(1.0, 0.0, at, at + 3) for at in (0, 4, 8)]
    assert reasons_of("Bad bad BAD", votes, -0.9) == (("Bad", -0.9),)


def test_no_more_than_the_strongest_are_shown() -> None:
    text = " ".join("abcdefghijkl")
    votes = [Vote(0.0, at + 1.0, 2 * at, 2 * at + 1) for at in range(12)]
    why = reasons_of(text, votes, 0.9)
    assert len(why) == MOST_REASONS
    assert [words for words, _ in why] == list("lkjihgfe")


@pytest.mark.parametrize("value", [0.0, 0.3])
def test_without_votes_there_is_nothing_to_show(value: float) -> None:
    assert reasons_of(TEXT, [], value) == ()
