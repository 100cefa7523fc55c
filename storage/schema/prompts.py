"""Questions that channels are asked at set times."""

from datetime import date, datetime

from sqlalchemy import Column, Date, Index, Named, String, Table, Text, UniqueConstraint

from storage.schema.columns import (
    JsonList,
    OwnedColumns,
    RowId,
    UtcDateTime,
    metadata,
    same_workspace,
)


class PromptColumns(OwnedColumns):
    """A question asked in a channel at set times; see domain/prompts.py.

    `weekdays` are numbers, 0 for Monday. `due_at` is NULL while it is paused.
    """

    journey_id: Named[int] = Column(RowId)
    channel: Named[str] = Column(String(40))
    question: Named[str] = Column(Text())
    weekdays: Named[list[int]] = Column(JsonList)
    hour: Named[int]
    every_weeks: Named[int]
    first_week: Named[date] = Column(Date())
    stage_id: Named[int | None] = Column(RowId)
    kpi_id: Named[int | None] = Column(RowId)
    due_at: Named[datetime | None] = Column(UtcDateTime())
    started_at: Named[datetime] = Column(UtcDateTime())
    answered_at: Named[datetime | None] = Column(UtcDateTime())


prompts = Table(
    "prompts",
    metadata,
    PromptColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    same_workspace("kpi_id", "kpis"),
    UniqueConstraint("workspace_id", "channel"),
    Index(None, "due_at"),
    # Names in the outbox begin with the id, so that of a removed prompt must not become another's.
    sqlite_autoincrement=True,
)
