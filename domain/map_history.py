"""How a map came to be: every change of it, and the whole map as it stood after each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.journey_map import Persona, Touchpoint
from domain.journeys import Editors, Journey, MessageSign, Milestone, Stage
from domain.kpis import Direction, Kpi, Unit
from domain.notes import DEFAULT_REACTIONS
from domain.periods import Cadence, ReviewDay

Snapshot = dict[str, Any]


MapPart = Journey | Stage | Persona | Touchpoint | Kpi


# What identifies or orders a part, or follows from its name, is no change somebody made to it.
UNTRACKED_FIELDS = frozenset(
    {"id", "key", "stages", "archived_stages", "archived", "review_due_at", "created_at"}
)


class Subject(StrEnum):
    """What of a map can change, and the day of a review."""

    JOURNEY = "journey"
    STAGE = "stage"
    PERSONA = "persona"
    TOUCHPOINT = "touchpoint"
    KPI = "kpi"
    REVIEW = "review"


class ChangeType(StrEnum):
    """What can be done to it."""

    CREATED = "created"
    EDITED = "edited"
    ARCHIVED = "archived"
    RESTORED = "restored"
    POSTPONED = "postponed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class FieldChange:
    """One field's values before and after, in words; null for none."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Version:
    """One change: who did what to which part when. `number` counts a journey's changes from 1."""

    number: int
    at: datetime
    author: str | None
    change_type: ChangeType
    subject: Subject
    subject_id: int
    subject_name: str
    edits: tuple[FieldChange, ...]


@dataclass(frozen=True)
class MapParts:
    """A journey with everything on its map, what is archived included."""

    journey: Journey
    personas: tuple[Persona, ...]
    touchpoints: tuple[Touchpoint, ...]
    kpis: tuple[Kpi, ...]

    def touchpoint(self, touchpoint_id: int | None) -> Touchpoint | None:
        """The touchpoint with that id."""
        return next((part for part in self.touchpoints if part.id == touchpoint_id), None)

    def persona(self, persona_id: int | None) -> Persona | None:
        """The persona with that id."""
        return next((part for part in self.personas if part.id == persona_id), None)

    def kpi(self, kpi_id: int | None) -> Kpi | None:
        """The KPI with that id."""
        return next((part for part in self.kpis if part.id == kpi_id), None)

    def stage(self, stage_id: int | None) -> Stage | None:
        """The stage with that id, archived or not."""
        stages = (*self.journey.stages, *self.journey.archived_stages)
        return next((stage for stage in stages if stage.id == stage_id), None)


def part_name(part: MapPart) -> str:
    """What people call it: its name, a KPI's path."""
    return part.path if isinstance(part, Kpi) else part.name


def diff_parts(before: MapPart | None, after: MapPart) -> tuple[FieldChange, ...]:
    """The fields that differ; of a new part those that say something."""
    names = [field.name for field in fields(after) if field.name not in UNTRACKED_FIELDS]
    pairs = ((name, getattr(before, name, None), getattr(after, name)) for name in names)
    return tuple(_edit(name, was, now) for name, was, now in pairs if was != now)


def _edit(name: str, was: object, now: object) -> FieldChange:
    if name == "position":
        # Kept from 0; people count from 1.
        places = (str(place + 1) if isinstance(place, int) else None for place in (was, now))
        return FieldChange("place", *places)
    return FieldChange(name.replace("_", " "), _word(was), _word(now))


def _word(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def build_snapshot(parts: MapParts) -> Snapshot:
    """The map as JSON values."""

    def plain(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, (date, datetime)) else value

    whole: Snapshot = plain(asdict(parts))
    return whole


def restore_snapshot(kept: Snapshot) -> MapParts:
    """The map from what `snapshot` gave; fields added since then have their default."""
    journey = dict(kept["journey"])
    for stages in ("stages", "archived_stages"):
        journey[stages] = tuple(_stage(stage) for stage in journey[stages])
    journey["teams"] = tuple(journey["teams"])
    reactions = journey.get("reactions", DEFAULT_REACTIONS)
    journey["reactions"] = tuple((emoji, kind) for emoji, kind in reactions)
    # Maps of before there was a choice hold whether there were replies.
    replies = journey.pop("thread_replies", True)
    sign = MessageSign.REPLY if replies else MessageSign.NOTHING
    journey["message_sign"] = MessageSign(journey.get("message_sign", sign))
    journey["review_due_at"] = journey["created_at"] = None
    journey["review_day"] = ReviewDay(journey["review_day"])
    # Maps of before there was a choice were of quarters.
    journey["cadence"] = Cadence(journey.get("cadence", Cadence.QUARTERLY))
    journey["editors"] = Editors(journey["editors"])
    return MapParts(
        journey=Journey(**journey),
        personas=tuple(Persona(**persona) for persona in kept["personas"]),
        touchpoints=tuple(Touchpoint(**touchpoint) for touchpoint in kept["touchpoints"]),
        kpis=tuple(
            Kpi(**{**kpi, "unit": Unit(kpi["unit"]), "direction": Direction(kpi["direction"])})
            for kpi in kept["kpis"]
        ),
    )


def _stage(kept: Mapping[str, Any]) -> Stage:
    since = kept["milestone_since"]
    return Stage(
        **{
            **kept,
            "milestone_state": Milestone(kept["milestone_state"]),
            "milestone_since": date.fromisoformat(since) if since else None,
        }
    )
