"""Notes and readings are kept by the local month they are of, no longer by its fiscal quarter.

Journeys may be reviewed monthly and half-yearly, and on a fixed date.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
JOURNEYS = sa.table(
    "journeys",
    sa.column("id"),
    sa.column("workspace_id"),
    sa.column("time_zone"),
    sa.column("fiscal_start_month"),
)
NOTES = sa.table(
    "notes",
    sa.column("workspace_id"),
    sa.column("journey_id"),
    sa.column("occurred_at", TIME),
    sa.column("month", sa.Integer()),
)
READINGS = sa.table("readings", sa.column("day", sa.Date()), sa.column("month", sa.Integer()))


PUBLICATIONS = sa.table(
    "publications",
    sa.column("id"),
    sa.column("journey_id"),
    sa.column("period"),
    sa.column("first_month", sa.Integer()),
)


def upgrade() -> None:
    """Change what is kept of each, with what it means."""
    _count_months()
    cadence = sa.Column("cadence", sa.String(length=12), nullable=False, server_default="quarterly")
    op.add_column("journeys", cadence)
    op.add_column("journeys", sa.Column("review_date", sa.Integer(), nullable=True))
    _add_first_months()
    _remember_what_is_skipped()


def _add_first_months() -> None:
    """Add first_month: posted reviews were of quarters of the fiscal year as it is set now."""
    op.add_column("publications", sa.Column("first_month", sa.Integer(), nullable=True))
    connection = op.get_bind()
    joined = sa.select(PUBLICATIONS, JOURNEYS.c.fiscal_start_month).join_from(
        PUBLICATIONS, JOURNEYS, JOURNEYS.c.id == PUBLICATIONS.c.journey_id
    )
    for row in connection.execute(joined).all():
        year, quarter = int(row.period[:4]), int(row.period[-1])
        begins = row.fiscal_start_month - 1 - 12 * (row.fiscal_start_month > 1)
        number = year * 12 + (quarter - 1) * 3 + begins
        same = PUBLICATIONS.c.id == row.id
        op.execute(PUBLICATIONS.update().where(same).values(first_month=number))
    with op.batch_alter_table("publications") as publications:
        publications.alter_column("first_month", existing_type=sa.Integer(), nullable=False)
        publications.drop_constraint("uq_publications_journey_id_period", type_="unique")
        publications.create_unique_constraint(
            "uq_publications_journey_id_period_first_month",
            ["journey_id", "period", "first_month"],
        )


def _remember_what_is_skipped() -> None:
    op.create_table(
        "skipped_reviews",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey_id"],
            ["journeys.workspace_id", "journeys.id"],
            name="fk_skipped_reviews_workspace_id_journey_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_skipped_reviews_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_skipped_reviews"),
        sa.UniqueConstraint(
            "journey_id",
            "period",
            "first_month",
            name="uq_skipped_reviews_journey_id_period_first_month",
        ),
    )


def _count_months() -> None:
    """Rename the columns, whose indexes go along, and count months in them."""
    op.execute("ALTER TABLE notes RENAME COLUMN quarter TO month")
    op.execute("ALTER TABLE readings RENAME COLUMN quarter TO month")
    year, month = sa.extract("year", READINGS.c.day), sa.extract("month", READINGS.c.day)
    op.execute(READINGS.update().values(month=sa.cast(year * 12 + month - 1, sa.Integer())))
    connection = op.get_bind()
    for journey in connection.execute(sa.select(JOURNEYS)).all():
        mine = (NOTES.c.workspace_id == journey.workspace_id) & (NOTES.c.journey_id == journey.id)
        span = sa.select(sa.func.min(NOTES.c.occurred_at), sa.func.max(NOTES.c.occurred_at))
        first, last = connection.execute(span.where(mine)).one()
        if first is None:
            continue
        for number, start, end in _months(first, last, ZoneInfo(journey.time_zone)):
            inside = (NOTES.c.occurred_at >= start) & (NOTES.c.occurred_at < end)
            op.execute(NOTES.update().where(mine & inside).values(month=number))


def _months(
    first: datetime, last: datetime, zone: ZoneInfo
) -> Iterator[tuple[int, datetime, datetime]]:
    """The local months from one instant to another: number, start and end."""
    # One more at either end, for instants are of other months in other zones.
    for number in range(_number(first) - 1, _number(last) + 2):
        yield number, _start(number, zone), _start(number + 1, zone)


def _number(instant: datetime) -> int:
    return instant.year * 12 + instant.month - 1


def _start(number: int, zone: ZoneInfo) -> datetime:
    day = date(number // 12, number % 12 + 1, 1)
    return datetime.combine(day, time(0), zone).astimezone(UTC)
