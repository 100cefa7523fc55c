"""Actions people own, and how they came to where they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "actions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("stage_id", ROW_ID, nullable=True),
        sa.Column("kpi_id", ROW_ID, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(40), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("ease", sa.Integer(), nullable=True),
        sa.Column("resources", sa.Text(), nullable=True),
        sa.Column("expected_return", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("note_ids", JSON, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_at", INSTANT, nullable=False),
        sa.Column("implemented_on", sa.Date(), nullable=True),
        sa.Column("measured", JSON, nullable=True),
        sa.Column("created_by", sa.String(40), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("receipt", sa.String(200), nullable=False),
        *_owned("actions", journey_id="journeys", stage_id="stages", kpi_id="kpis"),
        sa.UniqueConstraint("workspace_id", "receipt", name="uq_actions_workspace_id_receipt"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_actions_workspace_id_id"),
    )
    for columns in (["workspace_id", "journey_id", "state"], ["workspace_id", "owner", "state"]):
        op.create_index(f"ix_actions_{'_'.join(columns)}", "actions", columns)
    op.create_table(
        "action_changes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(40), nullable=False),
        sa.Column("action_id", ROW_ID, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *_owned("action_changes", action_id="actions"),
    )
    op.create_index(
        "ix_action_changes_workspace_id_action_id", "action_changes", ["workspace_id", "action_id"]
    )


def _owned(table: str, **references: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{other}.workspace_id", f"{other}.id"],
                name=f"fk_{table}_workspace_id_{column}",
            )
            for column, other in references.items()
        ),
    ]
