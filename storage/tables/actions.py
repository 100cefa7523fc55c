"""Actions people own, and how they came to where they are."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Index, Named, String, Table, Text, UniqueConstraint

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import Json, JsonList, RowId, UtcDateTime


class ActionColumns(OwnedColumns):
    """An action. `receipt`: what Slack delivered that made it; `note_ids` what it comes from."""

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


actions = Table(
    "actions",
    metadata,
    ActionColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    same_workspace("kpi_id", "kpis"),
    UniqueConstraint("workspace_id", "receipt"),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "journey_id", "state"),
    Index(None, "workspace_id", "owner", "state"),
)


class ActionChangeColumns(OwnedColumns):
    """An action came into a state."""

    action_id: Named[int] = Column(RowId)
    state: Named[str] = Column(String(20))
    author: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


action_changes = Table(
    "action_changes",
    metadata,
    ActionChangeColumns,
    same_workspace("action_id", "actions"),
    Index(None, "workspace_id", "action_id"),
)
