"""Waymark in a workspace and its people; a database for all scenarios of a file that share it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from storage.engine import database_url
from tests.clocks import StandingClock
from tests.databases import SQLITE, Postgres
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import SlackUser


@pytest.fixture(scope="module")
def shared_sqlite_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> URL:
    """A migrated SQLite file that tests of a file share."""
    path = tmp_path_factory.mktemp("shared") / "waymark.db"
    shutil.copy(sqlite_template, path)
    return database_url(f"sqlite:///{path}")


@pytest.fixture(scope="module")
def shared_url(request: pytest.FixtureRequest, database_kind: str) -> Iterator[URL]:
    """A migrated database that tests of a file share, of each kind that they run on."""
    if database_kind == SQLITE:
        yield request.getfixturevalue("shared_sqlite_url")
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.migrated()
    yield url
    server.drop(url)


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter. Files that need more have a `pair` of their own."""
    with running(sqlite_url, StandingClock(2026, 8, 15)) as pair:
        yield pair


@pytest.fixture
def mara(pair: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(pair, "mara")


@pytest.fixture
def tomas(pair: RunningPair) -> SlackUser:
    """A member of the workspace."""
    return SlackUser(pair, "tomas")
