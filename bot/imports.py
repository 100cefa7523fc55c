"""Import notes and KPI readings from the rows of a file."""

import json
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from math import inf
from typing import TypeVar

from bot.journeys.editing import EditSession
from bot.journeys.lookup import find_journey, find_or_create_journey
from bot.notes.capture import Choice, NoteService
from bot.notes.workspace_scorer import kind_from_score, scorer_for
from bot.ports import Clock, People, Scorer
from domain.access import Role, may_edit
from domain.errors import BadInputError, NotAllowedError, NotFoundError, StorageBusyError
from domain.import_columns import ImportType
from domain.import_rows import (
    ImportedNote,
    ImportedReading,
    Row,
    RowProblem,
    build_kpi,
    check_same_unit,
    parse_imported_note,
    parse_imported_reading,
    read_amount,
)
from domain.journeys import Journey, Stage, WorkspaceId
from domain.kpi_values import KnownValues, known_values
from domain.kpis import Kpi, Reading, known_direction
from domain.map_history import ChangeType, Subject
from domain.notes import NewNote, NoteIdentity, NoteKind
from domain.periods import month_of_day
from domain.sentiment import Score, note_mood
from domain.text import shorten
from domain.themes import theme_key
from storage.session import Database, UnitOfWork

# The rows of one transaction: enough to be quick, few enough that others need not wait long.
BATCH_SIZE = 500

# How often a batch is tried while the database is busy.
MAX_TRIES = 5

T = TypeVar("T")

# A text and the kind of note it is scored as, None if its mood decides the kind.
TextToScore = tuple[str, NoteKind | None]

KindAndScore = tuple[NoteKind, Score]

# The readings of each KPI (its path) by day, to compare a row with the one before.
ReadingHistory = dict[str, list[tuple[date, float]]]

# What makes two readings the same: path of the KPI, day, value, source and author.
ReadingKey = tuple[object, ...]


@dataclass(frozen=True)
class BatchResult:
    """The result of the last batch of rows; in a dry run, what it would have been.

    `read` rows are those `added`, those that `existed` before, and one per problem. `unsorted` of
    the added notes have no stage; `kpis` are the paths of the KPIs it created, `undirected` those
    of which nothing said whether higher or lower is better; `themes` are the names of the themes
    it created.
    """

    read: int
    added: int
    existed: int
    unsorted: int = 0
    problems: tuple[RowProblem, ...] = ()
    kpis: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    undirected: tuple[str, ...] = ()


@dataclass
class ImportTotal:
    """The sum of all batches so far, with the first `max_problems` problems."""

    max_problems: int
    read: int = 0
    added: int = 0
    existed: int = 0
    unsorted: int = 0
    failed: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    kpis: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    undirected: list[str] = field(default_factory=list)

    def add(self, batch: BatchResult) -> None:
        """Add the result of a batch."""
        self.read += batch.read
        self.added += batch.added
        self.existed += batch.existed
        self.unsorted += batch.unsorted
        self.failed += len(batch.problems)
        self.problems += batch.problems[: self.max_problems - len(self.problems)]
        self.kpis += batch.kpis
        self.themes += batch.themes
        self.undirected += batch.undirected


@dataclass(frozen=True)
class ImportTarget:
    """The journey a file would be imported into, as (key, name), and the other possible ones.

    `refusal` is the reason this person may not import into it, None if they may.
    """

    journey: Choice
    journeys: tuple[Choice, ...]
    refusal: str | None


@dataclass(frozen=True)
class _ParsedNote:
    """A parsed row. `receipt` identifies it by its content and its number among equal rows.

    `identity` is set for rows that may be an export of this journey; `nth` counts the notes with
    this identity in the file.
    """

    receipt: str
    note: ImportedNote
    identity: NoteIdentity | None
    nth: int


class ImportService:
    """Imports the rows of a file, some hundred per transaction.

    Idempotent: the same file again adds only what is missing. If a batch fails, those before it
    stay. Imports raise NotFoundError for an unknown journey, with the first batch.
    """

    def __init__(
        self,
        storage: Database,
        scorer: Scorer,
        clock: Clock,
        notes: NoteService,
        people: People | None = None,
    ) -> None:
        self._storage = storage
        self._scorer = scorer
        self._clock = clock
        self._notes = notes
        self._people = people

    def find_target(
        self, workspace: WorkspaceId, user: str, key: str | None = None
    ) -> ImportTarget:
        """Return the journey with that key, else the one the person used last, else the default.

        Creates nothing. Raises NotAllowedError for guests, NotFoundError for an unknown or
        archived journey.
        """
        role = self._people.role(workspace, user) if self._people else Role.MEMBER
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot import files. Nothing was imported.")
        choices = self._notes.choices(workspace, user)
        journey_key = key or choices.journey
        with self._storage.read(workspace) as uow:
            has_journey = uow.journeys.default() is not None
            journey = find_journey(uow, journey_key) if has_journey else None
        if journey is None:
            # A workspace without a journey gets one from its first import.
            new = next((one for one in choices.journeys if one[0] == journey_key), None)
            if new is None:
                raise NotFoundError(f"There is no journey “{journey_key[:60]}” here.")
            return ImportTarget(new, choices.journeys, _unknown_role_refusal(role))
        refusal = None if may_edit(journey, user, role) else _refusal(journey.name, role)
        return ImportTarget((journey.key, journey.name), choices.journeys, refusal)

    def check_target(self, workspace: WorkspaceId, user: str, key: str) -> ImportTarget:
        """Return the same target for an import; raise NotAllowedError if the person may not."""
        target = self.find_target(workspace, user, key)
        if target.refusal:
            raise NotAllowedError(target.refusal)
        return target

    def import_rows(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        content: ImportType,
        *,
        dry_run: bool = False,
    ) -> Iterator[BatchResult]:
        """Import rows of notes or of readings; yield the result of each batch."""
        is_notes = content is ImportType.NOTES
        import_content = self.import_notes if is_notes else self.import_readings
        return import_content(workspace, journey_key, rows, dry_run=dry_run)

    def import_notes(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        *,
        dry_run: bool = False,
    ) -> Iterator[BatchResult]:
        """Import rows as notes; yield the result of each batch."""
        now = self._clock.now()
        journey = self._load_or_create_journey(workspace, journey_key, now, dry_run=dry_run)
        file = _NoteFile(journey)
        for batch in split_into_batches(rows):
            parsed, problems = parse_rows(batch, lambda row: file.parse(row, now))
            notes = [note for _, note in parsed]
            added = self._add_notes(workspace, file, notes, now, dry_run=dry_run)
            yield BatchResult(
                read=len(batch),
                added=len(added.stages),
                existed=len(notes) - len(added.stages),
                unsorted=sum(stage is None for stage in added.stages),
                problems=tuple(problems),
                themes=file.only_new(added.themes),
            )

    def import_readings(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        *,
        dry_run: bool = False,
    ) -> Iterator[BatchResult]:
        """Import rows as KPI readings, creating missing KPIs; yield the result of each batch.

        A reading that exists already (same day, value, source and author) is not added again; one
        that is in the file twice is added twice. Existing KPIs are not changed.
        """
        now = self._clock.now()
        journey = self._load_or_create_journey(workspace, journey_key, now, dry_run=dry_run)
        calendar = journey.calendar
        earlier: Counter[ReadingKey] = Counter()
        created: set[str] = set()
        history: ReadingHistory = {}
        for rows_of_batch in split_into_batches(rows):
            parsed, problems = parse_rows(
                rows_of_batch, lambda row: parse_imported_reading(row.cells, calendar, now)
            )
            batch = self._add_readings(
                workspace, journey, parsed, (earlier, history), dry_run=dry_run
            )
            earlier.update(batch.readings)
            # In a dry run, every batch that names a new KPI "creates" it.
            new_kpis = [path for path in batch.created if path not in created]
            created.update(new_kpis)
            problems += batch.problems
            yield BatchResult(
                read=len(rows_of_batch),
                added=batch.added,
                existed=len(rows_of_batch) - batch.added - len(problems),
                problems=tuple(sorted(problems, key=lambda problem: problem.line)),
                kpis=tuple(new_kpis),
                undirected=tuple(path for path in new_kpis if path in batch.undirected),
            )

    def _load_or_create_journey(
        self, workspace: WorkspaceId, key: str, now: datetime, *, dry_run: bool
    ) -> Journey:
        """Return the journey with that key; create the buyer journey if the workspace has none."""
        with self._storage.write(workspace) as uow:
            journey = find_or_create_journey(uow, key, now)
            if not dry_run:
                uow.commit()
        return journey

    def _add_notes(
        self,
        workspace: WorkspaceId,
        file: "_NoteFile",
        notes: Sequence[_ParsedNote],
        now: datetime,
        *,
        dry_run: bool,
    ) -> "_AddedNotes":
        """Add the notes that do not exist yet, and their themes. A dry run adds nothing."""
        with self._storage.read(workspace) as uow:
            new = _select_new(uow, file.journey, notes)
            if dry_run or not new:
                return file.added(new, _find_themes(uow, file.journey, new))
        # Scored before the write begins, so that other writers do not wait for the scorer.
        scorer = scorer_for(self._storage, self._scorer, workspace)
        texts = {(one.note.text, one.note.kind) for one in new if one.note.score is None}
        scores = {(text, kind): scorer.classify(text, kind) for text, kind in texts}

        def write() -> _AddedNotes:
            with self._storage.write(workspace) as uow:
                file.update_journey(uow.journeys.lock(file.journey.id))
                still_new = _select_new(uow, file.journey, new)
                themes = _find_themes(uow, file.journey, still_new)
                made = {
                    key: uow.themes.add(file.journey.id, name, None, now)[0]
                    for key, name in themes.missing.items()
                }
                ids_by_key = {**themes.known, **made}
                rows = [_build_note(file, one.note, scores, ids_by_key, now) for one in still_new]
                ids = uow.notes.add_all(file.journey.id, rows)
                receipts = (one.receipt for one in still_new)
                uow.note_history.add_permanent_receipts(dict(zip(receipts, ids, strict=True)))
                uow.commit()
            return file.added(still_new, themes)

        return retry_when_busy(write)

    def _add_readings(
        self,
        workspace: WorkspaceId,
        journey: Journey,
        parsed: Sequence[tuple[int, ImportedReading]],
        before: tuple[Counter[ReadingKey], ReadingHistory],
        *,
        dry_run: bool,
    ) -> "_ReadingBatch":
        """Add the readings of a batch; `before` counts and holds those of the batches before."""
        now = self._clock.now()

        def write() -> _ReadingBatch:
            with self._storage.write(workspace) as uow:
                # In a dry run of a new workspace, only this transaction has the journey.
                locked = uow.journeys.lock(journey.id) or find_or_create_journey(
                    uow, journey.key, now
                )
                batch = _ReadingBatch(EditSession(uow, locked, None, now), *before)
                for line, row in parsed:
                    batch.add(line, row)
                batch.save()
                if not dry_run:
                    uow.commit()
            return batch

        return retry_when_busy(write)


def split_into_batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Yield the rows in lists of BATCH_SIZE."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch


def parse_rows(
    rows: Iterable[Row], parse: Callable[[Row], T]
) -> tuple[list[tuple[int, T]], list[RowProblem]]:
    """Return the parsed rows, each with its line, and the problems of the others."""
    parsed: list[tuple[int, T]] = []
    problems: list[RowProblem] = []
    for row in rows:
        try:
            if row.problem:
                raise BadInputError(row.problem)
            parsed.append((row.line, parse(row)))
        except BadInputError as error:
            problems.append(RowProblem(row.line, error.sentence))
    return parsed, problems


def retry_when_busy(work: Callable[[], T]) -> T:
    """Return what `work` returns, trying again while the database is busy."""
    for _ in range(MAX_TRIES - 1):
        try:
            return work()
        except StorageBusyError:
            continue
    return work()


@dataclass(frozen=True)
class _ThemesOfRows:
    """The themes that rows name by key: ids of those there are, names of those there are not."""

    known: Mapping[str, int]
    missing: Mapping[str, str]


@dataclass(frozen=True)
class _AddedNotes:
    """The stages of the added notes, and the themes that were missing: key → name."""

    stages: Sequence[Stage | None]
    themes: Mapping[str, str]


class _NoteFile:
    """State kept from row to row of a file of notes."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.calendar = journey.calendar
        self._stages: dict[str, Stage | None] = {}
        self._rows: Counter[bytes] = Counter()
        self._identities: Counter[bytes] = Counter()
        self._new_themes: set[str] = set()

    def update_journey(self, journey: Journey | None) -> None:
        """Load the journey again; None if it no longer exists."""
        if journey is not None and journey != self.journey:
            self.journey, self.calendar = journey, journey.calendar
            self._stages.clear()

    def stage(self, typed: str | None) -> Stage | None:
        """Return the stage with that name, or None. Cached: near misses are slow to find."""
        if typed is None:
            return None
        if typed not in self._stages:
            self._stages[typed] = self.journey.stage(self.journey.find_stage(typed).key)
        return self._stages[typed]

    def added(self, notes: Sequence[_ParsedNote], themes: _ThemesOfRows) -> _AddedNotes:
        """Return what adding these notes comes to."""
        return _AddedNotes([self.stage(one.note.stage) for one in notes], themes.missing)

    def only_new(self, themes: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names that no batch before named: in a dry run, each finds them missing."""
        new = {key: name for key, name in themes.items() if key not in self._new_themes}
        self._new_themes.update(new)
        return tuple(new.values())

    def parse(self, row: Row, now: datetime) -> _ParsedNote:
        """Parse a row; raise BadInputError."""
        note = parse_imported_note(row.cells, self.calendar, now)
        # Without the theme: a file that was sorted since is the same file.
        cells = sorted(cell for cell in row.cells.items() if cell[0] != "theme")
        digest = sha256(json.dumps([self.journey.id, cells]).encode()).digest()
        self._rows[digest] += 1
        identity, nth = None, 0
        if note.kind and note.created_at:
            identity = NoteIdentity(note.kind, note.text, note.occurred_at, note.created_at)
            identity_digest = sha256(repr(identity).encode()).digest()
            self._identities[identity_digest] += 1
            nth = self._identities[identity_digest]
        return _ParsedNote(f"import:{digest.hex()}:{self._rows[digest]}", note, identity, nth)


def _select_new(
    uow: UnitOfWork, journey: Journey, notes: Sequence[_ParsedNote]
) -> list[_ParsedNote]:
    """Return the rows that no note was created from yet."""
    known = set(uow.note_history.known_receipts([one.receipt for one in notes]))
    remaining = [one for one in notes if one.receipt not in known]
    instants = {one.identity.occurred_at for one in remaining if one.identity}
    existing = Counter(uow.notes.identities_at(journey.id, instants)) if instants else Counter()
    return [one for one in remaining if one.identity is None or existing[one.identity] < one.nth]


def _find_themes(uow: UnitOfWork, journey: Journey, notes: Sequence[_ParsedNote]) -> _ThemesOfRows:
    """Return the themes that these rows name; of two spellings of a name the first counts."""
    names: dict[str, str] = {}
    for one in notes:
        if one.note.theme:
            names.setdefault(theme_key(one.note.theme), one.note.theme)
    known = uow.themes.ids_by_key(journey.id, names) if names else {}
    return _ThemesOfRows(known, {key: name for key, name in names.items() if key not in known})


def _build_note(
    file: _NoteFile,
    imported: ImportedNote,
    scores: Mapping[TextToScore, KindAndScore],
    themes: Mapping[str, int],
    now: datetime,
) -> NewNote:
    """Build the note of a row; `themes` maps the key of each theme to its id."""
    if imported.score:
        score = imported.score
        kind = imported.kind or kind_from_score(score)
    else:
        kind, score = scores[imported.text, imported.kind]
    stage = file.stage(imported.stage)
    feeling = imported.details.feeling
    return NewNote(
        kind=kind,
        text=imported.text,
        stage_id=stage.id if stage else None,
        stage_typed=None if stage else imported.stage,
        details=imported.details,
        score=score,
        mood=note_mood(feeling, score) if imported.mood is None else imported.mood,
        author=imported.author,
        permalink=imported.permalink,
        occurred_at=imported.occurred_at,
        created_at=imported.created_at or now,
        month=file.calendar.month_of(imported.occurred_at),
        unnamed_supporters=imported.supporters,
        theme_id=themes[theme_key(imported.theme)] if imported.theme else None,
        sorted_as=imported.sorted_as,
    )


class _ReadingBatch:
    """One batch of readings in its transaction; `earlier` counts the readings before it.

    `readings` counts its readings, `created` holds the paths of the KPIs it created.
    """

    def __init__(
        self, session: EditSession, earlier: Counter[ReadingKey], history: ReadingHistory
    ) -> None:
        self.added = 0
        self.readings: Counter[ReadingKey] = Counter()
        self.created: list[str] = []
        self.undirected: list[str] = []
        self.problems: list[RowProblem] = []
        self._session = session
        self._earlier = earlier
        self._history = history
        self._kpis = {(kpi.stage, kpi.key): kpi for kpi in session.parts.kpis}
        self._stages: dict[str, str] = {}
        self._parsed: list[tuple[Kpi, Reading]] = []

    def add(self, line: int, row: ImportedReading) -> None:
        """Add a row, and create its KPI if it is missing; collect what is wrong with the row."""
        try:
            kpi, is_new = self._find_kpi(row)
            reading = self._build_reading(kpi, row)
        except BadInputError as error:
            self.problems.append(RowProblem(line, error.sentence))
            return
        if is_new:
            kpi = self._create_kpi(kpi)
            if row.direction is None and known_direction(row.kpi) is None:
                self.undirected.append(kpi.path)
        if reading:
            self._parsed.append((kpi, reading))
            insort(self._history[kpi.path], (reading.day, reading.value))

    def save(self) -> None:
        """Save the readings that do not exist yet. A KPI created without a reading counts too."""
        ids = {kpi.id for kpi, _ in self._parsed}
        days = {reading.day for _, reading in self._parsed}
        recorded = self._session.uow.kpis.recorded(ids, days)
        paths = {kpi.id: kpi.path for kpi, _ in self._parsed}
        existing = Counter(_reading_key(paths[kpi_id], reading) for kpi_id, reading in recorded)
        new = []
        for kpi, reading in self._parsed:
            key = _reading_key(kpi.path, reading)
            self.readings[key] += 1
            if existing[key] < self._earlier[key] + self.readings[key]:
                new.append((kpi.id, reading))
        self._session.uow.kpis.record_all(new)
        without_reading = set(self.created) - {kpi.path for kpi, _ in self._parsed}
        self.added = len(new) + len(without_reading)

    def _find_kpi(self, row: ImportedReading) -> tuple[Kpi, bool]:
        """Return the KPI of a row and whether it is new, not saved yet."""
        stage = self._find_stage(row)
        kpi = self._kpis.get((stage, row.kpi))
        if kpi is None:
            return build_kpi(row, stage), True
        if kpi.archived:
            raise BadInputError(f"the KPI `{kpi.path}` is archived; `/journey kpis` restores it.")
        check_same_unit(kpi, row)
        return kpi, False

    def _find_stage(self, row: ImportedReading) -> str | None:
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

    def _create_kpi(self, kpi: Kpi) -> Kpi:
        session = self._session
        stage = session.journey.stage(kpi.stage)
        kpi_id = session.uow.kpis.save(session.journey.id, stage.id if stage else None, kpi)
        created = replace(kpi, id=kpi_id)
        self._kpis[kpi.stage, kpi.key] = created
        self.created.append(created.path)
        session.record_change(ChangeType.CREATED, Subject.KPI, None, created)
        return created

    def _build_reading(self, kpi: Kpi, row: ImportedReading) -> Reading | None:
        if row.value is None or row.day is None:
            return None
        return Reading(
            value=read_amount(row.value, row, self._known_values(kpi, row.day))[0],
            day=row.day,
            month=month_of_day(row.day),
            source=row.source,
            author=row.author,
            created_at=row.created_at or self._session.now,
        )

    def _known_values(self, kpi: Kpi, day: date) -> KnownValues:
        """Return what is known of a KPI on a day, with the reading nearest before that day's end.

        So a file that is imported again, or has its newest row first, is compared with itself.
        """
        if kpi.path not in self._history:
            of_kpi = self._session.uow.kpis.values([kpi.id], date.min, date.max)
            self._history[kpi.path] = of_kpi.get(kpi.id, [])
        history = self._history[kpi.path]
        if not history:
            return known_values(kpi)
        nearest = history[max(bisect_right(history, (day, inf)) - 1, 0)][1]
        return known_values(kpi, nearest, max(value for _, value in history))


def _reading_key(path: str, reading: Reading) -> ReadingKey:
    return (path, reading.day, reading.value, reading.source, reading.author)


def _unknown_role_refusal(role: Role) -> str | None:
    return _refusal("", role) if role is Role.UNKNOWN else None


def _refusal(journey: str, role: Role) -> str:
    if role is Role.UNKNOWN:
        return (
            "Slack did not say whether you may change this map, so nothing was imported. Send the "
            "file again in a moment. If it keeps happening, ask whoever runs Waymark to grant it "
            "the scope users:read."
        )
    return (
        f"Only its owner and the workspace's admins can import into {journey}. Nothing was "
        "imported. You can add notes and readings one by one, or ask one of them to send the file."
    )
