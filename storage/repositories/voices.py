"""Who was heard in some days."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from bot.domain.trends import MoodSums
from bot.domain.typed_period import Days
from storage.repositories.base import Repository
from storage.repositories.note_rows import KEPT, LIVING, SUMS, sums_of
from storage.tables import notes


class SqlVoices(Repository):
    """Who was heard in one workspace."""

    def sums(self, journey_id: int, days: Days) -> dict[int | None, MoodSums]:
        """Sums over the notes that happened then, by stage id; null is the unsorted tray."""
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS)
            .where(LIVING, *self._in(journey_id, days))
            .group_by(notes.c.stage_id)
        )
        return {stage_id: sums_of(sums) for stage_id, *sums in rows}

    def teams(self, journey_id: int, days: Days) -> frozenset[str]:
        """The teams whose notes happened then."""
        rows = self._connection.scalars(
            select(notes.c.team)
            .where(LIVING, *self._in(journey_id, days), notes.c.team.is_not(None))
            .distinct()
        )
        return frozenset(str(team) for team in rows)

    def writers(self, journey_id: int, since: datetime) -> Sequence[tuple[str, str]]:
        """(author, team) of the notes that happened since, the latest first.

        Who wrote what was merged into another note wrote all the same.
        """
        latest = func.max(notes.c.occurred_at)
        rows = self._connection.execute(
            select(notes.c.author, notes.c.team)
            .where(
                KEPT,
                *self._of(journey_id),
                notes.c.occurred_at >= since,
                notes.c.author.is_not(None),
                notes.c.team.is_not(None),
            )
            .group_by(notes.c.author, notes.c.team)
            .order_by(latest.desc(), func.max(notes.c.id).desc())
        )
        return [(str(author), str(team)) for author, team in rows]

    def _of(self, journey_id: int) -> tuple[ColumnElement[bool], ...]:
        return (notes.c.workspace_id == self._workspace, notes.c.journey_id == journey_id)

    def _in(self, journey_id: int, days: Days) -> tuple[ColumnElement[bool], ...]:
        return (
            *self._of(journey_id),
            notes.c.occurred_at >= days.start,
            notes.c.occurred_at < days.end,
        )
