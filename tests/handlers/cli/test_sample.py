"""The sample that the sandbox loads: its people have sorted the pain points of a year."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.cli.sandbox import SAMPLE, sort_command
from sandbox.play import date_of
from tests.handlers.cli import seeded
from tests.handlers.processes import environment, waymark

TODAY = date(2026, 8, 14)

HISTORY = [json.loads(line) for line in (SAMPLE / "history.jsonl").read_text("utf-8").splitlines()]

PAINS = [line for line in HISTORY if line["command"] == "/painpoint"]


@pytest.fixture(scope="module")
def database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pain points of the sample, sorted as the sandbox sorts them."""
    path = tmp_path_factory.mktemp("sample") / "waymark.db"
    path.write_bytes(sqlite_template.read_bytes())
    seeded.notes(path, *(f"{line['text']} on:{date_of(line, TODAY)}" for line in PAINS))
    done = waymark([*sort_command(), "--workspace", "T1"], environment(path))
    assert (done.returncode, done.stderr) == (0, b"")
    complete = sum(line["quarters_ago"] > 0 for line in PAINS)
    assert done.stdout.startswith(f"{complete} notes sorted; ".encode())
    return path


def review(database: Path, period: str) -> dict[str, Any]:
    asked = ["review", "buyer", "--period", period, "--format", "json", "--workspace", "T1"]
    found: dict[str, Any] = json.loads(waymark(asked, environment(database)).stdout)
    return found


def test_the_first_themes_of_the_last_quarter_are_what_its_people_wrote_most_about(
    database: Path,
) -> None:
    found = review(database, "2026-Q2")
    assert [(pain["title"], pain["n"]) for pain in found["pains"][:3]] == [
        ("Price letter", 15),
        ("Late reminders", 7),
        ("Two-factor login", 5),
    ]
    assert [pain["status"] for pain in found["pains"][:3]] == ["new", "persisting", "new"]


def test_complete_quarters_are_sorted_and_the_running_one_is_left_to_try_it(
    database: Path,
) -> None:
    left = {
        quarter: review(database, quarter)["said_once"]["to_sort"]
        for quarter in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
    }
    running = sum(line["quarters_ago"] == 0 for line in PAINS)
    assert left == dict.fromkeys(left, 0) | {"2026-Q3": running}
