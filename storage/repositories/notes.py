"""Notes, and the sums over them that reviews are made of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, false, func, insert, or_, select, update

from bot.domain.notes import Likeness, Message, NewNote, Note, NoteDetails, NoteKind
from bot.domain.quarters import Period
from bot.domain.review import Seen
from bot.domain.sentiment import MOOD_SCALE, NEGATIVE_AT, POSITIVE_AT, Label, Score, label_of
from bot.domain.trends import MoodSums
from bot.ports import NoteFilter
from storage.repositories.base import Repository
from storage.repositories.merged_notes import seen_too
from storage.search import holding, sharing
from storage.tables import notes, stages

NEGATIVE = round(NEGATIVE_AT * MOOD_SCALE)
POSITIVE = round(POSITIVE_AT * MOOD_SCALE)
STREAM_ROWS = 500
# Deleted notes are in nothing that is shown, counted or exported; for a merged one another stands.
KEPT = notes.c.deleted_at.is_(None)
LIVING = KEPT & notes.c.counted_in.is_(None)
MOODS = {
    "negative": notes.c.mood <= NEGATIVE,
    "positive": notes.c.mood >= POSITIVE,
    "neutral": notes.c.mood.between(NEGATIVE + 1, POSITIVE - 1),
}
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
        row = insert(notes).values(
            workspace_id=self._workspace, journey_id=journey_id, **_values(note)
        )
        return self._connection.execute(row.returning(notes.c.id)).scalar_one()

    def add_once(self, journey_id: int, note: NewNote) -> int | None:
        """File a note; null where its message is saved as that kind already."""
        values = {"workspace_id": self._workspace, "journey_id": journey_id, **_values(note)}
        made: int | None = self._id_of_first(notes, **values)
        return made

    def add_all(self, journey_id: int, new: Sequence[NewNote]) -> Sequence[int]:
        """File many notes in few statements; returns their ids in the same order."""
        if not new:
            return []
        owned = {"workspace_id": self._workspace, "journey_id": journey_id}
        rows = [owned | _values(note) for note in new]
        made = insert(notes).returning(notes.c.id, sort_by_parameter_order=True)
        return self._connection.execute(made, rows).scalars().all()

    def alike(self, journey_id: int, instants: Collection[datetime]) -> Sequence[Likeness]:
        """What the journey's notes that happened at those instants say, deleted ones too."""
        found = select(notes.c.kind, notes.c.text, notes.c.occurred_at, notes.c.created_at).where(
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
            notes.c.occurred_at.in_(instants),
        )
        return [
            Likeness(NoteKind(row.kind), row.text, row.occurred_at, row.created_at)
            for row in self._connection.execute(found)
        ]

    def rewrite(self, note_id: int, journey_id: int, note: NewNote, edited_at: datetime) -> None:
        """Keep an edited note in place of what it was; its author and its origin stay."""
        values = _values(note)
        for field in (
            "author",
            "permalink",
            "created_at",
            "source_channel",
            "source_ts",
            "speaker",
            "unnamed_supporters",
        ):
            del values[field]
        self._update(note_id, journey_id=journey_id, edited_at=edited_at, **values)

    def move(self, note_id: int, journey_id: int, stage_id: int | None, quarter: int) -> None:
        """File a note under a stage of a journey, null for its tray."""
        self._update(note_id, journey_id=journey_id, stage_id=stage_id, quarter=quarter)

    def delete(self, note_id: int, at: datetime | None) -> None:
        """Take a note out of everything, to be swept away later; null puts it back."""
        self._update(note_id, deleted_at=at)

    def set_permalink(self, note_id: int, permalink: str | None) -> None:
        """Where in Slack the note came from, null where that is gone."""
        self._update(note_id, permalink=permalink)

    def set_reply_to(self, note_id: int, excerpt: str) -> None:
        """The beginning of the thread its message was a reply in."""
        self._update(note_id, reply_to=excerpt)

    def of_message(self, message: Message) -> Sequence[tuple[int, Note]]:
        """The notes made of a message, merged ones too, each with the id of its journey."""
        rows = self._connection.execute(
            self._select()
            .where(
                KEPT,
                notes.c.source_channel == message.channel,
                notes.c.source_ts == message.ts,
            )
            .order_by(notes.c.id)
        )
        return [(row.journey_id, _note(row)) for row in rows]

    def by_id(self, note_id: int) -> tuple[int, Note] | None:
        """The note, deleted or not, and the id of its journey."""
        row = self._connection.execute(self._select().where(notes.c.id == note_id)).one_or_none()
        return None if row is None else (row.journey_id, _note(row))

    def place(self, note_id: int, stage_id: int) -> None:
        """File the note under a stage; what was typed for one stays with it."""
        self._update(note_id, stage_id=stage_id)

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

    def sharing_words(
        self,
        journey_id: int,
        kind: NoteKind | None,
        first_quarter: int,
        beginnings: Sequence[str],
        limit: int,
    ) -> Sequence[Note]:
        """Notes since a quarter with words that begin like one of these, the likeliest first.

        Null takes any kind.
        """
        shared = sharing(self._connection.dialect.name, beginnings)
        if shared is None:
            return []
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, NoteFilter(kind=kind)))
            .where(notes.c.quarter >= first_quarter, shared[0])
            .order_by(shared[1], notes.c.id)
            .limit(limit)
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
        return [(row.journey_id, _note(row)) for row in rows]

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

    def every(self, journey_id: int) -> Iterator[Note]:
        """All notes of a journey, oldest first, a few hundred at a time."""
        found = self._connection.execute(
            self._select()
            .where(LIVING, notes.c.journey_id == journey_id)
            .order_by(notes.c.occurred_at, notes.c.id),
            execution_options={"yield_per": STREAM_ROWS},
        )
        # Closed at once where somebody has seen enough, for it lives on the server.
        with found as rows:
            for row in rows:
                yield _note(row)

    def _update(self, note_id: int, **values: Any) -> None:
        mine = (notes.c.workspace_id == self._workspace) & (notes.c.id == note_id)
        self._connection.execute(update(notes).where(mine).values(**values))

    def _select(self) -> Select[*tuple[Any, ...]]:
        joined = notes.outerjoin(
            stages,
            (stages.c.id == notes.c.stage_id) & (stages.c.workspace_id == notes.c.workspace_id),
        )
        return (
            select(*notes.c, stages.c.key.label("stage"), seen_too().label("supporters"))
            .select_from(joined)
            .where(notes.c.workspace_id == self._workspace)
        )

    def _matching(self, journey_id: int, wanted: NoteFilter) -> list[ColumnElement[bool]]:
        same: tuple[tuple[ColumnElement[Any], object], ...] = (
            (notes.c.stage_id, wanted.stage_id),
            (notes.c.kind, wanted.kind.value if wanted.kind else None),
            (notes.c.quarter, wanted.quarter),
            (notes.c.author, wanted.author),
            (notes.c.persona, wanted.persona),
            (notes.c.team, wanted.team),
            (notes.c.channel, wanted.channel),
            (notes.c.source, wanted.source),
            (notes.c.touchpoint, wanted.touchpoint),
        )
        conditions: list[ColumnElement[bool]] = [
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
            LIVING,
            *(column == value for column, value in same if value is not None),
        ]
        if wanted.unsorted:
            conditions.append(notes.c.stage_id.is_(None))
        if wanted.days is not None:
            conditions.append(notes.c.occurred_at >= wanted.days.start)
            conditions.append(notes.c.occurred_at < wanted.days.end)
        if wanted.mood is not None:
            conditions.append(MOODS[wanted.mood])
        if wanted.words is not None:
            found = holding(self._connection.dialect.name, wanted.words)
            conditions.append(false() if found is None else found)
        return conditions


def _values(note: NewNote) -> dict[str, Any]:
    details, message = note.details, note.message
    return {
        "stage_id": note.stage_id,
        "stage_typed": note.stage_typed,
        "kind": note.kind.value,
        "text": note.text,
        "touchpoint": details.touchpoint,
        "persona": details.persona,
        "channel": details.channel,
        "team": details.team,
        "source": details.source,
        "severity": details.severity,
        "feeling": details.feeling,
        **_heard(note.score, note.mood),
        "author": note.author,
        "permalink": note.permalink,
        "source_channel": message.channel if message else None,
        "source_ts": message.ts if message else None,
        "speaker": note.speaker,
        "unnamed_supporters": note.unnamed_supporters,
        "quarter": note.quarter,
        "occurred_at": note.occurred_at,
        "created_at": note.created_at,
    }


def _heard(score: Score, mood: float) -> dict[str, Any]:
    return {
        "score": round(score.value * MOOD_SCALE),
        "mood": round(mood * MOOD_SCALE),
        "label": label_of(mood).value,
        "language": score.language,
        "scorer": score.version,
    }


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
        message=Message(row.source_channel, row.source_ts) if row.source_ts else None,
        speaker=row.speaker,
        reply_to=row.reply_to,
        supporters=row.supporters,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
        merged_into=row.merged_into,
        counted_in=row.counted_in,
    )
