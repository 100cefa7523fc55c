"""Themes, and what people did with them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Named, String, Table, Text, UniqueConstraint, false

from storage.schema.columns import (
    Json,
    JsonList,
    OwnedColumns,
    RowId,
    UtcDateTime,
    metadata,
    same_workspace,
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
