"""Fixtures of the storage."""

import pytest

from bot.domain.journey import WorkspaceId
from tests.shared import new_workspace, shared_storage

__all__ = ["shared_storage"]


@pytest.fixture
def ws() -> WorkspaceId:
    """A workspace of this test's own."""
    return new_workspace()
