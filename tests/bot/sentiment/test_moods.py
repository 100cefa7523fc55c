"""Kinds of sentences whose words mislead: idioms, ratings, irony, answers, plain facts.

`tests/data/moods.csv` has some of each kind. Those of the split `tuning` were looked at while rules
were written, those of the split `test` were not.
"""

import csv
from pathlib import Path

import pytest

from bot.sentiment.lexicon import FILLER_WORDS
from bot.sentiment.scorer import WaymarkScorer
from domain.notes import NoteKind
from domain.sentiment import Label

DATA = Path(__file__).parents[2] / "data"
LABELS = {"neg": Label.NEGATIVE, "neu": Label.NEUTRAL, "pos": Label.POSITIVE}

SCORER = WaymarkScorer()


def read_moods(split: str) -> list[tuple[str, Label]]:
    with (DATA / "moods.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [(row["text"], LABELS[row["label"]]) for row in rows if row["split"] == split]


@pytest.mark.parametrize(("text", "label"), read_moods("tuning"))
def test_a_sentence_means_what_it_says(text: str, label: Label) -> None:
    assert SCORER.score(text).label is label


def test_other_sentences_of_these_kinds_are_scored_as_well_as_measured() -> None:
    moods = read_moods("test")
    wrong = [text for text, label in moods if SCORER.score(text).label is not label]
    assert len(moods) > 60
    # Measured: 67 of 72.
    assert len(wrong) <= 8, wrong


@pytest.mark.parametrize(
    "text",
    [
        "It is not the worst portal I have used",
        "issue #42 was closed",
        "this PR fixes the broken link on the pricing page",
    ],
)
def test_what_may_be_neutral_or_positive_is_not_negative(text: str) -> None:
    assert SCORER.score(text).label is not Label.NEGATIVE


@pytest.mark.parametrize("answer", ["Nothing", "None.", "n/a", "no comment", "-", "Nothing at all"])
def test_an_answer_without_content_is_no_pain_even_if_filed_as_one(answer: str) -> None:
    score = SCORER.score(answer, kind=NoteKind.PAIN_POINT)
    assert (score.label, score.value, score.why) == (Label.NEUTRAL, 0.0, ())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("The new page is wonderful", "https://example.org/rec"),
        ("The page crashes", "www.example.com/great/love"),
        ("We booked a call", "anna@example.com"),
        ("We booked a call", "<@U012ABC>"),
        ("We booked a call", "#42"),
        ("The page crashes", ":our-own-logo:"),
    ],
)
def test_addresses_mentions_and_numbers_weigh_nothing(text: str, address: str) -> None:
    assert SCORER.score(f"{text} {address}").value == SCORER.score(text).value


@pytest.mark.parametrize(
    ("shortcode", "emoji"),
    [
        (":+1:", "👍"),
        (":thumbsup:", "👍"),
        (":-1:", "👎"),
        (":tada:", "🎉"),
        (":face_with_rolling_eyes:", "🙄"),
        (":+1::skin-tone-4:", "👍🏽"),
        (":heart:", "❤️"),
        (":rage:", "😡"),
    ],
)
def test_a_shortcode_is_its_emoji(shortcode: str, emoji: str) -> None:
    named, drawn = (SCORER.score(f"{sign} invoice page") for sign in (shortcode, emoji))
    assert named.value == drawn.value != 0
    assert [weight for _, weight in named.why] == [weight for _, weight in drawn.why]
    assert shortcode in dict(named.why)


def test_no_reason_is_a_filler() -> None:
    with (DATA / "product_notes.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    reasons = {words.lower() for text in texts for words, _ in SCORER.score(text).why}
    assert len(reasons) > 300
    assert reasons & FILLER_WORDS == set()
    assert [
        words for words in reasons if not any(map(str.isalnum, words)) and words not in "!?"
    ] == []
