"""Database engines, SQLite in WAL mode or PostgreSQL, and what their errors mean to people."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import PoolProxiedConnection

from domain.errors import BadInputError, StorageBusyError, StorageDownError

# Slack waits three seconds for an answer; a longer wait becomes an error.
BUSY_TIMEOUT_SECONDS = 2

BUSY = "The database did not answer in time, so nothing was saved. Please try again in a moment."

DOWN = (
    "The database cannot be opened, reached or read; nothing was saved. "
    "The person who runs Waymark should check DATABASE_URL and the database itself."
)

SQLITE_LOGIC_ERROR = "SQLITE_ERROR"

BROKEN_SQLITE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")

BUSY_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED")

# PostgreSQL: lock not available, serialization failure, deadlock.
BUSY_POSTGRES = ("55P03", "40001", "40P01")

# A read-only replica.
READ_ONLY_POSTGRES = "25006"

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def database_url(text: str) -> URL:
    """Parse a DATABASE_URL. Raises BadInputError unless it names SQLite or PostgreSQL."""
    try:
        url = make_url(text)
        driver = _DRIVERS[url.drivername]
    except (ArgumentError, KeyError, ValueError):
        # Do not repeat the text: it may contain a password.
        raise BadInputError(
            "DATABASE_URL must look like sqlite:///waymark.db or "
            "postgresql://user:password@host:5432/name."
        ) from None
    return url.set(drivername=driver)


def open_engine(url: URL, busy_timeout_seconds: int = BUSY_TIMEOUT_SECONDS) -> Engine:
    """Return an engine for the URL, without connecting.

    `busy_timeout_seconds` limits the wait for a lock, a connection and the server.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url.set(drivername=f"sqlite+{_DRIVER_NAME}"),
            hide_parameters=True,
            connect_args={"timeout": busy_timeout_seconds},
        )
        assert isinstance(engine.dialect, _SqliteDialect)  # noqa: S101 - registered below
        engine.dialect.busy_timeout_seconds = busy_timeout_seconds
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    return create_engine(
        url,
        # Error messages must not contain what people wrote.
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=busy_timeout_seconds,
        connect_args=_postgres_arguments(busy_timeout_seconds),
    )


def writing_engine(engine: Engine) -> Engine:
    """Return an engine on the same connections whose transactions may write."""
    writer: Engine = engine.execution_options()
    if isinstance(engine.dialect, _SqliteDialect):
        dialect = _WritingSqliteDialect.__new__(_WritingSqliteDialect)
        # The same in all else, also in what is known only after the first connection.
        dialect.__dict__ = engine.dialect.__dict__
        writer.dialect = dialect
    return writer


def open_unpooled_engine(url: URL) -> Engine:
    """Return a PostgreSQL engine that opens a connection for each use and closes it after."""
    return create_engine(
        url,
        hide_parameters=True,
        poolclass=NullPool,
        connect_args=_postgres_arguments(BUSY_TIMEOUT_SECONDS),
    )


def _postgres_arguments(busy_timeout_seconds: int) -> dict[str, Any]:
    settings = {
        "lock_timeout": busy_timeout_seconds * 1000,
        "timezone": "UTC",
        # The server notices within two minutes that a machine has vanished, and frees its locks.
        "tcp_keepalives_idle": 60,
        "tcp_keepalives_interval": 10,
        "tcp_keepalives_count": 6,
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return {"connect_timeout": busy_timeout_seconds, "options": options}


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    # The driver's implicit BEGIN is never IMMEDIATE; transactions are started below.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: what was acknowledged survives a power failure.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


_DRIVER_NAME = "waymark"


class _SqliteDialect(SQLiteDialect_pysqlite):
    """SQLite with explicit transactions.

    Not the event `begin`: with a listener, SQLAlchemy looks for others before and after each
    statement, which takes a tenth of its time.
    """

    driver = _DRIVER_NAME
    supports_statement_cache = True
    busy_timeout_seconds = BUSY_TIMEOUT_SECONDS

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Begin a transaction that reads."""
        _driver_connection(dbapi_connection).execute("BEGIN")


class _WritingSqliteDialect(_SqliteDialect):
    """Its transactions have the write lock from their beginning."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Begin a transaction. Raises sqlite3.OperationalError where the lock is not free."""
        _begin_writing(_driver_connection(dbapi_connection), self.busy_timeout_seconds)


def _driver_connection(connection: PoolProxiedConnection) -> sqlite3.Connection:
    driver = connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - no other driver of this dialect
    return driver


registry.register(f"sqlite.{_DRIVER_NAME}", __name__, _SqliteDialect.__name__)


def _begin_writing(connection: sqlite3.Connection, busy_timeout_seconds: int) -> None:
    """Take the write lock, trying every few milliseconds until the timeout.

    SQLite's own busy handler soon tries only every 0.1 s; one writer among many may never get it.
    """
    deadline = time.monotonic() + busy_timeout_seconds
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorname.startswith("SQLITE_BUSY")
                if not is_busy or time.monotonic() >= deadline:
                    raise
            else:
                return
            time.sleep(random.uniform(0.001, 0.004))  # noqa: S311 - no secret
    finally:
        # A commit may still have to wait for a checkpoint.
        connection.execute(f"PRAGMA busy_timeout={busy_timeout_seconds * 1000}")


@contextmanager
def translate_db_errors() -> Iterator[None]:
    """Raise StorageBusyError or StorageDownError if the database is busy or unusable.

    Errors that are our own mistakes pass unchanged.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise StorageBusyError(BUSY) from error
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.Error):
            kind = error.orig.sqlite_errorname
            if not isinstance(error, OperationalError) and kind not in BROKEN_SQLITE:
                raise
            if kind == SQLITE_LOGIC_ERROR:
                raise
            busy = kind.startswith(BUSY_SQLITE)
        else:
            state = getattr(error.orig, "sqlstate", None)
            if not isinstance(error, OperationalError) and state != READ_ONLY_POSTGRES:
                raise
            busy = state in BUSY_POSTGRES
        if busy:
            raise StorageBusyError(BUSY) from error
        raise StorageDownError(DOWN) from error
