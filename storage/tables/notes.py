"""Notes, and what became of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import JsonList, RowId, UtcDateTime

COUNTED = text("deleted_at IS NULL AND counted_in IS NULL")
NONE = text("0")
MERGED = text("counted_in IS NOT NULL")
FROM_A_MESSAGE = text("deleted_at IS NULL AND source_ts IS NOT NULL")


# The score, or mood, of what could not be read: outside of every scale, and as a number in the
# figures' index, where null could not be told from a row that has left it.
UNREAD = -20_000


class NoteColumns(OwnedColumns):
    """A note. `score` and `mood` in ten-thousandths, or UNREAD; `month` the number of its month.

    `stage_id` null is the unsorted tray, `stage_typed` then what somebody took for a stage.
    `source_channel` and `source_ts` name the message it came from, `speaker` who wrote that,
    `reply_to` the beginning of what that answered; `private` that not everybody can read
    it. A deleted note stays a while.
    `merged_into` is the note it was merged into, `counted_in` the one
    that stands for them all, which may be further on; both are of this workspace.
    """

    journey_id: Named[int] = Column(RowId)
    stage_id: Named[int | None] = Column(RowId)
    stage_typed: Named[str | None] = Column(Text())
    kind: Named[str] = Column(String(20))
    text: Named[str] = Column(Text())
    touchpoint: Named[str | None] = Column(String(60))
    persona: Named[str | None] = Column(String(60))
    channel: Named[str | None] = Column(String(20))
    team: Named[str | None] = Column(String(60))
    source: Named[str | None] = Column(String(20))
    severity: Named[int | None]
    feeling: Named[int | None]
    score: Named[int]
    mood: Named[int]
    label: Named[str] = Column(String(20))
    language: Named[str | None] = Column(String(8))
    scorer: Named[str] = Column(String(40))
    why: Named[list[Any] | None] = Column(JsonList)
    author: Named[str | None] = Column(String(40))
    permalink: Named[str | None] = Column(Text())
    source_channel: Named[str | None] = Column(String(40))
    source_ts: Named[str | None] = Column(String(40))
    speaker: Named[str | None] = Column(String(40))
    reply_to: Named[str | None] = Column(Text())
    private: Named[bool] = Column(Boolean(), server_default=false())
    unnamed_supporters: Named[int] = Column(Integer(), server_default=NONE)
    merged_into: Named[int | None] = Column(RowId)
    counted_in: Named[int | None] = Column(RowId)
    month: Named[int]
    occurred_at: Named[datetime] = Column(UtcDateTime())
    created_at: Named[datetime] = Column(UtcDateTime())
    edited_at: Named[datetime | None] = Column(UtcDateTime())
    deleted_at: Named[datetime | None] = Column(UtcDateTime())


notes = Table(
    "notes",
    metadata,
    NoteColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    # The review's figures come from this index alone. The last two are always null in it: without
    # them SQLite looks its own condition up in the notes.
    Index(
        "ix_notes_figures",
        *("workspace_id", "journey_id", "month", "stage_id", "mood", "deleted_at", "counted_in"),
        sqlite_where=COUNTED,
        postgresql_where=COUNTED,
    ),
    # A message is saved once for each kind, however often somebody asks.
    Index(
        "uq_notes_message",
        *("workspace_id", "source_channel", "source_ts", "kind"),
        unique=True,
        sqlite_where=FROM_A_MESSAGE,
        postgresql_where=FROM_A_MESSAGE,
    ),
    Index("uq_notes_workspace_id_id", "workspace_id", "id", unique=True),
    Index(None, "deleted_at"),
    Index(
        "ix_notes_counted_in",
        *("workspace_id", "counted_in"),
        sqlite_where=MERGED,
        postgresql_where=MERGED,
    ),
    Index("ix_notes_newest", "workspace_id", "journey_id", "occurred_at", "id"),
)


class NoteChangeColumns(OwnedColumns):
    """Something done to a note after it was saved: who, when, and what of it changed."""

    note_id: Named[int] = Column(RowId)
    at: Named[datetime] = Column(UtcDateTime())
    author: Named[str | None] = Column(String(40))
    deed: Named[str] = Column(String(20))
    edits: Named[list[dict[str, Any]]] = Column(JsonList)


note_changes = Table(
    "note_changes",
    metadata,
    NoteChangeColumns,
    same_workspace("note_id", "notes"),
    Index("ix_note_changes_note_id", "workspace_id", "note_id"),
)


class SupporterColumns(OwnedColumns):
    """Somebody beside the author who has seen it too."""

    note_id: Named[int] = Column(RowId)
    user_id: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


supporters = Table(
    "note_supporters",
    metadata,
    SupporterColumns,
    same_workspace("note_id", "notes"),
    UniqueConstraint("note_id", "user_id"),
)


class ReceiptColumns(OwnedColumns):
    """What Slack delivered that made a note: delivered again, it makes none."""

    note_id: Named[int] = Column(RowId)
    key: Named[str] = Column(String(200))
    at: Named[datetime] = Column(UtcDateTime())


receipts = Table(
    "receipts",
    metadata,
    ReceiptColumns,
    same_workspace("note_id", "notes"),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "at"),
)


class HabitColumns(OwnedColumns):
    """What somebody chose last, to be offered first the next time."""

    user_id: Named[str] = Column(String(40))
    team: Named[str | None] = Column(String(60))
    journey_id: Named[int | None] = Column(RowId)


habits = Table(
    "habits",
    metadata,
    HabitColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("workspace_id", "user_id"),
)
