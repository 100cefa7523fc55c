"""What notes come to: the sums reviews are made of, trays, and what notes name."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update

from bot.domain.notes import Note, NoteKind
from bot.domain.quarters import Period
from bot.domain.review import Seen
from bot.domain.trends import MoodSums
from bot.ports import NoteFilter
from storage.repositories.note_rows import LIVING, SUMS, NoteRows, note_of
from storage.tables import notes, stages


class SqlNoteFigures(NoteRows):
    """The figures of one workspace's notes."""

    def pains(self, journey_id: int, quarter: int, persona: str | None = None) -> Sequence[Note]:
        """The pain points of a quarter that are in a stage or the tray, oldest first."""
        wanted = NoteFilter(kind=NoteKind.PAIN_POINT, quarter=quarter, persona=persona)
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, wanted))
            .order_by(notes.c.occurred_at, notes.c.id)
        )
        return [note_of(row) for row in rows]

    def moods(
        self, journey_id: int, quarter: int, persona: str | None = None
    ) -> dict[int | None, MoodSums]:
        """Sums over a quarter's notes by stage id, null being the unsorted tray."""
        wanted = self._matching(journey_id, NoteFilter(quarter=quarter, persona=persona))
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS).where(*wanted).group_by(notes.c.stage_id)
        )
        return {stage_id: MoodSums(*(int(part) for part in sums)) for stage_id, *sums in rows}

    def moods_between(
        self, journey_id: int, stage: str | None, start: datetime, end: datetime
    ) -> MoodSums:
        """Sums over what happened in start ≤ t < end, in a stage by its key or everywhere."""
        wanted = [
            *self._matching(journey_id, NoteFilter()),
            notes.c.occurred_at >= start,
            notes.c.occurred_at < end,
        ]
        if stage is not None:
            named = select(stages.c.id).where(
                stages.c.workspace_id == self._workspace,
                stages.c.journey_id == journey_id,
                stages.c.key == stage,
            )
            wanted.append(notes.c.stage_id == named.scalar_subquery())
        sums = self._connection.execute(select(*SUMS).where(*wanted)).one()
        return MoodSums(*(int(part or 0) for part in sums))

    def glance(
        self, quarters: Mapping[int, int]
    ) -> dict[tuple[int, int], dict[int | None, MoodSums]]:
        """Sums by stage id, for each journey's quarter (journey id → index) and the one before.

        Keys are (journey id, quarter); one query however many journeys there are.
        """
        if not quarters:
            return {}
        wanted = or_(
            *(
                (notes.c.journey_id == journey) & notes.c.quarter.in_((quarter - 1, quarter))
                for journey, quarter in quarters.items()
            )
        )
        found: dict[tuple[int, int], dict[int | None, MoodSums]] = {}
        for journey, quarter, stage_id, *sums in self._connection.execute(
            select(notes.c.journey_id, notes.c.quarter, notes.c.stage_id, *SUMS)
            .where(notes.c.workspace_id == self._workspace, LIVING, wanted)
            .group_by(notes.c.journey_id, notes.c.quarter, notes.c.stage_id)
        ):
            sums_of = found.setdefault((journey, quarter), {})
            sums_of[stage_id] = MoodSums(*(int(part) for part in sums))
        return found

    def tray(self, journey_ids: Sequence[int], limit: int) -> Sequence[tuple[int, Note]]:
        """The newest unsorted notes of those journeys, each with the id of its journey."""
        rows = self._connection.execute(
            self._select()
            .where(LIVING, notes.c.journey_id.in_(journey_ids), notes.c.stage_id.is_(None))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
        )
        return [(row.journey_id, note_of(row)) for row in rows]

    def in_tray(self, journey_ids: Sequence[int]) -> dict[int, int]:
        """How many unsorted notes each of those journeys has."""
        rows = self._connection.execute(
            select(notes.c.journey_id, func.count())
            .where(
                notes.c.workspace_id == self._workspace,
                notes.c.journey_id.in_(journey_ids),
                notes.c.stage_id.is_(None),
                LIVING,
            )
            .group_by(notes.c.journey_id)
        )
        return {journey: int(count) for journey, count in rows}

    def span(self, journey_id: int) -> tuple[datetime, datetime] | None:
        """When the first and the last note of a journey happened, null without any.

        Deleted ones count: put back, they must be in their quarter.
        """
        first, last = self._connection.execute(
            select(func.min(notes.c.occurred_at), func.max(notes.c.occurred_at)).where(
                notes.c.workspace_id == self._workspace, notes.c.journey_id == journey_id
            )
        ).one()
        return None if first is None or last is None else (first, last)

    def requarter(self, journey_id: int, period: Period) -> None:
        """Put the notes that happened in a period into its quarter, deleted ones too."""
        self._connection.execute(
            update(notes)
            .where(
                notes.c.workspace_id == self._workspace,
                notes.c.journey_id == journey_id,
                notes.c.occurred_at >= period.start,
                notes.c.occurred_at < period.end,
            )
            .values(quarter=period.quarter.index)
        )

    def seen(self, journey_id: int, first: int | None, last: int) -> Seen:
        """The teams, personas and channels that notes of the quarters first…last name."""
        matching = [*self._matching(journey_id, NoteFilter()), notes.c.quarter <= last]
        if first is not None:
            matching.append(notes.c.quarter >= first)

        def named(column: ColumnElement[str | None]) -> frozenset[str]:
            rows = select(column).where(*matching, column.is_not(None)).distinct()
            return frozenset(str(value) for value in self._connection.scalars(rows))

        return Seen(named(notes.c.team), named(notes.c.persona), named(notes.c.channel))
