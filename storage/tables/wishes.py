"""What people asked for and what is still to be done."""

from datetime import datetime

from sqlalchemy import Column, Index, Named, String, Table, UniqueConstraint

from storage.tables.base import OwnedColumns, metadata
from storage.types import UtcDateTime


class WishedNoteColumns(OwnedColumns):
    """A message somebody wants saved. It is gone as soon as there is a note, or there will be none.

    `due_at` is when it may be tried (again).
    """

    event: Named[str] = Column(String(180))
    channel: Named[str] = Column(String(40))
    ts: Named[str] = Column(String(40))
    user_id: Named[str] = Column(String(40))
    kind: Named[str] = Column(String(20))
    at: Named[datetime] = Column(UtcDateTime())
    tries: Named[int]
    due_at: Named[datetime] = Column(UtcDateTime())


wished_notes = Table(
    "wished_notes",
    metadata,
    WishedNoteColumns,
    UniqueConstraint("workspace_id", "event"),
    Index(None, "due_at"),
)
