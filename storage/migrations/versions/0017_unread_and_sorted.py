"""Unread notes, and the newest sorted one, are found without a walk through all notes."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

UNREAD = sa.text("feeling IS NULL AND mood = -20000 AND deleted_at IS NULL AND counted_in IS NULL")
SORTED_BY_PEOPLE = sa.text("sorted_as <> 'joined'")


def upgrade() -> None:
    """Create the two indexes."""
    op.create_index(
        "ix_notes_unread",
        "notes",
        ["workspace_id", "journey_id", "language", "id"],
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )
    op.create_index(
        "ix_notes_sorted",
        "notes",
        ["workspace_id", "journey_id", "id"],
        sqlite_where=SORTED_BY_PEOPLE,
        postgresql_where=SORTED_BY_PEOPLE,
    )
