"""Sort the unsorted tray: many notes at once, with a suggestion for each that has one."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.errors import BadFieldError, NotAllowedError, NotFoundError
from bot.domain.history import Edit
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.note_changes import NoteChange, NoteDeed
from bot.domain.notes import Note
from bot.domain.roles import Role
from bot.domain.suggestions import suggested_stage
from bot.domain.twins import stems
from bot.ports import Clock, People, Storage, UnitOfWork

# As many as two groups of boxes hold.
MOST_SHOWN = 20
# So many of the likeliest notes of the last year vote, found by so many of the longest words.
VOTERS, LONGEST, QUARTERS = 60, 8, 4


@dataclass(frozen=True)
class Tray:
    """The newest unsorted notes of a journey, each with the key of its suggested stage or null.

    `total` counts all there are.
    """

    journey: Journey
    notes: tuple[tuple[Note, str | None], ...]
    total: int


@dataclass(frozen=True)
class TraySorted:
    """How many notes were placed, and how many were no longer in the tray."""

    journey: Journey
    placed: int
    gone: int


class SortTray:
    """Shows and sorts trays. Raises NotAllowedError for guests, NotFoundError without the journey.

    Guests place their own notes one by one.
    """

    def __init__(self, storage: Storage, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def look(self, workspace: WorkspaceId, user: str, journey_id: int) -> Tray:
        """What there is to sort."""
        self._check(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = _there(uow.journeys.by_id(journey_id))
            notes = [note for _, note in uow.notes.tray([journey.id], MOST_SHOWN)]
            total = uow.notes.in_tray([journey.id]).get(journey.id, 0)
            first = journey.calendar.quarter_of(self._clock.now()).index - QUARTERS
            return Tray(
                journey,
                tuple((note, _suggested(uow, journey, note, first)) for note in notes),
                total,
            )

    def place(
        self, workspace: WorkspaceId, user: str, journey_id: int, stages: Mapping[int, str]
    ) -> TraySorted:
        """File notes, by id, under the stages of those keys; doing it twice is the same as once.

        Raises BadFieldError where a stage is gone; nothing is placed then.
        """
        self._check(workspace, user)
        now, placed = self._clock.now(), 0
        with self._storage.write(workspace) as uow:
            journey = _there(uow.journeys.locked(journey_id))
            missing = next((key for key in stages.values() if journey.stage(key) is None), None)
            if missing is not None:
                raise BadFieldError(
                    "stage", f"There is no stage “{missing[:60]}” any more. Nothing was placed."
                )
            for note_id, key in stages.items():
                stage, found = journey.stage(key), uow.notes.by_id(note_id)
                if stage is None or found is None or not _waits(journey, *found):
                    continue
                uow.notes.place(note_id, stage.id)
                edit = Edit("stage", None, stage.key)
                uow.note_life.remember(note_id, NoteChange(now, user, NoteDeed.MOVED, (edit,)))
                placed += 1
            uow.commit()
        return TraySorted(journey, placed, len(stages) - placed)

    def _check(self, workspace: WorkspaceId, user: str) -> None:
        if self._people and self._people.role(workspace, user) is Role.GUEST:
            raise NotAllowedError("Guests cannot sort the tray; they can place their own notes.")


def _there(journey: Journey | None) -> Journey:
    if journey is None or journey.archived:
        raise NotFoundError("That journey is archived or gone; its notes stay where they are.")
    return journey


def _waits(journey: Journey, journey_id: int, note: Note) -> bool:
    standing = note.deleted_at is None and note.counted_in is None
    return standing and journey_id == journey.id and note.stage is None


def _suggested(uow: UnitOfWork, journey: Journey, note: Note, first_quarter: int) -> str | None:
    longest = sorted(stems(note.text), key=lambda stem: (-len(stem), stem))[:LONGEST]
    alike = uow.notes.sharing_words(journey.id, None, first_quarter, longest, VOTERS)
    return suggested_stage(note.text, alike)
