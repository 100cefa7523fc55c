"""Notes as rows: what is written, read back and asked for."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, func, select

from bot.domain.notes import Message, NewNote, Note, NoteDetails, NoteKind
from bot.domain.sentiment import MOOD_SCALE, NEGATIVE_AT, POSITIVE_AT, Label, Score, label_of
from bot.ports import NoteFilter
from storage.repositories.base import Repository
from storage.search import holding
from storage.tables import notes, stages, supporters

NEGATIVE = round(NEGATIVE_AT * MOOD_SCALE)
POSITIVE = round(POSITIVE_AT * MOOD_SCALE)
# Deleted notes are in nothing that is shown, counted or exported.
LIVING = notes.c.deleted_at.is_(None)
MOODS = {
    "negative": notes.c.mood <= NEGATIVE,
    "positive": notes.c.mood >= POSITIVE,
    "neutral": notes.c.mood.between(NEGATIVE + 1, POSITIVE - 1),
}


class NoteRows(Repository):
    """How the notes of one workspace are asked for."""

    def _select(self) -> Select[*tuple[Any, ...]]:
        """What `note_of` reads, of all notes of the workspace."""
        joined = notes.outerjoin(
            stages,
            (stages.c.id == notes.c.stage_id) & (stages.c.workspace_id == notes.c.workspace_id),
        )
        seen_too = (
            select(func.count())
            .where(
                supporters.c.workspace_id == notes.c.workspace_id,
                supporters.c.note_id == notes.c.id,
            )
            .scalar_subquery()
        )
        return (
            select(*notes.c, stages.c.key.label("stage"), seen_too.label("supporters"))
            .select_from(joined)
            .where(notes.c.workspace_id == self._workspace)
        )

    def _matching(self, journey_id: int, wanted: NoteFilter) -> list[ColumnElement[bool]]:
        """The conditions that a living note is one of those wanted."""
        same: tuple[tuple[ColumnElement[Any], object], ...] = (
            (notes.c.stage_id, wanted.stage_id),
            (notes.c.kind, wanted.kind.value if wanted.kind else None),
            (notes.c.quarter, wanted.quarter),
            (notes.c.author, wanted.author),
            (notes.c.persona, wanted.persona),
            (notes.c.team, wanted.team),
            (notes.c.channel, wanted.channel),
        )
        conditions: list[ColumnElement[bool]] = [
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
            LIVING,
            *(column == value for column, value in same if value is not None),
        ]
        if wanted.unsorted:
            conditions.append(notes.c.stage_id.is_(None))
        if wanted.mood is not None:
            conditions.append(MOODS[wanted.mood])
        if wanted.words is not None:
            found = holding(self._connection.dialect.name, wanted.words)
            conditions.append(false() if found is None else found)
        return conditions


def values_of(note: NewNote) -> dict[str, Any]:
    """The columns of a new note."""
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
        "quarter": note.quarter,
        "occurred_at": note.occurred_at,
        "created_at": note.created_at,
    }


def heard(score: Score, mood: float) -> dict[str, Any]:
    """The columns of how a text was felt."""
    return {
        "score": round(score.value * MOOD_SCALE),
        "mood": round(mood * MOOD_SCALE),
        "label": label_of(mood).value,
        "language": score.language,
        "scorer": score.version,
    }


def note_of(row: Row[*tuple[Any, ...]]) -> Note:
    """The note in a row that was selected."""
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
        supporters=row.supporters,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
    )
