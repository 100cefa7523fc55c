"""Databases with something in them: filled once, copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.handlers.cli import seeded


@pytest.fixture(scope="session")
def reviewed_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quarter worth a review, to copy."""
    path = tmp_path_factory.mktemp("reviewed") / "waymark.db"
    shutil.copy(sqlite_template, path)
    seeded.review(path)
    return path


@pytest.fixture
def reviewed_database(reviewed_template: Path, tmp_path: Path) -> Path:
    """A quarter worth a review, of this test's own."""
    return Path(shutil.copy(reviewed_template, tmp_path / "waymark.db"))
