"""The questions of a posted review can be answered, and the answers are kept."""

import sqlalchemy as sa
from alembic import op

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the table; reviews posted before have no answers."""
    op.create_table(
        "review_answers",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("publication_id", ROW_ID, nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_review_answers_workspace_id"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "publication_id"],
            ["publications.workspace_id", "publications.id"],
            name="fk_review_answers_workspace_id_publication_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_answers"),
    )
    op.create_index(
        "uq_review_answers_author",
        "review_answers",
        ["workspace_id", "publication_id", "question", "user_id"],
        unique=True,
    )
