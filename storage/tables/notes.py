"""Notes."""

from datetime import datetime

from sqlalchemy import Column, Index, Named, String, Table, Text

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import RowId, UtcDateTime


class NoteColumns(OwnedColumns):
    """A note. `score` and `mood` in ten-thousandths; `quarter` the running number of its quarter.

    `stage_id` null is the unsorted tray, `stage_typed` then what somebody took for a stage.
    """

    journey_id: Named[int] = Column(RowId)
    stage_id: Named[int | None] = Column(RowId)
    stage_typed: Named[str | None] = Column(Text())
    kind: Named[str] = Column(String(20))
    text: Named[str] = Column(Text())
    touchpoint: Named[str | None] = Column(String(60))
    persona: Named[str | None] = Column(String(60))
    channel: Named[str | None] = Column(String(20))
    team: Named[str | None] = Column(String(60))
    source: Named[str | None] = Column(String(20))
    severity: Named[int | None]
    feeling: Named[int | None]
    score: Named[int]
    mood: Named[int]
    label: Named[str] = Column(String(20))
    language: Named[str | None] = Column(String(8))
    scorer: Named[str] = Column(String(40))
    author: Named[str | None] = Column(String(40))
    permalink: Named[str | None] = Column(Text())
    quarter: Named[int]
    occurred_at: Named[datetime] = Column(UtcDateTime())
    created_at: Named[datetime] = Column(UtcDateTime())


notes = Table(
    "notes",
    metadata,
    NoteColumns,
    same_workspace("journey_id", "journeys"),
    same_workspace("stage_id", "stages"),
    # The review's figures come from this index alone.
    Index("ix_notes_figures", "workspace_id", "journey_id", "quarter", "stage_id", "mood"),
    Index("ix_notes_newest", "workspace_id", "journey_id", "occurred_at", "id"),
)
