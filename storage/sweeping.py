"""Remove for good what nobody can ask for any more, in all workspaces."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, union, update

from storage.tables import mood_lessons, note_changes, notes, receipts, supporters, theme_anchors


def is_needed(connection: Connection, deleted: datetime, received: datetime) -> bool:
    """Whether there is anything to remove, of before these instants."""
    old_ones = (
        select(notes.c.id).where(notes.c.deleted_at < deleted),
        select(receipts.c.id).where(receipts.c.at < received),
    )
    return any(connection.execute(old.limit(1)).first() for old in old_ones)


def sweep(connection: Connection, deleted: datetime, received: datetime) -> int:
    """Remove notes deleted and receipts received before; returns how many notes.

    What was merged into a note that goes, goes with it.
    """
    old = select(notes.c.id).where(notes.c.deleted_at < deleted)
    gone = union(old, select(notes.c.id).where(notes.c.counted_in.in_(old)))
    # A merged note that goes by itself leaves those merged into it where they count.
    orphans = notes.c.merged_into.in_(old) & notes.c.counted_in.not_in(old)
    connection.execute(update(notes).where(orphans).values(merged_into=notes.c.counted_in))
    for table in (note_changes, supporters, receipts, theme_anchors, mood_lessons):
        connection.execute(delete(table).where(table.c.note_id.in_(gone)))
    connection.execute(delete(receipts).where(receipts.c.at < received))
    return connection.execute(delete(notes).where(notes.c.id.in_(gone))).rowcount
