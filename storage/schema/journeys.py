"""Workspaces, their journeys, and the journey a channel uses."""

from datetime import datetime

from sqlalchemy import Column, Index, Named, String, Table, Text, TypedColumns, UniqueConstraint

from storage.schema.columns import (
    JsonList,
    OwnedColumns,
    RowId,
    UtcDateTime,
    metadata,
    same_workspace,
)


class WorkspaceColumns(TypedColumns):
    """One Slack team, by its team id. NULL `teams` or `reactions` mean the defaults."""

    id: Named[str] = Column(String(40), primary_key=True)
    teams: Named[list[str] | None] = Column(JsonList)
    reactions: Named[list[list[str]] | None] = Column(JsonList)
    message_sign: Named[str] = Column(String(20), server_default="reply")


workspaces = Table("workspaces", metadata, WorkspaceColumns)


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
