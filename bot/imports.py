"""What the imports of notes and of readings share."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Protocol, TypeVar

from bot.journeys.editing import EditSession
from bot.journeys.lookup import find_journey, find_or_create_journey
from bot.notes.capture import Choice, NoteService
from bot.notes.workspace_scorer import kind_from_score, scorer_for
from bot.ports import Clock, People, Scorer
from domain.access import Role, may_edit
from domain.errors import BadInputError, NotAllowedError, NotFoundError, StorageBusyError
from domain.import_rows import (
    ImportedNote,
    ImportedReading,
    Row,
    RowProblem,
    build_kpi,
    check_same_unit,
    parse_amount,
    parse_imported_note,
    parse_imported_reading,
)
from domain.journeys import Journey, Stage, WorkspaceId
from domain.kpis import Kpi, Reading
from domain.map_history import ChangeType, Subject
from domain.notes import NewNote, NoteIdentity, NoteKind
from domain.periods import month_of_day
from domain.sentiment import Score, note_mood
from domain.text import shorten
from storage.session import Database, UnitOfWork

# So many rows are one transaction: long enough to be quick, short enough for others to wait.
BATCH_SIZE = 500


# A batch the database has no time for is tried again: a file is no person waiting for an answer.
MAX_TRIES = 5


T = TypeVar("T")


@dataclass(frozen=True)
class BatchResult:
    """What the last batch of rows came to; nothing of it is written in a dry run.

    `read` rows are those `added`, those `known` from before, and one for each of the `problems`.
    `unsorted` of the added ones went to the tray; `kpis` are the paths of those made on the way.
    """

    read: int
    added: int
    known: int
    unsorted: int = 0
    problems: tuple[RowProblem, ...] = ()
    kpis: tuple[str, ...] = ()


@dataclass
class ImportTotal:
    """What all steps so far came to; of the `problems` the first `shown` alone are kept."""

    shown: int
    read: int = 0
    added: int = 0
    known: int = 0
    unsorted: int = 0
    wrong: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    kpis: list[str] = field(default_factory=list)

    def add(self, step: BatchResult) -> None:
        """Count a step in."""
        self.read += step.read
        self.added += step.added
        self.known += step.known
        self.unsorted += step.unsorted
        self.wrong += len(step.problems)
        self.problems += step.problems[: self.shown - len(self.problems)]
        self.kpis += step.kpis


class Importer(Protocol):
    """Imports rows, and tells after each batch of them what came of it."""

    def __call__(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        *,
        dry_run: bool = False,
    ) -> Iterator[BatchResult]:
        """Raises NotFoundError for an unknown journey, with the first step."""
        ...


def split_into_batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows, so many at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH_SIZE)):
        yield batch


def parse_rows(
    rows: Iterable[Row], read: Callable[[Row], T]
) -> tuple[list[tuple[int, T]], list[RowProblem]]:
    """What `read` makes of the rows, each with its line, and what is wrong with the others."""
    good: list[tuple[int, T]] = []
    problems: list[RowProblem] = []
    for row in rows:
        try:
            if row.problem:
                raise BadInputError(row.problem)
            good.append((row.line, read(row)))
        except BadInputError as error:
            problems.append(RowProblem(row.line, error.sentence))
    return good, problems


def load_or_create_journey(
    storage: Database, workspace: WorkspaceId, key: str, now: datetime, *, dry_run: bool
) -> Journey:
    """The journey with that key; in a workspace that has none yet the buyer journey is made."""
    with storage.write(workspace) as uow:
        journey = find_or_create_journey(uow, key, now)
        if not dry_run:
            uow.commit()
    return journey


def retry_when_busy(work: Callable[[], T]) -> T:
    """What `work` returns, tried again while the database is busy; a try that fails saves none."""
    for _ in range(MAX_TRIES - 1):
        try:
            return work()
        except StorageBusyError:
            continue
    return work()


# A text, and as which kind of note it is read, null where its mood decides.
TextToScore = tuple[str, NoteKind | None]


KindAndScore = tuple[NoteKind, Score]


@dataclass(frozen=True)
class _ParsedNote:
    """A row that was read. `receipt` names it and how many like it came before in the file.

    `likeness` is what it would say of an export's row, which may have come from this very journey;
    `nth` counts the notes of this likeness in the file.
    """

    receipt: str
    note: ImportedNote
    likeness: NoteIdentity | None
    nth: int


class ImportNotes:
    """Files the notes of a file, some hundred a transaction."""

    def __init__(self, storage: Database, scorer: Scorer, clock: Clock) -> None:
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
    ) -> Iterator[BatchResult]:
        """File the rows, and tell after each batch what came of it.

        Raises NotFoundError for an unknown journey. What goes wrong later leaves the batches before
        in place: the same file again goes on where it stopped.
        """
        now = self._clock.now()
        journey = load_or_create_journey(
            self._storage, workspace, journey_key, now, dry_run=dry_run
        )
        file = _NoteFile(journey)
        for batch in split_into_batches(rows):
            good, problems = parse_rows(batch, lambda row: file.read(row, now))
            ready = [one for _, one in good]
            added = self._filed(workspace, file, ready, now, dry_run=dry_run)
            yield BatchResult(
                read=len(batch),
                added=len(added),
                known=len(ready) - len(added),
                unsorted=sum(stage is None for stage in added),
                problems=tuple(problems),
            )

    def _filed(
        self,
        workspace: WorkspaceId,
        file: "_NoteFile",
        ready: Sequence[_ParsedNote],
        now: datetime,
        *,
        dry_run: bool,
    ) -> Sequence[Stage | None]:
        """The stages of the notes that were, or would be, filed."""
        with self._storage.read(workspace) as uow:
            new = _select_new(uow, file.journey, ready)
        if dry_run or not new:
            return [file.stage(one.note.stage) for one in new]
        # Scored before the write begins: other writers need not wait for the scorer.
        scorer = scorer_for(self._storage, self._scorer, workspace)
        asked = {(one.note.text, one.note.kind) for one in new if one.note.score is None}
        heard = {(text, kind): scorer.classify(text, kind) for text, kind in asked}

        def write() -> Sequence[Stage | None]:
            with self._storage.write(workspace) as uow:
                file.settle(uow.journeys.lock(file.journey.id))
                fresh = _select_new(uow, file.journey, new)
                notes = [_build_note(file, one.note, heard, now) for one in fresh]
                ids = uow.notes.add_all(file.journey.id, notes)
                receipts = (one.receipt for one in fresh)
                uow.note_history.add_permanent_receipts(dict(zip(receipts, ids, strict=True)))
                uow.commit()
            return [file.stage(one.note.stage) for one in fresh]

        return retry_when_busy(write)


class _NoteFile:
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

    def read(self, row: Row, now: datetime) -> _ParsedNote:
        """Read a row; raises BadInputError."""
        note = parse_imported_note(row.cells, self.calendar, now)
        named = json.dumps([self.journey.id, sorted(row.cells.items())]).encode()
        digest = sha256(named).digest()
        self._rows[digest] += 1
        likeness, nth = None, 0
        if note.kind and note.created_at:
            likeness = NoteIdentity(note.kind, note.text, note.occurred_at, note.created_at)
            alike = sha256(repr(likeness).encode()).digest()
            self._likenesses[alike] += 1
            nth = self._likenesses[alike]
        return _ParsedNote(f"import:{digest.hex()}:{self._rows[digest]}", note, likeness, nth)


def _select_new(
    uow: UnitOfWork, journey: Journey, ready: Sequence[_ParsedNote]
) -> list[_ParsedNote]:
    """The rows no note was made of yet."""
    known = set(uow.note_history.known_receipts([one.receipt for one in ready]))
    left = [one for one in ready if one.receipt not in known]
    instants = {one.likeness.occurred_at for one in left if one.likeness}
    there = Counter(uow.notes.identities_at(journey.id, instants)) if instants else Counter()
    return [one for one in left if one.likeness is None or there[one.likeness] < one.nth]


def _build_note(
    file: _NoteFile,
    imported: ImportedNote,
    heard: Mapping[TextToScore, KindAndScore],
    now: datetime,
) -> NewNote:
    kept = imported.score
    if kept:
        kind, score = imported.kind or kind_from_score(kept), kept
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
        mood=note_mood(declared, score) if imported.mood is None else imported.mood,
        author=imported.author,
        permalink=imported.permalink,
        occurred_at=imported.occurred_at,
        created_at=imported.created_at or now,
        month=file.calendar.month_of(imported.occurred_at),
        unnamed_supporters=imported.supporters,
    )


# A reading that says the same of the same KPI: its path, day, value, source and author.
ReadingKey = tuple[object, ...]


class ImportReadings:
    """Files the readings of a file, some hundred a transaction."""

    def __init__(self, storage: Database, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        *,
        dry_run: bool = False,
    ) -> Iterator[BatchResult]:
        """File the rows, and tell after each batch what came of it.

        A reading that stands there already, of the same day, value, source and author, is not
        added again; one that comes twice in the file is kept twice. Nothing about a KPI there is
        already changes. Raises NotFoundError for an unknown journey.
        """
        now = self._clock.now()
        journey = load_or_create_journey(
            self._storage, workspace, journey_key, now, dry_run=dry_run
        )
        calendar = journey.calendar
        came: Counter[ReadingKey] = Counter()
        named: set[str] = set()
        for batch in split_into_batches(rows):
            good, problems = parse_rows(
                batch, lambda row: parse_imported_reading(row.cells, calendar, now)
            )
            done = self._filed(workspace, journey, good, came, dry_run=dry_run)
            came.update(done.taken)
            # A dry run makes a KPI anew for each batch that names it.
            made = [path for path in done.made if path not in named]
            named.update(made)
            problems += done.problems
            yield BatchResult(
                read=len(batch),
                added=done.added,
                known=len(batch) - done.added - len(problems),
                problems=tuple(sorted(problems, key=lambda problem: problem.line)),
                kpis=tuple(made),
            )

    def _filed(
        self,
        workspace: WorkspaceId,
        journey: Journey,
        good: Sequence[tuple[int, ImportedReading]],
        came: Counter[ReadingKey],
        *,
        dry_run: bool,
    ) -> "_ReadingBatch":
        now = self._clock.now()

        def write() -> _ReadingBatch:
            with self._storage.write(workspace) as uow:
                # In a dry run of a new workspace there is no journey but this transaction's own.
                here = uow.journeys.lock(journey.id) or find_or_create_journey(
                    uow, journey.key, now
                )
                batch = _ReadingBatch(EditSession(uow, here, None, now), came)
                for line, row in good:
                    batch.take(line, row)
                batch.record()
                if not dry_run:
                    uow.commit()
            return batch

        return retry_when_busy(write)


class _ReadingBatch:
    """Some rows in their transaction; `came` counts the readings of the rows before them."""

    def __init__(self, session: EditSession, came: Counter[ReadingKey]) -> None:
        self.added = 0
        self.taken: Counter[ReadingKey] = Counter()
        self.made: list[str] = []
        self.problems: list[RowProblem] = []
        self._session = session
        self._came = came
        self._kpis = {(kpi.stage, kpi.key): kpi for kpi in session.parts.kpis}
        self._stages: dict[str, str] = {}
        self._read: list[tuple[Kpi, Reading]] = []

    def take(self, line: int, row: ImportedReading) -> None:
        """Read a row on, and make its KPI where there is none; notes down what is wrong with it."""
        try:
            kpi, is_new = self._kpi(row)
            reading = self._reading(kpi, row)
        except BadInputError as error:
            self.problems.append(RowProblem(line, error.sentence))
            return
        if is_new:
            kpi = self._make(kpi)
        if reading:
            self._read.append((kpi, reading))

    def record(self) -> None:
        """Keep the readings that are not there yet; a KPI made without one counts as added too."""
        ids = {kpi.id for kpi, _ in self._read}
        days = {reading.day for _, reading in self._read}
        found = self._session.uow.kpis.recorded(ids, days)
        paths = {kpi.id: kpi.path for kpi, _ in self._read}
        there = Counter(_reading_key(paths[kpi_id], reading) for kpi_id, reading in found)
        fresh = []
        for kpi, reading in self._read:
            same = _reading_key(kpi.path, reading)
            self.taken[same] += 1
            if there[same] < self._came[same] + self.taken[same]:
                fresh.append((kpi.id, reading))
        self._session.uow.kpis.record_all(fresh)
        bare = set(self.made) - {kpi.path for kpi, _ in self._read}
        self.added = len(fresh) + len(bare)

    def _kpi(self, row: ImportedReading) -> tuple[Kpi, bool]:
        stage = self._stage(row)
        kpi = self._kpis.get((stage, row.kpi))
        if kpi is None:
            return build_kpi(row, stage), True
        if kpi.archived:
            raise BadInputError(f"the KPI `{kpi.path}` is archived; `/journey kpis` restores it.")
        check_same_unit(kpi, row)
        return kpi, False

    def _stage(self, row: ImportedReading) -> str | None:
        if row.stage is None:
            return None
        if row.stage not in self._stages:
            journey = self._session.journey
            stage = journey.stage(journey.find_stage(row.stage).key)
            if stage is None:
                known = ", ".join(part.key for part in journey.stages)
                raise BadInputError(
                    f"there is no stage “{shorten(row.stage, 40)}”; write one of {known}."
                )
            self._stages[row.stage] = stage.key
        return self._stages[row.stage]

    def _make(self, kpi: Kpi) -> Kpi:
        session = self._session
        stage = session.journey.stage(kpi.stage)
        made = replace(
            kpi, id=session.uow.kpis.save(session.journey.id, stage.id if stage else None, kpi)
        )
        self._kpis[kpi.stage, kpi.key] = made
        self.made.append(made.path)
        session.record_change(ChangeType.CREATED, Subject.KPI, None, made)
        return made

    def _reading(self, kpi: Kpi, row: ImportedReading) -> Reading | None:
        if row.value is None or row.day is None:
            return None
        return Reading(
            value=parse_amount(row.value, kpi.unit)[0],
            day=row.day,
            month=month_of_day(row.day),
            source=row.source,
            author=row.author,
            created_at=row.created_at or self._session.now,
        )


def _reading_key(path: str, reading: Reading) -> ReadingKey:
    return (path, reading.day, reading.value, reading.source, reading.author)


@dataclass(frozen=True)
class ImportTarget:
    """The journey a file would go to, as (key, name), and all that can be chosen instead.

    `refusal` is why this person may not import into that one, null where they may.
    """

    journey: Choice
    journeys: tuple[Choice, ...]
    refusal: str | None


class OfferImport:
    """Finds the journey of an import; makes nothing."""

    def __init__(self, storage: Database, notes: NoteService, people: People | None = None) -> None:
        self._storage = storage
        self._notes = notes
        self._people = people

    def __call__(self, workspace: WorkspaceId, user: str, key: str | None = None) -> ImportTarget:
        """The journey with that key, else the one the person chose last, else the default.

        Raises NotAllowedError for a guest, NotFoundError for a journey that is not in use.
        """
        role = self._people.role(workspace, user) if self._people else Role.MEMBER
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot import files. Nothing was imported.")
        offered = self._notes.choices(workspace, user)
        wanted = key or offered.journey
        with self._storage.read(workspace) as uow:
            there = uow.journeys.default() is not None
            journey = find_journey(uow, wanted) if there else None
        if journey is None:
            # Before the first use there is the journey that the import will make.
            found = next((one for one in offered.journeys if one[0] == wanted), None)
            if found is None:
                raise NotFoundError(f"There is no journey “{wanted[:60]}” here.")
            return ImportTarget(found, offered.journeys, _unknown_role_refusal(role))
        refusal = None if may_edit(journey, user, role) else _refusal(journey.name, role)
        return ImportTarget((journey.key, journey.name), offered.journeys, refusal)

    def allowed(self, workspace: WorkspaceId, user: str, key: str) -> ImportTarget:
        """The same for the import itself; raises NotAllowedError where they may not."""
        place = self(workspace, user, key)
        if place.refusal:
            raise NotAllowedError(place.refusal)
        return place


def _unknown_role_refusal(role: Role) -> str | None:
    return _refusal("", role) if role is Role.UNKNOWN else None


def _refusal(journey: str, role: Role) -> str:
    if role is Role.UNKNOWN:
        return (
            "Slack did not say whether you may change this map, so nothing is imported. Send the "
            "file again in a moment; if it goes on, whoever runs Waymark should grant it the scope "
            "users:read."
        )
    return (
        f"Only its owner and the workspace's admins import into {journey}. Nothing was imported. "
        "You can add notes and readings one by one, or ask one of them to send the file."
    )
