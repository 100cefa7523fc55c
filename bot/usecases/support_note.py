"""Say that one has seen it too."""

from dataclasses import dataclass, replace

from bot.domain.errors import NotFoundError
from bot.domain.journey import WorkspaceId
from bot.domain.notes import Note
from bot.ports import Clock, Storage
from bot.usecases.change_note import GONE


@dataclass(frozen=True)
class Supported:
    """A note with its supporters; `counted` is false for its author, or who was counted before."""

    note: Note
    counted: bool

    @property
    def people(self) -> int:
        """How many have seen it, the author included."""
        return 1 + self.note.supporters


class SupportNote:
    """Counts supporters."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(self, workspace: WorkspaceId, user: str, note_id: int) -> Supported:
        """Count somebody; twice is the same as once. Raises NotFoundError."""
        with self._storage.write(workspace) as uow:
            found = uow.notes.by_id(note_id)
            if found is None or found[1].deleted_at is not None:
                raise NotFoundError(GONE)
            note = found[1]
            counted = note.author != user and uow.note_life.support(
                note_id, user, self._clock.now()
            )
            uow.commit()
        return Supported(replace(note, supporters=note.supporters + counted), counted)
