"""Notes that say the same are merged; supporters may be a mere number."""

import sqlalchemy as sa
from alembic import op

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0006"
down_revision = "0005"

COUNTED = sa.text("deleted_at IS NULL AND counted_in IS NULL")
MERGED = sa.text("counted_in IS NOT NULL")


def upgrade() -> None:
    """Add the columns; the figures' index leaves merged notes out."""
    op.add_column(
        "notes",
        sa.Column("unnamed_supporters", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.add_column("notes", sa.Column("merged_into", ROW_ID, nullable=True))
    op.add_column("notes", sa.Column("counted_in", ROW_ID, nullable=True))
    op.drop_index("ix_notes_figures", "notes")
    op.create_index(
        "ix_notes_figures",
        "notes",
        [
            *("workspace_id", "journey_id", "quarter", "stage_id", "mood"),
            *("deleted_at", "counted_in"),
        ],
        sqlite_where=COUNTED,
        postgresql_where=COUNTED,
    )
    op.create_index(
        "ix_notes_counted_in",
        "notes",
        ["workspace_id", "counted_in"],
        sqlite_where=MERGED,
        postgresql_where=MERGED,
    )
