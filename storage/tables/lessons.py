"""Corrections of moods, from which a workspace's scores learn."""

from datetime import datetime

from sqlalchemy import Column, Index, Named, String, Table

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import RowId, UtcDateTime


class MoodLessonColumns(OwnedColumns):
    """Somebody said how the customer of a note felt: `feeling`; the text is the note's.

    `score` in ten-thousandths is what the words alone came to, or UNREAD; `before` the feeling that
    had been declared. It goes when the note goes for good.
    """

    note_id: Named[int] = Column(RowId)
    feeling: Named[int]
    score: Named[int]
    before: Named[int | None]
    taught_by: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


mood_lessons = Table(
    "mood_lessons",
    metadata,
    MoodLessonColumns,
    same_workspace("note_id", "notes"),
    Index("uq_mood_lessons_note_id", "workspace_id", "note_id", unique=True),
    Index("ix_mood_lessons_newest", "workspace_id", "at"),
)
