"""The stage before a note's text, in the ways people type it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.note_text import parse_free_text, parse_note
from domain.text import NameMatch, find_name

TODAY = date(2026, 9, 20)

STAGES = {
    "awareness": "Awareness",
    "decision": "Decision",
    "onboarding": "Onboarding",
    "retention": "Retention",
    "first-use": "First use",
    "導入": "導入",
}


def find_stage(typed: str) -> NameMatch:
    """Return a stage of the channel's journey, or of the journey `shop` before a slash."""
    journey, _, stage = typed.rpartition("/")
    return find_name(stage, STAGES) if journey in ("", "shop") else NameMatch(None)


def read(line: str) -> tuple[str | None, str]:
    """Return the key of the stage that a line begins with, and the text that is saved."""
    note = parse_note(line, TODAY, find_stage)
    match = find_stage(note.stage) if note.stage else NameMatch(None)
    text = note.text_to_save(is_stage_found=match.key is not None, is_exact=match.exact)
    return match.key, text


@pytest.mark.parametrize(
    "line",
    [
        "onboarding: the wizard closes",
        "onboarding - the wizard closes",
        "onboarding -- the wizard closes",
        "onboarding – the wizard closes",
        "onboarding — the wizard closes",
        "onboarding—the wizard closes",
        "onboarding –the wizard closes",
        "onboarding, the wizard closes",
        "onboarding; the wizard closes",
        "onboarding：the wizard closes",
        "onboarding： the wizard closes",
        "onboarding > the wizard closes",
        "onboarding -> the wizard closes",
        "onboarding | the wizard closes",
        "onboarding\nthe wizard closes",
        "onboarding the wizard closes",
        "  onboarding   the wizard closes",
        "*onboarding*: the wizard closes",
        "*onboarding:* the wizard closes",
        "*onboarding* - the wizard closes",
        "“onboarding”: the wizard closes",
        "`onboarding`: the wizard closes",
        "[onboarding] the wizard closes",
        "#onboarding the wizard closes",
        "Onboarding: the wizard closes",
        "ONBOARDING - the wizard closes",
        "onbording - the wizard closes",
        "onboard – the wizard closes",
        "shop/onboarding - the wizard closes",
        "shop/onboarding the wizard closes",
    ],
)
def test_a_stage_is_read_with_every_separator(line: str) -> None:
    assert read(line) == ("onboarding", "the wizard closes")


@pytest.mark.parametrize(
    ("line", "stage", "text"),
    [
        ("first use: it crashed", "first-use", "it crashed"),
        ("first use - it crashed", "first-use", "it crashed"),
        ("first use it crashed", "first-use", "it crashed"),
        ("first-use it crashed", "first-use", "it crashed"),
        ("導入：メールが届かない", "導入", "メールが届かない"),
        ("導入 メールが届かない", "導入", "導入 メールが届かない"),
        ("導入、メールが届かない", "導入", "メールが届かない"),
        ("onboarding - error: the wizard closes", "onboarding", "error: the wizard closes"),
        ("onboarding the email says: expired", "onboarding", "the email says: expired"),
        # A sentence that begins with a stage's name keeps it.
        ("Onboarding emails land in spam", "onboarding", "Onboarding emails land in spam"),
        ("Decision makers find no prices", "decision", "Decision makers find no prices"),
        ("decision makers find no prices", "decision", "decision makers find no prices"),
        ("Retention is terrible", "retention", "Retention is terrible"),
        ("Onboarding the team took a week", "onboarding", "Onboarding the team took a week"),
    ],
)
def test_words_that_the_sentence_needs_stay(line: str, stage: str, text: str) -> None:
    assert read(line) == (stage, text)


@pytest.mark.parametrize(
    "line",
    [
        "the wizard closes - again",
        "it broke, again",
        "on - off switch broken",
        "9/10 - would buy again",
        "a - b - c",
        "onboarders wait for an hour",
        "first the wizard closed",
        "unaware customers, many of them",
        "-5 points",
        "retention",
        "other/onboarding - the wizard closes",
        "two\nlines",
        "it takes -3 degrees",
        "`error: timeout` appears in the wizard",
        "```\nonboarding: the wizard\n```",
    ],
)
def test_other_words_are_no_stage(line: str) -> None:
    assert read(line) == (None, line)


def test_a_stage_and_a_space_are_told_apart_from_a_stage_and_a_sign() -> None:
    assert parse_note("onboarding the wizard closes", TODAY, find_stage).is_run_on
    for sign in (":", " -", ","):
        assert not parse_note(f"onboarding{sign} the wizard closes", TODAY, find_stage).is_run_on


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("onboarding - the wizard closes", "onboarding"),
        ("pain point in onboarding the wizard closes", "onboarding"),
        ("pain point onboarding, the wizard closes", "onboarding"),
        ("*pain point* in *onboarding*: the wizard closes", "*onboarding*"),
        # In a message without a kind, a stage's name is a word like any other.
        ("onboarding the wizard closes", None),
        ("Onboarding, again, took three weeks", None),
    ],
)
def test_a_message_is_read_with_more_care(said: str, stage: str | None) -> None:
    assert parse_free_text(said, TODAY, find_stage).typed.stage == stage


@given(st.text(max_size=40), st.sampled_from(["", "onboarding", "onboarding - ", "first use, "]))
def test_no_word_is_lost(text: str, begun: str) -> None:
    if not text.strip() or ":" in text or "：" in text:
        return
    line = begun + text
    note = parse_note(line, TODAY, find_stage)
    assert note.full_text == line.strip()
    assert note.full_text.endswith(note.text)
    assert note.text == note.full_text or note.full_text.lstrip().startswith(note.stage or "")
