"""How notes are rows: what is selected, by which conditions, and how it is read and written."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, false, func, or_, select, update

from bot.domain.audience import Audience
from bot.domain.notes import Message, NewNote, Note, NoteDetails, NoteKind
from bot.domain.sentiment import MOOD_SCALE, NEGATIVE_AT, POSITIVE_AT, Label, Score, label_of
from bot.domain.trends import MoodSums
from bot.ports import NoteFilter
from storage.repositories.base import Repository
from storage.repositories.merged_notes import seen_too
from storage.search import holding
from storage.tables import UNREAD, notes, stages

NEGATIVE = round(NEGATIVE_AT * MOOD_SCALE)
POSITIVE = round(POSITIVE_AT * MOOD_SCALE)
STREAM_ROWS = 500
# Deleted notes are in nothing that is shown, counted or exported; for a merged one another stands.
KEPT = notes.c.deleted_at.is_(None)
LIVING = KEPT & notes.c.counted_in.is_(None)
MOODS = {
    "negative": notes.c.mood.between(-MOOD_SCALE, NEGATIVE),
    "positive": notes.c.mood >= POSITIVE,
    "neutral": notes.c.mood.between(NEGATIVE + 1, POSITIVE - 1),
    "unread": notes.c.mood == UNREAD,
}
# Null in no sum, and in none of the counts.
READ = func.nullif(notes.c.mood, UNREAD)
# What MoodSums is made of, in its order.
SUMS = (
    func.count(READ),
    func.sum(READ),
    func.sum(READ * READ),
    func.sum(case((READ <= NEGATIVE, 1), else_=0)),
    func.sum(case((READ >= POSITIVE, 1), else_=0)),
    func.count() - func.count(READ),
)


def sums_of(row: Iterable[Any]) -> MoodSums:
    """MoodSums of a row of SUMS; a sum over no mood is null there."""
    return MoodSums(*(int(part or 0) for part in row))


class NoteRows(Repository):
    """What all that reads or writes one workspace's notes stands on."""

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
        if wanted.months is not None:
            conditions.append(notes.c.month.between(wanted.months.first, wanted.months.last))
        if wanted.days is not None:
            conditions.append(notes.c.occurred_at >= wanted.days.start)
            conditions.append(notes.c.occurred_at < wanted.days.end)
        if wanted.mood is not None:
            conditions.append(MOODS[wanted.mood])
        if wanted.words is not None:
            found = holding(self._connection.dialect.name, wanted.words)
            conditions.append(false() if found is None else found)
            if wanted.audience is not None:
                # What is found by its words is known to hold them.
                conditions.append(_readable(wanted.audience))
        return conditions


def _readable(audience: Audience) -> ColumnElement[bool]:
    """The same as `Audience.may_read`."""
    ways: list[ColumnElement[bool]] = [notes.c.private.is_(False)]
    if audience.channel is not None:
        ways.append(notes.c.source_channel == audience.channel)
    if audience.user is not None:
        ways += [notes.c.author == audience.user, notes.c.speaker == audience.user]
    return or_(*ways)


def values_of(note: NewNote) -> dict[str, Any]:
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
        **heard(note.score, note.mood),
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


def heard(score: Score, mood: float | None) -> dict[str, Any]:
    return {
        "score": _kept(None if score.label is Label.UNREAD else score.value),
        "mood": _kept(mood),
        "label": label_of(mood).value,
        "language": score.language,
        "scorer": score.version,
        "why": [list(reason) for reason in score.why] or None,
    }


def _kept(value: float | None) -> int:
    return UNREAD if value is None else round(value * MOOD_SCALE)


def _read(value: int) -> float | None:
    return None if value == UNREAD else value / MOOD_SCALE


def note_of(row: Row[*tuple[Any, ...]]) -> Note:
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
        score=_read(row.score),
        mood=_read(row.mood),
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
    )
