"""One outbox for reviews, thread parts, reminders and pending captures."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)

revision = "0013"
down_revision = "0012"

# States as they were called before.
STATES = {"published": "sent", "unsure": "unclear", "failed": "refused"}

MOVED_COLUMNS = (
    *("channel", "key", "state", "attempts", "payload", "claimed_at", "retry_at", "reason"),
    *("message_ts", "published_at"),
)

OUTBOX_COLUMNS = (
    sa.Column("workspace_id", sa.String(length=40), nullable=False),
    sa.Column("kind", sa.String(length=12), nullable=False),
    sa.Column("name", sa.String(length=200), nullable=False),
    sa.Column("key", sa.String(length=40), nullable=False),
    sa.Column("journey_id", ROW_ID, nullable=True),
    sa.Column("publication_id", ROW_ID, nullable=True),
    sa.Column("user_id", sa.String(length=40), nullable=True),
    sa.Column("channel", sa.String(length=40), nullable=False),
    sa.Column("thread_ts", sa.String(length=40), nullable=True),
    sa.Column("payload", JSON, nullable=False),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("attempts", sa.Integer(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=True),
    sa.Column("sent_ts", sa.String(length=40), nullable=True),
    sa.Column("created_at", TIME, nullable=False),
    sa.Column("claimed_at", TIME, nullable=True),
    sa.Column("next_try_at", TIME, nullable=True),
    sa.Column("sent_at", TIME, nullable=True),
)


def upgrade() -> None:
    """Create the table and move every row that was on its way, or is there, into it."""
    _create_outbox()
    _move_reviews()
    _move_parts()
    _move_reminders()
    _move_captures()
    op.drop_table("review_parts")
    op.drop_table("reminders")
    op.drop_table("wished_notes")
    op.drop_index("ix_publications_workspace_id_key", "publications")
    for column in MOVED_COLUMNS:
        op.drop_column("publications", column)


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, nullable=False),
        *OUTBOX_COLUMNS,
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_outbox_workspace_id"),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=f"fk_outbox_workspace_id_{column}",
            )
            for column, table in (("journey_id", "journeys"), ("publication_id", "publications"))
        ),
        sa.UniqueConstraint(
            "workspace_id", "kind", "name", name="uq_outbox_workspace_id_kind_name"
        ),
        sqlite_autoincrement=True,
    )
    for columns in (
        ["workspace_id", "publication_id"],
        ["workspace_id", "key"],
        ["kind", "next_try_at"],
    ):
        op.create_index(f"ix_outbox_{'_'.join(columns)}", "outbox", columns)


def _move_reviews() -> None:
    old = _old_table("publications", "journey_id", *MOVED_COLUMNS)
    settled = old.c.state == "published"
    _insert(
        sa.select(old).order_by(old.c.id),
        {
            "workspace_id": old.c.workspace_id,
            "kind": sa.literal("review"),
            "name": sa.cast(old.c.id, sa.String(40)),
            "key": old.c.key,
            "journey_id": old.c.journey_id,
            "publication_id": old.c.id,
            "channel": old.c.channel,
            "payload": old.c.payload,
            "state": _state(old.c.state),
            "attempts": old.c.attempts,
            "reason": old.c.reason,
            "sent_ts": old.c.message_ts,
            "created_at": old.c.claimed_at,
            "claimed_at": old.c.claimed_at,
            "next_try_at": _next_try(settled, old.c.retry_at, old.c.claimed_at),
            "sent_at": old.c.published_at,
        },
    )


def _move_parts() -> None:
    old = _old_table(
        "review_parts",
        *("publication_id", "position", "name", "key", "payload", "state", "attempts"),
        *("claimed_at", "retry_at", "reason", "message_ts"),
    )
    review = _old_table("publications", "journey_id", *MOVED_COLUMNS)
    since = sa.func.coalesce(review.c.published_at, review.c.claimed_at)
    settled = old.c.state == "published"
    joined = old.join(review, review.c.id == old.c.publication_id)
    _insert(
        sa.select(old).select_from(joined).order_by(old.c.publication_id, old.c.position, old.c.id),
        {
            "workspace_id": old.c.workspace_id,
            "kind": sa.literal("part"),
            "name": sa.cast(old.c.publication_id, sa.String(40)) + "/" + old.c.name,
            "key": old.c.key,
            "journey_id": review.c.journey_id,
            "publication_id": old.c.publication_id,
            "channel": review.c.channel,
            "thread_ts": review.c.message_ts,
            "payload": old.c.payload,
            "state": _state(old.c.state),
            "attempts": old.c.attempts,
            "reason": old.c.reason,
            "sent_ts": old.c.message_ts,
            "created_at": sa.func.coalesce(old.c.claimed_at, since),
            "claimed_at": old.c.claimed_at,
            "next_try_at": _next_try(settled, old.c.retry_at, old.c.claimed_at, since),
            # When exactly was not recorded.
            "sent_at": sa.case((settled, sa.func.coalesce(old.c.claimed_at, since))),
        },
    )


def _move_reminders() -> None:
    old = _old_table(
        "reminders",
        *("journey_id", "kind", "label", "person", "channel", "key", "state", "attempts"),
        *("claimed_at", "retry_at", "reason", "message_ts"),
    )
    settled = old.c.state == "sent"
    named = sa.cast(old.c.journey_id, sa.String(40)) + "/" + old.c.label
    is_nudge = old.c.kind == "nudge"
    _insert(
        sa.select(old).order_by(old.c.id),
        {
            "workspace_id": old.c.workspace_id,
            "kind": old.c.kind,
            "name": sa.case((is_nudge, named + "/" + old.c.person), else_=named),
            "key": old.c.key,
            "journey_id": old.c.journey_id,
            "user_id": sa.func.nullif(old.c.person, ""),
            "channel": old.c.channel,
            "payload": sa.cast(sa.literal("{}"), JSON) if _is_postgres() else sa.literal("{}"),
            "state": _state(old.c.state),
            "attempts": old.c.attempts,
            "reason": old.c.reason,
            "sent_ts": old.c.message_ts,
            "created_at": old.c.claimed_at,
            "claimed_at": old.c.claimed_at,
            "next_try_at": _next_try(settled, old.c.retry_at, old.c.claimed_at),
            "sent_at": sa.case((settled, old.c.claimed_at)),
        },
    )


def _move_captures() -> None:
    old = _old_table(
        "wished_notes", "event", "channel", "ts", "user_id", "kind", "at", "tries", "due_at"
    )
    if _is_postgres():
        payload: Any = sa.func.jsonb_build_object("kind", old.c.kind)
    else:
        payload = sa.func.json_object("kind", old.c.kind)
    _insert(
        sa.select(old).order_by(old.c.id),
        {
            "workspace_id": old.c.workspace_id,
            "kind": sa.literal("capture"),
            "name": old.c.event,
            "key": sa.literal(""),
            "user_id": old.c.user_id,
            "channel": old.c.channel,
            "thread_ts": old.c.ts,
            "payload": payload,
            "state": sa.case((old.c.tries == 0, "waiting"), else_="refused"),
            "attempts": old.c.tries,
            "created_at": old.c.at,
            "claimed_at": sa.case((old.c.tries > 0, old.c.at)),
            "next_try_at": old.c.due_at,
        },
    )


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _old_table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(each) for each in ("id", "workspace_id", *columns)))


def _state(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.case(*((column == old, new) for old, new in STATES.items()), else_=column)


def _next_try(
    is_sent: sa.ColumnElement[bool], retry_at: sa.ColumnElement[Any], *else_: Any
) -> sa.ColumnElement[Any]:
    return sa.case((~is_sent, sa.func.coalesce(retry_at, *else_)))


def _insert(rows: sa.Select[Any], values: dict[str, Any]) -> None:
    outbox = sa.table("outbox", *(sa.column(name) for name in values))
    chosen = rows.with_only_columns(*values.values(), maintain_column_froms=True)
    op.execute(sa.insert(outbox).from_select(list(values), chosen))
