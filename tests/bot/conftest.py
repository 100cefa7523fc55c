"""Fixtures of the use cases."""

import pytest

from storage.session import Database
from tests.bot.env import Env, make_env
from tests.shared_databases import shared_storage

__all__ = ["shared_storage"]


@pytest.fixture
def env(shared_storage: Database) -> Env:
    """Waymark on Friday 14 August 2026 at noon UTC; on SQLite unless marked `each_database`."""
    return make_env(shared_storage)


@pytest.fixture
def lone_env(storage: Database) -> Env:
    """The same with a database of its own, for what concerns all workspaces."""
    return make_env(storage)


@pytest.fixture
def ready(env: Env) -> Env:
    """A journey with a note in its home channel C1, just after the quarter's end."""
    env.capture("onboarding: slow severity:high", channel="C1")
    env.at("2026-10-01T09:00:00+00:00")
    return env
