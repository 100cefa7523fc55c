"""`app.py export`: every note with every field, and no cell that a spreadsheet would run."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.handlers.cli import seeded
from tests.handlers.cli.test_migrate_and_wrong_use import one_line
from tests.handlers.processes import ROOT, environment, waymark

# docs/ARCHITECTURE.md, “Contract with the outside”.
FIELDS = [
    "id",
    "kind",
    "journey",
    "stage",
    "touchpoint",
    "persona",
    "channel",
    "team",
    "source",
    "severity",
    "feeling",
    "score",
    "mood",
    "label",
    "language",
    "text",
    "author",
    "occurred_at",
    "created_at",
    "permalink",
    "supporters",
    "theme",
]

LIVE = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "waymark.db"
    shutil.copy(sqlite_template, path)
    lines = [f"onboarding: {text}" for text in seeded.NASTY]
    seeded.notes(
        path, *lines, "loyalty: ok via:web persona:shopper team:sales severity:low feeling:-1"
    )
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "waymark.db"))


def exported(database: Path, form: str) -> str:
    done = waymark(["export", "--journey", "buyer", "--format", form], environment(database))
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_csv_and_json_lines_hold_the_same_notes(database: Path) -> None:
    table = list(csv.DictReader(io.StringIO(exported(database, "csv"), newline="")))
    lines = [json.loads(line) for line in exported(database, "jsonl").splitlines()]
    assert [list(row) for row in (*table, *lines)] == [FIELDS] * 2 * (len(seeded.NASTY) + 1)
    for row, line in zip(table, lines, strict=True):
        for name in FIELDS:
            meant = "" if line[name] is None else str(line[name])
            assert row[name].removeprefix("'") == meant.removeprefix("'"), name
    assert [line["text"] for line in lines[:-1]] == list(seeded.NASTY)
    assert lines[-1] == lines[-1] | {
        "kind": "pain point",
        "journey": "buyer",
        "stage": "loyalty",
        "channel": "website",
        "persona": "shopper",
        "team": "sales",
        "severity": 1,
        "feeling": -1,
        "mood": -0.5,
        "label": "negative",
        "text": "ok",
    }


def test_no_text_cell_is_a_formula_and_numbers_stay_numbers(database: Path) -> None:
    table = list(csv.DictReader(io.StringIO(exported(database, "csv"), newline="")))
    assert not [row["text"] for row in table if row["text"].startswith(LIVE)]
    assert [row["text"] for row in table[:4]] == [f"'{text}" for text in seeded.NASTY[:4]]
    assert table[-1]["mood"] == "-0.5"
    assert table[-1]["feeling"] == "-1"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_unknown_journey_is_one_line_and_leaves_no_output(database: Path, form: str) -> None:
    asked = ["export", "--journey", "nosuch", "--workspace", "T1", "--format", form]
    done = waymark(asked, environment(database))
    assert done.returncode == 1
    assert "nosuch" in one_line(done.stderr)
    assert done.stdout == b""


def test_a_reader_that_has_seen_enough_is_no_failure(database: Path) -> None:
    """As in `app.py export … | head -1`, with more notes than a pipe holds."""
    seeded.notes(database, *(f"onboarding: {'long ' * 6000}{n}" for n in range(4)))
    with subprocess.Popen(
        [sys.executable, "app.py", "export", "--journey", "buyer"],
        cwd=ROOT,
        env=environment(database),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"id,kind,")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(10) == 0
