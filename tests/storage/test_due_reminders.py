"""An idle tick asks the index who is to be reminded, not every journey."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import URL, event

from domain.reminders import ReminderKind
from storage.engine import open_engine
from storage.session import Database
from tests.shared_databases import new_workspace
from tests.storage.filled_workspace import NOW, fill_workspace

pytestmark = pytest.mark.each_database


@pytest.fixture
def asked(sqlite_url: URL) -> Iterator[tuple[Database, list[str]]]:
    """Storage on SQLite, and the plans of what it is asked."""
    storage, plans = Database(open_engine(sqlite_url)), list[str]()

    def explain(connection: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
        if sql.startswith("SELECT"):
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", values)
            plans.append(str(plan.fetchall()))

    event.listen(storage._engine, "before_cursor_execute", explain)
    yield storage, plans
    storage.close()


@pytest.mark.parametrize("kind", ReminderKind)
def test_who_is_to_be_reminded_is_found_by_the_index(
    asked: tuple[Database, list[str]], kind: ReminderKind
) -> None:
    storage, plans = asked
    ours = fill_workspace(storage, new_workspace())
    with storage.write(ours.workspace) as uow:
        uow.reminders.set_due(ours.journey, kind, NOW)
        uow.commit()
    plans.clear()
    storage.due_reminders(kind, NOW + timedelta(days=1), 50)
    (plan,) = plans
    assert f"INDEX ix_journeys_{kind.value}_due_at" in plan


def test_the_due_come_by_their_ids_and_none_twice(storage: Database) -> None:
    ids = []
    for number in range(5):
        ours = fill_workspace(storage, new_workspace())
        with storage.write(ours.workspace) as uow:
            # The later ones have waited longer.
            due = NOW - timedelta(days=number)
            uow.reminders.set_due(ours.journey, ReminderKind.REMINDER, due)
            uow.commit()
        ids.append(ours.journey)
    found: list[int] = []
    while page := storage.due_reminders(ReminderKind.REMINDER, NOW, 2, found[-1] if found else 0):
        found += [one.journey_id for one in page]
    assert found == ids
