"""Fixtures of the storage."""

import pytest

from domain.journeys import WorkspaceId
from tests.shared_databases import new_workspace, shared_storage

__all__ = ["shared_storage"]


@pytest.fixture
def ws() -> WorkspaceId:
    """A workspace of this test's own."""
    return new_workspace()
