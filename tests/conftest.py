"""Options of a test run, and the databases that all tests share."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from storage.engine import database_url, open_engine
from storage.migrations.version import migrate
from storage.session import Database
from tests.databases import Postgres, postgres_server
from tests.selection import add_markers, worker_count

RUN_FOLDER = "WAYMARK_TEST_FOLDER"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Use worker processes for many test files only: starting them takes seconds."""
    return worker_count(config.args)


def pytest_configure(config: pytest.Config) -> None:
    """Create the folder that all processes of a run share."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="waymark-tests-")
        os.environ[RUN_FOLDER] = folder
        # Runs after the exit handlers of the PostgreSQL wheel, which are registered later.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what a test needs, so that `-m "not postgres"` and the like leave it out."""
    add_markers(item)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """One PostgreSQL server for the whole run, started when the first test needs it."""
    if "not postgres" in request.config.option.markexpr:
        pytest.fail("a test without the marker `postgres` asks for PostgreSQL")
    folder = Path(os.environ[RUN_FOLDER])
    with postgres_server(folder) as server:
        databases = Postgres(server, folder.name.replace("-", "_"))
        yield databases
        databases.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(database_url(f"sqlite:///{path}"))
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> URL:
    """A migrated SQLite file of this test's own."""
    path = tmp_path / "waymark.db"
    shutil.copy(sqlite_template, path)
    return database_url(f"sqlite:///{path}")


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest) -> URL:
    """A migrated database of this test's own, on each kind of database in turn."""
    if request.param == "sqlite":
        url: URL = request.getfixturevalue("sqlite_url")
        return url
    server: Postgres = request.getfixturevalue("postgres")
    return server.migrated()


@pytest.fixture
def storage(migrated_url: URL) -> Iterator[Database]:
    """Storage on each kind of database in turn."""
    made = Database(open_engine(migrated_url))
    yield made
    made.close()
