"""Options of a test run, and the databases that all tests share."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL

from storage.engine import database_url
from storage.session import Database
from tests.app_process import RUN_FOLDER, RUN_LASTS
from tests.databases import (
    POSTGRESQL,
    SQLITE,
    MovingEngine,
    Postgres,
    ensure_sqlite_template,
    memory_folder,
    postgres_server,
)
from tests.selection import add_markers, is_left_out, order_files, worker_count

# A busy machine is not a wrong answer. `make quick` draws few examples of what Hypothesis tries.
settings.register_profile("waymark", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=10)
settings.load_profile("waymark")

# A process a core runs the tests: more threads for numpy's sums would wait for each other.
NUMPY_THREADS = "OPENBLAS_NUM_THREADS"

# Objects made before the collector runs; Python's own 700 suits small programs.
GC_THRESHOLD = 20_000

# Where pytest makes the folders of tests.
TEMPORARY_ROOT = "PYTEST_DEBUG_TEMPROOT"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Use worker processes for many test files only: starting them takes seconds."""
    return worker_count(config.args)


def pytest_configure(config: pytest.Config) -> None:
    """Create the folder that all processes of a run share."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="waymark-tests-", dir=memory_folder())
        os.environ[RUN_FOLDER] = folder
        os.environ.setdefault(TEMPORARY_ROOT, folder)
        os.environ.setdefault(NUMPY_THREADS, "1")
        os.mkfifo(Path(folder, RUN_LASTS))
        # Closed by this process's end alone.
        os.open(Path(folder, RUN_LASTS), os.O_RDWR)
        # Runs after the exit handlers of the PostgreSQL wheel, which are registered later.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no file of which a run without the sandbox takes no test."""
    return is_left_out(collection_path, config.option.markexpr) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, end with the browser."""
    order_files(items)


def pytest_collection_finish() -> None:
    """Keep the garbage collector from going through all tests and modules again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what a test needs, so that `-m "not postgres"` and the like leave it out."""
    add_markers(item)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests with a database on SQLite; those marked `each_database` on PostgreSQL too."""
    if "database_kind" in metafunc.fixturenames:
        on_each = metafunc.definition.get_closest_marker("each_database") is not None
        kinds = [SQLITE, POSTGRESQL] if on_each else [SQLITE]
        metafunc.parametrize("database_kind", kinds, indirect=True, scope="session")


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
def sqlite_template(request: pytest.FixtureRequest) -> Path:
    """A migrated SQLite file to copy, made once for these migrations and left in pytest's cache."""
    return ensure_sqlite_template(request.config.cache.mkdir("sqlite-template"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> URL:
    """A migrated SQLite file of this test's own."""
    path = tmp_path / "waymark.db"
    shutil.copy(sqlite_template, path)
    return database_url(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database of a test, as `pytest_generate_tests` chose it."""
    kind: str = getattr(request, "param", SQLITE)
    return kind


@pytest.fixture
def migrated_url(request: pytest.FixtureRequest, database_kind: str) -> Iterator[URL]:
    """A migrated database of this test's own, of each kind that the test runs on."""
    if database_kind == SQLITE:
        yield request.getfixturevalue("sqlite_url")
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.migrated()
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def moving_engine(database_kind: str, request: pytest.FixtureRequest) -> MovingEngine:
    """The engine of all databases of a kind that belong to one test."""
    if database_kind == SQLITE:
        return MovingEngine(database_url("sqlite:///nowhere/waymark.db"))
    server: Postgres = request.getfixturevalue("postgres")
    return MovingEngine(server.url)


@pytest.fixture
def storage(migrated_url: URL, moving_engine: MovingEngine) -> Iterator[Database]:
    """Storage in a database of this test's own, of each kind that the test runs on."""
    database = moving_engine.open(migrated_url)
    yield database
    database.close()
