"""The last question that was asked in each place."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Named, String, Table, UniqueConstraint

from storage.schema.columns import Json, OwnedColumns, RowId, UtcDateTime, metadata, same_workspace


class ConversationColumns(OwnedColumns):
    """The last question asked in a place: a thread, or one person in a channel.

    `question` is its JSON; see domain/questions/values.py.
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
