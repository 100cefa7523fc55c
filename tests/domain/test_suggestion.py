"""When the similar notes say convincingly where a note belongs, and when they do not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.notes import Note, NoteDetails, NoteKind
from domain.sentiment import Label
from domain.similarity import suggest_stage

NOTHING = NoteDetails()


NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)


STAGES = ("onboarding", "retention")


def notes(*said: tuple[str, str | None], details: NoteDetails = NOTHING) -> list[Note]:
    """Notes of (text, stage)."""
    return [
        Note(
            id=number,
            kind=NoteKind.PAIN_POINT,
            text=text,
            stage=stage,
            stage_typed=None,
            details=details,
            score=0.0,
            mood=0.0,
            label=Label.NEUTRAL,
            scorer="test",
            language="en",
            author="U1",
            permalink=None,
            occurred_at=NOW,
            created_at=NOW,
        )
        for number, (text, stage) in enumerate(said, start=1)
    ]


INVITES = (
    ("the invite mail lands in spam", "onboarding"),
    ("invite mails never arrive", "onboarding"),
    ("the invoice was wrong", "retention"),
)


def test_where_the_similar_ones_agree_is_suggested() -> None:
    assert suggest_stage("my invite mail is in spam", NOTHING, notes(*INVITES), STAGES) == (
        "onboarding"
    )


@pytest.mark.parametrize("text", ["", "🙂", "the and of", "parking is expensive", "mail"])
def test_what_has_little_in_common_gets_no_suggestion(text: str) -> None:
    assert suggest_stage(text, NOTHING, notes(*INVITES), STAGES) is None


def test_without_sorted_notes_there_is_none() -> None:
    assert suggest_stage("my invite mail is in spam", NOTHING, [], STAGES) is None


def test_where_they_disagree_there_is_none() -> None:
    text = "the invite mail lands in spam"
    split = notes((text, "onboarding"), (text, "retention"))
    assert suggest_stage(text, NOTHING, split, STAGES) is None


def test_one_note_alone_has_to_say_nearly_the_same() -> None:
    (only,) = notes(("the invite mail lands in spam", "onboarding"))
    text = "the invite mail landed in spam"
    assert suggest_stage(text, NOTHING, [only], STAGES) == "onboarding"
    assert suggest_stage("an invite mail for bookkeeping", NOTHING, [only], STAGES) is None


def test_the_same_touchpoint_tips_the_balance() -> None:
    details = NoteDetails(touchpoint="welcome-mail", persona="owner")
    weak = notes(
        ("invite missing since Tuesday for three colleagues", "onboarding"),
        ("no invite although promised by sales", "onboarding"),
        details=details,
    )
    text = "where does the invite hide"
    assert suggest_stage(text, NOTHING, weak, STAGES) is None
    assert suggest_stage(text, details, weak, STAGES) == "onboarding"
    assert suggest_stage("another subject", details, weak, STAGES) is None


def test_only_stages_in_use_are_suggested_and_the_unsorted_have_no_say() -> None:
    known = notes(*INVITES)
    text = "my invite mail is in spam"
    assert suggest_stage(text, NOTHING, known, ("retention",)) is None
    unsorted = [replace(note, stage=None) for note in known]
    assert suggest_stage(text, NOTHING, unsorted, STAGES) is None
