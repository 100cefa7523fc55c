"""Changes of notes after they were saved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.map_history import FieldChange
from domain.notes import DETAIL_NAMES, NewNote, Note

# How long a deleted note can be restored.
RESTORE_WINDOW = timedelta(days=30)


# Slack delivers an event again within minutes; a receipt outlives that by far.
RECEIPT_LIFETIME = timedelta(days=2)


class NoteChangeType(StrEnum):
    """Kind of change of a note."""

    EDITED = "edited"
    MOVED = "moved"
    DELETED = "deleted"
    RESTORED = "put back"
    MERGED = "merged"
    SEPARATED = "separated"


@dataclass(frozen=True)
class NoteChange:
    """One change of a note; `author` is None for an anonymous author."""

    at: datetime
    author: str | None
    change_type: NoteChangeType
    edits: tuple[FieldChange, ...] = ()


def note_field_changes(before: Note, after: NewNote, stage: str | None) -> tuple[FieldChange, ...]:
    """Return the fields of a note that differ; `stage` is the key of its current stage."""
    pairs = (
        ("kind", before.kind.value, after.kind.value),
        ("text", before.text, after.text),
        ("stage", before.stage, stage),
        *(
            (name, getattr(before.details, name), getattr(after.details, name))
            for name in DETAIL_NAMES
        ),
        ("happened", before.occurred_at.isoformat(), after.occurred_at.isoformat()),
    )
    return tuple(
        FieldChange(field, *(None if value is None else str(value) for value in (was, now)))
        for field, was, now in pairs
        if was != now
    )


@dataclass(frozen=True)
class LastChoices:
    """What a person chose last: a team's key, a journey's id."""

    team: str | None = None
    journey_id: int | None = None
