"""Improvements (people see “actions”), and the changes of their states."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Index, Named, String, Table, Text, UniqueConstraint

from storage.schema.columns import (
    Json,
    JsonList,
    OwnedColumns,
    RowId,
    UtcDateTime,
    metadata,
    same_workspace,
)


class ImprovementColumns(OwnedColumns):
    """An improvement. `receipt`: the delivery that created it; `note_ids`: its notes."""

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


improvements = Table(
    "actions",
    metadata,
    ImprovementColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    same_workspace("kpi_id", "kpis"),
    UniqueConstraint("workspace_id", "receipt"),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "journey_id", "state"),
    Index(None, "workspace_id", "owner", "state"),
)


class ImprovementChangeColumns(OwnedColumns):
    """A change of the state of an improvement."""

    action_id: Named[int] = Column(RowId)
    state: Named[str] = Column(String(20))
    author: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


improvement_changes = Table(
    "action_changes",
    metadata,
    ImprovementChangeColumns,
    same_workspace("action_id", "actions"),
    Index(None, "workspace_id", "action_id"),
)
