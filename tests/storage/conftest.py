"""Fixtures of the storage."""

from collections.abc import Iterator

import pytest

from domain.journeys import WorkspaceId
from tests.databases import POSTGRESQL, SQLITE
from tests.shared_databases import new_workspace, shared_storage
from tests.storage.old_databases import OldDatabases

__all__ = ["shared_storage"]


@pytest.fixture
def ws() -> WorkspaceId:
    """A workspace of this test's own."""
    return new_workspace()


@pytest.fixture(scope="session", params=[SQLITE, POSTGRESQL])
def all_old_databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> OldDatabases:
    """Databases of old versions, on each kind in turn."""
    server = request.getfixturevalue("postgres") if request.param == POSTGRESQL else None
    return OldDatabases(tmp_path_factory.mktemp("old"), server)


@pytest.fixture
def old_databases(all_old_databases: OldDatabases) -> Iterator[OldDatabases]:
    """The same; a test's copies are closed at its end."""
    yield all_old_databases
    all_old_databases.close()
