"""The scorer, with the real TextBlob."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sentiment import Label
from bot.sentiment.scorer import VERSION, TextBlobScorer

SCORER = TextBlobScorer()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The onboarding was wonderful, everybody was very happy", Label.POSITIVE),
        ("A terrible, awful experience; the worst checkout ever", Label.NEGATIVE),
        ("The invoice has two pages", Label.NEUTRAL),
    ],
)
def test_plain_words_of_praise_and_blame_are_heard(text: str, label: Label) -> None:
    assert SCORER.score(text).label is label


def test_a_negation_is_heard() -> None:
    assert SCORER.score("The new page is good").value > 0
    assert SCORER.score("The new page is not good").value < 0


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "…!?", "これはひどい", "12345", "\u200f"])
def test_what_holds_no_word_it_knows_is_neutral(text: str) -> None:
    score = SCORER.score(text)
    assert (score.value, score.label, score.why) == (0.0, Label.NEUTRAL, ())


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    "not",
                    "very",
                    "good",
                    "bad",
                    "awful",
                    "great",
                    ":)",
                    ":(",
                    "!",
                    "extremely",
                    "worst",
                    "best",
                    "no",
                ]
            )
        ).map(" ".join),
    )
)
def test_a_score_is_between_minus_one_and_one_and_wears_its_label(text: str) -> None:
    score = SCORER.score(text)
    assert -1 <= score.value <= 1
    expected = "negative" if score.value <= -0.05 else "neutral"
    expected = "positive" if score.value >= 0.05 else expected
    assert score.label.value == expected


def test_a_score_is_a_whole_number_of_ten_thousandths() -> None:
    value = SCORER.score("a good, nice and quite fast but also slightly boring page").value
    assert value * 10_000 == pytest.approx(round(value * 10_000), abs=1e-9)


def test_a_score_says_who_made_it() -> None:
    assert (SCORER.score("fine").version, SCORER.version) == (VERSION, VERSION)


def test_a_score_says_which_words_made_it() -> None:
    why = dict(SCORER.score("The wonderful page loads at a terrible speed").why)
    assert set(why) == {"wonderful", "terrible"}
    assert why["wonderful"] > 0 > why["terrible"]


def test_a_very_long_text_is_scored() -> None:
    assert SCORER.score("wonderful " * 4_000).label is Label.POSITIVE


IMPORTS = """
import pkgutil, sys, bot
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    __import__(module.name)
from bot.sentiment.scorer import TextBlobScorer
scorer = TextBlobScorer()
heavy = {"textblob", "nltk"}
print(sorted(heavy & set(sys.modules)))
scorer.score("good")
print("textblob" in sys.modules)
"""


def test_textblob_is_imported_at_the_first_score_and_not_before() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split("\n")[:2] == ["[]", "True"]
