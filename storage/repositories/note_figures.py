"""What notes come to: the sums reviews are made of, trays, and what notes name."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update

from bot.domain.notes import Note, NoteKind
from bot.domain.periods import Months, Period
from bot.domain.review import Seen
from bot.domain.trends import MoodSums
from bot.ports import NoteFilter
from storage.repositories.note_rows import LIVING, SUMS, NoteRows, note_of, sums_of
from storage.tables import notes, stages


class SqlNoteFigures(NoteRows):
    """The figures of one workspace's notes."""

    def pains(self, journey_id: int, months: Months, persona: str | None = None) -> Sequence[Note]:
        """The pain points of some months that are in a stage or the tray, oldest first."""
        wanted = NoteFilter(kind=NoteKind.PAIN_POINT, months=months, persona=persona)
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, wanted))
            .order_by(notes.c.occurred_at, notes.c.id)
        )
        return [note_of(row) for row in rows]

    def moods(
        self, journey_id: int, months: Months, persona: str | None = None
    ) -> dict[int | None, MoodSums]:
        """Sums over the notes of some months by stage id, null being the unsorted tray."""
        wanted = self._matching(journey_id, NoteFilter(months=months, persona=persona))
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS).where(*wanted).group_by(notes.c.stage_id)
        )
        return {stage_id: sums_of(sums) for stage_id, *sums in rows}

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
        return sums_of(sums)

    def by_month(
        self, months: Mapping[int, Months]
    ) -> dict[int, dict[int, dict[int | None, MoodSums]]]:
        """Journey id → month → sums by stage id, for the months named for each journey.

        One query however many journeys there are.
        """
        if not months:
            return {}
        wanted = or_(
            *(
                (notes.c.journey_id == journey) & notes.c.month.between(some.first, some.last)
                for journey, some in months.items()
            )
        )
        found: dict[int, dict[int, dict[int | None, MoodSums]]] = {}
        for journey, month, stage_id, *sums in self._connection.execute(
            select(notes.c.journey_id, notes.c.month, notes.c.stage_id, *SUMS)
            .where(notes.c.workspace_id == self._workspace, LIVING, wanted)
            .group_by(notes.c.journey_id, notes.c.month, notes.c.stage_id)
        ):
            by_stage = found.setdefault(journey, {}).setdefault(month, {})
            by_stage[stage_id] = sums_of(sums)
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

        Deleted ones count: put back, they must be in their month.
        """
        first, last = self._connection.execute(
            select(func.min(notes.c.occurred_at), func.max(notes.c.occurred_at)).where(
                notes.c.workspace_id == self._workspace, notes.c.journey_id == journey_id
            )
        ).one()
        return None if first is None or last is None else (first, last)

    def refile(self, journey_id: int, month: Period) -> None:
        """Put the notes that happened in a month of the journey's calendar into it.

        Deleted ones too.
        """
        number = month.months.first
        self._connection.execute(
            update(notes)
            .where(
                notes.c.workspace_id == self._workspace,
                notes.c.journey_id == journey_id,
                notes.c.occurred_at >= month.start,
                notes.c.occurred_at < month.end,
                notes.c.month != number,
            )
            .values(month=number)
        )

    def seen(self, journey_id: int, first: int | None, last: int) -> Seen:
        """The teams, personas and channels that notes of the months first…last name."""
        matching = [*self._matching(journey_id, NoteFilter()), notes.c.month <= last]
        if first is not None:
            matching.append(notes.c.month >= first)

        def named(column: ColumnElement[str | None]) -> frozenset[str]:
            rows = select(column).where(*matching, column.is_not(None)).distinct()
            return frozenset(str(value) for value in self._connection.scalars(rows))

        return Seen(named(notes.c.team), named(notes.c.persona), named(notes.c.channel))
