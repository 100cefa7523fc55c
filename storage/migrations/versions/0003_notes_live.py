"""Notes that are edited, deleted, supported and followed: where they came from, what became of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0003"
down_revision = "0002"

LIVING = sa.text("deleted_at IS NULL")
FROM_A_MESSAGE = sa.text("deleted_at IS NULL AND source_ts IS NOT NULL")


def _of_notes(table: str, *columns: Any) -> list[Any]:
    """The columns of a table whose rows belong to notes."""
    return [
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("note_id", ROW_ID, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["workspace_id", "note_id"],
            ["notes.workspace_id", "notes.id"],
            name=f"fk_{table}_workspace_id_note_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def upgrade() -> None:
    """Add the columns and tables; the figures' index leaves deleted notes out."""
    op.add_column("workspaces", sa.Column("reactions", JSON, nullable=True))
    op.add_column(
        "workspaces",
        sa.Column("thread_replies", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.add_column("notes", sa.Column("source_channel", sa.String(length=40), nullable=True))
    op.add_column("notes", sa.Column("source_ts", sa.String(length=40), nullable=True))
    op.add_column("notes", sa.Column("speaker", sa.String(length=40), nullable=True))
    op.add_column("notes", sa.Column("edited_at", TIME, nullable=True))
    op.add_column("notes", sa.Column("deleted_at", TIME, nullable=True))
    op.create_index("uq_notes_workspace_id_id", "notes", ["workspace_id", "id"], unique=True)
    op.drop_index("ix_notes_figures", "notes")
    op.create_index(
        "ix_notes_figures",
        "notes",
        ["workspace_id", "journey_id", "quarter", "stage_id", "mood"],
        sqlite_where=LIVING,
        postgresql_where=LIVING,
    )
    op.create_index(
        "uq_notes_message",
        "notes",
        ["workspace_id", "source_channel", "source_ts", "kind"],
        unique=True,
        sqlite_where=FROM_A_MESSAGE,
        postgresql_where=FROM_A_MESSAGE,
    )
    op.create_index("ix_notes_deleted_at", "notes", ["deleted_at"])
    op.create_table(
        "note_changes",
        *_of_notes(
            "note_changes",
            sa.Column("at", TIME, nullable=False),
            sa.Column("author", sa.String(length=40), nullable=True),
            sa.Column("deed", sa.String(length=20), nullable=False),
            sa.Column("edits", JSON, nullable=False),
        ),
    )
    op.create_index("ix_note_changes_note_id", "note_changes", ["workspace_id", "note_id"])
    op.create_table(
        "note_supporters",
        *_of_notes(
            "note_supporters",
            sa.Column("user_id", sa.String(length=40), nullable=False),
            sa.Column("at", TIME, nullable=False),
        ),
        sa.UniqueConstraint("note_id", "user_id", name="uq_note_supporters_note_id_user_id"),
    )
    op.create_table(
        "receipts",
        *_of_notes(
            "receipts",
            sa.Column("key", sa.String(length=200), nullable=False),
            sa.Column("at", TIME, nullable=False),
        ),
        sa.UniqueConstraint("workspace_id", "key", name="uq_receipts_workspace_id_key"),
    )
    op.create_index("ix_receipts_at", "receipts", ["at"])
    op.create_table(
        "habits",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("team", sa.String(length=60), nullable=True),
        sa.Column("journey_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey_id"],
            ["journeys.workspace_id", "journeys.id"],
            name="fk_habits_workspace_id_journey_id",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_habits_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_habits"),
        sa.UniqueConstraint("workspace_id", "user_id", name="uq_habits_workspace_id_user_id"),
    )
