"""Databases of old versions with rows in them: made once, and copied for each test."""

import itertools
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, Engine

from storage.engine import database_url, open_engine, writing_engine
from storage.migrations import version
from tests.databases import Postgres


def upgrade(engine: Engine, revision: str) -> None:
    """Bring a database to a version."""
    with writing_engine(engine).begin() as connection:
        version.upgrade(connection, revision)


@dataclass
class OldDatabases:
    """Copies databases: files in `folder`, or databases of `server` where there is one."""

    folder: Path
    server: Postgres | None
    _templates: dict[str, URL] = field(default_factory=dict)
    _engines: list[Engine] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def copy(self, name: str, make: Callable[[Engine], None]) -> Engine:
        """Return a copy of the database of that name; `make` fills it the first time."""
        if name not in self._templates:
            url = self.server.empty() if self.server else self._file()
            engine = open_engine(url)
            make(engine)
            engine.dispose()
            self._templates[name] = url
        template = self._templates[name]
        engine = open_engine(self.server.copy(template) if self.server else self._file(template))
        self._engines.append(engine)
        return engine

    def close(self) -> None:
        """Close the copies that were made."""
        while self._engines:
            self._engines.pop().dispose()

    def _file(self, template: URL | None = None) -> URL:
        path = self.folder / f"{next(self._numbers)}.db"
        if template is not None:
            shutil.copy(str(template.database), path)
        return database_url(f"sqlite:///{path}")
