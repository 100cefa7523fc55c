"""The sample journey, loaded once: its tests only ask."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine import database_url, open_engine
from storage.session import Database
from tests.bot.answers.sample_journey import load_sample
from tests.bot.env import Env, make_env


@pytest.fixture(scope="package")
def sample(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Env]:
    """The sample journey on Friday 14 August 2026, in the seventh week of its quarter."""
    path = tmp_path_factory.mktemp("sample") / "waymark.db"
    shutil.copy(sqlite_template, path)
    database = Database(open_engine(database_url(f"sqlite:///{path}")))
    env = make_env(database)
    load_sample(env)
    yield env
    database.close()
