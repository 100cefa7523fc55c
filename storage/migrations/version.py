"""Migrate a database to this program's version, and check its version."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from domain.errors import StorageOutdatedError
from storage.engine import translate_db_errors, writing_engine

MIGRATION_LOCK = 7_239_118

FOLDER = Path(__file__).parent


def newest() -> str:
    """Return the version this program needs."""
    return max(_known())


def current(connection: Connection) -> str | None:
    """Return the version of a database, None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


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
    with translate_db_errors(), writing_engine(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        before = current(connection)
        upgrade(connection, newest())
        return before, newest()


def upgrade(connection: Connection, version: str) -> None:
    """Bring a database to a version, in the transaction of the connection."""
    # Imported here: only migrating needs it, and it takes a quarter of a second.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _known() -> set[str]:
    """Return all versions: each migration's file begins with its own."""
    return {file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py")}
