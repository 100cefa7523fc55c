"""The reasons of scores, and corrections of moods that later scores follow."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column and the table; scores of before say nothing until they are made anew."""
    why = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.add_column("notes", sa.Column("why", why, nullable=True))
    op.create_table(
        "mood_lessons",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("note_id", ROW_ID, nullable=False),
        sa.Column("feeling", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("taught_by", sa.String(length=40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_mood_lessons_workspace_id"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "note_id"],
            ["notes.workspace_id", "notes.id"],
            name="fk_mood_lessons_workspace_id_note_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mood_lessons"),
    )
    op.create_index(
        "uq_mood_lessons_note_id", "mood_lessons", ["workspace_id", "note_id"], unique=True
    )
    op.create_index("ix_mood_lessons_newest", "mood_lessons", ["workspace_id", "at"])
