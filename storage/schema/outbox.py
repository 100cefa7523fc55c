"""Everything that Waymark sends on its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Named, String, Table, Text, UniqueConstraint

from storage.schema.columns import Json, OwnedColumns, RowId, UtcDateTime, metadata, same_workspace


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
