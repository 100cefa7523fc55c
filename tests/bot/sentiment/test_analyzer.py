"""What TextBlob hears is heard exactly, though it is asked in another way."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob
from textblob.en import sentiment as pattern_sentiment

from bot.sentiment.analyzer import WaymarkAnalyzer, assessed_in

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


def assessed_by_textblob(text: str) -> list[tuple[list[str], float]]:
    return [(words, polarity) for words, polarity, *_ in pattern_sentiment(text).assessments]


@given(st.one_of(st.text(max_size=80), PIECES.map(" ".join), PIECES.map("".join)))
def test_any_text_is_assessed_as_textblob_does(text: str) -> None:
    assert list(assessed_in(text)) == assessed_by_textblob(text)


def test_product_notes_are_assessed_as_textblob_does() -> None:
    with NOTES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert list(assessed_in(row["text"])) == assessed_by_textblob(row["text"])


@pytest.mark.parametrize("text", ["The new page is wonderful", "It never works, awful!"])
def test_textblob_takes_it_as_an_analyzer(text: str) -> None:
    analyzer = WaymarkAnalyzer()
    assert TextBlob(text, analyzer=analyzer).sentiment == analyzer.analyze(text)
