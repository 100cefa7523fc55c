"""Reviews on their way into a channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Named, String, Table, Text, UniqueConstraint

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import Json, RowId, UtcDateTime


class PublicationColumns(OwnedColumns):
    """A review on its way into a channel. One row a journey and period: the claim to post it.

    A label alone is none: after a change of the fiscal year it means other months.
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


publications = Table(
    "publications",
    metadata,
    PublicationColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "period", "first_month"),
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
