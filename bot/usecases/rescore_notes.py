"""Score the notes of a journey anew: by a newer scorer, and by what was corrected since."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.errors import NotFoundError
from bot.domain.journey import WorkspaceId
from bot.domain.sentiment import mood_of
from bot.ports import Scorer, Storage
from bot.usecases.hearing import Ear, ear_of
from bot.usecases.journeys import existing_journey

AT_ONCE = 200


@dataclass(frozen=True)
class Rescored:
    """How many notes were scored, of how many of them the mood is another now."""

    notes: int
    changed: int


class RescoreNotes:
    """Scores notes anew, deleted ones too; what was published stays as it is."""

    def __init__(self, storage: Storage, scorer: Scorer) -> None:
        self._storage = storage
        self._scorer = scorer

    def __call__(
        self, workspace: WorkspaceId, journey_key: str, progress: Callable[[int], None]
    ) -> Rescored:
        """Score all of a journey, calling `progress` with how many are done.

        Stopped on the way, what is done is kept. Raises NotFoundError for an unknown journey.
        """
        ear = ear_of(self._storage, self._scorer, workspace)
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, journey_key)
        if journey is None:
            raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
        done = changed = after = 0
        while True:
            last, count, others = self._some(workspace, journey.id, ear, after)
            if last is None:
                return Rescored(done, changed)
            after, done, changed = last, done + count, changed + others
            progress(done)

    def _some(
        self, workspace: WorkspaceId, journey_id: int, ear: Ear, after: int
    ) -> tuple[int | None, int, int]:
        """Score the next ones: the last one's id, how many, and how many changed their mood."""
        with self._storage.read(workspace) as uow:
            notes = uow.notes.after(journey_id, after, AT_ONCE)
        # Scored before the write begins: other writers need not wait for the scorer.
        scored = [(note, ear.score(note.text, kind=note.kind)) for note in notes]
        changed = 0
        with self._storage.write(workspace) as uow:
            for note, score in scored:
                mood = mood_of(note.details.feeling, score)
                changed += uow.notes.rescore(note, score, mood) and mood != note.mood
            uow.commit()
        return (notes[-1].id if notes else None), len(notes), changed
