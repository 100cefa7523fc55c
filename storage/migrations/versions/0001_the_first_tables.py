"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )
    op.create_table(
        "journeys",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("fiscal_start_month", sa.Integer(), nullable=False),
        sa.Column("review_hour", sa.Integer(), nullable=False),
        sa.Column("home_channel", sa.String(length=40), nullable=True),
        sa.Column("review_due_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_journeys_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_journeys"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_journeys_workspace_id_id"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_journeys_workspace_id_key"),
    )
    op.create_index("ix_journeys_review_due_at", "journeys", ["review_due_at"])

    op.create_table(
        "publications",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("claimed_at", TIME, nullable=False),
        sa.Column("retry_at", TIME, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("message_ts", sa.String(length=40), nullable=True),
        sa.Column("published_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey_id"],
            ["journeys.workspace_id", "journeys.id"],
            name="fk_publications_workspace_id_journey_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_publications_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.UniqueConstraint("journey_id", "period", name="uq_publications_journey_id_period"),
    )
    op.create_table(
        "stages",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=True),
        sa.Column("milestone", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey_id"],
            ["journeys.workspace_id", "journeys.id"],
            name="fk_stages_workspace_id_journey_id",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_stages_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stages"),
        sa.UniqueConstraint("journey_id", "key", name="uq_stages_journey_id_key"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_stages_workspace_id_id"),
    )
    op.create_table(
        "kpis",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("stage_id", ROW_ID, nullable=True),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey_id"],
            ["journeys.workspace_id", "journeys.id"],
            name="fk_kpis_workspace_id_journey_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stage_id"],
            ["stages.workspace_id", "stages.id"],
            name="fk_kpis_workspace_id_stage_id",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_kpis_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kpis"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_kpis_workspace_id_id"),
    )
    op.create_index(
        "uq_kpis_place_key",
        "kpis",
        ["journey_id", sa.text("coalesce(stage_id, 0)"), "key"],
        unique=True,
    )
    op.create_table(
        "notes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("stage_id", ROW_ID, nullable=True),
        sa.Column("stage_typed", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("touchpoint", sa.String(length=60), nullable=True),
        sa.Column("persona", sa.String(length=60), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("team", sa.String(length=60), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=True),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("feeling", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("mood", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("scorer", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=True),
        sa.Column("permalink", sa.Text(), nullable=True),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("occurred_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey_id"],
            ["journeys.workspace_id", "journeys.id"],
            name="fk_notes_workspace_id_journey_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stage_id"],
            ["stages.workspace_id", "stages.id"],
            name="fk_notes_workspace_id_stage_id",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_notes_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index(
        "ix_notes_figures", "notes", ["workspace_id", "journey_id", "quarter", "stage_id", "mood"]
    )
    op.create_index("ix_notes_newest", "notes", ["workspace_id", "journey_id", "occurred_at", "id"])

    op.create_table(
        "readings",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("kpi_id", ROW_ID, nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=True),
        sa.Column("author", sa.String(length=40), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "kpi_id"],
            ["kpis.workspace_id", "kpis.id"],
            name="fk_readings_workspace_id_kpi_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_readings_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
    )
    op.create_index(
        "ix_readings_latest", "readings", ["workspace_id", "kpi_id", "quarter", "day", "id"]
    )
