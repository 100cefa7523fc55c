"""DATABASE_URL: what is accepted, and that no password is ever repeated."""

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import IntegrityError

from domain.errors import BadInputError, StorageDownError
from domain.journeys import WorkspaceId
from storage.engine import database_url, open_engine
from storage.session import Database
from tests.databases import Postgres
from tests.storage.filled_workspace import a_note, fill_workspace

pytestmark = pytest.mark.each_database

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///waymark.db", "sqlite+pysqlite"),
        ("sqlite:////var/lib/waymark.db", "sqlite+pysqlite"),
        ("postgres://u:p@host/name", "postgresql+psycopg"),
        ("postgresql://u:p@host:5433/name?sslmode=require", "postgresql+psycopg"),
        ("postgresql+psycopg://u:p@host/name", "postgresql+psycopg"),
    ],
)
def test_sqlite_and_postgresql_are_accepted(given: str, driver: str) -> None:
    assert database_url(given).drivername == driver


def test_the_parts_of_a_url_stay() -> None:
    url = database_url("postgres://me:p%40ss@host:5433/name?sslmode=require")
    parts = (url.username, url.password, url.host, url.port, url.database, url.query["sslmode"])
    assert parts == ("me", "p@ss", "host", 5433, "name", "require")


@pytest.mark.parametrize(
    "given",
    [
        f"mysql://u:{SECRET}@host/name",
        f"postgresql+asyncpg://u:{SECRET}@host/name",
        f"postgresql://u:{SECRET}@host:port/name",
        f"u:{SECRET}@host/name",
        SECRET,
        "",
    ],
)
def test_anything_else_is_refused_without_repeating_the_password(given: str) -> None:
    with pytest.raises(BadInputError, match="DATABASE_URL must look like") as refused:
        database_url(given)
    assert SECRET not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_server_that_is_not_there_is_reported_without_the_password() -> None:
    storage = Database(open_engine(database_url(f"postgresql://u:{SECRET}@127.0.0.1:1/name")))
    with pytest.raises(StorageDownError) as refused:
        storage.check()
    assert SECRET not in refused.value.sentence
    storage.close()


def test_an_error_does_not_hold_what_people_wrote(
    shared_storage: Database, ws: WorkspaceId
) -> None:
    ours = fill_workspace(shared_storage, ws)
    with pytest.raises(IntegrityError) as refused, shared_storage.write(ws) as uow:
        uow.notes.add(ours.journey, a_note(999_999, f"the code is {SECRET}"))
    assert SECRET not in str(refused.value)


def test_what_sqlite_saved_survives_a_power_cut(sqlite_url: URL) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        # 2 is FULL: each commit is on the disk before it is acknowledged.
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    engine.dispose()


def test_postgresql_answers_in_utc(postgres: Postgres) -> None:
    engine = open_engine(postgres.migrated())
    with engine.connect() as connection:
        assert connection.execute(text("SHOW timezone")).scalar() == "UTC"
    engine.dispose()
