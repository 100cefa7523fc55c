"""A workspace with one of everything, to see who can reach it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.journey import BUYER, WorkspaceId
from bot.domain.kpis import Direction, Reading, Unit
from bot.domain.notes import NewNote, NoteDetails, NoteKind
from bot.domain.publication import Claim
from bot.domain.sentiment import Label, Score
from storage.unit_of_work import SqlStorage

NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)
QUARTER = 2026 * 4 + 2
PERIOD = "2026-Q3"


@dataclass(frozen=True)
class Settled:
    """The ids of what a workspace has."""

    workspace: WorkspaceId
    journey: int
    stage: int
    note: int
    kpi: int
    publication: int


def a_note(stage_id: int | None, text: str = "it broke", mood: float = -0.5) -> NewNote:
    """A note that names everything."""
    return NewNote(
        kind=NoteKind.PAIN_POINT,
        text=text,
        stage_id=stage_id,
        stage_typed=None,
        details=NoteDetails("basket", "shopper", "website", "support", "ticket", 3, None),
        score=Score(mood, Label.NEGATIVE, "test"),
        mood=mood,
        author="U1",
        permalink=None,
        occurred_at=NOW,
        created_at=NOW,
        quarter=QUARTER,
    )


def a_reading(value: float) -> Reading:
    """A reading of today."""
    return Reading(value, NOW.date(), QUARTER, None, "U1", NOW)


def a_claim(journey_id: int, period: str) -> Claim:
    """A claim to post that period's review."""
    return Claim(journey_id, period, "C1", "k" * 32, {"n": 1}, {"text": "x"}, NOW)


def settle(storage: SqlStorage, workspace: WorkspaceId) -> Settled:
    """Fill a workspace."""
    with storage.write(workspace) as uow:
        uow.journeys.ensure_workspace()
        journey = uow.journeys.add(BUYER, NOW, NOW)
        stage = journey.stages[0].id
        note = uow.notes.add(journey.id, a_note(stage, f"of {workspace}"))
        kpi = uow.kpis.add(journey.id, stage, "load", Unit.SCORE, Direction.LOWER, 5.0).id
        uow.kpis.record(kpi, a_reading(4))
        assert uow.publications.claim(a_claim(journey.id, PERIOD))
        publication = uow.publications.of_period(journey.id, PERIOD)
        assert publication is not None
        uow.commit()
    return Settled(workspace, journey.id, stage, note, kpi, publication.id)
