"""Queries of notes, and their mapping to and from rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    case,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from domain.access import Audience
from domain.note_filters import NoteFilter
from domain.notes import Message, NewNote, Note, NoteDetails, NoteIdentity, NoteKind
from domain.periods import Months, Period
from domain.reviews import NamedKeys
from domain.sentiment import MOOD_SCALE, NEGATIVE_AT, POSITIVE_AT, Label, Score, mood_label
from domain.themes import SortedAs
from domain.trends import MoodSums
from storage.note_history import supporter_count
from storage.repository import Repository
from storage.schema import NO_SCORE, note_vectors, notes, stages
from storage.search import any_word_query, matches_words, rank_by_words

NEGATIVE = round(NEGATIVE_AT * MOOD_SCALE)


POSITIVE = round(POSITIVE_AT * MOOD_SCALE)


STREAM_ROWS = 500


# Deleted notes are nowhere shown, counted or exported; a merged note is part of another.
NOT_DELETED = notes.c.deleted_at.is_(None)


ACTIVE = NOT_DELETED & notes.c.counted_in.is_(None)


MOODS = {
    "negative": notes.c.mood.between(-MOOD_SCALE, NEGATIVE),
    "positive": notes.c.mood >= POSITIVE,
    "neutral": notes.c.mood.between(NEGATIVE + 1, POSITIVE - 1),
    "unread": notes.c.mood == NO_SCORE,
}


# Null in no sum, and in none of the counts.
KNOWN_MOOD = func.nullif(notes.c.mood, NO_SCORE)


# Sums are made for each kind, and for notes with and without a declared feeling: what counts in
# which sum of MoodSums depends on these two.
KIND_GROUPS = (notes.c.kind, notes.c.feeling.is_(None))

SUMS = (
    *KIND_GROUPS,
    func.count(KNOWN_MOOD),
    func.sum(KNOWN_MOOD),
    func.sum(KNOWN_MOOD * KNOWN_MOOD),
    func.sum(case((KNOWN_MOOD <= NEGATIVE, 1), else_=0)),
    func.sum(case((KNOWN_MOOD >= POSITIVE, 1), else_=0)),
    func.count() - func.count(KNOWN_MOOD),
)


def mood_sums(row: Sequence[Any]) -> MoodSums:
    """Return the MoodSums of a row of SUMS, where a sum over no mood is None.

    An opportunity is a colleague's idea: it says how a customer felt only where that was declared.
    """
    kind, without_feeling, *parts = row
    n, total, squares, negative, positive, unsupported = (int(part or 0) for part in parts)
    if kind == NoteKind.OPPORTUNITY.value and without_feeling:
        return MoodSums(ideas=n + unsupported)
    is_pain = kind == NoteKind.PAIN_POINT.value
    return MoodSums(
        n=n,
        total=total,
        squares=squares,
        negative=negative,
        positive=positive,
        unsupported=unsupported,
        pain_points=n if is_pain else 0,
        filed=n if is_pain and without_feeling else 0,
    )


def add_up(found: dict[int | None, MoodSums], stage_id: int | None, row: Sequence[Any]) -> None:
    """Add a row of SUMS to those of its stage."""
    found[stage_id] = found.get(stage_id, MoodSums()) + mood_sums(row)


# Built once: SQLAlchemy looks a statement up by all its parts, and these are many.
SELECT_NOTES: Select[*tuple[Any, ...]] = select(
    *notes.c, stages.c.key.label("stage"), supporter_count().label("supporters")
).select_from(
    notes.outerjoin(
        stages,
        (stages.c.id == notes.c.stage_id) & (stages.c.workspace_id == notes.c.workspace_id),
    )
)

_OWN_NOTES = SELECT_NOTES.where(notes.c.workspace_id == bindparam("workspace"))

NOTE_BY_ID = _OWN_NOTES.where(notes.c.id == bindparam("note"))

NOTES_OF_MESSAGE = _OWN_NOTES.where(
    NOT_DELETED,
    notes.c.source_channel == bindparam("posted_in"),
    notes.c.source_ts == bindparam("ts"),
).order_by(notes.c.id)

_own = notes.alias("own")

# Notes of the kind of a note, itself among them; none where it is deleted or merged.
_SAME_KIND = (
    select(_own.c.id)
    .where(
        _own.c.workspace_id == bindparam("workspace"),
        _own.c.id == bindparam("note"),
        _own.c.kind == notes.c.kind,
        _own.c.deleted_at.is_(None),
        _own.c.counted_in.is_(None),
    )
    .exists()
)


_OF_JOURNEY = (
    notes.c.workspace_id == bindparam("workspace"),
    notes.c.journey_id == bindparam("journey"),
    ACTIVE,
)


def _named_keys(column: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Select the keys in a column, each with the last month up to `last` in which it was named.

    From one key to the next in the index: counting all notes would read them all.
    """
    first = select(func.min(column).label("key")).where(*_OF_JOURNEY, column.is_not(None))
    keys = first.cte("keys", recursive=True)
    following = (
        select(func.min(column))
        .where(*_OF_JOURNEY, column.is_not(None), column > keys.c["key"])
        .scalar_subquery()
    )
    every = keys.union_all(select(following).where(keys.c["key"].is_not(None)))
    last_month = (
        select(func.max(notes.c.month))
        .where(*_OF_JOURNEY, column == every.c["key"], notes.c.month <= bindparam("last"))
        .scalar_subquery()
    )
    return select(every.c["key"], last_month).where(every.c["key"].is_not(None))


# In the order of the fields of NamedKeys.
KEYS_BY_COLUMN = tuple(map(_named_keys, (notes.c.team, notes.c.persona, notes.c.channel)))


def _similar_texts(dialect: str) -> Select[*tuple[Any, ...]]:
    since = notes.c.occurred_at >= bindparam("since")
    best = rank_by_words(dialect, (*_OF_JOURNEY, since, _SAME_KIND)).subquery()
    return (
        select(notes.c.id, notes.c.text)
        .join(best, best.c.id == notes.c.id)
        .order_by(best.c.rank, notes.c.id.desc())
    )


def _similar_sorted(dialect: str) -> Select[*tuple[Any, ...]]:
    best = rank_by_words(dialect, (*_OF_JOURNEY, notes.c.stage_id.is_not(None))).subquery()
    # Whole notes are fetched of the best alone.
    return _OWN_NOTES.join(best, best.c.id == notes.c.id).order_by(best.c.rank, notes.c.id.desc())


SIMILAR_TEXTS = {dialect: _similar_texts(dialect) for dialect in ("sqlite", "postgresql")}

SIMILAR_SORTED = {dialect: _similar_sorted(dialect) for dialect in ("sqlite", "postgresql")}


class NoteRowMapper(Repository):
    """Maps notes of one workspace to rows and back."""

    def _update(self, note_id: int, **values: Any) -> None:
        mine = (notes.c.workspace_id == self._workspace) & (notes.c.id == note_id)
        self._connection.execute(update(notes).where(mine).values(**values))

    def _select(self) -> Select[*tuple[Any, ...]]:
        return SELECT_NOTES.where(notes.c.workspace_id == self._workspace)

    def _matching(self, journey_id: int, filters: NoteFilter) -> list[ColumnElement[bool]]:
        same: tuple[tuple[ColumnElement[Any], object], ...] = (
            (notes.c.stage_id, filters.stage_id),
            (notes.c.kind, filters.kind.value if filters.kind else None),
            (notes.c.author, filters.author),
            (notes.c.persona, filters.persona),
            (notes.c.team, filters.team),
            (notes.c.channel, filters.channel),
            (notes.c.source, filters.source),
            (notes.c.touchpoint, filters.touchpoint),
        )
        conditions: list[ColumnElement[bool]] = [
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
            ACTIVE,
            *(column == value for column, value in same if value is not None),
        ]
        if filters.unsorted:
            conditions.append(notes.c.stage_id.is_(None))
        if filters.months is not None:
            conditions.append(notes.c.month.between(filters.months.first, filters.months.last))
        if filters.days is not None:
            conditions.append(notes.c.occurred_at >= filters.days.start)
            conditions.append(notes.c.occurred_at < filters.days.end)
        if filters.mood is not None:
            conditions.append(MOODS[filters.mood])
        if filters.words is not None:
            found = matches_words(self._connection.dialect.name, filters.words)
            conditions.append(false() if found is None else found)
            if filters.audience is not None:
                # Notes found by full-text search contain the words.
                conditions.append(readable(filters.audience))
        return conditions


def readable(audience: Audience) -> ColumnElement[bool]:
    """Return the SQL condition of `Audience.can_read`."""
    ways: list[ColumnElement[bool]] = [notes.c.private.is_(False)]
    if audience.channel is not None:
        ways.append(notes.c.source_channel == audience.channel)
    if audience.user is not None:
        ways += [notes.c.author == audience.user, notes.c.speaker == audience.user]
    return or_(*ways)


def note_columns(note: NewNote) -> dict[str, Any]:
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
        **score_columns(note.score, note.mood),
        "author": note.author,
        "permalink": note.permalink,
        "source_channel": message.channel if message else None,
        "source_ts": message.ts if message else None,
        "speaker": note.speaker,
        "private": note.private,
        "unnamed_supporters": note.unnamed_supporters,
        "month": note.month,
        "occurred_at": note.occurred_at,
        "created_at": note.created_at,
    }


def score_columns(score: Score, mood: float | None) -> dict[str, Any]:
    return {
        "score": _to_integer(None if score.label is Label.NONE else score.value),
        "mood": _to_integer(mood),
        "label": mood_label(mood).value,
        "language": score.language,
        "scorer": score.version,
        "why": [list(reason) for reason in score.why] or None,
    }


def _to_integer(value: float | None) -> int:
    return NO_SCORE if value is None else round(value * MOOD_SCALE)


def _from_integer(value: int) -> float | None:
    return None if value == NO_SCORE else value / MOOD_SCALE


def note_from_row(row: Row[*tuple[Any, ...]]) -> Note:
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
        score=_from_integer(row.score),
        mood=_from_integer(row.mood),
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
        private=row.private,
        why=tuple((words, weight) for words, weight in row.why or ()),
        theme_id=row.theme_id,
        sorted_as=SortedAs(row.sorted_as) if row.sorted_as else None,
    )


class NoteFigures(NoteRowMapper):
    """The figures of one workspace's notes."""

    def moods(
        self, journey_id: int, months: Months, persona: str | None = None
    ) -> dict[int | None, MoodSums]:
        """Return sums over the notes of some months by stage id; None is the unsorted ones."""
        conditions = self._matching(journey_id, NoteFilter(months=months, persona=persona))
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS)
            .where(*conditions)
            .group_by(notes.c.stage_id, *KIND_GROUPS)
        )
        found: dict[int | None, MoodSums] = {}
        for stage_id, *sums in rows:
            add_up(found, stage_id, sums)
        return found

    def moods_between(
        self, journey_id: int, stage: str | None, start: datetime, end: datetime
    ) -> MoodSums:
        """Return sums over start ≤ t < end, in a stage by its key or in the whole journey."""
        conditions = [
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
            conditions.append(notes.c.stage_id == named.scalar_subquery())
        rows = self._connection.execute(select(*SUMS).where(*conditions).group_by(*KIND_GROUPS))
        return sum(map(mood_sums, rows), start=MoodSums())

    def by_month(
        self, months: Mapping[int, Months]
    ) -> dict[int, dict[int, dict[int | None, MoodSums]]]:
        """Return journey id → month → sums by stage id, for the given months of each journey.

        One query however many journeys there are.
        """
        if not months:
            return {}
        conditions = or_(
            *(
                (notes.c.journey_id == journey) & notes.c.month.between(some.first, some.last)
                for journey, some in months.items()
            )
        )
        found: dict[int, dict[int, dict[int | None, MoodSums]]] = {}
        for journey, month, stage_id, *sums in self._connection.execute(
            select(notes.c.journey_id, notes.c.month, notes.c.stage_id, *SUMS)
            .where(notes.c.workspace_id == self._workspace, ACTIVE, conditions)
            .group_by(notes.c.journey_id, notes.c.month, notes.c.stage_id, *KIND_GROUPS)
        ):
            add_up(found.setdefault(journey, {}).setdefault(month, {}), stage_id, sums)
        return found

    def unsorted(self, journey_ids: Sequence[int], limit: int) -> Sequence[tuple[int, Note]]:
        """Return the newest unsorted notes of journeys, each with the id of its journey."""
        rows = self._connection.execute(
            self._select()
            .where(ACTIVE, notes.c.journey_id.in_(journey_ids), notes.c.stage_id.is_(None))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
        )
        return [(row.journey_id, note_from_row(row)) for row in rows]

    def count_unsorted(self, journey_ids: Sequence[int]) -> dict[int, int]:
        """Return the number of unsorted notes by journey id."""
        rows = self._connection.execute(
            select(notes.c.journey_id, func.count())
            .where(
                notes.c.workspace_id == self._workspace,
                notes.c.journey_id.in_(journey_ids),
                notes.c.stage_id.is_(None),
                ACTIVE,
            )
            .group_by(notes.c.journey_id)
        )
        return {journey: int(count) for journey, count in rows}

    def span(self, journey_id: int) -> tuple[datetime, datetime] | None:
        """Return when the first and the last note of a journey happened, None if there are none.

        Deleted notes count: once restored, they must be in their month.
        """
        first, last = self._connection.execute(
            select(func.min(notes.c.occurred_at), func.max(notes.c.occurred_at)).where(
                notes.c.workspace_id == self._workspace, notes.c.journey_id == journey_id
            )
        ).one()
        return None if first is None or last is None else (first, last)

    def set_month(self, journey_id: int, month: Period) -> None:
        """Set the month of the notes that happened in it.

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

    def named_keys(self, journey_id: int, months: Months) -> tuple[NamedKeys, NamedKeys]:
        """Return the teams, personas and channels that notes name: up to these months, and in them.

        Each key is a few steps in an index, however many notes name it.
        """
        found = [
            self._run(statement, journey=journey_id, last=months.last).all()
            for statement in KEYS_BY_COLUMN
        ]
        ever = ([key for key, month in rows if month is not None] for rows in found)
        now = (
            [key for key, month in rows if month is not None and month >= months.first]
            for rows in found
        )
        return NamedKeys(*map(frozenset, ever)), NamedKeys(*map(frozenset, now))


class NoteRepository(NoteFigures):
    """The notes of one workspace."""

    def add(self, journey_id: int, note: NewNote) -> int:
        """Insert a note; return its id."""
        row = insert(notes).values(
            workspace_id=self._workspace, journey_id=journey_id, **note_columns(note)
        )
        return self._connection.execute(row.returning(notes.c.id)).scalar_one()

    def add_unless_saved(self, journey_id: int, note: NewNote) -> int | None:
        """Insert a note; return its id, None where its message is saved as that kind already."""
        values = {"workspace_id": self._workspace, "journey_id": journey_id, **note_columns(note)}
        note_id: int | None = self._id_of_first(notes, **values)
        return note_id

    def add_all(self, journey_id: int, new: Sequence[NewNote]) -> Sequence[int]:
        """Insert many notes in few statements; return their ids in the same order."""
        if not new:
            return []
        owned = {"workspace_id": self._workspace, "journey_id": journey_id}
        rows = [owned | note_columns(note) for note in new]
        inserted = insert(notes).returning(notes.c.id, sort_by_parameter_order=True)
        return self._connection.execute(inserted, rows).scalars().all()

    def identities_at(
        self, journey_id: int, instants: Collection[datetime]
    ) -> Sequence[NoteIdentity]:
        """Return what identifies the notes of those instants, deleted ones too."""
        found = select(notes.c.kind, notes.c.text, notes.c.occurred_at, notes.c.created_at).where(
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
            notes.c.occurred_at.in_(instants),
        )
        return [
            NoteIdentity(NoteKind(row.kind), row.text, row.occurred_at, row.created_at)
            for row in self._connection.execute(found)
        ]

    def update(self, note_id: int, journey_id: int, note: NewNote, edited_at: datetime) -> None:
        """Update an edited note; its author and its origin stay."""
        values = note_columns(note)
        for field in (
            "author",
            "permalink",
            "created_at",
            "source_channel",
            "source_ts",
            "speaker",
            "private",
            "unnamed_supporters",
        ):
            del values[field]
        values |= self._theme_in(journey_id)
        self._update(note_id, journey_id=journey_id, edited_at=edited_at, **values)
        # What the text means is looked at anew.
        mine = note_vectors.c.workspace_id == self._workspace
        self._connection.execute(
            delete(note_vectors).where(mine, note_vectors.c.note_id == note_id)
        )

    def move(self, note_id: int, journey_id: int, stage_id: int | None, month: int) -> None:
        """Move a note to a stage of a journey, None for unsorted."""
        values = {"stage_id": stage_id, "month": month, **self._theme_in(journey_id)}
        self._update(note_id, journey_id=journey_id, **values)

    def _theme_in(self, journey_id: int) -> dict[str, Any]:
        """Return a note's theme in a journey: in another than its own it has none yet."""
        is_same = notes.c.journey_id == journey_id
        columns = (notes.c.theme_id, notes.c.sorted_as, notes.c.suggested_theme_id)
        return {column.name: case((is_same, column)) for column in columns}

    def set_deleted_at(self, note_id: int, at: datetime | None) -> None:
        """Mark a note as deleted then; None restores it."""
        self._update(note_id, deleted_at=at)

    def set_permalink(self, note_id: int, permalink: str | None) -> None:
        """Set the link to the note's message, None where it is deleted."""
        self._update(note_id, permalink=permalink)

    def set_reply_to(self, note_id: int, excerpt: str) -> None:
        """Set the start of the thread that the note's message replied to."""
        self._update(note_id, reply_to=excerpt)

    def for_message(self, message: Message) -> Sequence[tuple[int, Note]]:
        """The notes made of a message, merged ones too, each with the id of its journey."""
        rows = self._run(NOTES_OF_MESSAGE, posted_in=message.channel, ts=message.ts)
        return [(row.journey_id, note_from_row(row)) for row in rows]

    def by_id(self, note_id: int) -> tuple[int, Note] | None:
        """The note, deleted or not, and the id of its journey."""
        row = self._run(NOTE_BY_ID, note=note_id).one_or_none()
        return None if row is None else (row.journey_id, note_from_row(row))

    def list_after(self, journey_id: int, note_id: int, limit: int) -> Sequence[Note]:
        """Return notes with an id above one, ordered by id; deleted and merged ones too."""
        rows = self._connection.execute(
            self._select()
            .where(notes.c.journey_id == journey_id, notes.c.id > note_id)
            .order_by(notes.c.id)
            .limit(limit)
        )
        return [note_from_row(row) for row in rows]

    def set_score(self, note: Note, score: Score, mood: float | None) -> bool:
        """Set a note's score; return False where the note changed since it was read."""
        feeling = notes.c.feeling.is_not_distinct_from(note.details.feeling)
        same = (notes.c.text == note.text) & (notes.c.kind == note.kind.value) & feeling
        mine = (notes.c.workspace_id == self._workspace) & (notes.c.id == note.id)
        query = update(notes).where(mine, same).values(**score_columns(score, mood))
        return self._connection.execute(query).rowcount == 1

    def make_public(self, channel: str) -> None:
        """Make the notes of a channel readable for everyone."""
        there = (notes.c.workspace_id == self._workspace) & (notes.c.source_channel == channel)
        # The condition of the messages' index, so that it is used.
        hidden = NOT_DELETED & notes.c.source_ts.is_not(None) & notes.c.private
        self._connection.execute(update(notes).where(there, hidden).values(private=False))

    def set_stage(self, note_id: int, stage_id: int) -> None:
        """File a note under a stage; the text typed for the stage stays."""
        self._update(note_id, stage_id=stage_id)

    def move_stage_notes(self, stage_id: int, to_stage_id: int | None) -> int:
        """Move every note of a stage to another, None for unsorted; return how many."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.stage_id == stage_id)
        moved = update(notes).where(here).values(stage_id=to_stage_id)
        return self._connection.execute(moved).rowcount

    def rename_persona(self, journey_id: int, key: str, new_key: str) -> None:
        """Rename a persona in a journey's notes."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.journey_id == journey_id)
        named = update(notes).where(here, notes.c.persona == key).values(persona=new_key)
        self._connection.execute(named)

    def rename_touchpoint(self, stage_id: int, key: str, new_key: str) -> None:
        """Rename a touchpoint in a stage's notes."""
        here = (notes.c.workspace_id == self._workspace) & (notes.c.stage_id == stage_id)
        named = update(notes).where(here, notes.c.touchpoint == key).values(touchpoint=new_key)
        self._connection.execute(named)

    def list_newest(
        self, journey_id: int, filters: NoteFilter, limit: int, offset: int = 0
    ) -> Sequence[Note]:
        """Return matching notes, newest first."""
        rows = self._connection.execute(
            self._select()
            .where(*self._matching(journey_id, filters))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [note_from_row(row) for row in rows]

    def similar_sorted(self, journey_id: int, words: Collection[str], limit: int) -> Sequence[Note]:
        """Return active notes of a stage that hold any of those words (stems), best first."""
        rows = self._with_words(SIMILAR_SORTED, words, journey=journey_id, max_rows=limit)
        return [note_from_row(row) for row in rows]

    def similar_texts(
        self,
        journey_id: int,
        note_id: int,
        words: Collection[str],
        limit: int,
        since: datetime,
    ) -> Sequence[tuple[int, str]]:
        """Return ids and texts of active notes that hold any of those words, best first.

        Only notes of the kind of `note_id`, itself among them, that happened since then; none where
        that note is deleted or merged.
        """
        wanted = {"journey": journey_id, "note": note_id, "since": since, "max_rows": limit}
        rows = self._with_words(SIMILAR_TEXTS, words, **wanted)
        return [(row.id, row.text) for row in rows]

    def _with_words(
        self,
        statements: Mapping[str, Select[*tuple[Any, ...]]],
        words: Collection[str],
        **values: object,
    ) -> Iterable[Row[*tuple[Any, ...]]]:
        """Run this database's statement for notes with any of the words; no rows without a word."""
        dialect = self._connection.dialect.name
        query = any_word_query(dialect, words)
        return self._run(statements[dialect], words=query, **values) if query else ()

    def by_ids(self, note_ids: Collection[int]) -> Sequence[Note]:
        """Return those notes, deleted or not, oldest first."""
        rows = self._connection.execute(
            self._select().where(notes.c.id.in_(note_ids)).order_by(notes.c.id)
        )
        return [note_from_row(row) for row in rows]

    def count(self, journey_id: int, filters: NoteFilter) -> int:
        """Return the number of matching notes."""
        count = select(func.count()).select_from(notes).where(*self._matching(journey_id, filters))
        return self._connection.execute(count).scalar_one()

    def stream(self, journey_id: int) -> Iterator[Note]:
        """Yield all notes of a journey, oldest first, read a few hundred at a time."""
        found = self._connection.execute(
            self._select()
            .where(ACTIVE, notes.c.journey_id == journey_id)
            .order_by(notes.c.occurred_at, notes.c.id),
            execution_options={"yield_per": STREAM_ROWS},
        )
        # Closed when the caller stops early: the cursor is on the server.
        with found as rows:
            for row in rows:
                yield note_from_row(row)
