"""Merge notes that say the same: one is shown, both are counted, and it can be taken back."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import BadInputError, NotFoundError
from bot.domain.history import Edit
from bot.domain.journey import Journey
from bot.domain.note_changes import NoteChange, NoteDeed
from bot.domain.notes import Note
from bot.domain.roles import Role
from bot.ports import Clock, People, Storage, UnitOfWork
from bot.usecases.change_note import GONE, By, change_of, held


@dataclass(frozen=True)
class Merged:
    """A note and the one that stands for it, or stood for it until it was taken out.

    `into` counts the people behind both while they are merged. `different` is false where there
    was nothing left to do.
    """

    note: Note
    into: Note
    journey: Journey
    deed: NoteDeed
    different: bool = True


class MergeNotes:
    """Merges notes of one journey and takes them apart again.

    Whoever may change a note may have another stand for it. A merged note is in no list, figure or
    export; its author and who has seen it too count with the other, each once. It is kept as long
    as the one that stands for it, and goes with it.
    """

    def __init__(self, storage: Storage, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(self, by: By, note_id: int, into_id: int) -> Merged:
        """Have another note stand for this one, with all that was merged into it before.

        Into a merged note means into the one that stands for that. Raises NotFoundError where
        either is gone, NotAllowedError, and BadInputError where the two cannot be one.
        """
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, note = held(uow, by, note_id, role, locked=True)
            into = _target(uow, journey, note, into_id)
            different = note.counted_in is None
            if different:
                uow.merged_notes.merge(note.id, into.id, into.id)
                _remember(uow, by, note, into, now, NoteDeed.MERGED)
            merged = _after(uow, journey, note.id, into.id, NoteDeed.MERGED, different=different)
            uow.commit()
        return merged

    def separate(self, by: By, note_id: int) -> Merged:
        """Have a merged note stand for itself again, with what had been merged into it.

        Raises NotFoundError where it is gone or was not merged, NotAllowedError.
        """
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, note = held(uow, by, note_id, role, locked=True)
            into = release(uow, note, now, by)
            if into is None:
                raise NotFoundError("That note stands for itself already.")
            merged = _after(uow, journey, note.id, into.id, NoteDeed.SEPARATED)
            uow.commit()
        return merged

    def _role(self, by: By) -> Role:
        return self._people.role(by.workspace, by.user) if self._people else Role.MEMBER


def release(uow: UnitOfWork, note: Note, now: datetime, by: By | None = None) -> Note | None:
    """Take a merged note out of the one that stands for it; that one, null where there is none."""
    found = uow.notes.by_id(note.counted_in) if note.counted_in else None
    if found is None:
        return None
    journey_id, into = found
    # That one may have been moved to another journey, whose writers would not be kept out.
    uow.journeys.locked(journey_id)
    uow.merged_notes.merge(note.id, None, None)
    _remember(uow, by, note, into, now, NoteDeed.SEPARATED)
    return into


def standing_for(uow: UnitOfWork, journey_id: int, note: Note) -> tuple[int, Note]:
    """The note that is shown for this one, itself mostly, with the id of its journey."""
    found = uow.notes.by_id(note.counted_in) if note.counted_in else None
    return found or (journey_id, note)


def _target(uow: UnitOfWork, journey: Journey, note: Note, into_id: int) -> Note:
    found = uow.notes.by_id(into_id)
    if found is None:
        raise NotFoundError(GONE)
    journey_id, into = standing_for(uow, *found)
    if into.deleted_at is not None or found[1].deleted_at is not None:
        raise NotFoundError(GONE)
    if into.id == note.id:
        same = into_id == note.id
        raise BadInputError(
            "A note cannot be merged into itself."
            if same
            else "That note is counted with this one already."
        )
    if journey_id != journey.id:
        raise BadInputError("Only notes of the same journey can be merged.")
    if into.kind is not note.kind:
        # A pain point counted as an opportunity would be missing among the pains.
        raise BadInputError(
            f"This is a {note.kind.value}, the other a {into.kind.value}: only notes of the same "
            "kind can be merged. Edit one of them first."
        )
    if note.counted_in not in (None, into.id):
        raise BadInputError("That note is counted with another one. Separate it from that first.")
    return into


def _remember(
    uow: UnitOfWork, by: By | None, note: Note, into: Note, now: datetime, deed: NoteDeed
) -> None:
    """Each of the two remembers the other, by its id."""
    for one, field, other in ((note, "merged into", into), (into, "stands for", note)):
        number = str(other.id)
        gone = deed is NoteDeed.SEPARATED
        edit = Edit(field, number, None) if gone else Edit(field, None, number)
        if by is None:
            uow.note_life.remember(one.id, NoteChange(now, None, deed, (edit,)))
        else:
            # Who did it is whoever holds the merged note: its anonymous author has no name here.
            uow.note_life.remember(one.id, change_of(by, note, now, deed, (edit,)))


def _after(
    uow: UnitOfWork,
    journey: Journey,
    note_id: int,
    into_id: int,
    deed: NoteDeed,
    *,
    different: bool = True,
) -> Merged:
    note, into = uow.notes.by_id(note_id), uow.notes.by_id(into_id)
    if note is None or into is None:
        raise NotFoundError(GONE)
    return Merged(note[1], into[1], journey, deed, different)
