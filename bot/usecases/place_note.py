"""Place an unsorted note in a stage, or move a note to another."""

from dataclasses import dataclass

from bot.domain.errors import NotFoundError
from bot.domain.journey import Journey, Stage, WorkspaceId
from bot.domain.notes import Note
from bot.ports import Storage


@dataclass(frozen=True)
class Placed:
    """A note in its new stage."""

    note: Note
    journey: Journey
    stage: Stage


class PlaceNote:
    """Moves notes between the tray and the stages."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(self, workspace: WorkspaceId, note_id: int, stage_key: str) -> Placed:
        """File the note under the stage; doing it twice is the same as once.

        Raises NotFoundError when the note or the stage is gone.
        """
        with self._storage.write(workspace) as uow:
            found = uow.notes.by_id(note_id)
            if found is None or found[1].deleted_at is not None:
                raise NotFoundError("That note is no longer there; it may have been deleted.")
            journey_id, note = found
            journey = uow.journeys.locked(journey_id)
            stage = journey.stage(stage_key) if journey else None
            if journey is None or stage is None:
                raise NotFoundError(
                    f"There is no stage “{stage_key[:60]}” any more. The note stays where it is; "
                    "`/journey notes unsorted` shows the tray."
                )
            uow.notes.place(note_id, stage.id)
            uow.commit()
        return Placed(note, journey, stage)
