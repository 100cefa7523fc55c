"""KPIs and their readings."""

from datetime import date, datetime

from sqlalchemy import Column, Date, Index, Named, String, Table, UniqueConstraint, func

from storage.schema.columns import OwnedColumns, RowId, UtcDateTime, metadata, same_workspace


class KpiColumns(OwnedColumns):
    """A KPI of a stage, or of the whole journey if `stage_id` is NULL."""

    journey_id: Named[int] = Column(RowId)
    stage_id: Named[int | None] = Column(RowId)
    key: Named[str] = Column(String(60))
    unit: Named[str] = Column(String(10))
    direction: Named[str] = Column(String(10))
    target: Named[float | None]
    baseline: Named[float | None]
    currency: Named[str | None] = Column(String(3))
    archived: Named[bool]


kpis = Table(
    "kpis",
    metadata,
    KpiColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    UniqueConstraint("workspace_id", "id"),
)


# NULL is never equal to NULL, so a plain constraint would let a journey-wide KPI in twice.
Index(
    "uq_kpis_place_key",
    kpis.c.journey_id,
    func.coalesce(kpis.c.stage_id, 0),
    kpis.c.key,
    unique=True,
)


class ReadingColumns(OwnedColumns):
    """A reading of a KPI on a local date, in the KPI's unit."""

    kpi_id: Named[int] = Column(RowId)
    value: Named[float]
    day: Named[date] = Column(Date())
    month: Named[int]
    source: Named[str | None] = Column(String(20))
    author: Named[str | None] = Column(String(40))
    created_at: Named[datetime] = Column(UtcDateTime())


readings = Table(
    "readings",
    metadata,
    ReadingColumns,
    same_workspace("kpi_id", "kpis"),
    Index("ix_readings_latest", "workspace_id", "kpi_id", "month", "day", "id"),
)
