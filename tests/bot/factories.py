"""Values for tests of the bot, whole but for what a test cares about."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.journeys import BUYER, Journey, Stage
from domain.notes import Note, NoteDetails, NoteKind
from domain.sentiment import mood_label
from domain.trends import MoodSums

WHEN = datetime(2026, 8, 14, 12, tzinfo=UTC)


def journey() -> Journey:
    """The buyer journey as a first use makes it; its stages have the ids 1 to 6."""
    stages = tuple(
        Stage(id=number, key=key, name=name, position=number)
        for number, (key, name) in enumerate(BUYER.stage_keys(), start=1)
    )
    return Journey(7, "buyer", "Buyer journey", "UTC", 1, 9, "C1", stages)


def note(
    number: int,
    text: str = "it broke",
    *,
    kind: NoteKind = NoteKind.PAIN_POINT,
    stage: str | None = "onboarding",
    severity: int | None = None,
    team: str | None = None,
    occurred: datetime = WHEN,
    mood: float = 0.0,
) -> Note:
    """A note as it is kept."""
    return Note(
        id=number,
        kind=kind,
        text=text,
        stage=stage,
        stage_typed=None,
        details=NoteDetails(severity=severity, team=team),
        score=mood,
        mood=mood,
        label=mood_label(mood),
        scorer="test",
        language=None,
        author="U1",
        permalink=None,
        occurred_at=occurred,
        created_at=occurred,
    )


def sums(moods: Sequence[float]) -> MoodSums:
    """What a database adds up over these moods."""
    parts = [round(mood * 10_000) for mood in moods]
    return MoodSums(
        n=len(parts),
        total=sum(parts),
        squares=sum(part**2 for part in parts),
        negative=sum(part <= -500 for part in parts),
        positive=sum(part >= 500 for part in parts),
    )
