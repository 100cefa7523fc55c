"""What people say of themes is kept; notes know whether they were said in private."""

import sqlalchemy as sa
from alembic import op

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the tables; of notes from before nobody knows where they were said: they stay open."""
    op.add_column(
        "notes", sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "theme_corrections",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("undone_by", sa.String(length=40), nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_theme_corrections_workspace_id"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey_id"],
            ["journeys.workspace_id", "journeys.id"],
            name="fk_theme_corrections_workspace_id_journey_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_theme_corrections"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_theme_corrections_workspace_id_id"),
    )
    op.create_index(
        "ix_theme_corrections_journey_id", "theme_corrections", ["workspace_id", "journey_id"]
    )
    op.create_table(
        "theme_anchors",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("correction_id", ROW_ID, nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("note_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_theme_anchors_workspace_id"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "correction_id"],
            ["theme_corrections.workspace_id", "theme_corrections.id"],
            name="fk_theme_anchors_workspace_id_correction_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "note_id"],
            ["notes.workspace_id", "notes.id"],
            name="fk_theme_anchors_workspace_id_note_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_theme_anchors"),
        sa.UniqueConstraint(
            "correction_id", "side", "note_id", name="uq_theme_anchors_correction_id_side_note_id"
        ),
    )
    op.create_index("ix_theme_anchors_note_id", "theme_anchors", ["workspace_id", "note_id"])
