"""A database for all scenarios of a file, where they can be kept apart or only read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from storage.engine import database_url
from tests.databases import SQLITE, Postgres


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
