"""A person has a team, which their notes are of unless they say otherwise."""

import sqlalchemy as sa
from alembic import op

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create the table, with the teams that people chose last in the form of a note."""
    op.create_table(
        "user_teams",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("team", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_user_teams_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_user_teams"),
        sa.UniqueConstraint("workspace_id", "user_id", name="uq_user_teams_workspace_id_user_id"),
    )
    op.execute(
        "INSERT INTO user_teams (workspace_id, user_id, team) "
        "SELECT workspace_id, user_id, team FROM habits WHERE team IS NOT NULL"
    )
