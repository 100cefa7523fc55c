"""Export the notes of a journey: everything a review's figures come from."""

from collections.abc import Generator
from typing import Any

from bot.domain.audience import Audience
from bot.domain.errors import NotFoundError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.notes import Note
from bot.ports import Storage
from bot.usecases.journeys import existing_journey

FIELDS = (
    "id", "kind", "journey", "stage", "touchpoint", "persona", "channel", "team", "source",
    "severity", "feeling", "score", "mood", "label", "language", "text", "author", "occurred_at",
    "created_at", "permalink", "supporters",
)  # fmt: skip


class ExportNotes:
    """Hands out notes one by one, so that a million of them fit through."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(
        self, workspace: WorkspaceId, journey_key: str, audience: Audience | None = None
    ) -> Generator[dict[str, Any], None, None]:
        """Rows with the keys of FIELDS, oldest note first, as an audience sees them.

        Null is whoever runs Waymark and sees all that is kept.
        `score` and `mood` −1…+1, `feeling` −2…+2, `severity` 1-4, times ISO 8601 in UTC, missing
        parts null. Raises NotFoundError for an unknown journey.
        """
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, journey_key)
            if journey is None:
                raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
            for note in uow.notes.every(journey.id):
                yield _row(journey, audience.seen(note) if audience else note)


def _row(journey: Journey, note: Note) -> dict[str, Any]:
    details = note.details
    return {
        "id": note.id,
        "kind": note.kind.value,
        "journey": journey.key,
        "stage": note.stage,
        "touchpoint": details.touchpoint,
        "persona": details.persona,
        "channel": details.channel,
        "team": details.team,
        "source": details.source,
        "severity": details.severity,
        "feeling": details.feeling,
        "score": note.score,
        "mood": note.mood,
        "label": note.label.value,
        "language": note.language,
        "text": note.text,
        "author": note.author,
        "occurred_at": note.occurred_at.isoformat(),
        "created_at": note.created_at.isoformat(),
        "permalink": note.permalink,
        "supporters": 1 + note.supporters,
    }
