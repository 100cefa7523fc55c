"""Reviews on their way into a channel, what hangs under them, and who signed them off."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Named, String, Table, Text, UniqueConstraint

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import Json, RowId, UtcDateTime


class PublicationColumns(OwnedColumns):
    """A review on its way into a channel. One row a journey and period: the claim to post it.

    A label alone is none: after a change of the fiscal year it means other months. `attention_at`:
    when the clock is to look at it once it is there, null for never; `signs_shown`: how many
    sign-offs its message shows.
    """

    journey_id: Named[int] = Column(RowId)
    period: Named[str] = Column(String(10))
    first_month: Named[int]
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
    attention_at: Named[datetime | None] = Column(UtcDateTime())
    signs_shown: Named[int] = Column(server_default="0")


publications = Table(
    "publications",
    metadata,
    PublicationColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "period", "first_month"),
    Index("uq_publications_workspace_id_id", "workspace_id", "id", unique=True),
    Index(None, "attention_at"),
    Index(None, "workspace_id", "key"),
)


class PartColumns(OwnedColumns):
    """A part of a posted review's thread, in the order of `position`."""

    publication_id: Named[int] = Column(RowId)
    position: Named[int]
    name: Named[str] = Column(String(40))
    key: Named[str] = Column(String(40))
    payload: Named[dict[str, Any]] = Column(Json)
    state: Named[str] = Column(String(12))
    attempts: Named[int]
    claimed_at: Named[datetime | None] = Column(UtcDateTime())
    retry_at: Named[datetime | None] = Column(UtcDateTime())
    reason: Named[str | None] = Column(Text())
    message_ts: Named[str | None] = Column(String(40))


review_parts = Table(
    "review_parts",
    metadata,
    PartColumns,
    same_workspace("publication_id", "publications"),
    UniqueConstraint("publication_id", "name"),
)


class SignOffColumns(OwnedColumns):
    """What somebody said of a stage of a posted review; of several the last counts."""

    publication_id: Named[int] = Column(RowId)
    stage_id: Named[int] = Column(RowId)
    user_id: Named[str] = Column(String(40))
    signature: Named[str] = Column(String(20))
    comment: Named[str | None] = Column(Text())
    at: Named[datetime] = Column(UtcDateTime())


sign_offs = Table(
    "sign_offs",
    metadata,
    SignOffColumns,
    same_workspace("publication_id", "publications"),
    same_workspace("stage_id", "stages"),
    Index(None, "workspace_id", "publication_id", "id"),
)


class SkippedReviewColumns(OwnedColumns):
    """A period that somebody wants no review of."""

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
