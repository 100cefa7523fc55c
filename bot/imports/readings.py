"""Import the rows of a file as KPI readings."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import inf

from bot.imports.batches import BatchResult, parse_rows, retry_when_busy, split_into_batches
from bot.journeys.editing import EditSession
from bot.journeys.lookup import find_or_create_journey
from bot.ports import Clock
from domain.errors import BadInputError
from domain.import_rows import (
    ImportedReading,
    Row,
    RowProblem,
    build_kpi,
    check_same_unit,
    parse_imported_reading,
    read_amount,
)
from domain.journeys import Journey, WorkspaceId
from domain.kpi_value_meanings import KnownValues, known_values
from domain.kpis import Kpi, Reading, known_direction
from domain.map_history import ChangeType, Subject
from domain.periods import month_of_day
from domain.text import shorten
from storage.session import Database

# The readings of each KPI (its path) by day, to compare a row with the one before.
ReadingHistory = dict[str, list[tuple[date, float]]]

# What makes two readings the same: path of the KPI, day, value, source and author.
ReadingKey = tuple[object, ...]


class ReadingImport:
    """One import of KPI readings into a journey, with what it keeps from batch to batch."""

    def __init__(
        self,
        storage: Database,
        clock: Clock,
        workspace: WorkspaceId,
        journey: Journey,
        *,
        dry_run: bool,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._workspace = workspace
        self._journey = journey
        self._dry_run = dry_run
        self._earlier: Counter[ReadingKey] = Counter()
        self._created: set[str] = set()
        self._history: ReadingHistory = {}

    def run(self, rows: Iterable[Row]) -> Iterator[BatchResult]:
        """Add the readings of all rows; yield the result of each batch."""
        calendar, now = self._journey.calendar, self._clock.now()
        for rows_of_batch in split_into_batches(rows):
            parsed, problems = parse_rows(
                rows_of_batch, lambda row: parse_imported_reading(row.cells, calendar, now)
            )
            batch = self._add(parsed)
            self._earlier.update(batch.readings)
            # In a dry run, every batch that names a new KPI "creates" it.
            new_kpis = [path for path in batch.created if path not in self._created]
            self._created.update(new_kpis)
            problems += batch.problems
            yield BatchResult(
                read=len(rows_of_batch),
                added=batch.added,
                existed=len(rows_of_batch) - batch.added - len(problems),
                problems=tuple(sorted(problems, key=lambda problem: problem.line)),
                kpis=tuple(new_kpis),
                undirected=tuple(path for path in new_kpis if path in batch.undirected),
            )

    def _add(self, parsed: Sequence[tuple[int, ImportedReading]]) -> "_ReadingBatch":
        """Add the readings of a batch that do not exist yet. A dry run adds nothing."""
        journey, now = self._journey, self._clock.now()

        def write() -> _ReadingBatch:
            with self._storage.write(self._workspace) as uow:
                # In a dry run of a new workspace, only this transaction has the journey.
                locked = uow.journeys.lock(journey.id) or find_or_create_journey(
                    uow, journey.key, now
                )
                session = EditSession(uow, locked, None, now)
                batch = _ReadingBatch(session, self._earlier, self._history)
                for line, row in parsed:
                    batch.add(line, row)
                batch.save()
                if not self._dry_run:
                    uow.commit()
            return batch

        return retry_when_busy(write)


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
