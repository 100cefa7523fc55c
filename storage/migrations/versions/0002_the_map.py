"""What a map holds beside its stages: personas, touchpoints, settings, versions."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0002"
down_revision = "0001"

FIELDS = ("demographics", "goals", "pain_points", "behaviours", "preferences")


def _owned(table: str, *columns: sa.Column[Any]) -> list[Any]:
    """The columns every row has, the given ones, and the keys."""
    return [
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _same_workspace(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{other}.workspace_id", f"{other}.id"],
        name=f"fk_{table}_workspace_id_{column}",
    )


def upgrade() -> None:
    """Add columns with what they meant so far, and the new tables."""
    op.add_column("workspaces", sa.Column("teams", JSON, nullable=True))
    for column in (
        sa.Column("review_day", sa.String(length=10), nullable=False, server_default="weekday"),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.Column("editors", sa.String(length=10), nullable=False, server_default="owners"),
        sa.Column("reminders", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("journeys", column)
    state = sa.Column(
        "milestone_state", sa.String(length=10), nullable=False, server_default="not yet"
    )
    op.add_column("stages", state)
    op.add_column("stages", sa.Column("milestone_since", sa.Date(), nullable=True))
    op.add_column(
        "stages", sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("kpis", sa.Column("baseline", sa.Double(), nullable=True))
    op.add_column(
        "kpis", sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "personas",
        *_owned(
            "personas",
            sa.Column("journey_id", ROW_ID, nullable=False),
            sa.Column("key", sa.String(length=60), nullable=False),
            sa.Column("name", sa.Text(), nullable=False),
            *(sa.Column(field, sa.Text(), nullable=True) for field in FIELDS),
            sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
        _same_workspace("personas", "journey_id", "journeys"),
        sa.UniqueConstraint("journey_id", "key", name="uq_personas_journey_id_key"),
    )
    op.create_table(
        "touchpoints",
        *_owned(
            "touchpoints",
            sa.Column("journey_id", ROW_ID, nullable=False),
            sa.Column("stage_id", ROW_ID, nullable=False),
            sa.Column("key", sa.String(length=60), nullable=False),
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("channel", sa.String(length=20), nullable=False),
            sa.Column("physical", sa.Boolean(), nullable=False),
            sa.Column("team", sa.String(length=60), nullable=True),
            sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
        _same_workspace("touchpoints", "journey_id", "journeys"),
        _same_workspace("touchpoints", "stage_id", "stages"),
        sa.UniqueConstraint(
            "journey_id", "stage_id", "key", name="uq_touchpoints_journey_id_stage_id_key"
        ),
    )
    op.create_table(
        "channel_bindings",
        *_owned(
            "channel_bindings",
            sa.Column("channel", sa.String(length=40), nullable=False),
            sa.Column("journey_id", ROW_ID, nullable=False),
        ),
        _same_workspace("channel_bindings", "journey_id", "journeys"),
        sa.UniqueConstraint(
            "workspace_id", "channel", name="uq_channel_bindings_workspace_id_channel"
        ),
    )
    op.create_table(
        "journey_versions",
        *_owned(
            "journey_versions",
            sa.Column("journey_id", ROW_ID, nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("at", TIME, nullable=False),
            sa.Column("author", sa.String(length=40), nullable=True),
            sa.Column("action", sa.String(length=20), nullable=False),
            sa.Column("subject_kind", sa.String(length=12), nullable=False),
            sa.Column("subject", ROW_ID, nullable=False),
            sa.Column("subject_name", sa.Text(), nullable=False),
            sa.Column("edits", JSON, nullable=False),
            sa.Column("map", JSON, nullable=False),
        ),
        _same_workspace("journey_versions", "journey_id", "journeys"),
        sa.UniqueConstraint("journey_id", "number", name="uq_journey_versions_journey_id_number"),
    )
