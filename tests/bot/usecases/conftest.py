"""Fixtures of the use cases."""

import pytest

from storage.unit_of_work import SqlStorage
from tests.bot.usecases.house import House, make_house
from tests.shared import shared_storage

__all__ = ["shared_storage"]


@pytest.fixture
def house(shared_storage: SqlStorage) -> House:
    """Waymark on each kind of database in turn, on Friday 14 August 2026 at noon UTC."""
    return make_house(shared_storage)


@pytest.fixture
def lone_house(storage: SqlStorage) -> House:
    """The same with a database of its own, for what concerns all workspaces."""
    return make_house(storage)


@pytest.fixture
def ready(house: House) -> House:
    """A journey with a note in its home channel C1, just after the quarter's end."""
    house.capture("onboarding: slow severity:high", channel="C1")
    house.at("2026-10-01T09:00:00+00:00")
    return house
