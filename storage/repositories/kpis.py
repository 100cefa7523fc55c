"""KPIs and their readings."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.domain.kpis import Direction, Kpi, Reading, Unit
from storage.repositories.base import Repository
from storage.tables import kpis, readings, stages


class SqlKpis(Repository):
    """The KPIs of one workspace."""

    def of_journey(self, journey_id: int) -> Sequence[Kpi]:
        """Every KPI of a journey in the order of its stages; journey-wide ones last."""
        joined = kpis.outerjoin(
            stages,
            (stages.c.id == kpis.c.stage_id) & (stages.c.workspace_id == kpis.c.workspace_id),
        )
        rows = self._connection.execute(
            select(*kpis.c, stages.c.key.label("stage"))
            .select_from(joined)
            .where(kpis.c.workspace_id == self._workspace, kpis.c.journey_id == journey_id)
            .order_by(kpis.c.stage_id.is_(None), stages.c.position, kpis.c.id)
        )
        return [_kpi(row) for row in rows]

    def add(
        self,
        journey_id: int,
        stage_id: int | None,
        key: str,
        unit: Unit,
        direction: Direction,
        target: float | None,
        currency: str | None = None,
    ) -> Kpi:
        """Make a KPI."""
        row = insert(kpis).values(
            workspace_id=self._workspace,
            journey_id=journey_id,
            stage_id=stage_id,
            key=key,
            unit=unit.value,
            direction=direction.value,
            target=target,
            currency=currency,
        )
        kpi_id = self._connection.execute(row.returning(kpis.c.id)).scalar_one()
        return next(kpi for kpi in self.of_journey(journey_id) if kpi.id == kpi_id)

    def change(self, kpi_id: int, direction: Direction, target: float | None) -> None:
        """Set which way is better, and the target in the KPI's unit."""
        mine = (kpis.c.workspace_id == self._workspace) & (kpis.c.id == kpi_id)
        self._connection.execute(
            update(kpis).where(mine).values(direction=direction.value, target=target)
        )

    def record(self, kpi_id: int, reading: Reading) -> None:
        """Keep a reading. A second one on the same day is a correction: the later noted counts."""
        self._connection.execute(
            insert(readings).values(
                workspace_id=self._workspace,
                kpi_id=kpi_id,
                value=reading.value,
                day=reading.day,
                quarter=reading.quarter,
                source=reading.source,
                author=reading.author,
                created_at=reading.created_at,
            )
        )

    def last_by_quarter(
        self, journey_id: int, first: int, last: int
    ) -> dict[int, dict[int, float]]:
        """KPI id → quarter index → value of the quarter's last reading, first ≤ quarter ≤ last."""
        newest_first = func.row_number().over(
            partition_by=(readings.c.kpi_id, readings.c.quarter),
            order_by=(readings.c.day.desc(), readings.c.id.desc()),
        )
        ranked = (
            select(
                readings.c.kpi_id, readings.c.quarter, readings.c.value, newest_first.label("age")
            )
            .join(
                kpis,
                (kpis.c.id == readings.c.kpi_id) & (kpis.c.workspace_id == readings.c.workspace_id),
            )
            .where(
                readings.c.workspace_id == self._workspace,
                kpis.c.journey_id == journey_id,
                readings.c.quarter.between(first, last),
            )
            .subquery()
        )
        found: dict[int, dict[int, float]] = {}
        for row in self._connection.execute(select(ranked).where(ranked.c.age == 1)):
            found.setdefault(row.kpi_id, {})[row.quarter] = row.value
        return found


def _kpi(row: Row[*tuple[Any, ...]]) -> Kpi:
    return Kpi(
        id=row.id,
        key=row.key,
        stage=row.stage,
        unit=Unit(row.unit),
        direction=Direction(row.direction),
        target=row.target,
        currency=row.currency,
    )
