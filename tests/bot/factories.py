"""Values for tests of the bot, whole but for what a test cares about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from domain.journey_map import DIGITAL, PHYSICAL
from domain.journey_settings import COPY
from domain.journeys import BUYER, Journey, Milestone, Stage, WorkspaceId
from domain.kpis import Direction, Unit
from domain.map_fields import NONE, YES
from domain.notes import Note, NoteDetails, NoteKind
from domain.outbox import OutboxKind, OutboxMessage, OutboxState
from domain.periods import ReviewDay
from domain.posted_reviews import PostedReviewRecord
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
    """A note as it is stored."""
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


def form_values(**fields: Any) -> dict[str, str | None]:
    """What a form holds with these values."""
    return {name: _form_text(value) for name, value in fields.items()}


def _form_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return YES if value else None
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def stage_values(
    name: str | None,
    objective: str | None = None,
    milestone: str | None = None,
    milestone_state: Milestone = Milestone.NOT_YET,
    milestone_since: date | None = None,
    owner: str | None = None,
    position: int | None = None,
) -> dict[str, str | None]:
    """A stage's form as a person fills it in."""
    return form_values(
        name=name,
        objective=objective,
        milestone=milestone,
        milestone_state=milestone_state.value,
        milestone_since=milestone_since,
        owner=owner,
        position=NONE if position is None else position,
    )


def persona_values(
    name: str | None, demographics: str | None = None, **fields: str | None
) -> dict[str, str | None]:
    """A persona's form as a person fills it in."""
    return {"name": name, "demographics": demographics, **fields}


def touchpoint_values(
    name: str | None,
    stage: str | None,
    channel: str | None,
    physical: bool | None = None,
    team: str | None = None,
) -> dict[str, str | None]:
    """A touchpoint's form as a person fills it in."""
    kind = None if physical is None else PHYSICAL if physical else DIGITAL
    return form_values(name=name, stage=stage, channel=channel, physical=kind, team=team)


def kpi_values(
    name: str | None,
    stage: str | None,
    unit: Unit,
    direction: Direction | None = Direction.HIGHER,
    target: str | None = None,
    baseline: str | None = None,
) -> dict[str, str | None]:
    """A KPI's form as a person fills it in."""
    return form_values(
        name=name,
        stage=stage or NONE,
        unit=unit.value,
        direction=direction.value if direction else None,
        target=target,
        baseline=baseline,
    )


def journey_values(
    name: str | None,
    scope: str | None = None,
    goal: str | None = None,
    owner: str | None = None,
    *,
    is_default: bool = False,
) -> dict[str, str | None]:
    """A journey's form as a person fills it in."""
    return form_values(name=name, scope=scope, goal=goal, owner=owner, is_default=is_default)


def new_journey_values(
    name: str | None,
    template: str | None,
    stages: str | None = None,
    copy_of: str | None = None,
) -> dict[str, str | None]:
    """The form of a new journey as a person fills it in."""
    return {"name": name, "start": f"{COPY}{copy_of}" if copy_of else template, "stages": stages}


def settings_values(**settings: Any) -> dict[str, str | None]:
    """A journey's settings as a person fills them in."""
    if "review_day" in settings:
        day = settings.pop("review_date", None)
        is_date = settings["review_day"] is ReviewDay.DATE and day is not None
        settings["review_day"] = day if is_date else settings["review_day"].value
    return form_values(**settings)


def posted_review(key: str) -> PostedReviewRecord:
    """A review of 2026-Q3 that was posted."""
    message = OutboxMessage(
        id=1,
        workspace=WorkspaceId("T1"),
        kind=OutboxKind.REVIEW,
        name="1",
        key=key,
        channel="C1",
        payload={},
        journey_id=1,
        posted_review_id=1,
        user=None,
        thread_ts=None,
        state=OutboxState.SENT,
        attempts=1,
        created_at=WHEN,
        claimed_at=WHEN,
        next_try_at=None,
        reason=None,
        sent_ts="1.1",
        sent_at=WHEN,
    )
    return PostedReviewRecord(1, 1, "2026-Q3", 24_318, {}, 0, message)
