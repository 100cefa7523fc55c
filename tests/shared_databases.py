"""One database of each kind for many tests, which keep to workspaces of their own."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from domain.journeys import WorkspaceId
from storage.engine import database_url, open_engine
from storage.session import Database
from tests.databases import SQLITE, Postgres

_numbers = itertools.count(1)


def new_workspace() -> WorkspaceId:
    """A workspace that no other test has."""
    return WorkspaceId(f"T{next(_numbers):05}")


@pytest.fixture(scope="session")
def shared_storage(
    request: pytest.FixtureRequest,
    database_kind: str,
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Database]:
    """Storage that tests share, of each kind they run on; one for each test takes far longer."""
    url: URL
    if database_kind == SQLITE:
        path = tmp_path_factory.mktemp("shared") / "waymark.db"
        shutil.copy(sqlite_template, path)
        url = database_url(f"sqlite:///{path}")
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.migrated()
    database = Database(open_engine(url))
    yield database
    database.close()
