"""Tests of phrases of friction and relief, and of amounts."""

import pytest

from bot.sentiment.phrases import Phrase, find_phrases


def phrase_names(text: str, *, relief: bool) -> set[str]:
    return {phrase.name for phrase in find_phrases(text) if phrase.relief is relief}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the till keeps freezing", "keeps"),
        ("no way to merge two orders", "no way"),
        ("has to type the address twice", "has to"),
        ("nobody answered the mail", "nobody did"),
        ("the page times out", "times out"),
        ("mail lands in spam", "lands in"),
        ("they moved to a competitor", "left us"),
        ("waited for weeks", "long"),
        ("took 9 days", "slow"),
        ("takes 40 seconds to load", "late"),
        ("four different tools", "many"),
        ("complaints doubled", "bad rose"),
        ("usage fell by a third", "good fell"),
    ],
)
def test_friction_is_found(text: str, name: str) -> None:
    assert name in phrase_names(text, relief=False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no complaints since June", "nothing bad"),
        ("not a single failed payment", "nothing bad"),
        ("without any problems", "nothing bad"),
        ("the bug with two invoices is gone", "bad is gone"),
        ("done in less than five minutes", "quick"),
        ("one tool instead of five", "instead of"),
        ("complaints fell", "bad fell"),
        ("sign-ups doubled", "good rose"),
    ],
)
def test_relief_is_found(text: str, name: str) -> None:
    assert name in phrase_names(text, relief=True)


@pytest.mark.parametrize("text", ["No complaints since", "no support calls at all"])
def test_friction_is_not_reported_where_relief_was_found(text: str) -> None:
    assert phrase_names(text, relief=False) == set()


@pytest.mark.parametrize(
    "text", ["The lesson starts at nine", "Guests choose a pillow", "Customer has two accounts", ""]
)
def test_plain_facts_have_no_phrases(text: str) -> None:
    assert find_phrases(text) == []


def test_a_phrase_has_its_position_in_the_text() -> None:
    text = "Our till keeps timing out at noon"
    (phrase,) = [found for found in find_phrases(text) if found.name == "keeps"]
    assert phrase == Phrase("keeps", relief=False, start=9, end=25)
    assert text[phrase.start : phrase.end] == "keeps timing out"
