"""Show what is behind a number of a review: its notes, or a KPI's readings."""

from collections import deque
from dataclasses import dataclass

from bot.domain.errors import NotFoundError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.kpis import Kpi, Reading
from bot.ports import Storage
from bot.usecases.list_notes import ListNotes, NotesListed

MOST_READINGS = 50


@dataclass(frozen=True)
class ReadingsShown:
    """A KPI's latest readings, newest first, and how many there are in all."""

    journey: Journey
    kpi: Kpi
    readings: tuple[Reading, ...]
    total: int


class ShowBehind:
    """Shows what a number is made of."""

    def __init__(self, storage: Storage, list_notes: ListNotes) -> None:
        self._storage = storage
        self._list_notes = list_notes

    def notes(
        self,
        workspace: WorkspaceId,
        user: str,
        channel: str | None,
        journey_id: int,
        period: str,
        words: str,
    ) -> NotesListed:
        """The notes of a journey's period that match the filter words; raises NotFoundError."""
        key = self._journey(workspace, journey_id).key
        return self._list_notes(workspace, user, f"in:{key} {words} period:{period}", channel)

    def readings(self, workspace: WorkspaceId, journey_id: int, kpi_id: int) -> ReadingsShown:
        """The readings of a KPI; raises NotFoundError."""
        journey = self._journey(workspace, journey_id)
        with self._storage.read(workspace) as uow:
            kpis = uow.kpis.of_journey(journey_id, archived=True)
            kpi = next((one for one in kpis if one.id == kpi_id), None)
            if kpi is None:
                raise NotFoundError("That KPI is no longer there.")
            numbered = enumerate(uow.kpis.readings(kpi_id), start=1)
            latest = deque(numbered, maxlen=MOST_READINGS)
        total = latest[-1][0] if latest else 0
        newest_first = tuple(reading for _, reading in reversed(latest))
        return ReadingsShown(journey, kpi, newest_first, total)

    def _journey(self, workspace: WorkspaceId, journey_id: int) -> Journey:
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
        if journey is None:
            raise NotFoundError("That journey is no longer there.")
        return journey
