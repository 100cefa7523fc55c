"""The migrations make exactly the tables the code speaks of."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, inspect, text

from domain.errors import StorageOutdatedError
from storage.engine import database_url, open_engine
from storage.migrations.version import migrate, newest
from storage.schema import metadata
from storage.session import Database
from tests.databases import Postgres

pytestmark = pytest.mark.each_database


def _is_described(_thing: Any, name: str | None, _kind: str, *_: Any) -> bool:
    """All but the search index, which each database makes in its own way."""
    return "words" not in (name or "")


@pytest.mark.filterwarnings("ignore:autogenerate skipping.*expression-based index:UserWarning")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection:sqlalchemy.exc.SAWarning")
def test_migrated_database_is_the_one_the_tables_describe(migrated_url: URL) -> None:
    engine = open_engine(migrated_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": _is_described}
        )
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert [d for d in differences if "uq_kpis_place_key" not in str(d)] == []


def test_migrating_twice_changes_nothing(migrated_url: URL) -> None:
    engine = open_engine(migrated_url)
    assert migrate(engine) == (newest(), newest())
    engine.dispose()


def test_an_empty_database_is_refused_with_what_to_do(postgres: Postgres) -> None:
    storage = Database(open_engine(postgres.empty()))
    with pytest.raises(StorageOutdatedError, match=r"app\.py migrate"):
        storage.check()
    storage.close()


def test_a_database_of_a_later_version_is_refused(migrated_url: URL) -> None:
    engine = open_engine(migrated_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageOutdatedError, match="newer than this program"):
        Database(engine).check()
    engine.dispose()


def test_every_table_but_the_workspaces_names_its_workspace(migrated_url: URL) -> None:
    engine = open_engine(migrated_url)
    inspector = inspect(engine)
    names = {name for name in inspector.get_table_names() if "words" not in name}
    tables = names - {"alembic_version", "workspaces"}
    assert tables
    for table in tables:
        columns = {column["name"]: column for column in inspector.get_columns(table)}
        assert columns["workspace_id"]["nullable"] is False, table
    engine.dispose()


def test_sqlite_is_in_wal_mode(sqlite_url: URL) -> None:
    engine = open_engine(database_url(sqlite_url.render_as_string(hide_password=False)))
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()
