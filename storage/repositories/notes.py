"""Notes, and the sums over them that reviews are made of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, insert, or_, select, update

from bot.domain.notes import NewNote, Note, NoteDetails, NoteKind
from bot.domain.quarters import Period
from bot.domain.review import Seen
from bot.domain.sentiment import MOOD_SCALE, NEGATIVE_AT, POSITIVE_AT, Label, label_of
from bot.domain.trends import MoodSums
from bot.ports import NoteFilter
from storage.repositories.base import Repository
from storage.tables import notes, stages

NEGATIVE = round(NEGATIVE_AT * MOOD_SCALE)
POSITIVE = round(POSITIVE_AT * MOOD_SCALE)
STREAM_ROWS = 500
# What MoodSums is made of, in its order.
SUMS = (
    func.count(),
    func.sum(notes.c.mood),
    func.sum(notes.c.mood * notes.c.mood),
    func.sum(case((notes.c.mood <= NEGATIVE, 1), else_=0)),
    func.sum(case((notes.c.mood >= POSITIVE, 1), else_=0)),
)


class SqlNotes(Repository):
    """The notes of one workspace."""

    def add(self, journey_id: int, note: NewNote) -> int:
        """File a note; returns its id."""
        details = note.details
        row = insert(notes).values(
            workspace_id=self._workspace,
            journey_id=journey_id,
            stage_id=note.stage_id,
            stage_typed=note.stage_typed,
            kind=note.kind.value,
            text=note.text,
            touchpoint=details.touchpoint,
            persona=details.persona,
            channel=details.channel,
            team=details.team,
            source=details.source,
            severity=details.severity,
            feeling=details.feeling,
            score=round(note.score.value * MOOD_SCALE),
            mood=round(note.mood * MOOD_SCALE),
            label=label_of(note.mood).value,
            language=note.score.language,
            scorer=note.score.version,
            author=note.author,
            permalink=note.permalink,
            quarter=note.quarter,
            occurred_at=note.occurred_at,
            created_at=note.created_at,
        )
        return self._connection.execute(row.returning(notes.c.id)).scalar_one()

    def by_id(self, note_id: int) -> tuple[int, Note] | None:
        """The note and the id of its journey."""
        row = self._connection.execute(self._select().where(notes.c.id == note_id)).one_or_none()
        return None if row is None else (row.journey_id, _note(row))

    def place(self, note_id: int, stage_id: int) -> None:
        """File the note under a stage; what was typed for one stays with it."""
        mine = (notes.c.workspace_id == self._workspace) & (notes.c.id == note_id)
        self._connection.execute(update(notes).where(mine).values(stage_id=stage_id))

    def move_all(self, stage_id: int, to_stage_id: int | None) -> int:
        """File every note of a stage under another, null for the tray; returns how many."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.stage_id == stage_id)
        moved = update(notes).where(here).values(stage_id=to_stage_id)
        return self._connection.execute(moved).rowcount

    def rename_persona(self, journey_id: int, key: str, new_key: str) -> None:
        """Have a journey's notes that name a persona name it by its new key."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.journey_id == journey_id)
        named = update(notes).where(here, notes.c.persona == key).values(persona=new_key)
        self._connection.execute(named)

    def rename_touchpoint(self, stage_id: int, key: str, new_key: str) -> None:
        """Have a stage's notes that name a touchpoint name it by its new key."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.stage_id == stage_id)
        named = update(notes).where(here, notes.c.touchpoint == key).values(touchpoint=new_key)
        self._connection.execute(named)

    def listed(
        self, journey_id: int, wanted: NoteFilter, limit: int, offset: int = 0
    ) -> Sequence[Note]:
        """Matching notes, newest first."""
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, wanted))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [_note(row) for row in rows]

    def count(self, journey_id: int, wanted: NoteFilter) -> int:
        """How many notes match."""
        count = select(func.count()).select_from(notes).where(*self._matching(journey_id, wanted))
        return self._connection.execute(count).scalar_one()

    def pains(self, journey_id: int, quarter: int, persona: str | None = None) -> Sequence[Note]:
        """The pain points of a quarter that are in a stage or the tray, oldest first."""
        wanted = NoteFilter(kind=NoteKind.PAIN_POINT, quarter=quarter, persona=persona)
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, wanted))
            .order_by(notes.c.occurred_at, notes.c.id)
        )
        return [_note(row) for row in rows]

    def moods(
        self, journey_id: int, quarter: int, persona: str | None = None
    ) -> dict[int | None, MoodSums]:
        """Sums over a quarter's notes by stage id, null being the unsorted tray."""
        wanted = self._matching(journey_id, NoteFilter(quarter=quarter, persona=persona))
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS).where(*wanted).group_by(notes.c.stage_id)
        )
        return {stage_id: MoodSums(*(int(part) for part in sums)) for stage_id, *sums in rows}

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
            .where(notes.c.workspace_id == self._workspace, wanted)
            .group_by(notes.c.journey_id, notes.c.quarter, notes.c.stage_id)
        ):
            sums_of = found.setdefault((journey, quarter), {})
            sums_of[stage_id] = MoodSums(*(int(part) for part in sums))
        return found

    def tray(self, journey_ids: Sequence[int], limit: int) -> Sequence[tuple[int, Note]]:
        """The newest unsorted notes of those journeys, each with the id of its journey."""
        rows = self._connection.execute(
            self._select()
            .where(notes.c.journey_id.in_(journey_ids), notes.c.stage_id.is_(None))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
        )
        return [(row.journey_id, _note(row)) for row in rows]

    def in_tray(self, journey_ids: Sequence[int]) -> dict[int, int]:
        """How many unsorted notes each of those journeys has."""
        rows = self._connection.execute(
            select(notes.c.journey_id, func.count())
            .where(
                notes.c.workspace_id == self._workspace,
                notes.c.journey_id.in_(journey_ids),
                notes.c.stage_id.is_(None),
            )
            .group_by(notes.c.journey_id)
        )
        return {journey: int(count) for journey, count in rows}

    def span(self, journey_id: int) -> tuple[datetime, datetime] | None:
        """When the first and the last note of a journey happened, null without any."""
        first, last = self._connection.execute(
            select(func.min(notes.c.occurred_at), func.max(notes.c.occurred_at)).where(
                *self._matching(journey_id, NoteFilter())
            )
        ).one()
        return None if first is None or last is None else (first, last)

    def requarter(self, journey_id: int, period: Period) -> None:
        """Put the notes that happened in a period into its quarter."""
        self._connection.execute(
            update(notes)
            .where(
                *self._matching(journey_id, NoteFilter()),
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

    def every(self, journey_id: int) -> Iterator[Note]:
        """All notes of a journey, oldest first, a few hundred at a time."""
        rows = self._connection.execute(
            self._select()
            .where(notes.c.journey_id == journey_id)
            .order_by(notes.c.occurred_at, notes.c.id),
            execution_options={"yield_per": STREAM_ROWS},
        )
        for row in rows:
            yield _note(row)

    def _select(self) -> Select[*tuple[Any, ...]]:
        joined = notes.outerjoin(
            stages,
            (stages.c.id == notes.c.stage_id) & (stages.c.workspace_id == notes.c.workspace_id),
        )
        return (
            select(*notes.c, stages.c.key.label("stage"))
            .select_from(joined)
            .where(notes.c.workspace_id == self._workspace)
        )

    def _matching(self, journey_id: int, wanted: NoteFilter) -> list[ColumnElement[bool]]:
        conditions = [
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
        ]
        if wanted.stage_id is not None:
            conditions.append(notes.c.stage_id == wanted.stage_id)
        if wanted.kind is not None:
            conditions.append(notes.c.kind == wanted.kind.value)
        if wanted.quarter is not None:
            conditions.append(notes.c.quarter == wanted.quarter)
        if wanted.author is not None:
            conditions.append(notes.c.author == wanted.author)
        if wanted.persona is not None:
            conditions.append(notes.c.persona == wanted.persona)
        if wanted.unsorted:
            conditions.append(notes.c.stage_id.is_(None))
        return conditions


def _note(row: Row[*tuple[Any, ...]]) -> Note:
    return Note(
        id=row.id,
        kind=NoteKind(row.kind),
        text=row.text,
        stage=row.stage,
        stage_typed=row.stage_typed,
        details=NoteDetails(
            touchpoint=row.touchpoint,
            persona=row.persona,
            channel=row.channel,
            team=row.team,
            source=row.source,
            severity=row.severity,
            feeling=row.feeling,
        ),
        score=row.score / MOOD_SCALE,
        mood=row.mood / MOOD_SCALE,
        label=Label(row.label),
        scorer=row.scorer,
        language=row.language,
        author=row.author,
        permalink=row.permalink,
        occurred_at=row.occurred_at,
        created_at=row.created_at,
    )
