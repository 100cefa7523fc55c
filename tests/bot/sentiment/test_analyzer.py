"""Tests that our faster use of TextBlob gives exactly TextBlob's results."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob
from textblob.en import sentiment as pattern_sentiment

from bot.sentiment.analyzer import WaymarkAnalyzer, textblob_assessments

NOTES = Path(__file__).parents[2] / "data" / "product_notes.csv"

PIECES = st.lists(
    st.sampled_from(
        [
            *["not", "n't", "never", "very", "really", "good", "bad", "terribly", "don't", "Good."],
            *["!", "(!)", "( ! )", ":)", ": )", ":", ")", "x", "D", "xD", "=d", "8)", "<3", "o.o"],
            *["U.S.", "etc.", "...", "'", '"', "“good”", "’s", "\n\n", "END-OF-SENTENCE", "50%"],
            *["good-bad", "#good", "(bad)", "'great'", "K", "ΑΣ", "\u00b2", "\x1c", "\u2028"],
        ]
    ),
    max_size=12,
)


def expected_assessments(text: str) -> list[tuple[list[str], float]]:
    return [(words, polarity) for words, polarity, *_ in pattern_sentiment(text).assessments]


@given(st.one_of(st.text(max_size=80), PIECES.map(" ".join), PIECES.map("".join)))
def test_any_text_has_the_assessments_of_textblob(text: str) -> None:
    assert list(textblob_assessments(text)) == expected_assessments(text)


def test_product_notes_have_the_assessments_of_textblob() -> None:
    with NOTES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert list(textblob_assessments(row["text"])) == expected_assessments(row["text"])


@pytest.mark.parametrize("text", ["The new page is wonderful", "It never works, awful!"])
def test_textblob_accepts_the_analyzer(text: str) -> None:
    analyzer = WaymarkAnalyzer()
    assert TextBlob(text, analyzer=analyzer).sentiment == analyzer.analyze(text)
