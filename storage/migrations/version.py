"""Migrate a database to this program's version, and check its version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from domain.errors import StorageOutdatedError
from storage.db_errors import translate_db_errors
from storage.engine import WRITES

MIGRATION_LOCK = 7_239_118


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def newest() -> str:
    """Return the version this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        msg = "there are no migrations"
        raise RuntimeError(msg)
    return head


def current(connection: Connection) -> str | None:
    """Return the version of a database, None if it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def check_version(connection: Connection) -> None:
    """Raise StorageOutdatedError unless the database is at this program's version."""
    found, needed = current(connection), newest()
    if found == needed:
        return
    if found is not None and found not in _known():
        raise StorageOutdatedError(
            f"The database is at version {found}, which is newer than this program "
            f"({needed}). Install the version of Waymark that wrote it."
        )
    raise StorageOutdatedError(
        f"The database is at version {found or 'none'}, this program needs {needed}. "
        "Run `python app.py migrate` first."
    )


def migrate(engine: Engine) -> tuple[str | None, str]:
    """Bring the database to this program's version; return the versions (before, after).

    Several processes may do this at once: one migrates, the others wait.
    """
    with translate_db_errors(), engine.execution_options(**{WRITES: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        before = current(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return before, newest()


def _known() -> set[str]:
    return {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}
