"""Notes, and the sums over them that reviews are made of."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, insert, select, update

from bot.domain.notes import NewNote, Note, NoteDetails, NoteKind
from bot.domain.review import Seen
from bot.domain.sentiment import MOOD_SCALE, NEGATIVE_AT, POSITIVE_AT, Label, label_of
from bot.domain.trends import MoodSums
from bot.ports import NoteFilter
from storage.repositories.base import Repository
from storage.tables import notes, stages

NEGATIVE = round(NEGATIVE_AT * MOOD_SCALE)
POSITIVE = round(POSITIVE_AT * MOOD_SCALE)
STREAM_ROWS = 500


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

    def pains(self, journey_id: int, quarter: int) -> Sequence[Note]:
        """The pain points of a quarter that are in a stage or the tray, oldest first."""
        wanted = NoteFilter(kind=NoteKind.PAIN_POINT, quarter=quarter)
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, wanted))
            .order_by(notes.c.occurred_at, notes.c.id)
        )
        return [_note(row) for row in rows]

    def moods(self, journey_id: int, quarter: int) -> dict[int | None, MoodSums]:
        """Sums over a quarter's notes by stage id, null being the unsorted tray."""
        mood = notes.c.mood
        rows = self._connection.execute(
            select(
                notes.c.stage_id,
                func.count(),
                func.sum(mood),
                func.sum(mood * mood),
                func.sum(case((mood <= NEGATIVE, 1), else_=0)),
                func.sum(case((mood >= POSITIVE, 1), else_=0)),
            )
            .where(*self._matching(journey_id, NoteFilter(quarter=quarter)))
            .group_by(notes.c.stage_id)
        )
        return {stage_id: MoodSums(*(int(part) for part in sums)) for stage_id, *sums in rows}

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
