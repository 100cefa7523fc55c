"""Phrases of friction and relief, and amounts."""

import pytest

from bot.sentiment.phrases import Phrase, phrases_of


def found(text: str, *, relief: bool) -> set[str]:
    return {phrase.name for phrase in phrases_of(text) if phrase.relief is relief}


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
    assert name in found(text, relief=False)


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
    assert name in found(text, relief=True)


@pytest.mark.parametrize("text", ["No complaints since", "no support calls at all"])
def test_friction_is_not_looked_for_where_relief_was_found(text: str) -> None:
    assert found(text, relief=False) == set()


@pytest.mark.parametrize(
    "text", ["The lesson starts at nine", "Guests choose a pillow", "Customer has two accounts", ""]
)
def test_plain_facts_hold_neither(text: str) -> None:
    assert phrases_of(text) == []


def test_a_phrase_says_where_it_stands() -> None:
    text = "Our till keeps timing out at noon"
    (phrase,) = [one for one in phrases_of(text) if one.name == "keeps"]
    assert phrase == Phrase("keeps", relief=False, start=9, end=25)
    assert text[phrase.start : phrase.end] == "keeps timing out"
