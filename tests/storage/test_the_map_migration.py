"""A database of the first version, with rows in it, brought to this one."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from domain.journeys import DEFAULT_TEAMS, Editors, Milestone, WorkspaceId
from domain.kpis import Direction, Unit
from domain.periods import ReviewDay
from storage.migrations import version
from storage.session import Database
from tests.storage.old_databases import OldDatabases, upgrade

# A database of an old version is made, filled and migrated.
pytestmark = pytest.mark.slow

WS = WorkspaceId("T1")

THEN = "2026-08-14 12:00:00.000000+00"

# As the first version stored them; every column has a value where it can have one.
ROWS: dict[str, list[dict[str, Any]]] = {
    "workspaces": [{"id": "T1"}, {"id": "T2"}],
    "journeys": [
        {
            "id": 7, "workspace_id": "T1", "key": "buyer", "name": "Buyer journey",
            "is_default": True, "time_zone": "Europe/Berlin", "fiscal_start_month": 4,
            "review_hour": 8, "home_channel": "C1", "review_due_at": THEN, "created_at": THEN,
        },
        {
            "id": 8, "workspace_id": "T2", "key": "buyer", "name": "Buyer journey",
            "is_default": True, "time_zone": "UTC", "fiscal_start_month": 1,
            "review_hour": 9, "home_channel": None, "review_due_at": THEN, "created_at": THEN,
        },
    ],
    "stages": [
        {
            "id": 21, "workspace_id": "T1", "journey_id": 7, "key": "onboarding",
            "name": "Onboarding", "position": 1, "objective": "speed", "milestone": "in a day",
            "owner": "U1",
        },
        {
            "id": 22, "workspace_id": "T1", "journey_id": 7, "key": "awareness",
            "name": "Awareness", "position": 0, "objective": None, "milestone": None,
            "owner": None,
        },
    ],
    "kpis": [
        {
            "id": 31, "workspace_id": "T1", "journey_id": 7, "stage_id": 21, "key": "basket",
            "unit": "money", "direction": "higher", "target": 50.5, "currency": "€",
        },
    ],
    "readings": [
        {
            "id": 41, "workspace_id": "T1", "kpi_id": 31, "value": 41.5, "day": "2026-08-10",
            "quarter": 8106, "source": "analytics", "author": "U1", "created_at": THEN,
        },
    ],
    "notes": [
        {
            "id": 51, "workspace_id": "T1", "journey_id": 7, "stage_id": 21, "stage_typed": None,
            "kind": "pain point", "text": "the invite is late", "touchpoint": "invite",
            "persona": "clinic-owner", "channel": "email", "team": "support", "source": "ticket",
            "severity": 3, "feeling": -1, "score": 0, "mood": -5000, "label": "negative",
            "language": "en", "scorer": "test", "author": "U1", "permalink": "https://x",
            "quarter": 8106, "occurred_at": THEN, "created_at": THEN,
        },
    ],
}  # fmt: skip


# Columns that have become others since.
GONE = {"quarter"}


def found(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """The rows of ROWS as they are stored now, with the columns they had then."""
    stored = {}
    with engine.connect() as connection:
        for table, rows in ROWS.items():
            columns = ", ".join(column for column in rows[0] if column not in GONE)
            query = f"SELECT {columns} FROM {table} ORDER BY id"  # noqa: S608 - our own
            stored[table] = [dict(row._mapping) for row in connection.execute(text(query))]
    return stored


def fill_first_version(engine: Engine) -> None:
    """Bring an empty database to the first version, with ROWS in it."""
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for table, rows in ROWS.items():
            values = ", ".join(f":{column}" for column in rows[0])
            insertion = f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({values})"  # noqa: S608
            connection.execute(text(insertion), rows)


def fill_and_migrate(engine: Engine) -> None:
    """Bring a database of the first version to this one."""
    fill_first_version(engine)
    version.migrate(engine)


@pytest.fixture
def first_version(old_databases: OldDatabases) -> Engine:
    """A database at the first version with ROWS in it."""
    return old_databases.copy("map 0001", fill_first_version)


@pytest.fixture
def migrated(old_databases: OldDatabases) -> Engine:
    """The same, brought to this version."""
    return old_databases.copy("map 0001, migrated", fill_and_migrate)


def test_every_row_stays_as_it_was(first_version: Engine) -> None:
    before = found(first_version)
    assert {table: len(rows) for table, rows in before.items()} == {
        table: len(rows) for table, rows in ROWS.items()
    }
    assert version.migrate(first_version) == ("0001", version.newest())
    assert found(first_version) == before


def test_journeys_and_stages_mean_what_they_meant(migrated: Engine) -> None:
    with Database(migrated).read(WS) as uow:
        journey = uow.journeys.default()
    assert journey is not None
    assert (journey.id, journey.time_zone, journey.fiscal_start_month) == (7, "Europe/Berlin", 4)
    assert (journey.review_day, journey.review_hour) == (ReviewDay.WEEKDAY, 8)
    assert (journey.scope, journey.goal, journey.owner) == (None, None, None)
    assert (journey.editors, journey.reminders, journey.archived) == (Editors.OWNERS, True, False)
    assert journey.teams == DEFAULT_TEAMS
    assert [stage.key for stage in journey.stages] == ["awareness", "onboarding"]
    onboarding = journey.stages[1]
    assert (onboarding.objective, onboarding.milestone) == ("speed", "in a day")
    assert (onboarding.milestone_state, onboarding.milestone_since) == (Milestone.NOT_YET, None)
    assert (onboarding.owner, journey.archived_stages) == ("U1", ())


def test_kpis_readings_and_notes_mean_what_they_meant(migrated: Engine) -> None:
    with Database(migrated).read(WS) as uow:
        (kpi,) = uow.kpis.of_journey(7)
        (reading,) = uow.kpis.readings(31)
        (note,) = uow.notes.stream(7)
    assert (kpi.id, kpi.unit, kpi.direction, kpi.target) == (
        31,
        Unit.MONEY,
        Direction.HIGHER,
        50.5,
    )
    assert (kpi.currency, kpi.baseline, kpi.archived) == ("€", None, False)
    assert (reading.day, reading.month) == (date(2026, 8, 10), 2026 * 12 + 7)
    assert (note.stage, note.mood, note.text) == ("onboarding", -0.5, "the invite is late")


def test_a_map_starts_without_parts_and_without_a_past(migrated: Engine) -> None:
    with Database(migrated).read(WS) as uow:
        assert list(uow.parts.personas(7)) == []
        assert list(uow.parts.touchpoints(7)) == []
        assert uow.history.last_number(7) == 0
        assert uow.journeys.channels() == {}


def test_a_migrated_database_can_be_written_to(migrated: Engine) -> None:
    storage = Database(migrated)
    with storage.write(WS) as uow:
        journey = uow.journeys.lock(7)
        assert journey is not None
        uow.journeys.change(journey)
        uow.journeys.bind("C1", 7)
        uow.commit()
    with storage.read(WS) as uow:
        assert uow.journeys.by_channel("C1") == journey
