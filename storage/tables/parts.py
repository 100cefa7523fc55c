"""What else stands on a map: personas and touchpoints."""

from sqlalchemy import Column, Named, String, Table, Text, UniqueConstraint

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import RowId


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
