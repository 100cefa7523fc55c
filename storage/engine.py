"""Database engines: SQLite in WAL mode with IMMEDIATE write transactions, or PostgreSQL."""

import random
import sqlite3
import time
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError

from domain.errors import BadInputError

# Slack waits three seconds for an answer; a longer wait becomes an error.
BUSY_TIMEOUT_SECONDS = 2


WRITES = "waymark_writes"


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
            url, hide_parameters=True, connect_args={"timeout": busy_timeout_seconds}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", partial(_begin_sqlite, busy_timeout_seconds))
        return engine
    return create_engine(
        url,
        # Error messages must not contain what people wrote.
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=busy_timeout_seconds,
        connect_args=_postgres_arguments(busy_timeout_seconds),
    )


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


def _begin_sqlite(busy_timeout_seconds: int, connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        _begin_writing(connection, busy_timeout_seconds)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection, busy_timeout_seconds: int) -> None:
    """Take the write lock, trying every few milliseconds until the timeout.

    SQLite's own busy handler soon tries only every 0.1 s; one writer among many may never get it.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - no other driver reads this dialect
    deadline = time.monotonic() + busy_timeout_seconds
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < deadline:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                    break
            else:
                return
            time.sleep(random.uniform(0.001, 0.004))  # noqa: S311 - no secret
        # Try a last time through SQLAlchemy, which raises its own error.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        # A commit may still have to wait for a checkpoint.
        driver.execute(f"PRAGMA busy_timeout={busy_timeout_seconds * 1000}")
