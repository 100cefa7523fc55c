"""KPIs and their readings."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update

from domain.kpis import Kpi, Reading
from domain.periods import Months, month_of_day
from storage.map_parts import column_values, part_from_row
from storage.repository import Repository
from storage.schema.kpis import kpis, readings
from storage.schema.map_parts import stages

STREAM_ROWS = 500


class KpiRepository(Repository):
    """The KPIs of one workspace."""

    def of_journey(self, journey_id: int, *, archived: bool = False) -> Sequence[Kpi]:
        """Return the KPIs of a journey in the order of its stages, journey-wide ones last.

        Only those in use, or also the archived ones.
        """
        return self.of_journeys([journey_id], archived=archived).get(journey_id, [])

    def of_journeys(
        self, journey_ids: Sequence[int], *, archived: bool = False
    ) -> dict[int, list[Kpi]]:
        """As `of_journey` for several journeys at once, by journey id."""
        joined = kpis.outerjoin(
            stages,
            (stages.c.id == kpis.c.stage_id) & (stages.c.workspace_id == kpis.c.workspace_id),
        )
        conditions = [kpis.c.workspace_id == self._workspace, kpis.c.journey_id.in_(journey_ids)]
        if not archived:
            in_use = or_(kpis.c.stage_id.is_(None), stages.c.archived.is_(False))
            conditions += [kpis.c.archived.is_(False), in_use]
        found: dict[int, list[Kpi]] = {}
        for row in self._connection.execute(
            select(*kpis.c, stages.c.key.label("stage"))
            .select_from(joined)
            .where(*conditions)
            .order_by(kpis.c.stage_id.is_(None), stages.c.position, kpis.c.id)
        ):
            found.setdefault(row.journey_id, []).append(part_from_row(Kpi, row))
        return found

    def journey_of(self, kpi_id: int) -> int | None:
        """Return the id of the journey that a KPI belongs to, None if the KPI is gone."""
        mine = (kpis.c.workspace_id == self._workspace) & (kpis.c.id == kpi_id)
        found = select(kpis.c.journey_id).where(mine)
        return self._connection.execute(found).scalar_one_or_none()

    def save(self, journey_id: int, stage_id: int | None, kpi: Kpi) -> int:
        """Insert (id 0) or update a KPI; return its id."""
        values = {**column_values(kpis, kpi), "stage_id": stage_id}
        if not kpi.id:
            row = insert(kpis).values(workspace_id=self._workspace, journey_id=journey_id, **values)
            return self._connection.execute(row.returning(kpis.c.id)).scalar_one()
        mine = (kpis.c.workspace_id == self._workspace) & (kpis.c.id == kpi.id)
        self._connection.execute(update(kpis).where(mine).values(**values))
        return kpi.id

    def record(self, kpi_id: int, reading: Reading) -> int:
        """Insert a reading and return its id; of two on the same day the later counts."""
        row = insert(readings).values(
            workspace_id=self._workspace, kpi_id=kpi_id, **column_values(readings, reading)
        )
        return self._connection.execute(row.returning(readings.c.id)).scalar_one()

    def find_reading(self, reading_id: int) -> tuple[int, Reading] | None:
        """Return the id of a reading's KPI, and the reading; None where it is gone."""
        mine = (readings.c.workspace_id == self._workspace) & (readings.c.id == reading_id)
        row = self._connection.execute(select(readings).where(mine)).one_or_none()
        return (row.kpi_id, _reading(row)) if row else None

    def delete_reading(self, reading_id: int) -> bool:
        """Delete a reading; return False where it was gone before."""
        mine = (readings.c.workspace_id == self._workspace) & (readings.c.id == reading_id)
        return self._connection.execute(delete(readings).where(mine)).rowcount == 1

    def record_all(self, new: Sequence[tuple[int, Reading]]) -> None:
        """Insert many readings, each with the id of its KPI, in that order."""
        rows = [
            {"workspace_id": self._workspace, "kpi_id": kpi_id, **column_values(readings, reading)}
            for kpi_id, reading in new
        ]
        if rows:
            self._connection.execute(insert(readings), rows)

    def readings(self, kpi_id: int) -> Iterator[Reading]:
        """Yield all readings of a KPI by day, then in the order recorded; fetches 500 at a time."""
        found = self._connection.execute(
            select(readings)
            .where(readings.c.workspace_id == self._workspace, readings.c.kpi_id == kpi_id)
            .order_by(readings.c.day, readings.c.id),
            execution_options={"yield_per": STREAM_ROWS},
        )
        # The cursor lives on the server: close it even if not all rows are read.
        with found as rows:
            for row in rows:
                yield _reading(row)

    def readings_with_ids(self, kpi_id: int) -> Sequence[tuple[int, Reading]]:
        """Return all readings of a KPI with their ids, by day, then in the order recorded."""
        rows = self._connection.execute(
            select(readings)
            .where(readings.c.workspace_id == self._workspace, readings.c.kpi_id == kpi_id)
            .order_by(readings.c.day, readings.c.id)
        )
        return [(row.id, _reading(row)) for row in rows]

    def recorded(
        self, kpi_ids: Collection[int], days: Collection[date]
    ) -> Sequence[tuple[int, Reading]]:
        """Return the readings of those KPIs on those days, each with the id of its KPI."""
        rows = self._connection.execute(
            select(readings).where(
                readings.c.workspace_id == self._workspace,
                readings.c.kpi_id.in_(kpi_ids),
                readings.c.day.in_(days),
            )
        )
        return [(row.kpi_id, _reading(row)) for row in rows]

    def last_and_highest(self, kpi_ids: Collection[int]) -> dict[int, tuple[float, float]]:
        """Return the last and the highest value of each KPI that has readings."""
        mine = (readings.c.workspace_id == self._workspace) & readings.c.kpi_id.in_(kpi_ids)
        newest_first = func.row_number().over(
            partition_by=readings.c.kpi_id, order_by=(readings.c.day.desc(), readings.c.id.desc())
        )
        highest = func.max(readings.c.value).over(partition_by=readings.c.kpi_id)
        ranked = (
            select(
                readings.c.kpi_id,
                readings.c.value,
                highest.label("highest"),
                newest_first.label("age"),
            )
            .where(mine)
            .subquery()
        )
        rows = self._connection.execute(select(ranked).where(ranked.c.age == 1))
        return {row.kpi_id: (row.value, row.highest) for row in rows}

    def find_recorded(
        self, kpi_id: int, author: str, created_at: datetime
    ) -> Sequence[tuple[int, Reading]]:
        """Return the readings that a person recorded at that moment, each with its id."""
        rows = self._connection.execute(
            select(readings)
            .where(
                readings.c.workspace_id == self._workspace,
                readings.c.kpi_id == kpi_id,
                readings.c.author == author,
                readings.c.created_at == created_at,
            )
            .order_by(readings.c.id)
        )
        return [(row.id, _reading(row)) for row in rows]

    def values(
        self, kpi_ids: Collection[int], first: date, last: date
    ) -> dict[int, list[tuple[date, float]]]:
        """Return the values of each KPI from a day to another one, both included, by day.

        Of two on the same day the one recorded later counts.
        """
        rows = self._connection.execute(
            select(readings.c.kpi_id, readings.c.day, readings.c.value)
            .where(
                readings.c.workspace_id == self._workspace,
                readings.c.kpi_id.in_(kpi_ids),
                readings.c.month.between(month_of_day(first), month_of_day(last)),
                readings.c.day.between(first, last),
            )
            .order_by(readings.c.kpi_id, readings.c.day, readings.c.id)
        )
        by_day: dict[int, dict[date, float]] = {}
        for row in rows:
            by_day.setdefault(row.kpi_id, {})[row.day] = row.value
        return {kpi_id: list(days.items()) for kpi_id, days in by_day.items()}

    def values_before(
        self, kpi_ids: Collection[int], day: date, limit: int
    ) -> dict[int, list[float]]:
        """Return the last values of each KPI before a day, at most `limit`, by day.

        Of two on the same day the one recorded later counts.
        """
        mine = (readings.c.workspace_id == self._workspace) & readings.c.kpi_id.in_(kpi_ids)
        latest_of_day = func.row_number().over(
            partition_by=(readings.c.kpi_id, readings.c.day), order_by=readings.c.id.desc()
        )
        newest_first = func.dense_rank().over(
            partition_by=readings.c.kpi_id, order_by=readings.c.day.desc()
        )
        ranked = (
            select(
                readings.c.kpi_id,
                readings.c.day,
                readings.c.value,
                latest_of_day.label("nth"),
                newest_first.label("age"),
            )
            .where(mine, readings.c.day < day)
            .subquery()
        )
        rows = self._connection.execute(
            select(ranked)
            .where(ranked.c.nth == 1, ranked.c.age <= limit)
            .order_by(ranked.c.kpi_id, ranked.c.day)
        )
        found: dict[int, list[float]] = {}
        for row in rows:
            found.setdefault(row.kpi_id, []).append(row.value)
        return found

    def has_readings(self, kpi_id: int) -> bool:
        """Whether the KPI has any reading."""
        mine = (readings.c.workspace_id == self._workspace) & (readings.c.kpi_id == kpi_id)
        found = select(readings.c.id).where(mine).limit(1)
        return self._connection.execute(found).one_or_none() is not None

    def last_by_month(
        self, journey_ids: Sequence[int], months: Months
    ) -> dict[int, dict[int, float]]:
        """Return the value of each month's last reading: KPI id → month → value."""
        newest_first = func.row_number().over(
            partition_by=(readings.c.kpi_id, readings.c.month),
            order_by=(readings.c.day.desc(), readings.c.id.desc()),
        )
        ranked = (
            select(readings.c.kpi_id, readings.c.month, readings.c.value, newest_first.label("age"))
            .join(
                kpis,
                (kpis.c.id == readings.c.kpi_id) & (kpis.c.workspace_id == readings.c.workspace_id),
            )
            .where(
                readings.c.workspace_id == self._workspace,
                kpis.c.journey_id.in_(journey_ids),
                readings.c.month.between(months.first, months.last),
            )
            .subquery()
        )
        found: dict[int, dict[int, float]] = {}
        for row in self._connection.execute(select(ranked).where(ranked.c.age == 1)):
            found.setdefault(row.kpi_id, {})[row.month] = row.value
        return found


def _reading(row: Row[*tuple[Any, ...]]) -> Reading:
    return part_from_row(Reading, row)
