"""What is on a journey's map, and the history of the map. KPIs are in kpis.py."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Named, String, Table, Text, UniqueConstraint

from storage.schema.columns import (
    Json,
    JsonList,
    OwnedColumns,
    RowId,
    UtcDateTime,
    metadata,
    same_workspace,
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


class VersionColumns(OwnedColumns):
    """A change of a journey's map, and the whole map after it.

    `subject_kind` and `subject` (its id) identify the changed part, `edits` the changed fields.
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


class PersonaColumns(OwnedColumns):
    """A customer segment of a journey."""

    journey_id: Named[int] = Column(RowId)
    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    demographics: Named[str | None] = Column(Text())
    goals: Named[str | None] = Column(Text())
    pain_points: Named[str | None] = Column(Text())
    behaviours: Named[str | None] = Column(Text())
    preferences: Named[str | None] = Column(Text())
    archived: Named[bool]


personas = Table(
    "personas",
    metadata,
    PersonaColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "key"),
)


class TouchpointColumns(OwnedColumns):
    """A named interaction inside a stage."""

    journey_id: Named[int] = Column(RowId)
    stage_id: Named[int] = Column(RowId)
    key: Named[str] = Column(String(60))
    name: Named[str] = Column(Text())
    channel: Named[str] = Column(String(20))
    physical: Named[bool]
    team: Named[str | None] = Column(String(60))
    archived: Named[bool]


touchpoints = Table(
    "touchpoints",
    metadata,
    TouchpointColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    UniqueConstraint("journey_id", "stage_id", "key"),
)
