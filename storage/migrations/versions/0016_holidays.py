"""Reviews come on working days: a journey has a country, whose public holidays count."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

TIME = sa.DateTime(timezone=True)
SATURDAY = 5

journeys = sa.table(
    "journeys",
    sa.column("id"),
    sa.column("time_zone"),
    sa.column("review_day"),
    sa.column("review_date"),
    sa.column("review_due_at", TIME),
)


def upgrade() -> None:
    """Add the column, and move reviews planned for a weekend or 1 January to a working day.

    One that would fall on another holiday is moved when it is due.
    """
    op.add_column(
        "journeys",
        sa.Column("holidays_of", sa.String(length=4), nullable=False, server_default="zone"),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(journeys)).all():
        zone = ZoneInfo(row.time_zone)
        # SQLite stores UTC, and returns it without a zone.
        due = row.review_due_at
        local = (due if due.tzinfo else due.replace(tzinfo=UTC)).astimezone(zone)
        planned = local.date()
        by_rule = _is_by_rule(row.review_day, row.review_date, planned)
        if by_rule and (day := _working_day(planned)) != planned:
            moved = datetime.combine(day, local.time(), zone).astimezone(UTC)
            connection.execute(
                sa.update(journeys).where(journeys.c.id == row.id).values(review_due_at=moved)
            )


def _is_by_rule(review_day: str, review_date: int | None, day: date) -> bool:
    """Whether a review is due on the day of its rule, not on one that it was postponed to."""
    if review_day == "date":
        return day.day == review_date
    if review_day == "last day":
        return (day + timedelta(days=1)).day == 1
    return (day.month, day.day) == (1, 1)


def _working_day(day: date) -> date:
    while day.weekday() >= SATURDAY or (day.month, day.day) == (1, 1):
        day += timedelta(days=1)
    return day
