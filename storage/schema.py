"""The tables of the database, and column types that behave the same on SQLite and PostgreSQL.

Where a column on disk has an older name than its attribute, `key=` names the attribute; rows of a
result are read by the name on disk.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

# SQLite numbers rows by itself only where the key is its own INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


Json: TypeEngine[dict[str, Any]] = JSON[dict[str, Any]]().with_variant(JSONB(), "postgresql")


JsonList: TypeEngine[list[Any]] = JSON[list[Any]](none_as_null=True).with_variant(
    JSONB(none_as_null=True), "postgresql"
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored and returned in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite stores no offset, so it must be the same for all."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"a naive datetime cannot be stored: {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to an aware instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class WorkspaceColumns(TypedColumns):
    """One Slack team, by its team id. NULL `teams` or `reactions` mean the defaults."""

    id: Named[str] = Column(String(40), primary_key=True)
    teams: Named[list[str] | None] = Column(JsonList)
    reactions: Named[list[list[str]] | None] = Column(JsonList)
    message_sign: Named[str] = Column(String(20), server_default="reply")


workspaces = Table("workspaces", metadata, WorkspaceColumns)


class OwnedColumns(TypedColumns):
    """The columns of every other table: row id and workspace."""

    id: Named[int] = Column(RowId, primary_key=True)
    workspace_id: Named[str] = Column(String(40), ForeignKey("workspaces.id"))


def same_workspace(column: str, table: str) -> ForeignKeyConstraint:
    """Return a foreign key that cannot refer to another workspace."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])


class JourneyColumns(OwnedColumns):
    """A journey. `review_due_at`: when to post its next review.

    `reminders_due_at`, `pulse_due_at`: when to look for reminders and pulses to send.
    """

    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    is_default: Named[bool]
    time_zone: Named[str] = Column(String(64))
    fiscal_start_month: Named[int]
    review_hour: Named[int]
    review_day: Named[str] = Column(String(10))
    review_date: Named[int | None]
    holidays_of: Named[str] = Column(String(4), server_default="zone")
    cadence: Named[str] = Column(String(12), server_default="quarterly")
    home_channel: Named[str | None] = Column(String(40))
    scope: Named[str | None] = Column(Text())
    goal: Named[str | None] = Column(Text())
    owner: Named[str | None] = Column(String(40))
    editors: Named[str] = Column(String(10))
    reminders: Named[bool]
    pulse: Named[bool]
    archived: Named[bool]
    review_due_at: Named[datetime] = Column(UtcDateTime())
    reminders_due_at: Named[datetime | None] = Column(
        "nudge_due_at", UtcDateTime(), key="reminders_due_at"
    )
    pulse_due_at: Named[datetime | None] = Column(UtcDateTime())
    created_at: Named[datetime] = Column(UtcDateTime())


journeys = Table(
    "journeys",
    metadata,
    JourneyColumns,
    UniqueConstraint("workspace_id", "key"),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "review_due_at"),
    Index(None, "reminders_due_at"),
    Index(None, "pulse_due_at"),
)


class StageColumns(OwnedColumns):
    """A stage, in the order of `position`."""

    journey_id: Named[int] = Column(RowId)
    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    position: Named[int]
    objective: Named[str | None] = Column(Text())
    milestone: Named[str | None] = Column(Text())
    milestone_state: Named[str] = Column(String(10))
    milestone_since: Named[date | None] = Column(Date())
    owner: Named[str | None] = Column(String(40))
    archived: Named[bool]


stages = Table(
    "stages",
    metadata,
    StageColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "key"),
    UniqueConstraint("workspace_id", "id"),
)


class BindingColumns(OwnedColumns):
    """The journey a channel uses."""

    channel: Named[str] = Column(String(40))
    journey_id: Named[int] = Column(RowId)


bindings = Table(
    "channel_bindings",
    metadata,
    BindingColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("workspace_id", "channel"),
)


class VersionColumns(OwnedColumns):
    """A change of a journey's map, and the whole map after it.

    `subject_kind` and `subject` (its id) identify the changed part, `edits` the changed fields.
    """

    journey_id: Named[int] = Column(RowId)
    number: Named[int]
    at: Named[datetime] = Column(UtcDateTime())
    author: Named[str | None] = Column(String(40))
    action: Named[str] = Column(String(20))
    subject_kind: Named[str] = Column(String(12))
    subject: Named[int] = Column(RowId)
    subject_name: Named[str] = Column(Text())
    edits: Named[list[dict[str, Any]]] = Column(JsonList)
    map: Named[dict[str, Any]] = Column(Json)


versions = Table(
    "journey_versions",
    metadata,
    VersionColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "number"),
)


class PersonaColumns(OwnedColumns):
    """A customer segment of a journey."""

    journey_id: Named[int] = Column(RowId)
    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    demographics: Named[str | None] = Column(Text())
    goals: Named[str | None] = Column(Text())
    pain_points: Named[str | None] = Column(Text())
    behaviours: Named[str | None] = Column(Text())
    preferences: Named[str | None] = Column(Text())
    archived: Named[bool]


personas = Table(
    "personas",
    metadata,
    PersonaColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "key"),
)


class TouchpointColumns(OwnedColumns):
    """A named interaction inside a stage."""

    journey_id: Named[int] = Column(RowId)
    stage_id: Named[int] = Column(RowId)
    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    channel: Named[str] = Column(String(20))
    physical: Named[bool]
    team: Named[str | None] = Column(String(60))
    archived: Named[bool]


touchpoints = Table(
    "touchpoints",
    metadata,
    TouchpointColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    UniqueConstraint("journey_id", "stage_id", "key"),
)


class KpiColumns(OwnedColumns):
    """A KPI of a stage, or of the whole journey if `stage_id` is NULL."""

    journey_id: Named[int] = Column(RowId)
    stage_id: Named[int | None] = Column(RowId)
    key: Named[str] = Column(String(60))
    unit: Named[str] = Column(String(10))
    direction: Named[str] = Column(String(10))
    target: Named[float | None]
    baseline: Named[float | None]
    currency: Named[str | None] = Column(String(3))
    archived: Named[bool]


kpis = Table(
    "kpis",
    metadata,
    KpiColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    UniqueConstraint("workspace_id", "id"),
)


# NULL is never equal to NULL, so a plain constraint would let a journey-wide KPI in twice.
Index(
    "uq_kpis_place_key",
    kpis.c.journey_id,
    func.coalesce(kpis.c.stage_id, 0),
    kpis.c.key,
    unique=True,
)


class ReadingColumns(OwnedColumns):
    """A reading of a KPI on a local date, in the KPI's unit."""

    kpi_id: Named[int] = Column(RowId)
    value: Named[float]
    day: Named[date] = Column(Date())
    month: Named[int]
    source: Named[str | None] = Column(String(20))
    author: Named[str | None] = Column(String(40))
    created_at: Named[datetime] = Column(UtcDateTime())


readings = Table(
    "readings",
    metadata,
    ReadingColumns,
    same_workspace("kpi_id", "kpis"),
    Index("ix_readings_latest", "workspace_id", "kpi_id", "month", "day", "id"),
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


class HabitColumns(OwnedColumns):
    """What a person chose last, offered first the next time."""

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


class UserTeamColumns(OwnedColumns):
    """The team of a person; None: they were asked, and are in none."""

    user_id: Named[str] = Column(String(40))
    team: Named[str | None] = Column(String(60))


user_teams = Table(
    "user_teams",
    metadata,
    UserTeamColumns,
    UniqueConstraint("workspace_id", "user_id"),
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


class ThemeColumns(OwnedColumns):
    """A recurring pain of a journey, by the name people gave it; `key` is the name, folded.

    `tracked` are words and phrases whose notes belong to it. A merged theme stays, without notes
    and without key, so that the merge can be undone.
    """

    journey_id: Named[int] = Column(RowId)
    key: Named[str | None] = Column(String(200))
    name: Named[str] = Column(Text())
    muted: Named[bool] = Column(Boolean(), server_default=false())
    tracked: Named[list[str] | None] = Column(JsonList)
    merged_into: Named[int | None] = Column(RowId)
    created_by: Named[str | None] = Column(String(40))
    created_at: Named[datetime] = Column(UtcDateTime())


themes = Table(
    "themes",
    metadata,
    ThemeColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("journey_id", "key"),
)


class ThemeChangeColumns(OwnedColumns):
    """What somebody did with themes, and who undid it. Never removed.

    `name` is the theme's at the time. `details` holds what changed, before and after.
    """

    journey_id: Named[int] = Column(RowId)
    kind: Named[str] = Column(String(20))
    name: Named[str | None] = Column(Text())
    author: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())
    details: Named[dict[str, Any]] = Column(Json)
    undone_by: Named[str | None] = Column(String(40))
    undone_at: Named[datetime | None] = Column(UtcDateTime())


theme_changes = Table(
    "theme_changes",
    metadata,
    ThemeChangeColumns,
    same_workspace("journey_id", "journeys"),
    Index(None, "workspace_id", "journey_id"),
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


class PostedReviewColumns(OwnedColumns):
    """A review that was posted, or is being posted: one row per journey and period.

    A period is identified by label and first month: after a change of the fiscal year a label means
    other months. `figures` is the review's JSON, frozen when it was claimed; its message is a row
    of the outbox. `next_check_at`: when to check the posted review again, NULL for never.
    `signs_shown`: how many sign-offs its message shows.
    """

    journey_id: Named[int] = Column(RowId)
    period: Named[str] = Column(String(10))
    first_month: Named[int]
    figures: Named[dict[str, Any]] = Column(Json)
    next_check_at: Named[datetime | None] = Column(
        "attention_at", UtcDateTime(), key="next_check_at"
    )
    signs_shown: Named[int] = Column(server_default="0")


posted_reviews = Table(
    "publications",
    metadata,
    PostedReviewColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "period", "first_month"),
    Index("uq_publications_workspace_id_id", "workspace_id", "id", unique=True),
    Index(None, "next_check_at"),
)


class OutboxColumns(OwnedColumns):
    """A message that Waymark sends on its own; see domain/outbox.py.

    `name` identifies it among those of its kind. `thread_ts`: the message it belongs under or is
    about. `claimed_at`: when first claimed; `next_try_at`: NULL once it is sent.
    """

    kind: Named[str] = Column(String(12))
    name: Named[str] = Column(String(200))
    key: Named[str] = Column(String(40))
    journey_id: Named[int | None] = Column(RowId)
    posted_review_id: Named[int | None] = Column("publication_id", RowId, key="posted_review_id")
    user_id: Named[str | None] = Column(String(40))
    channel: Named[str] = Column(String(40))
    thread_ts: Named[str | None] = Column(String(40))
    payload: Named[dict[str, Any]] = Column(Json)
    state: Named[str] = Column(String(12))
    attempts: Named[int]
    reason: Named[str | None] = Column(Text())
    sent_ts: Named[str | None] = Column(String(40))
    created_at: Named[datetime] = Column(UtcDateTime())
    claimed_at: Named[datetime | None] = Column(UtcDateTime())
    next_try_at: Named[datetime | None] = Column(UtcDateTime())
    sent_at: Named[datetime | None] = Column(UtcDateTime())


outbox = Table(
    "outbox",
    metadata,
    OutboxColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("posted_review_id", "publications"),
    UniqueConstraint("workspace_id", "kind", "name"),
    Index(None, "workspace_id", "posted_review_id"),
    Index(None, "workspace_id", "key"),
    Index(None, "kind", "next_try_at"),
    # The id of a removed message must not become another's: who still holds it records by id.
    sqlite_autoincrement=True,
)


class PromptColumns(OwnedColumns):
    """A question asked in a channel at set times; see domain/prompts.py.

    `weekdays` are numbers, 0 for Monday. `due_at` is NULL while it is paused.
    """

    journey_id: Named[int] = Column(RowId)
    channel: Named[str] = Column(String(40))
    question: Named[str] = Column(Text())
    weekdays: Named[list[int]] = Column(JsonList)
    hour: Named[int]
    every_weeks: Named[int]
    first_week: Named[date] = Column(Date())
    stage_id: Named[int | None] = Column(RowId)
    kpi_id: Named[int | None] = Column(RowId)
    due_at: Named[datetime | None] = Column(UtcDateTime())
    started_at: Named[datetime] = Column(UtcDateTime())
    answered_at: Named[datetime | None] = Column(UtcDateTime())


prompts = Table(
    "prompts",
    metadata,
    PromptColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    same_workspace("kpi_id", "kpis"),
    UniqueConstraint("workspace_id", "channel"),
    Index(None, "due_at"),
    # Names in the outbox begin with the id, so that of a removed prompt must not become another's.
    sqlite_autoincrement=True,
)


class SignOffColumns(OwnedColumns):
    """A sign-off of one stage of a posted review. Of several, the last counts."""

    posted_review_id: Named[int] = Column("publication_id", RowId, key="posted_review_id")
    stage_id: Named[int] = Column(RowId)
    user_id: Named[str] = Column(String(40))
    signature: Named[str] = Column(String(20))
    comment: Named[str | None] = Column(Text())
    at: Named[datetime] = Column(UtcDateTime())


sign_offs = Table(
    "sign_offs",
    metadata,
    SignOffColumns,
    same_workspace("posted_review_id", "publications"),
    same_workspace("stage_id", "stages"),
    Index(None, "workspace_id", "posted_review_id", "id"),
)


class ReviewAnswerColumns(OwnedColumns):
    """One person's answer to a question of a posted review; see domain/review_answers.py."""

    posted_review_id: Named[int] = Column("publication_id", RowId, key="posted_review_id")
    question: Named[str] = Column(String(20))
    user_id: Named[str] = Column(String(40))
    text: Named[str] = Column(Text())
    private: Named[bool]
    at: Named[datetime] = Column(UtcDateTime())


review_answers = Table(
    "review_answers",
    metadata,
    ReviewAnswerColumns,
    same_workspace("posted_review_id", "publications"),
    Index(
        "uq_review_answers_author",
        *("workspace_id", "posted_review_id", "question", "user_id"),
        unique=True,
    ),
)


class SkippedReviewColumns(OwnedColumns):
    """A period without a review, because somebody skipped it."""

    journey_id: Named[int] = Column(RowId)
    period: Named[str] = Column(String(10))
    first_month: Named[int]
    author: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


skipped_reviews = Table(
    "skipped_reviews",
    metadata,
    SkippedReviewColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "period", "first_month"),
)


class OptOutColumns(OwnedColumns):
    """A person who opted out of reminders, in all journeys."""

    user_id: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


opt_outs = Table(
    "reminder_opt_outs",
    metadata,
    OptOutColumns,
    UniqueConstraint("workspace_id", "user_id"),
)


class ImprovementColumns(OwnedColumns):
    """An improvement. `receipt`: the delivery that created it; `note_ids`: its notes."""

    journey_id: Named[int] = Column(RowId)
    stage_id: Named[int | None] = Column(RowId)
    kpi_id: Named[int | None] = Column(RowId)
    title: Named[str] = Column(Text())
    why: Named[str | None] = Column(Text())
    owner: Named[str | None] = Column(String(40))
    impact: Named[int | None]
    ease: Named[int | None]
    resources: Named[str | None] = Column(Text())
    expected_return: Named[str | None] = Column(Text())
    due: Named[date | None] = Column(Date())
    note_ids: Named[list[int]] = Column(JsonList)
    state: Named[str] = Column(String(20))
    state_at: Named[datetime] = Column(UtcDateTime())
    implemented_on: Named[date | None] = Column(Date())
    measured: Named[dict[str, Any] | None] = Column(Json)
    created_by: Named[str | None] = Column(String(40))
    created_at: Named[datetime] = Column(UtcDateTime())
    receipt: Named[str] = Column(String(200))


improvements = Table(
    "actions",
    metadata,
    ImprovementColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    same_workspace("kpi_id", "kpis"),
    UniqueConstraint("workspace_id", "receipt"),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "journey_id", "state"),
    Index(None, "workspace_id", "owner", "state"),
)


class ImprovementChangeColumns(OwnedColumns):
    """A change of the state of an improvement."""

    action_id: Named[int] = Column(RowId)
    state: Named[str] = Column(String(20))
    author: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


improvement_changes = Table(
    "action_changes",
    metadata,
    ImprovementChangeColumns,
    same_workspace("action_id", "actions"),
    Index(None, "workspace_id", "action_id"),
)


class ConversationColumns(OwnedColumns):
    """The last question asked in a place: a thread, or one person in a channel.

    `question` is its JSON; see domain/questions.py.
    """

    place: Named[str] = Column(String(120))
    journey_id: Named[int] = Column(RowId)
    question: Named[dict[str, Any]] = Column(Json)
    at: Named[datetime] = Column(UtcDateTime())


conversations = Table(
    "conversations",
    metadata,
    ConversationColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("workspace_id", "place"),
    Index(None, "workspace_id", "at"),
)
