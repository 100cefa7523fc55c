"""Import KPI readings from rows of a file; a KPI nobody has measured before is made on the way."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.errors import BadInputError
from bot.domain.history import Deed, Subject
from bot.domain.imported_reading import (
    ImportedReading,
    check_same,
    new_kpi,
    number,
    read_imported_reading,
)
from bot.domain.imported_row import Problem, Row
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.kpis import Kpi, Reading
from bot.domain.periods import month_of_day
from bot.domain.texts import shortened
from bot.ports import Clock, Storage
from bot.usecases.importing import Step, batches, journey_to_fill, patiently, readable
from bot.usecases.journeys import ready_journey
from bot.usecases.keeping.desk import Desk

# A reading that says the same of the same KPI: its path, day, value, source and author.
Same = tuple[object, ...]


class ImportReadings:
    """Files the readings of a file, some hundred a transaction."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
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

        A reading that stands there already, of the same day, value, source and author, is not
        added again; one that comes twice in the file is kept twice. Nothing about a KPI there is
        already changes. Raises NotFoundError for an unknown journey.
        """
        now = self._clock.now()
        journey = journey_to_fill(self._storage, workspace, journey_key, now, dry_run=dry_run)
        calendar = journey.calendar
        came: Counter[Same] = Counter()
        named: set[str] = set()
        for batch in batches(rows):
            good, problems = readable(
                batch, lambda row: read_imported_reading(row.cells, calendar, now)
            )
            done = self._filed(workspace, journey, good, came, dry_run=dry_run)
            came.update(done.taken)
            # A dry run makes a KPI anew for each batch that names it.
            made = [path for path in done.made if path not in named]
            named.update(made)
            problems += done.problems
            yield Step(
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
        came: Counter[Same],
        *,
        dry_run: bool,
    ) -> "_Batch":
        now = self._clock.now()

        def write() -> _Batch:
            with self._storage.write(workspace) as uow:
                # In a dry run of a new workspace there is no journey but this transaction's own.
                here = uow.journeys.locked(journey.id) or ready_journey(uow, journey.key, now)
                batch = _Batch(Desk(uow, here, None, now), came)
                for line, row in good:
                    batch.take(line, row)
                batch.record()
                if not dry_run:
                    uow.commit()
            return batch

        return patiently(write)


class _Batch:
    """Some rows in their transaction; `came` counts the readings of the rows before them."""

    def __init__(self, desk: Desk, came: Counter[Same]) -> None:
        self.added = 0
        self.taken: Counter[Same] = Counter()
        self.made: list[str] = []
        self.problems: list[Problem] = []
        self._desk = desk
        self._came = came
        self._kpis = {(kpi.stage, kpi.key): kpi for kpi in desk.parts.kpis}
        self._stages: dict[str, str] = {}
        self._read: list[tuple[Kpi, Reading]] = []

    def take(self, line: int, row: ImportedReading) -> None:
        """Read a row on, and make its KPI where there is none; notes down what is wrong with it."""
        try:
            kpi, is_new = self._kpi(row)
            reading = self._reading(kpi, row)
        except BadInputError as error:
            self.problems.append(Problem(line, error.sentence))
            return
        if is_new:
            kpi = self._make(kpi)
        if reading:
            self._read.append((kpi, reading))

    def record(self) -> None:
        """Keep the readings that are not there yet; a KPI made without one counts as added too."""
        ids = {kpi.id for kpi, _ in self._read}
        days = {reading.day for _, reading in self._read}
        found = self._desk.uow.kpis.recorded(ids, days)
        paths = {kpi.id: kpi.path for kpi, _ in self._read}
        there = Counter(_same(paths[kpi_id], reading) for kpi_id, reading in found)
        fresh = []
        for kpi, reading in self._read:
            same = _same(kpi.path, reading)
            self.taken[same] += 1
            if there[same] < self._came[same] + self.taken[same]:
                fresh.append((kpi.id, reading))
        self._desk.uow.kpis.record_all(fresh)
        bare = set(self.made) - {kpi.path for kpi, _ in self._read}
        self.added = len(fresh) + len(bare)

    def _kpi(self, row: ImportedReading) -> tuple[Kpi, bool]:
        stage = self._stage(row)
        kpi = self._kpis.get((stage, row.kpi))
        if kpi is None:
            return new_kpi(row, stage), True
        if kpi.archived:
            raise BadInputError(f"the KPI `{kpi.path}` is archived; `/journey kpis` restores it.")
        check_same(kpi, row)
        return kpi, False

    def _stage(self, row: ImportedReading) -> str | None:
        if row.stage is None:
            return None
        if row.stage not in self._stages:
            journey = self._desk.journey
            stage = journey.stage(journey.find_stage(row.stage).key)
            if stage is None:
                known = ", ".join(part.key for part in journey.stages)
                raise BadInputError(
                    f"there is no stage “{shortened(row.stage, 40)}”; write one of {known}."
                )
            self._stages[row.stage] = stage.key
        return self._stages[row.stage]

    def _make(self, kpi: Kpi) -> Kpi:
        desk = self._desk
        stage = desk.journey.stage(kpi.stage)
        made = replace(
            kpi, id=desk.uow.kpis.save(desk.journey.id, stage.id if stage else None, kpi)
        )
        self._kpis[kpi.stage, kpi.key] = made
        self.made.append(made.path)
        desk.remember(Deed.CREATED, Subject.KPI, None, made)
        return made

    def _reading(self, kpi: Kpi, row: ImportedReading) -> Reading | None:
        if row.value is None or row.day is None:
            return None
        return Reading(
            value=number(row.value, kpi.unit)[0],
            day=row.day,
            month=month_of_day(row.day),
            source=row.source,
            author=row.author,
            created_at=row.created_at or self._desk.now,
        )


def _same(path: str, reading: Reading) -> Same:
    return (path, reading.day, reading.value, reading.source, reading.author)
