"""Reminders on their way to people, and who wants none."""

from datetime import datetime

from sqlalchemy import Column, Named, String, Table, Text, UniqueConstraint

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import RowId, UtcDateTime


class ReminderColumns(OwnedColumns):
    """A reminder on its way. One row for each occasion: the claim to send it.

    `person` is empty where a channel is told; `label` is that of a period or an ISO week.
    """

    journey_id: Named[int] = Column(RowId)
    kind: Named[str] = Column(String(12))
    label: Named[str] = Column(String(10))
    person: Named[str] = Column(String(40))
    channel: Named[str] = Column(String(40))
    key: Named[str] = Column(String(40))
    state: Named[str] = Column(String(12))
    attempts: Named[int]
    claimed_at: Named[datetime] = Column(UtcDateTime())
    retry_at: Named[datetime | None] = Column(UtcDateTime())
    reason: Named[str | None] = Column(Text())
    message_ts: Named[str | None] = Column(String(40))


reminders = Table(
    "reminders",
    metadata,
    ReminderColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("workspace_id", "journey_id", "kind", "label", "person"),
)


class OptOutColumns(OwnedColumns):
    """Somebody who wants no reminders, of whatever journey."""

    user_id: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


opt_outs = Table(
    "reminder_opt_outs",
    metadata,
    OptOutColumns,
    UniqueConstraint("workspace_id", "user_id"),
)
