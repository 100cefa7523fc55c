"""The tables. Every row belongs to a workspace, and references stay inside it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    func,
)

from storage.types import Json, RowId, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class WorkspaceColumns(TypedColumns):
    """One Slack team, by its team id."""

    id: Named[str] = Column(String(40), primary_key=True)


workspaces = Table("workspaces", metadata, WorkspaceColumns)


class OwnedColumns(TypedColumns):
    """What every other row has: its number and its workspace."""

    id: Named[int] = Column(RowId, primary_key=True)
    workspace_id: Named[str] = Column(String(40), ForeignKey("workspaces.id"))


def _same_workspace(column: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot leave the workspace."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])


class JourneyColumns(OwnedColumns):
    """A journey. `review_due_at`: when the clock is to post its next review."""

    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    is_default: Named[bool]
    time_zone: Named[str] = Column(String(64))
    fiscal_start_month: Named[int]
    review_hour: Named[int]
    home_channel: Named[str | None] = Column(String(40))
    review_due_at: Named[datetime] = Column(UtcDateTime())
    created_at: Named[datetime] = Column(UtcDateTime())


journeys = Table(
    "journeys",
    metadata,
    JourneyColumns,
    UniqueConstraint("workspace_id", "key"),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "review_due_at"),
)


class StageColumns(OwnedColumns):
    """A stage, in the order of `position`."""

    journey_id: Named[int] = Column(RowId)
    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    position: Named[int]
    objective: Named[str | None] = Column(Text())
    milestone: Named[str | None] = Column(Text())
    owner: Named[str | None] = Column(String(40))


stages = Table(
    "stages",
    metadata,
    StageColumns,
    _same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "key"),
    UniqueConstraint("workspace_id", "id"),
)


class NoteColumns(OwnedColumns):
    """A note. `score` and `mood` in ten-thousandths; `quarter` the running number of its quarter.

    `stage_id` null is the unsorted tray, `stage_typed` then what somebody took for a stage.
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
    author: Named[str | None] = Column(String(40))
    permalink: Named[str | None] = Column(Text())
    quarter: Named[int]
    occurred_at: Named[datetime] = Column(UtcDateTime())
    created_at: Named[datetime] = Column(UtcDateTime())


notes = Table(
    "notes",
    metadata,
    NoteColumns,
    _same_workspace("journey_id", "journeys"),
    _same_workspace("stage_id", "stages"),
    # The review's figures come from this index alone.
    Index("ix_notes_figures", "workspace_id", "journey_id", "quarter", "stage_id", "mood"),
    Index("ix_notes_newest", "workspace_id", "journey_id", "occurred_at", "id"),
)


class KpiColumns(OwnedColumns):
    """A KPI of a stage, or of the whole journey where `stage_id` is null."""

    journey_id: Named[int] = Column(RowId)
    stage_id: Named[int | None] = Column(RowId)
    key: Named[str] = Column(String(60))
    unit: Named[str] = Column(String(10))
    direction: Named[str] = Column(String(10))
    target: Named[float | None]
    currency: Named[str | None] = Column(String(3))


kpis = Table(
    "kpis",
    metadata,
    KpiColumns,
    _same_workspace("journey_id", "journeys"),
    _same_workspace("stage_id", "stages"),
    UniqueConstraint("workspace_id", "id"),
)
# Null is never equal to null, so a plain constraint would let a journey-wide KPI in twice.
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
    quarter: Named[int]
    source: Named[str | None] = Column(String(20))
    author: Named[str | None] = Column(String(40))
    created_at: Named[datetime] = Column(UtcDateTime())


readings = Table(
    "readings",
    metadata,
    ReadingColumns,
    _same_workspace("kpi_id", "kpis"),
    Index("ix_readings_latest", "workspace_id", "kpi_id", "quarter", "day", "id"),
)


class PublicationColumns(OwnedColumns):
    """A review on its way into a channel. One row a journey and period: the claim to post it."""

    journey_id: Named[int] = Column(RowId)
    period: Named[str] = Column(String(10))
    channel: Named[str] = Column(String(40))
    key: Named[str] = Column(String(40))
    state: Named[str] = Column(String(12))
    attempts: Named[int]
    figures: Named[dict[str, Any]] = Column(Json)
    payload: Named[dict[str, Any]] = Column(Json)
    claimed_at: Named[datetime] = Column(UtcDateTime())
    retry_at: Named[datetime | None] = Column(UtcDateTime())
    reason: Named[str | None] = Column(Text())
    message_ts: Named[str | None] = Column(String(40))
    published_at: Named[datetime | None] = Column(UtcDateTime())


publications = Table(
    "publications",
    metadata,
    PublicationColumns,
    _same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "period"),
)
