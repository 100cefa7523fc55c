"""Say that one has seen it too."""

from dataclasses import dataclass

from bot.domain.audience import Audience
from bot.domain.errors import NotFoundError
from bot.domain.journey import WorkspaceId
from bot.domain.notes import Note
from bot.ports import Clock, Storage
from bot.usecases.change_note import GONE
from bot.usecases.merge_notes import standing_for


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

    def __call__(
        self, workspace: WorkspaceId, user: str, note_id: int, channel: str | None = None
    ) -> Supported:
        """Count somebody in a channel; twice is the same as once. Raises NotFoundError."""
        with self._storage.write(workspace) as uow:
            found = uow.notes.by_id(note_id)
            if found is None or found[1].deleted_at is not None:
                raise NotFoundError(GONE)
            journey_id, note = found
            # A merged note keeps its own supporters; they count where it counts.
            _, before = standing_for(uow, journey_id, note)
            if before.deleted_at is not None:
                raise NotFoundError(GONE)
            new = note.author != user and uow.note_life.support(note_id, user, self._clock.now())
            _, after = standing_for(uow, *(uow.notes.by_id(note_id) or found))
            uow.commit()
        shown = Audience(channel, user).seen(after)
        return Supported(shown, new and after.supporters > before.supporters)
