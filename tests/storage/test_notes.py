"""Notes as they are stored: exact sums, aware times, and rows that stream."""

import random
import tracemalloc
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import StatementError

from domain.journeys import WorkspaceId
from domain.notes import NewNote
from domain.periods import Months
from domain.trends import MoodSums
from storage.engine import open_engine
from storage.session import Database
from tests.storage.filled_workspace import MONTH, NOW, FilledWorkspace, a_note, fill_workspace

pytestmark = pytest.mark.each_database

# In the workspace with one of everything.
NOTES_THERE = 5


@pytest.fixture
def place(shared_storage: Database, ws: WorkspaceId) -> FilledWorkspace:
    """A workspace with one of everything."""
    return fill_workspace(shared_storage, ws)


def insert_notes(shared_storage: Database, place: FilledWorkspace, notes: list[NewNote]) -> None:
    """File these notes."""
    with shared_storage.write(place.workspace) as uow:
        uow.notes.add_all(place.journey, notes)
        uow.commit()


def test_sums_are_exact_whole_numbers(shared_storage: Database, place: FilledWorkspace) -> None:
    draw = random.Random(7)
    month = MONTH + 1
    parts: dict[int | None, list[int]] = defaultdict(list)
    notes = []
    for _ in range(400):
        stage = draw.choice([place.stage, place.stage + 1, None])
        part = draw.choice([draw.randint(-10_000, 10_000), -500, -499, 499, 500, 10_000])
        parts[stage].append(part)
        notes.append(replace(a_note(stage, mood=part / 10_000), month=month))
    insert_notes(shared_storage, place, notes)
    with shared_storage.read(place.workspace) as uow:
        found = uow.notes.moods(place.journey, Months(month, month))
    assert found == {
        stage: MoodSums(
            n=len(moods),
            total=sum(moods),
            squares=sum(mood * mood for mood in moods),
            negative=sum(mood <= -500 for mood in moods),
            positive=sum(mood >= 500 for mood in moods),
            pain_points=len(moods),
            filed=len(moods),
        )
        for stage, moods in parts.items()
    }
    sums = found[None]
    assert {type(part) for part in (sums.n, sums.total, sums.squares, sums.negative)} == {int}


def test_a_mood_comes_back_as_it_was_stored(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    for mood in (-1, -0.3333, -0.0001, 0, 0.0001, 0.07, 0.2857, 0.58, 1):
        with shared_storage.write(place.workspace) as uow:
            found = uow.notes.by_id(uow.notes.add(place.journey, a_note(None, mood=mood)))
        assert found is not None
        assert (found[1].mood, found[1].score) == (mood, mood)


def test_times_come_back_aware_and_in_utc(shared_storage: Database, place: FilledWorkspace) -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    occurred = datetime(2026, 8, 14, 1, 2, 3, 456_789, tzinfo=kathmandu)
    with shared_storage.write(place.workspace) as uow:
        note_id = uow.notes.add(place.journey, replace(a_note(None), occurred_at=occurred))
        uow.commit()
    with shared_storage.read(place.workspace) as uow:
        found = uow.notes.by_id(note_id)
    assert found is not None
    assert found[1].occurred_at.isoformat() == "2026-08-13T19:17:03.456789+00:00"
    assert found[1].created_at.tzinfo is UTC


def test_a_naive_time_is_refused(shared_storage: Database, place: FilledWorkspace) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="naive"), shared_storage.write(place.workspace) as uow:
        uow.notes.add(place.journey, replace(a_note(None), occurred_at=naive))


def test_times_of_different_zones_are_ordered_by_their_instant(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    ahead, behind = timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))
    instants = [
        datetime(2026, 9, 2, 1, tzinfo=ahead),  # 1 September, 11:00 UTC
        datetime(2026, 9, 1, 1, tzinfo=behind),  # 1 September, 12:00 UTC
        datetime(2026, 9, 1, 13, tzinfo=UTC),
    ]
    shuffled = [instants[1], instants[2], instants[0]]
    insert_notes(shared_storage, place, [replace(a_note(None), occurred_at=at) for at in shuffled])
    with shared_storage.read(place.workspace) as uow:
        times = [note.occurred_at for note in uow.notes.stream(place.journey)]
    assert times[-3:] == instants


@pytest.mark.slow
def test_every_note_is_handed_out_without_holding_them_all(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    # Three times as many as are fetched at once.
    number, size = 1_500, 10_000
    insert_notes(
        shared_storage, place, [a_note(None, f"{n:05}" * (size // 5)) for n in range(number)]
    )
    with shared_storage.read(place.workspace) as uow:
        tracemalloc.start()
        seen = sum(1 for _ in uow.notes.stream(place.journey))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert seen == number + NOTES_THERE
    assert most < number * size / 2


def test_other_questions_may_be_asked_while_notes_are_handed_out(
    shared_storage: Database, place: FilledWorkspace
) -> None:
    insert_notes(shared_storage, place, [a_note(None, f"n{n}") for n in range(600)])
    with shared_storage.read(place.workspace) as uow:
        handed = uow.notes.stream(place.journey)
        next(handed)
        assert uow.journeys.default() is not None
        assert sum(1 for _ in handed) == 600 + NOTES_THERE - 1


def test_figures_come_from_their_index_alone(sqlite_url: URL) -> None:
    engine = open_engine(sqlite_url)
    plans: list[str] = []

    def explain(connection: Connection, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
        if sql.startswith("SELECT notes.stage_id"):
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", values)
            plans.append(str(plan.fetchall()))

    event.listen(engine, "before_cursor_execute", explain)
    with Database(engine).read(WorkspaceId("T1")) as uow:
        uow.notes.moods(1, Months(MONTH - 2, MONTH))
    engine.dispose()
    assert len(plans) == 1
    assert "COVERING INDEX ix_notes_figures" in plans[0]


@pytest.mark.parametrize("index", ["ix_notes_unread", "ix_notes_sorted"])
def test_what_every_tick_asks_is_found_by_a_small_index(migrated_url: URL, index: str) -> None:
    engine = open_engine(migrated_url)
    is_sqlite = engine.dialect.name == "sqlite"
    plans: list[str] = []

    def explain(connection: Connection, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
        if sql.startswith("SELECT") and "notes" in sql:
            cursor = connection.connection.cursor()
            # Of a table without rows PostgreSQL would read all.
            cursor.execute("PRAGMA user_version" if is_sqlite else "SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{sql}", values)
            plans.append(str(cursor.fetchall()))

    event.listen(engine, "before_cursor_execute", explain)
    storage = Database(engine)
    if index == "ix_notes_unread":
        storage.journeys_with_unread_notes({"de", "fr"})
    else:
        with storage.read(WorkspaceId("T1")) as uow:
            uow.themes.revision(1)
    engine.dispose()
    assert len(plans) == 1
    assert index in plans[0]
