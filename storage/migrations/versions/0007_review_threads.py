"""A posted review has a thread, is signed off stage by stage, and is checked again later."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables. Reviews posted before have no thread and are not checked."""
    op.add_column("publications", sa.Column("attention_at", INSTANT, nullable=True))
    shown = sa.Column("signs_shown", sa.Integer(), nullable=False, server_default="0")
    op.add_column("publications", shown)
    op.create_index(
        "uq_publications_workspace_id_id", "publications", ["workspace_id", "id"], unique=True
    )
    op.create_index("ix_publications_attention_at", "publications", ["attention_at"])
    op.create_index("ix_publications_workspace_id_key", "publications", ["workspace_id", "key"])
    op.create_table(
        "review_parts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(40), nullable=False),
        sa.Column("publication_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("retry_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("message_ts", sa.String(40), nullable=True),
        *_owned("publication_id", "publications", "review_parts"),
        sa.UniqueConstraint("publication_id", "name", name="uq_review_parts_publication_id_name"),
    )
    op.create_table(
        "sign_offs",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(40), nullable=False),
        sa.Column("publication_id", ROW_ID, nullable=False),
        sa.Column("stage_id", ROW_ID, nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("signature", sa.String(20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        *_owned("publication_id", "publications", "sign_offs"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stage_id"],
            ["stages.workspace_id", "stages.id"],
            name="fk_sign_offs_workspace_id_stage_id",
        ),
    )
    op.create_index(
        "ix_sign_offs_workspace_id_publication_id_id",
        "sign_offs",
        ["workspace_id", "publication_id", "id"],
    )


def _owned(column: str, table: str, own: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=f"pk_{own}"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=f"fk_{own}_workspace_id"),
        sa.ForeignKeyConstraint(
            ["workspace_id", column],
            [f"{table}.workspace_id", f"{table}.id"],
            name=f"fk_{own}_workspace_id_{column}",
        ),
    ]
