"""Translate database errors into errors with a sentence that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from domain.errors import StorageBusyError, StorageDownError

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
