"""What people said of themes."""

from datetime import datetime

from sqlalchemy import Column, Index, Named, String, Table, Text, UniqueConstraint

from storage.tables.base import OwnedColumns, metadata, same_workspace
from storage.types import RowId, UtcDateTime


class ThemeCorrectionColumns(OwnedColumns):
    """A correction of themes: what was said, by whom, and who took it back. It is never removed."""

    journey_id: Named[int] = Column(RowId)
    kind: Named[str] = Column(String(20))
    name: Named[str | None] = Column(Text())
    author: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())
    undone_by: Named[str | None] = Column(String(40))
    undone_at: Named[datetime | None] = Column(UtcDateTime())


theme_corrections = Table(
    "theme_corrections",
    metadata,
    ThemeCorrectionColumns,
    same_workspace("journey_id", "journeys"),
    Index("ix_theme_corrections_journey_id", "workspace_id", "journey_id"),
    UniqueConstraint("workspace_id", "id"),
)


class ThemeAnchorColumns(OwnedColumns):
    """A note a correction was made of; it goes when the note goes for good. `side` from 0."""

    correction_id: Named[int] = Column(RowId)
    side: Named[int]
    note_id: Named[int] = Column(RowId)


theme_anchors = Table(
    "theme_anchors",
    metadata,
    ThemeAnchorColumns,
    same_workspace("correction_id", "theme_corrections"),
    same_workspace("note_id", "notes"),
    UniqueConstraint("correction_id", "side", "note_id"),
    Index("ix_theme_anchors_note_id", "workspace_id", "note_id"),
)
