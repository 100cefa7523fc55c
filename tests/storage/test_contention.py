"""Many writers at once on one SQLite file."""

import subprocess
import sys

from sqlalchemy import URL

from bot.domain.journey import WorkspaceId
from storage.engine import open_engine
from storage.unit_of_work import SqlStorage
from tests.storage.settled import settle

PROCESSES, TIMES = 8, 100
WS = WorkspaceId("T1")


def test_processes_that_read_then_write_lose_nothing_and_none_is_locked_out(
    sqlite_url: URL,
) -> None:
    storage = SqlStorage(open_engine(sqlite_url))
    settle(storage, WS)
    url = sqlite_url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.storage.counting", url, str(TIMES)]
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
