"""Many writers at once: on one SQLite file, and in one workspace."""

import subprocess
import sys
import threading

import pytest
from sqlalchemy import URL

from domain.journeys import WorkspaceId
from storage.engine import open_engine
from storage.session import Database
from tests.databases import Postgres
from tests.storage.filled_workspace import a_note, fill_workspace

# Few processes that count often: starting one takes longer than to count a hundred times.
PROCESSES, TIMES = 3, 100

WS = WorkspaceId("T1")


@pytest.mark.slow
def test_processes_that_read_then_write_lose_nothing_and_none_is_locked_out(
    sqlite_url: URL,
) -> None:
    storage = Database(open_engine(sqlite_url))
    fill_workspace(storage, WS)
    url = sqlite_url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.storage.counter_process", url, str(TIMES)]
    running = [
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    complaints = [process.communicate(timeout=120)[1] for process in running]
    assert complaints == [""] * PROCESSES
    with storage.read(WS) as uow:
        journey = uow.journeys.default()
    storage.close()
    assert journey is not None
    assert journey.home_channel == str(PROCESSES * TIMES)


def test_who_begins_a_workspace_and_who_adds_a_note_to_it_do_not_wait_for_each_other(
    postgres: Postgres,
) -> None:
    storage = Database(open_engine(postgres.migrated()))
    ours = fill_workspace(storage, WS)
    locked, done = threading.Event(), []

    def begins() -> None:
        with storage.write(WS) as uow:
            uow.journeys.lock_workspace()
            locked.set()
            # Whoever adds the note has this one.
            uow.journeys.lock(ours.journey)
            done.append("begun")

    with storage.write(WS) as uow:
        uow.journeys.lock(ours.journey)
        other = threading.Thread(target=begins)
        other.start()
        assert locked.wait(10)
        uow.notes.add(ours.journey, a_note(ours.stage))
        uow.commit()
    other.join(10)
    storage.close()
    assert done == ["begun"]
