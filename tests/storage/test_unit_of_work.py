"""A transaction is a `with`; leaving it without commit rolls it back."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from domain.errors import StorageBusyError, StorageDownError
from domain.journeys import BUYER, WorkspaceId
from domain.posted_reviews import DueReview
from storage.engine import BUSY, database_url, open_engine
from storage.session import Database
from tests.storage.filled_workspace import NOW, fill_workspace

pytestmark = pytest.mark.each_database


class Stumble(Exception):  # noqa: N818
    """Something goes wrong in the middle."""


def channel(storage: Database, ws: WorkspaceId) -> str | None:
    """The home channel as others see it."""
    with storage.read(ws) as uow:
        journey = uow.journeys.default()
    return journey.home_channel if journey else None


def test_what_is_committed_stays(shared_storage: Database, ws: WorkspaceId) -> None:
    journey = fill_workspace(shared_storage, ws).journey
    with shared_storage.write(ws) as uow:
        uow.journeys.set_home_channel(journey, "C7")
        uow.commit()
    assert channel(shared_storage, ws) == "C7"


def test_leaving_without_commit_rolls_back(shared_storage: Database, ws: WorkspaceId) -> None:
    journey = fill_workspace(shared_storage, ws).journey
    with shared_storage.write(ws) as uow:
        uow.journeys.set_home_channel(journey, "C7")
    assert channel(shared_storage, ws) is None


def test_an_error_rolls_back_and_comes_through(shared_storage: Database, ws: WorkspaceId) -> None:
    journey = fill_workspace(shared_storage, ws).journey

    def stumble() -> None:
        with shared_storage.write(ws) as uow:
            uow.journeys.set_home_channel(journey, "C7")
            raise Stumble

    with pytest.raises(Stumble):
        stumble()
    assert channel(shared_storage, ws) is None


def test_what_comes_after_the_commit_is_rolled_back(
    shared_storage: Database, ws: WorkspaceId
) -> None:
    journey = fill_workspace(shared_storage, ws).journey
    with shared_storage.write(ws) as uow:
        uow.journeys.set_home_channel(journey, "C7")
        uow.commit()
        uow.journeys.set_home_channel(journey, "C8")
    assert channel(shared_storage, ws) == "C7"


def test_others_see_nothing_before_the_commit(shared_storage: Database, ws: WorkspaceId) -> None:
    journey = fill_workspace(shared_storage, ws).journey
    with shared_storage.write(ws) as uow:
        uow.journeys.set_home_channel(journey, "C7")
        assert channel(shared_storage, ws) is None
        uow.commit()


def test_a_unit_of_work_sees_its_own_writes(shared_storage: Database, ws: WorkspaceId) -> None:
    journey = fill_workspace(shared_storage, ws).journey
    with shared_storage.write(ws) as uow:
        uow.journeys.set_home_channel(journey, "C7")
        found = uow.journeys.by_id(journey)
    assert found is not None
    assert found.home_channel == "C7"


def test_a_workspace_is_new_only_once(shared_storage: Database, ws: WorkspaceId) -> None:
    answers = []
    for _ in range(2):
        with shared_storage.write(ws) as uow:
            answers.append(uow.journeys.ensure_workspace())
            uow.commit()
    assert answers == [True, False]


@contextmanager
def locked(storage: Database) -> Iterator[None]:
    """Somebody else holds the database and does not let go."""
    engine = storage._engine
    if engine.dialect.name == "sqlite":
        other = sqlite3.connect(str(engine.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
        return
    with engine.connect() as connection:
        connection.execute(text("LOCK TABLE journeys, workspaces IN ACCESS EXCLUSIVE MODE"))
        yield


def test_a_locked_database_is_reported_within_three_seconds(
    shared_storage: Database, ws: WorkspaceId
) -> None:
    began = time.monotonic()
    with (
        locked(shared_storage),
        pytest.raises(StorageBusyError) as busy,
        shared_storage.write(ws) as uow,
    ):
        uow.journeys.ensure_workspace()
    assert time.monotonic() - began < 3
    assert busy.value.sentence == BUSY
    assert "nothing was saved" in BUSY


def test_a_lock_that_is_let_go_in_time_is_waited_for(
    shared_storage: Database, ws: WorkspaceId
) -> None:
    held = threading.Event()

    def hold() -> None:
        with locked(shared_storage):
            held.set()
            time.sleep(0.5)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    with shared_storage.write(ws) as uow:
        assert uow.journeys.ensure_workspace()
    holder.join()


def test_a_missing_table_is_not_called_a_busy_database(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("empty") / "waymark.db"
    storage = Database(open_engine(database_url(f"sqlite:///{path}")))
    with (
        pytest.raises(OperationalError, match="no such table"),
        storage.read(WorkspaceId("T1")) as uow,
    ):
        uow.journeys.default()
    storage.close()


def begin(storage: Database, workspace: str, due: datetime) -> DueReview:
    """A workspace whose first review is due then."""
    with storage.write(WorkspaceId(workspace)) as uow:
        uow.journeys.ensure_workspace()
        journey = uow.journeys.add(BUYER, due, NOW)
        uow.commit()
    return DueReview(WorkspaceId(workspace), journey.id)


def test_due_reviews_are_those_of_all_workspaces_up_to_now(storage: Database) -> None:
    second = timedelta(seconds=1)
    past = begin(storage, "T1", NOW - second)
    present = begin(storage, "T2", NOW)
    begin(storage, "T3", NOW + second)
    assert list(storage.due_reviews(NOW, 10)) == [past, present]


def test_due_reviews_are_handed_out_page_by_page(storage: Database) -> None:
    every = [begin(storage, f"T{n}", NOW - timedelta(days=n % 3)) for n in range(7)]
    pages, after = [], 0
    while page := storage.due_reviews(NOW, 3, after):
        pages.append(list(page))
        after = page[-1].journey_id
    assert pages == [every[:3], every[3:6], every[6:]]


def test_a_journey_whose_review_is_put_off_is_no_longer_due(storage: Database) -> None:
    due = begin(storage, "T1", NOW)
    with storage.write(WorkspaceId("T1")) as uow:
        uow.journeys.set_review_due(due.journey_id, NOW + timedelta(days=90))
        uow.commit()
    assert list(storage.due_reviews(NOW, 10)) == []


def test_workspaces_are_found_by_their_journey(storage: Database) -> None:
    for workspace in ("T2", "T1"):
        begin(storage, workspace, NOW)
    assert list(storage.workspaces_with("buyer")) == ["T1", "T2"]
    assert list(storage.workspaces_with("shop")) == []


def test_a_database_of_this_version_passes_its_check(shared_storage: Database) -> None:
    shared_storage.check()


@pytest.mark.parametrize(
    "ask",
    [
        lambda storage: storage.due_reviews(datetime(2026, 1, 1, tzinfo=UTC), 1),
        lambda storage: storage.workspaces_with("buyer"),
        lambda storage: storage.check(),
    ],
    ids=["due_reviews", "workspaces_with", "check"],
)
def test_a_server_that_is_not_there_is_reported_in_time(ask: Callable[[Database], object]) -> None:
    storage = Database(open_engine(database_url("postgresql://u@127.0.0.1:1/name")))
    with pytest.raises(StorageDownError):
        ask(storage)
    storage.close()
