"""Tests of phrases of friction and relief, of amounts, idioms, comparisons and ratings."""

import pytest

from bot.sentiment.phrases import Idiom, Phrase, find_idioms, find_phrases, find_ratings


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


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("4.6 of 5", 1),
        ("rated 4,8/5 on the marketplace", 1),
        ("9 out of 10 from the clinic", 1),
        ("five stars", 1),
        ("5-star service", 1),
        ("3/5", 0),
        ("7/10 for the app", 0),
        ("2/5", -1),
        ("-5 stars if i could", -1),
        ("one star", -1),
        ("zero stars", -1),
        ("a 3/10, sorry", -1),
    ],
)
def test_a_rating_has_a_mood(text: str, mood: int) -> None:
    assert [found for found, _, _ in find_ratings(text)] == [mood]


@pytest.mark.parametrize(
    "text",
    [
        "due on 2/5",
        "open 24/7",
        "2 of 5 customers could not log in",
        "step 2/5",
        "12/10",
        "2/5/2026",
        "a five star hotel in lyon",
        "rows 1/100000",
        "ratio 1:5",
    ],
)
def test_dates_and_counts_are_no_ratings(text: str) -> None:
    assert list(find_ratings(text)) == []


def test_a_rating_has_its_position_in_the_text() -> None:
    ((_, start, end),) = find_ratings("they gave 4.5/5 stars again")
    assert (start, end) == (10, 21)
