"""The history of a map: every change, and a snapshot of the whole map after it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.journey_map import Persona, Touchpoint
from domain.journeys import Journey, MessageSign, Stage
from domain.kpis import Kpi
from domain.map_fields import part_from_values

Snapshot = dict[str, Any]


MapPart = Journey | Stage | Persona | Touchpoint | Kpi


# Fields that no one edits: identity, what follows from the name, what has a change type of its own.
UNTRACKED_FIELDS = frozenset(
    {"id", "key", "stages", "archived_stages", "archived", "review_due_at", "created_at"}
)


class Subject(StrEnum):
    """The kind of thing that was changed: a part of the map, or the day of a review."""

    JOURNEY = "journey"
    STAGE = "stage"
    PERSONA = "persona"
    TOUCHPOINT = "touchpoint"
    KPI = "kpi"
    REVIEW = "review"


class ChangeType(StrEnum):
    """The kind of a change."""

    CREATED = "created"
    EDITED = "edited"
    ARCHIVED = "archived"
    RESTORED = "restored"
    POSTPONED = "postponed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after, as text; None where it was empty."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Version:
    """One change of a map: author, time and part. `number` counts a journey's changes from 1."""

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
    """A journey with everything on its map, archived parts included."""

    journey: Journey
    personas: tuple[Persona, ...]
    touchpoints: tuple[Touchpoint, ...]
    kpis: tuple[Kpi, ...]

    def touchpoint(self, touchpoint_id: int | None) -> Touchpoint | None:
        """Return the touchpoint with that id, or None."""
        return next((part for part in self.touchpoints if part.id == touchpoint_id), None)

    def persona(self, persona_id: int | None) -> Persona | None:
        """Return the persona with that id, or None."""
        return next((part for part in self.personas if part.id == persona_id), None)

    def kpi(self, kpi_id: int | None) -> Kpi | None:
        """Return the KPI with that id, or None."""
        return next((part for part in self.kpis if part.id == kpi_id), None)

    def stage(self, stage_id: int | None) -> Stage | None:
        """Return the stage with that id, archived or not, or None."""
        stages = (*self.journey.stages, *self.journey.archived_stages)
        return next((stage for stage in stages if stage.id == stage_id), None)


def part_name(part: MapPart) -> str:
    """Return what people call a part: its name, a KPI's path."""
    return part.path if isinstance(part, Kpi) else part.name


def diff_parts(before: MapPart | None, after: MapPart) -> tuple[FieldChange, ...]:
    """Return the fields that differ; of a new part (`before` None) those that are filled in."""
    names = [field.name for field in fields(after) if field.name not in UNTRACKED_FIELDS]
    values = ((name, getattr(before, name, None), getattr(after, name)) for name in names)
    return tuple(_field_change(name, old, new) for name, old, new in values if old != new)


def _field_change(name: str, old: object, new: object) -> FieldChange:
    if name == "position":
        # Stored from 0; people count from 1.
        places = (str(place + 1) if isinstance(place, int) else None for place in (old, new))
        return FieldChange("place", *places)
    return FieldChange(name.replace("_", " "), _as_text(old), _as_text(new))


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def build_snapshot(parts: MapParts) -> Snapshot:
    """Return the map as JSON values."""

    def to_json(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: to_json(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [to_json(item) for item in value]
        return value.isoformat() if isinstance(value, (date, datetime)) else value

    snapshot: Snapshot = to_json(asdict(parts))
    return snapshot


def restore_snapshot(saved: Snapshot) -> MapParts:
    """Return the map that `build_snapshot` wrote; fields added since then have their default."""
    untracked = ("review_due_at", "created_at")
    journey = {name: value for name, value in saved["journey"].items() if name not in untracked}
    # Older maps have no choice of signs: they say whether there were replies.
    has_replies = journey.get("thread_replies", True)
    sign = MessageSign.REPLY if has_replies else MessageSign.NOTHING
    journey.setdefault("message_sign", sign.value)
    return part_from_values(MapParts, {**saved, "journey": journey})
