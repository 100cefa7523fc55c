"""Notes, and what is known of each: changes, supporters, deliveries, moods, meaning."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.schema.columns import (
    JsonList,
    OwnedColumns,
    RowId,
    UtcDateTime,
    metadata,
    same_workspace,
)

COUNTED = text("deleted_at IS NULL AND counted_in IS NULL")


NONE = text("0")


MERGED = text("counted_in IS NOT NULL")


NAMED = text(f"(persona IS NOT NULL OR touchpoint IS NOT NULL) AND {COUNTED.text}")


OPPORTUNITIES = text(f"kind = 'opportunity' AND {COUNTED.text}")


PAINS = text("kind = 'pain point' AND deleted_at IS NULL AND counted_in IS NULL")


FROM_A_MESSAGE = text("deleted_at IS NULL AND source_ts IS NOT NULL")


# The score, or mood, of a text in an unsupported language: outside of every scale. It is a number
# because NULL in the figures' index could not be distinguished from a row that has left it.
NO_SCORE = -20_000


# Written out: a database uses a partial index only where it sees the condition in the statement.
UNREAD = text(f"feeling IS NULL AND mood = {NO_SCORE} AND {COUNTED.text}")


SORTED_BY_PEOPLE = text("sorted_as <> 'joined'")


class NoteColumns(OwnedColumns):
    """A note. `score` and `mood` are in ten-thousandths, or NO_SCORE; `month` is a running number.

    `stage_id` is NULL in the unsorted inbox; `stage_typed` is then the text typed for a stage.
    `source_channel` and `source_ts` identify the message it came from, `speaker` is who wrote that,
    `reply_to` the beginning of the message it answered. `private`: not everybody may read it. A
    deleted note stays for a while.

    `merged_into` is the note it was merged into; `counted_in` is the one shown for all merged
    notes, which may be further on. Both are in this workspace.

    `theme_id` is the theme it belongs to, `sorted_as` how that was decided, NULL while nobody
    decided; `suggested_theme_id` is the theme it would go to then. Triggers keep both in this
    workspace.
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
    theme_id: Named[int | None] = Column(RowId)
    sorted_as: Named[str | None] = Column(String(10))
    suggested_theme_id: Named[int | None] = Column(RowId)
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
    # The review's figures come from this index alone. The last two are always NULL in it: without
    # them SQLite looks its own condition up in the notes.
    Index(
        "ix_notes_figures",
        *("workspace_id", "journey_id", "month", "stage_id", "kind", "feeling", "mood"),
        *("deleted_at", "counted_in"),
        sqlite_where=COUNTED,
        postgresql_where=COUNTED,
    ),
    # A message is saved once for each kind, however many people capture it.
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
    # A review asks which teams, personas and channels are named, not how often.
    *(
        Index(
            f"ix_notes_{column}",
            *("workspace_id", "journey_id", column, "month", "deleted_at", "counted_in"),
            sqlite_where=text(f"{column} IS NOT NULL AND {COUNTED.text}"),
            postgresql_where=text(f"{column} IS NOT NULL AND {COUNTED.text}"),
        )
        for column in ("team", "persona", "channel")
    ),
    # Moods of personas and touchpoints, of the notes that name any.
    Index(
        "ix_notes_named_moods",
        *("workspace_id", "journey_id", "month", "persona", "touchpoint", "kind", "feeling"),
        *("mood", "deleted_at", "counted_in"),
        sqlite_where=NAMED,
        postgresql_where=NAMED,
    ),
    Index(
        "ix_notes_opportunities",
        *("workspace_id", "journey_id", "month", "theme_id", "kind", "deleted_at", "counted_in"),
        sqlite_where=OPPORTUNITIES,
        postgresql_where=OPPORTUNITIES,
    ),
    # The figures of themes come from this index alone.
    Index(
        "ix_notes_themes",
        *("workspace_id", "journey_id", "month", "theme_id", "stage_id", "severity", "private"),
        *("sorted_as", "suggested_theme_id", "team", "unnamed_supporters"),
        *("kind", "deleted_at", "counted_in"),
        sqlite_where=PAINS,
        postgresql_where=PAINS,
    ),
    # Asked every few seconds, and empty where all notes are in English.
    Index(
        "ix_notes_unread",
        *("workspace_id", "journey_id", "language", "id"),
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    ),
    Index(
        "ix_notes_sorted",
        *("workspace_id", "journey_id", "id"),
        sqlite_where=SORTED_BY_PEOPLE,
        postgresql_where=SORTED_BY_PEOPLE,
    ),
)


class NoteChangeColumns(OwnedColumns):
    """A change of a note after it was saved: who, when, and which fields."""

    note_id: Named[int] = Column(RowId)
    at: Named[datetime] = Column(UtcDateTime())
    author: Named[str | None] = Column(String(40))
    change_type: Named[str] = Column("deed", String(20), key="change_type")
    edits: Named[list[dict[str, Any]]] = Column(JsonList)


note_changes = Table(
    "note_changes",
    metadata,
    NoteChangeColumns,
    same_workspace("note_id", "notes"),
    Index("ix_note_changes_note_id", "workspace_id", "note_id"),
)


class SupporterColumns(OwnedColumns):
    """A person besides the author who has seen the same."""

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
    """A delivery from Slack that saved a note: delivered again, it saves none."""

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


class MoodCorrectionColumns(OwnedColumns):
    """A mood set by hand: the `feeling` of the customer of a note. The text is the note's.

    `score` is the score of the words alone in ten-thousandths, or NO_SCORE; `before` is the feeling
    declared until then. Deleted with the note.
    """

    note_id: Named[int] = Column(RowId)
    feeling: Named[int]
    score: Named[int]
    before: Named[int | None]
    corrected_by: Named[str] = Column("taught_by", String(40), key="corrected_by")
    at: Named[datetime] = Column(UtcDateTime())


mood_corrections = Table(
    "mood_lessons",
    metadata,
    MoodCorrectionColumns,
    same_workspace("note_id", "notes"),
    Index("uq_mood_lessons_note_id", "workspace_id", "note_id", unique=True),
    Index("ix_mood_lessons_newest", "workspace_id", "at"),
)


class NoteVectorColumns(OwnedColumns):
    """The meaning of a note's text as an encoder's numbers; `encoder` is its name and version."""

    note_id: Named[int] = Column(RowId)
    encoder: Named[str] = Column(String(60))
    vector: Named[bytes] = Column(LargeBinary())


note_vectors = Table(
    "note_vectors",
    metadata,
    NoteVectorColumns,
    same_workspace("note_id", "notes"),
    Index("uq_note_vectors_note_id", "workspace_id", "note_id", unique=True),
)
