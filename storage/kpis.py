"""KPIs and their readings."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, update

from domain.kpis import Direction, Kpi, Reading, Unit
from domain.periods import Months
from storage.repository import Repository
from storage.schema import kpis, readings, stages

STREAM_ROWS = 500


class KpiRepository(Repository):
    """The KPIs of one workspace."""

    def of_journey(self, journey_id: int, *, archived: bool = False) -> Sequence[Kpi]:
        """The KPIs of a journey in the order of its stages, journey-wide ones last.

        Those in use alone, or with the archived ones.
        """
        return self.of_journeys([journey_id], archived=archived).get(journey_id, [])

    def of_journeys(
        self, journey_ids: Sequence[int], *, archived: bool = False
    ) -> dict[int, list[Kpi]]:
        """The same of several journeys at once, by journey id."""
        joined = kpis.outerjoin(
            stages,
            (stages.c.id == kpis.c.stage_id) & (stages.c.workspace_id == kpis.c.workspace_id),
        )
        wanted = [kpis.c.workspace_id == self._workspace, kpis.c.journey_id.in_(journey_ids)]
        if not archived:
            in_use = or_(kpis.c.stage_id.is_(None), stages.c.archived.is_(False))
            wanted += [kpis.c.archived.is_(False), in_use]
        found: dict[int, list[Kpi]] = {}
        for row in self._connection.execute(
            select(*kpis.c, stages.c.key.label("stage"))
            .select_from(joined)
            .where(*wanted)
            .order_by(kpis.c.stage_id.is_(None), stages.c.position, kpis.c.id)
        ):
            found.setdefault(row.journey_id, []).append(_kpi(row))
        return found

    def save(self, journey_id: int, stage_id: int | None, kpi: Kpi) -> int:
        """Make a KPI (id 0) or keep a changed one; returns its id."""
        values = {
            "stage_id": stage_id,
            "key": kpi.key,
            "unit": kpi.unit.value,
            "direction": kpi.direction.value,
            "target": kpi.target,
            "baseline": kpi.baseline,
            "currency": kpi.currency,
            "archived": kpi.archived,
        }
        if not kpi.id:
            row = insert(kpis).values(workspace_id=self._workspace, journey_id=journey_id, **values)
            return self._connection.execute(row.returning(kpis.c.id)).scalar_one()
        mine = (kpis.c.workspace_id == self._workspace) & (kpis.c.id == kpi.id)
        self._connection.execute(update(kpis).where(mine).values(**values))
        return kpi.id

    def record(self, kpi_id: int, reading: Reading) -> None:
        """Keep a reading. A second one on the same day is a correction: the later noted counts."""
        self.record_all([(kpi_id, reading)])

    def record_all(self, new: Sequence[tuple[int, Reading]]) -> None:
        """Keep many readings, each with the id of its KPI, as if noted one after the other."""
        rows = [
            {"workspace_id": self._workspace, "kpi_id": kpi_id, **_values(reading)}
            for kpi_id, reading in new
        ]
        if rows:
            self._connection.execute(insert(readings), rows)

    def readings(self, kpi_id: int) -> Iterator[Reading]:
        """All readings of a KPI by day, as noted, a few hundred at a time."""
        found = self._connection.execute(
            select(readings)
            .where(readings.c.workspace_id == self._workspace, readings.c.kpi_id == kpi_id)
            .order_by(readings.c.day, readings.c.id),
            execution_options={"yield_per": STREAM_ROWS},
        )
        # Closed at once where somebody has seen enough, for it lives on the server.
        with found as rows:
            for row in rows:
                yield _reading(row)

    def recorded(
        self, kpi_ids: Collection[int], days: Collection[date]
    ) -> Sequence[tuple[int, Reading]]:
        """The readings of those KPIs on those days, each with the id of its KPI."""
        rows = self._connection.execute(
            select(readings).where(
                readings.c.workspace_id == self._workspace,
                readings.c.kpi_id.in_(kpi_ids),
                readings.c.day.in_(days),
            )
        )
        return [(row.kpi_id, _reading(row)) for row in rows]

    def around(self, kpi_id: int, day: date) -> tuple[float | None, float | None]:
        """The last reading before a day, and the last one since."""

        def last(*when: ColumnElement[bool]) -> float | None:
            mine = (readings.c.workspace_id == self._workspace) & (readings.c.kpi_id == kpi_id)
            newest = (
                select(readings.c.value)
                .where(mine, *when)
                .order_by(readings.c.day.desc(), readings.c.id.desc())
                .limit(1)
            )
            return self._connection.execute(newest).scalar_one_or_none()

        return last(readings.c.day < day), last(readings.c.day >= day)

    def has_readings(self, kpi_id: int) -> bool:
        """Whether anybody has measured it yet."""
        mine = (readings.c.workspace_id == self._workspace) & (readings.c.kpi_id == kpi_id)
        found = select(readings.c.id).where(mine).limit(1)
        return self._connection.execute(found).one_or_none() is not None

    def last_by_month(
        self, journey_ids: Sequence[int], months: Months
    ) -> dict[int, dict[int, float]]:
        """KPI id → month → value of that month's last reading."""
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


def _values(reading: Reading) -> dict[str, Any]:
    return {
        "value": reading.value,
        "day": reading.day,
        "month": reading.month,
        "source": reading.source,
        "author": reading.author,
        "created_at": reading.created_at,
    }


def _reading(row: Row[*tuple[Any, ...]]) -> Reading:
    return Reading(row.value, row.day, row.month, row.source, row.author, row.created_at)


def _kpi(row: Row[*tuple[Any, ...]]) -> Kpi:
    return Kpi(
        id=row.id,
        key=row.key,
        stage=row.stage,
        unit=Unit(row.unit),
        direction=Direction(row.direction),
        target=row.target,
        baseline=row.baseline,
        currency=row.currency,
        archived=row.archived,
    )
