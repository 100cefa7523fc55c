"""`app.py rescore`: notes of an older scorer are scored again; what was posted stays."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.handlers.cli import seeded
from tests.handlers.cli.test_migrate_and_wrong_use import one_line
from tests.handlers.processes import environment, waymark


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notes as an earlier Waymark scored them: all of them neutral."""
    path = tmp_path_factory.mktemp("rescored") / "waymark.db"
    shutil.copy(sqlite_template, path)
    seeded.notes(
        path,
        "onboarding: the export keeps timing out",
        "onboarding: Der Export hängt seit Tagen und niemand antwortet",
        "loyalty: Not a single failed payment this month feeling:delighted",
    )
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE notes SET score = 0, scorer = 'textblob-1', label = 'neutral', why = NULL")
        )
        connection.execute(text("UPDATE notes SET mood = 0 WHERE feeling IS NULL"))
    engine.dispose()
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    """A copy of this test's own."""
    return Path(shutil.copy(template, tmp_path / "waymark.db"))


def exported(database: Path) -> list[dict[str, object]]:
    """The notes as rows."""
    asked = ["export", "--journey", "buyer", "--format", "jsonl"]
    lines = waymark(asked, environment(database)).stdout.decode().splitlines()
    return [json.loads(line) for line in lines]


def test_a_journey_is_scored_anew(database: Path) -> None:
    assert [row["label"] for row in exported(database)] == ["neutral"] * 3
    done = waymark(["rescore", "--journey", "buyer"], environment(database))
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode()
    assert said.startswith("buyer: scored 3 notes again with waymark-")
    assert "2 have another mood" in said
    rows = exported(database)
    assert [row["label"] for row in rows] == ["negative", "negative", "positive"]
    assert [row["language"] for row in rows][1] == "de"
    assert rows[2]["mood"] == 1.0
    again = waymark(["rescore", "--journey", "buyer"], environment(database))
    assert b"0 have another mood" in again.stdout


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (["rescore"], 2, "--journey"),
        (["rescore", "--journey", "nope"], 1, "nope"),
        (["rescore", "--journey", "buyer", "--workspace", "T404"], 1, "buyer"),
    ],
)
def test_wrong_use_is_one_line(database: Path, asked: list[str], code: int, said: str) -> None:
    done = waymark(asked, environment(database))
    assert done.returncode == code
    assert said in one_line(done.stderr)
