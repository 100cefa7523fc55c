"""Find and merge notes that say the same; one is shown and both are counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from bot.notes.edit import NOTE_GONE, editable_note, note_change, shown_note
from bot.ports import Clock, People
from domain.access import EVERYONE, Actor, Audience, Role
from domain.errors import BadInputError, NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.map_history import FieldChange
from domain.note_changes import NoteChange, NoteChangeType
from domain.notes import Note
from domain.similarity import (
    TextIndex,
    comparison_words,
    is_duplicate,
    jaccard_similarity,
)
from domain.themes import NoteSorting
from storage.session import Database, UnitOfWork

# A duplicate is looked for among so many of a journey's newest notes, at the most; half of them at
# the least. 5,000 notes are some 3 MB.
MAX_RECENT_NOTES = 5_000

# Older ids are not looked at: in a workspace of many journeys most are of other journeys.
MAX_RECENT_IDS = 50_000

MAX_JOURNEYS = 8

# After that the notes are read again: a text may have been edited, or moved to the journey.
REREAD_AFTER = timedelta(hours=1)


class _JourneyNotes:
    """The newest notes of one journey, by their words; `last_id` is the newest of them."""

    def __init__(self, read_at: datetime) -> None:
        self.read_at = read_at
        self.lock = Lock()
        self.index = TextIndex(MAX_RECENT_NOTES)
        self.last_id = 0


class _RecentNotes:
    """The newest notes of the journeys in which notes were saved last, kept in memory.

    Each search reads what has been saved since the one before, by whichever process: while a note
    is saved its journey is locked, so the ids of its notes become visible in order.
    """

    def __init__(self, storage: Database, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._lock = Lock()
        self._journeys: dict[tuple[WorkspaceId, int], _JourneyNotes] = {}

    def similar(
        self, workspace: WorkspaceId, journey_id: int, note_id: int, text: str, since: datetime
    ) -> list[int]:
        """Return the ids of notes that may say the same as a saved note."""
        journey = self._journey(workspace, journey_id)
        with journey.lock:
            if journey.last_id < note_id:
                after = max(journey.last_id, note_id - MAX_RECENT_IDS)
                with self._storage.read(workspace) as uow:
                    new = uow.notes.recent_texts(journey_id, after, since, MAX_RECENT_NOTES)
                for new_id, new_text in reversed(new):
                    journey.index.add(new_id, new_text)
                    journey.last_id = new_id
            return [found for found in journey.index.similar(text) if found != note_id]

    def _journey(self, workspace: WorkspaceId, journey_id: int) -> _JourneyNotes:
        key, now = (workspace, journey_id), self._clock.now()
        with self._lock:
            found = self._journeys.pop(key, None)
            if found is None or not timedelta() <= now - found.read_at < REREAD_AFTER:
                found = _JourneyNotes(now)
            # The one asked about last comes last; the first goes.
            self._journeys[key] = found
            if len(self._journeys) > MAX_JOURNEYS:
                del self._journeys[next(iter(self._journeys))]
        return found


@dataclass(frozen=True)
class MergedPair:
    """A note and the note it is, or was, merged into.

    `into` counts the people behind both while they are merged. `different` is False if nothing had
    to be done.
    """

    note: Note
    into: Note
    journey: Journey
    change_type: NoteChangeType
    different: bool = True


class DuplicateService:
    """Finds duplicates, merges notes of one journey, and separates them again.

    Who may change a note may merge it. A merged note is in no list, figure or export; its author
    and supporters count with the other note, each once. It is deleted with the other note.
    """

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people
        self._recent = _RecentNotes(storage, clock)

    def find(
        self,
        workspace: WorkspaceId,
        journey: Journey,
        note_id: int,
        text: str,
        audience: Audience = EVERYONE,
    ) -> Note | None:
        """Return the note of a journey that says the same as a saved note with that text.

        It is of the same kind, of this period or the last. None where there is none that the
        audience may read, and for a note that is deleted or merged.
        """
        since = journey.period_of(self._clock.now()).shifted(-1).start
        similar = self._recent.similar(workspace, journey.id, note_id, text, since)
        # Most notes have no duplicate.
        if not similar:
            return None
        with self._storage.read(workspace) as uow:
            found = {note.id: note for note in uow.notes.by_ids([*similar, note_id], journey.id)}
        own = found.pop(note_id, None)
        if own is None or not own.is_active:
            return None
        # They may have changed since their words were read.
        duplicates = [
            note
            for note in found.values()
            if note.is_active
            and note.kind is own.kind
            and note.occurred_at >= since
            and is_duplicate(text, note.text)
            and audience.can_read(note)
        ]
        words = comparison_words(text)
        # The most similar; among equals the one most people have seen, then the oldest.
        return min(
            duplicates,
            key=lambda note: (
                -jaccard_similarity(words, comparison_words(note.text)),
                -note.supporters,
                note.id,
            ),
            default=None,
        )

    def merge(self, by: Actor, note_id: int, into_id: int) -> MergedPair:
        """Merge a note, and all that was merged into it before, into another.

        Where that is merged itself, merge into the note it is part of. Raises NotFoundError where
        either is missing, NotAllowedError, and BadInputError if the two cannot be merged.
        """
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, note = editable_note(uow, by, note_id, role, locked=True)
            into = _merge_target(uow, journey, note, into_id)
            different = note.counted_in is None
            if different:
                uow.merged_notes.merge(note.id, into.id, into.id)
                if into.sorted_as is None and note.sorted_as is not None:
                    # It stands for both now.
                    uow.pains.sort([into.id], NoteSorting(note.theme_id, note.sorted_as))
                _record_in_history(uow, by, note, into, now, NoteChangeType.MERGED)
            merged = _merged_pair(
                uow, journey, note.id, into.id, NoteChangeType.MERGED, different=different
            )
            uow.commit()
        return merged

    def separate(self, by: Actor, note_id: int) -> MergedPair:
        """Separate a merged note again, with the notes that were merged into it.

        Raises NotFoundError if it is missing or not merged, NotAllowedError.
        """
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, note = editable_note(uow, by, note_id, role, locked=True)
            into = separate_note(uow, note, now, by)
            if into is None:
                raise NotFoundError("That note is separate already.")
            merged = _merged_pair(uow, journey, note.id, into.id, NoteChangeType.SEPARATED)
            uow.commit()
        return merged

    def _role(self, by: Actor) -> Role:
        return self._people.role(by.workspace, by.user) if self._people else Role.MEMBER


def separate_note(
    uow: UnitOfWork, note: Note, now: datetime, by: Actor | None = None
) -> Note | None:
    """Separate a merged note; return the one it was merged into, None if it was not merged."""
    found = uow.notes.by_id(note.counted_in) if note.counted_in else None
    if found is None:
        return None
    journey_id, into = found
    # That one may have been moved to another journey, which is not locked yet.
    uow.journeys.lock(journey_id)
    uow.merged_notes.merge(note.id, None, None)
    _record_in_history(uow, by, note, into, now, NoteChangeType.SEPARATED)
    return into


def _merge_target(uow: UnitOfWork, journey: Journey, note: Note, into_id: int) -> Note:
    found = uow.notes.by_id(into_id)
    if found is None:
        raise NotFoundError(NOTE_GONE)
    journey_id, into = shown_note(uow, *found)
    if into.deleted_at is not None or found[1].deleted_at is not None:
        raise NotFoundError(NOTE_GONE)
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


def _record_in_history(
    uow: UnitOfWork,
    by: Actor | None,
    note: Note,
    into: Note,
    now: datetime,
    change_type: NoteChangeType,
) -> None:
    """Record the merge in the history of both notes, by their ids."""
    for one, field, other in ((note, "merged into", into), (into, "stands for", note)):
        number = str(other.id)
        separated = change_type is NoteChangeType.SEPARATED
        edit = FieldChange(field, number, None) if separated else FieldChange(field, None, number)
        if by is None:
            uow.note_history.add_change(one.id, NoteChange(now, None, change_type, (edit,)))
        else:
            # The anonymous author of the merged note gets no name in the history.
            uow.note_history.add_change(one.id, note_change(by, note, now, change_type, (edit,)))


def _merged_pair(
    uow: UnitOfWork,
    journey: Journey,
    note_id: int,
    into_id: int,
    change_type: NoteChangeType,
    *,
    different: bool = True,
) -> MergedPair:
    note, into = uow.notes.by_id(note_id), uow.notes.by_id(into_id)
    if note is None or into is None:
        raise NotFoundError(NOTE_GONE)
    return MergedPair(note[1], into[1], journey, change_type, different)
