"""Export the KPI readings of a journey."""

from collections.abc import Generator
from typing import Any

from bot.domain.errors import NotFoundError
from bot.domain.journey import WorkspaceId
from bot.domain.kpis import Kpi, Reading
from bot.ports import Storage
from bot.usecases.journeys import existing_journey

READING_FIELDS = (
    "kpi", "stage", "unit", "direction", "target", "currency", "value", "day", "source", "author",
    "created_at",
)  # fmt: skip


class ExportReadings:
    """Hands out readings one by one, so that any number of them fits through."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(
        self, workspace: WorkspaceId, journey_key: str
    ) -> Generator[dict[str, Any], None, None]:
        """Rows with the keys of READING_FIELDS, of the KPIs a review shows, as they were made.

        `value` and `target` in the KPI's unit, `day` an ISO date, `created_at` ISO 8601 in UTC. A
        KPI nobody has measured has one row without value and day: a review names it too. Raises
        NotFoundError for an unknown journey.
        """
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, journey_key)
            if journey is None:
                raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
            for kpi in sorted(uow.kpis.of_journey(journey.id), key=lambda kpi: kpi.id):
                measured = False
                for reading in uow.kpis.readings(kpi.id):
                    measured = True
                    yield _of_kpi(kpi) | _of_reading(reading)
                if not measured:
                    yield dict.fromkeys(READING_FIELDS) | _of_kpi(kpi)


def _of_kpi(kpi: Kpi) -> dict[str, Any]:
    return {
        "kpi": kpi.key,
        "stage": kpi.stage,
        "unit": kpi.unit.value,
        "direction": kpi.direction.value,
        "target": kpi.target,
        "currency": kpi.currency,
    }


def _of_reading(reading: Reading) -> dict[str, Any]:
    return {
        "value": reading.value,
        "day": reading.day.isoformat(),
        "source": reading.source,
        "author": reading.author,
        "created_at": reading.created_at.isoformat(),
    }
