"""KPIs and their readings."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

from bot.domain.kpis import Kpi, Reading
from bot.domain.periods import Months


class Kpis(Protocol):
    """The KPIs of one workspace and their readings."""

    def of_journey(self, journey_id: int, *, archived: bool = False) -> Sequence[Kpi]:
        """Those in use alone, or with the archived ones."""
        ...

    def of_journeys(
        self, journey_ids: Sequence[int], *, archived: bool = False
    ) -> dict[int, list[Kpi]]: ...

    def save(self, journey_id: int, stage_id: int | None, kpi: Kpi) -> int:
        """Make a KPI (id 0) or keep a changed one; returns its id."""
        ...

    def record(self, kpi_id: int, reading: Reading) -> None: ...

    def record_all(self, readings: Sequence[tuple[int, Reading]]) -> None:
        """Keep many readings, each with the id of its KPI."""
        ...

    def readings(self, kpi_id: int) -> Iterator[Reading]:
        """All readings of a KPI by day, as noted, without holding them in memory."""
        ...

    def recorded(
        self, kpi_ids: Collection[int], days: Collection[date]
    ) -> Sequence[tuple[int, Reading]]:
        """The readings of those KPIs on those days, each with the id of its KPI."""
        ...

    def around(self, kpi_id: int, day: date) -> tuple[float | None, float | None]:
        """The last reading before a day, and the last one since."""
        ...

    def has_readings(self, kpi_id: int) -> bool: ...

    def last_by_month(
        self, journey_ids: Sequence[int], months: Months
    ) -> dict[int, dict[int, float]]:
        """KPI id → month → last reading of that month."""
        ...
