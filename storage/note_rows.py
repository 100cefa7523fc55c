"""Rows of notes: their conditions, and their mapping to and from values."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    false,
    literal_column,
    or_,
    select,
    update,
)

from domain.access import Audience
from domain.note_filters import NoteFilter
from domain.notes import DETAIL_NAMES, Message, NewNote, Note, NoteDetails, NoteKind
from domain.sentiment import MOOD_SCALE, NEGATIVE_AT, POSITIVE_AT, Label, Score, mood_label
from domain.themes import SortedAs
from storage.note_history import supporter_count
from storage.repository import Repository
from storage.schema.map_parts import stages
from storage.schema.notes import NO_SCORE, notes
from storage.search import matches_words

NEGATIVE = round(NEGATIVE_AT * MOOD_SCALE)


POSITIVE = round(POSITIVE_AT * MOOD_SCALE)


# Deleted notes are nowhere shown, counted or exported; a merged note is part of another.
NOT_DELETED = notes.c.deleted_at.is_(None)


ACTIVE = NOT_DELETED & notes.c.counted_in.is_(None)


MOODS = {
    "negative": notes.c.mood.between(-MOOD_SCALE, NEGATIVE),
    "positive": notes.c.mood >= POSITIVE,
    "neutral": notes.c.mood.between(NEGATIVE + 1, POSITIVE - 1),
    "unread": notes.c.mood == NO_SCORE,
}


# Of an opportunity only a declared feeling says how a customer felt.
SAYS_MOOD = (notes.c.kind != NoteKind.OPPORTUNITY.value) | notes.c.feeling.is_not(None)


IS_UNREAD = ACTIVE & notes.c.feeling.is_(None) & (notes.c.mood == literal_column(str(NO_SCORE)))


# Built once: SQLAlchemy looks a statement up by all its parts, and these are many.
SELECT_NOTES: Select[*tuple[Any, ...]] = select(
    *notes.c, stages.c.key.label("stage"), supporter_count().label("supporters")
).select_from(
    notes.outerjoin(
        stages,
        (stages.c.id == notes.c.stage_id) & (stages.c.workspace_id == notes.c.workspace_id),
    )
)

OF_JOURNEY = (
    notes.c.workspace_id == bindparam("workspace"),
    notes.c.journey_id == bindparam("journey"),
    ACTIVE,
)


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
            *(
                or_(notes.c[name].is_(None), notes.c[name] != value)
                for name, value in filters.excluded
            ),
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
        if filters.felt:
            conditions.append(SAYS_MOOD)
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
    message = note.message
    return {
        "stage_id": note.stage_id,
        "stage_typed": note.stage_typed,
        "kind": note.kind.value,
        "text": note.text,
        **vars(note.details),
        **score_columns(note.score, note.mood),
        "author": note.author,
        "permalink": note.permalink,
        "source_channel": message.channel if message else None,
        "source_ts": message.ts if message else None,
        "speaker": note.speaker,
        "private": note.private,
        "unnamed_supporters": note.unnamed_supporters,
        "theme_id": note.theme_id,
        "sorted_as": note.sorted_as.value if note.sorted_as else None,
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
        details=NoteDetails(**{name: getattr(row, name) for name in DETAIL_NAMES}),
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
