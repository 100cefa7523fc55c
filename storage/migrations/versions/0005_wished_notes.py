"""Wishes for notes, kept until there is a note; what saved messages show; what they answered."""

import sqlalchemy as sa
from alembic import op

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table; whoever wanted no reply to saved messages gets nothing under them."""
    op.add_column(
        "workspaces",
        sa.Column("message_sign", sa.String(length=20), nullable=False, server_default="reply"),
    )
    was = sa.table("workspaces", sa.column("message_sign"), sa.column("thread_replies"))
    op.execute(
        sa.update(was).where(was.c.thread_replies.is_(sa.false())).values(message_sign="nothing")
    )
    op.drop_column("workspaces", "thread_replies")
    op.add_column("notes", sa.Column("reply_to", sa.Text(), nullable=True))
    op.create_table(
        "wished_notes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=180), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("ts", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_wished_notes_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_wished_notes"),
        sa.UniqueConstraint("workspace_id", "event", name="uq_wished_notes_workspace_id_event"),
    )
    op.create_index("ix_wished_notes_due_at", "wished_notes", ["due_at"])
