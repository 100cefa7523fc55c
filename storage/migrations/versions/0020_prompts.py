"""A channel can have a question that is asked there at set times."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
JSON_LIST = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Create the table; no channel is asked anything until somebody sets a question."""
    op.create_table(
        "prompts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("weekdays", JSON_LIST, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("first_week", sa.Date(), nullable=False),
        sa.Column("stage_id", ROW_ID, nullable=True),
        sa.Column("kpi_id", ROW_ID, nullable=True),
        sa.Column("due_at", TIME, nullable=True),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_prompts_workspace_id"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=f"fk_prompts_workspace_id_{column}",
            )
            for column, table in (
                ("journey_id", "journeys"),
                ("stage_id", "stages"),
                ("kpi_id", "kpis"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_prompts"),
        sa.UniqueConstraint("workspace_id", "channel", name="uq_prompts_workspace_id_channel"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_prompts_due_at", "prompts", ["due_at"])
