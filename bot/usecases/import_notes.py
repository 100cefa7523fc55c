"""Import notes from rows of a file: the same file twice adds nothing the second time."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.domain.imported_row import ImportedNote, Row, read_imported_note
from bot.domain.journey import Journey, Stage, WorkspaceId
from bot.domain.notes import Likeness, NewNote, NoteKind
from bot.domain.sentiment import Score, mood_of
from bot.ports import Clock, Scorer, Storage, UnitOfWork
from bot.usecases.hearing import ear_of, kind_by
from bot.usecases.importing import Step, batches, journey_to_fill, patiently, readable

# A text, and as which kind of note it is read, null where its mood decides.
Asked = tuple[str, NoteKind | None]
Filed = tuple[NoteKind, Score]


@dataclass(frozen=True)
class _Ready:
    """A row that was read. `receipt` names it and how many like it came before in the file.

    `likeness` is what it would say of an export's row, which may have come from this very journey;
    `nth` counts the notes of this likeness in the file.
    """

    receipt: str
    note: ImportedNote
    likeness: Likeness | None
    nth: int


class ImportNotes:
    """Files the notes of a file, some hundred a transaction."""

    def __init__(self, storage: Storage, scorer: Scorer, clock: Clock) -> None:
        self._storage = storage
        self._scorer = scorer
        self._clock = clock

    def __call__(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        *,
        dry_run: bool = False,
    ) -> Iterator[Step]:
        """File the rows, and tell after each batch what came of it.

        Raises NotFoundError for an unknown journey. What goes wrong later leaves the batches before
        in place: the same file again goes on where it stopped.
        """
        now = self._clock.now()
        journey = journey_to_fill(self._storage, workspace, journey_key, now, dry_run=dry_run)
        file = _File(journey)
        for batch in batches(rows):
            good, problems = readable(batch, lambda row: file.read(row, now))
            ready = [one for _, one in good]
            added = self._filed(workspace, file, ready, now, dry_run=dry_run)
            yield Step(
                read=len(batch),
                added=len(added),
                known=len(ready) - len(added),
                unsorted=sum(stage is None for stage in added),
                problems=tuple(problems),
            )

    def _filed(
        self,
        workspace: WorkspaceId,
        file: "_File",
        ready: Sequence[_Ready],
        now: datetime,
        *,
        dry_run: bool,
    ) -> Sequence[Stage | None]:
        """The stages of the notes that were, or would be, filed."""
        with self._storage.read(workspace) as uow:
            new = _unknown(uow, file.journey, ready)
        if dry_run or not new:
            return [file.stage(one.note.stage) for one in new]
        # Scored before the write begins: other writers need not wait for the scorer.
        ear = ear_of(self._storage, self._scorer, workspace)
        asked = {(one.note.text, one.note.kind) for one in new if one.note.score is None}
        heard = {(text, kind): ear.filed(text, kind) for text, kind in asked}

        def write() -> Sequence[Stage | None]:
            with self._storage.write(workspace) as uow:
                file.settle(uow.journeys.locked(file.journey.id))
                fresh = _unknown(uow, file.journey, new)
                notes = [_note(file, one.note, heard, now) for one in fresh]
                ids = uow.notes.add_all(file.journey.id, notes)
                receipts = (one.receipt for one in fresh)
                uow.note_life.receive_for_ever(dict(zip(receipts, ids, strict=True)))
                uow.commit()
            return [file.stage(one.note.stage) for one in fresh]

        return patiently(write)


class _File:
    """What is remembered from row to row."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.calendar = journey.calendar
        self._stages: dict[str, Stage | None] = {}
        self._rows: Counter[bytes] = Counter()
        self._likenesses: Counter[bytes] = Counter()

    def settle(self, journey: Journey | None) -> None:
        """Go by the journey as it stands now."""
        if journey is not None and journey != self.journey:
            self.journey, self.calendar = journey, journey.calendar
            self._stages.clear()

    def stage(self, typed: str | None) -> Stage | None:
        """The stage somebody meant. Each word is looked up once: near misses take their time."""
        if typed is None:
            return None
        if typed not in self._stages:
            self._stages[typed] = self.journey.stage(self.journey.find_stage(typed).key)
        return self._stages[typed]

    def read(self, row: Row, now: datetime) -> _Ready:
        """Read a row; raises BadInputError."""
        note = read_imported_note(row.cells, self.calendar, now)
        named = json.dumps([self.journey.id, sorted(row.cells.items())]).encode()
        digest = sha256(named).digest()
        self._rows[digest] += 1
        likeness, nth = None, 0
        if note.kind and note.created_at:
            likeness = Likeness(note.kind, note.text, note.occurred_at, note.created_at)
            alike = sha256(repr(likeness).encode()).digest()
            self._likenesses[alike] += 1
            nth = self._likenesses[alike]
        return _Ready(f"import:{digest.hex()}:{self._rows[digest]}", note, likeness, nth)


def _unknown(uow: UnitOfWork, journey: Journey, ready: Sequence[_Ready]) -> list[_Ready]:
    """The rows no note was made of yet."""
    known = set(uow.note_life.made([one.receipt for one in ready]))
    left = [one for one in ready if one.receipt not in known]
    instants = {one.likeness.occurred_at for one in left if one.likeness}
    there = Counter(uow.notes.alike(journey.id, instants)) if instants else Counter()
    return [one for one in left if one.likeness is None or there[one.likeness] < one.nth]


def _note(
    file: _File, imported: ImportedNote, heard: Mapping[Asked, Filed], now: datetime
) -> NewNote:
    kept = imported.score
    if kept:
        kind, score = imported.kind or kind_by(kept), kept
    else:
        kind, score = heard[imported.text, imported.kind]
    stage = file.stage(imported.stage)
    declared = imported.details.feeling
    return NewNote(
        kind=kind,
        text=imported.text,
        stage_id=stage.id if stage else None,
        stage_typed=None if stage else imported.stage,
        details=imported.details,
        score=score,
        mood=mood_of(declared, score) if imported.mood is None else imported.mood,
        author=imported.author,
        permalink=imported.permalink,
        occurred_at=imported.occurred_at,
        created_at=imported.created_at or now,
        month=file.calendar.month_of(imported.occurred_at),
        unnamed_supporters=imported.supporters,
    )
