"""Nudges before a period ends, the weekly pulse, and who wants none of it."""

import sqlalchemy as sa
from alembic import op

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the columns and tables; every journey is looked at once, and then knows its next time."""
    for column in (
        sa.Column("nudge_due_at", TIME, nullable=True),
        sa.Column("pulse", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("pulse_due_at", TIME, nullable=True),
    ):
        op.add_column("journeys", column)
    was = sa.table("journeys", sa.column("nudge_due_at"), sa.column("created_at"))
    op.execute(sa.update(was).values(nudge_due_at=was.c.created_at))
    for column_name in ("nudge_due_at", "pulse_due_at"):
        op.create_index(f"ix_journeys_{column_name}", "journeys", [column_name])
    op.create_table(
        "reminders",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=10), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", TIME, nullable=False),
        sa.Column("retry_at", TIME, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("message_ts", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_reminders_workspace_id"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey_id"],
            ["journeys.workspace_id", "journeys.id"],
            name="fk_reminders_workspace_id_journey_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint(
            *("workspace_id", "journey_id", "kind", "label", "person"),
            name="uq_reminders_workspace_id_journey_id_kind_label_person",
        ),
    )
    op.create_table(
        "reminder_opt_outs",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_reminder_opt_outs_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_opt_outs"),
        sa.UniqueConstraint(
            "workspace_id", "user_id", name="uq_reminder_opt_outs_workspace_id_user_id"
        ),
    )
