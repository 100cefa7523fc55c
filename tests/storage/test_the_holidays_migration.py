"""A database of the version before public holidays, brought to this one."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from domain.journeys import BY_TIME_ZONE, WorkspaceId
from storage.migrations import version
from storage.session import Database
from tests.storage.old_databases import OldDatabases, upgrade

# A database of an old version is made, filled and migrated.
pytestmark = pytest.mark.slow

WS = WorkspaceId("T1")

# Key: (time zone, rule, date, planned, what becomes of it).
PLANNED: dict[str, tuple[str, str, int | None, str, str]] = {
    "usual": ("UTC", "weekday", None, "2026-10-01T09:00", "2026-10-01T09:00"),
    "new-year": ("UTC", "weekday", None, "2027-01-01T09:00", "2027-01-04T09:00"),
    # At home it is the first already.
    "tokyo": ("Asia/Tokyo", "friday", None, "2026-12-31T15:00", "2027-01-03T15:00"),
    # Across the end of summer time it stays nine.
    "saturday": ("Europe/Berlin", "date", 24, "2026-10-24T07:00", "2026-10-26T08:00"),
    "last": ("UTC", "last day", None, "2026-10-31T09:00", "2026-11-02T09:00"),
    # Somebody wanted it on a Saturday.
    "postponed": ("UTC", "weekday", None, "2026-10-10T09:00", "2026-10-10T09:00"),
    "postponed-date": ("UTC", "date", 1, "2026-10-10T09:00", "2026-10-10T09:00"),
}


def utc(instant: str) -> datetime:
    """That time in UTC."""
    return datetime.fromisoformat(f"{instant}:00+00:00")


def fill(engine: Engine) -> None:
    """Bring an empty database to the version before, with a journey of each kind."""
    upgrade(engine, "0014")
    rows: list[dict[str, Any]] = [
        {
            "id": number, "workspace_id": "T1", "key": key, "name": key, "is_default": False,
            "time_zone": zone, "fiscal_start_month": 1, "review_hour": 9, "home_channel": "C1",
            "review_day": rule, "review_date": day, "editors": "owners", "reminders": True,
            "pulse": False, "archived": False,
            "review_due_at": planned.replace("T", " ") + ":00.000000+00",
            "created_at": "2026-08-14 12:00:00.000000+00",
        }
        for number, (key, (zone, rule, day, planned, _)) in enumerate(PLANNED.items(), start=1)
    ]  # fmt: skip
    columns = ", ".join(rows[0])
    values = ", ".join(f":{column}" for column in rows[0])
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO workspaces (id) VALUES ('T1')"))
        insertion = f"INSERT INTO journeys ({columns}) VALUES ({values})"  # noqa: S608
        connection.execute(text(insertion), rows)


@pytest.mark.each_database
def test_reviews_planned_for_a_day_off_are_moved_and_the_zone_says_the_country(
    old_databases: OldDatabases,
) -> None:
    engine = old_databases.copy("holidays 0014", fill)
    assert version.migrate(engine) == ("0014", version.newest())
    with Database(engine).read(WS) as uow:
        found = {journey.key: journey for journey in uow.journeys.all()}
    assert {journey.holidays_of for journey in found.values()} == {BY_TIME_ZONE}
    assert {key: journey.review_due_at for key, journey in found.items()} == {
        key: utc(expected) for key, (*_, expected) in PLANNED.items()
    }
