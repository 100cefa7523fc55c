"""Tests of the scorer as a whole, with the real TextBlob, weights and languages."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.sentiment.scorer import PAIN_POINT_REASON, WaymarkScorer
from domain.notes import NoteKind
from domain.sentiment import Label

SCORER = WaymarkScorer()


WORDS = st.lists(
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
            "?",
            "no",
            "bug",
            "is",
            "gone",
            "9",
            "days",
            "never",
            "without",
            "any",
            "problems",
            "takes",
            "customers",
            ",",
            ".",
            "keeps",
            "crashing",
            "too",
            "from",
            "3",
            "to",
            "8",
            "weeks",
            "https://a.example",
            "<3",
            "😡",
        ]
    ),
    max_size=40,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The onboarding was wonderful, everybody was very happy", Label.POSITIVE),
        ("A terrible, awful experience; the worst checkout ever", Label.NEGATIVE),
        ("The invoice has two pages", Label.NEUTRAL),
    ],
)
def test_praise_and_blame_are_scored(text: str, label: Label) -> None:
    assert SCORER.score(text).label is label


@pytest.mark.parametrize(
    "text",
    [
        "Reset code never arrives",
        "Widget keeps freezing during payroll",
        "There is no way to merge two households",
        "Agents have to type the address twice",
        "Page takes 50 seconds to load",
        "Took eleven days to hear back",
        "Planners juggle five different tools",
        "Complaints about the lift doubled",
    ],
)
def test_friction_without_emotional_words_is_negative(text: str) -> None:
    assert SCORER.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "No complaints since the new lift",
        "Not a single failed delivery this week",
        "The bug in the payroll export is gone",
        "Moved env without any problems",
        "Check-in took less than two minutes",
        "Complaints about the lift halved",
        "Waiting time is down from an hour to ten minutes",
    ],
)
def test_relief_is_positive_although_it_contains_friction(text: str) -> None:
    assert SCORER.score(text).label is Label.POSITIVE


@pytest.mark.parametrize(
    ("plain", "negated"),
    [
        ("The new page is good", "The new page is not good"),
        ("The guide is helpful", "The guide isn’t helpful"),
        ("I would recommend the course", "I would not recommend the course"),
    ],
)
def test_negation_changes_the_sign(plain: str, negated: str) -> None:
    assert SCORER.score(plain).value > 0 > SCORER.score(negated).value


@pytest.mark.parametrize("text", ["", "   ", "…!?", "12345", "\u200f", "漢字", "zxqv"])
def test_a_text_without_known_words_is_neutral(text: str) -> None:
    score = SCORER.score(text)
    assert score.label is Label.NEUTRAL
    assert abs(score.value) < 0.05


def test_reasons_are_listed_strongest_first() -> None:
    why = SCORER.score("The wonderful page loads at a terrible speed").why
    assert dict(why)["wonderful"] > 0 > dict(why)["terrible"]
    strengths = [abs(weight) for _, weight in why]
    assert strengths == sorted(strengths, reverse=True)


def test_a_phrase_is_shown_as_one_reason() -> None:
    words, weight = SCORER.score("Our till keeps timing out at noon").why[0]
    assert (words, weight < 0) == ("keeps timing out", True)


@pytest.mark.parametrize(
    "text",
    [
        "Customers love the new dashboard",
        "Refund was promised and never came",
        "Delivery came early but the box was broken and nobody answers",
        "The lesson starts at nine",
    ],
)
def test_reasons_add_up_to_the_score(text: str) -> None:
    score = SCORER.score(text)
    assert sum(weight for _, weight in score.why) == pytest.approx(score.value, abs=0.1)


def test_a_pain_point_scores_lower_with_a_reason() -> None:
    text = "The lesson starts at nine"
    plain, filed = SCORER.score(text), SCORER.score(text, kind=NoteKind.PAIN_POINT)
    assert filed.value == pytest.approx(plain.value + dict(filed.why)[PAIN_POINT_REASON])
    assert PAIN_POINT_REASON not in dict(plain.why)


def test_words_can_outweigh_the_kind() -> None:
    text = "Customers love the new dashboard, it is wonderful"
    assert SCORER.score(text, kind=NoteKind.PAIN_POINT).label is Label.POSITIVE


@pytest.mark.parametrize("kind", [NoteKind.TOUCHPOINT, NoteKind.OPPORTUNITY])
def test_other_kinds_do_not_change_the_score(kind: NoteKind) -> None:
    text = "Customers love the new dashboard"
    assert SCORER.score(text, kind=kind) == SCORER.score(text)


def test_a_text_in_another_language_is_unread_whatever_its_kind() -> None:
    for kind in (None, *NoteKind):
        score = SCORER.score("Die Rechnung kam zweimal und niemand hilft uns", kind=kind)
        assert (score.label, score.value, score.why) == (Label.NONE, 0.0, ())
        assert score.language == "de"


@given(st.one_of(st.text(max_size=200), WORDS), st.sampled_from([None, *NoteKind]))
@example("İİİ not good İ", None)
@example("\ud800 bad", NoteKind.PAIN_POINT)
def test_any_text_has_a_consistent_score(text: str, kind: NoteKind | None) -> None:
    score = SCORER.score(text, kind=kind)
    assert score == SCORER.score(text, kind=kind)
    assert -1 <= score.value <= 1
    assert score.value * 10_000 == pytest.approx(round(score.value * 10_000), abs=1e-9)
    assert len(score.why) <= 8
    for words, weight in score.why:
        assert weight
        assert words == PAIN_POINT_REASON or words in text
    if score.label is Label.NONE:
        assert (score.value, score.why) == (0.0, ())
    else:
        expected = Label.NEGATIVE if score.value <= -0.05 else Label.NEUTRAL
        expected = Label.POSITIVE if score.value >= 0.05 else expected
        assert score.label is expected
        assert score.why or score.label is Label.NEUTRAL


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["wonderful ", "no bug ", "keeps ", "a", "a.", "has to x ", "!?", "( "]
)
def test_a_very_long_text_is_scored(piece: str) -> None:
    assert -1 <= SCORER.score(piece * 8_000).value <= 1


def test_a_score_has_the_version_of_the_scorer() -> None:
    assert SCORER.score("fine").version == SCORER.version == WaymarkScorer().version
    assert SCORER.version.startswith("waymark-")


ENGINE = {
    "bot.sentiment.analyzer",
    "bot.sentiment.other_languages",
    *(
        f"bot.themes.{name}"
        for name in ("clusters", "encoder", "grouping", "likeness", "profiles", "suggestions")
    ),
}

IMPORTS = f"""
engine = {ENGINE!r}
import pkgutil, sys, bot
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    # What computes with numpy is imported by the first suggestion only.
    if module.name not in engine:
        __import__(module.name)
from bot.sentiment.scorer import WaymarkScorer
scorer = WaymarkScorer()
heavy = {{"textblob", "nltk", "numpy", "py3langid"}}
print(sorted(heavy & set(sys.modules)))
scorer.score("good")
print("textblob" in sys.modules, {{"sklearn", "scipy", "torch"}} & set(sys.modules))
"""


@pytest.mark.slow
def test_heavy_libraries_are_imported_by_the_first_score_only() -> None:
    result = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.split("\n")[:2] == ["[]", "True set()"]
