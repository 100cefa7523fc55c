"""Journeys, their stages, the channels they are meant in, and what their maps were."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Index, Named, String, Table, Text, UniqueConstraint

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import Json, JsonList, RowId, UtcDateTime


class JourneyColumns(OwnedColumns):
    """A journey. `review_due_at`: when the clock is to post its next review.

    `nudge_due_at`, `pulse_due_at`: when it is to look whether somebody has to be reminded.
    """

    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    is_default: Named[bool]
    time_zone: Named[str] = Column(String(64))
    fiscal_start_month: Named[int]
    review_hour: Named[int]
    review_day: Named[str] = Column(String(10))
    review_date: Named[int | None]
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
    nudge_due_at: Named[datetime | None] = Column(UtcDateTime())
    pulse_due_at: Named[datetime | None] = Column(UtcDateTime())
    created_at: Named[datetime] = Column(UtcDateTime())


journeys = Table(
    "journeys",
    metadata,
    JourneyColumns,
    UniqueConstraint("workspace_id", "key"),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "review_due_at"),
    Index(None, "nudge_due_at"),
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
    """The journey that is meant in a channel."""

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

    `subject_kind` and `subject` (its id) say what was changed, `edits` what of it.
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
