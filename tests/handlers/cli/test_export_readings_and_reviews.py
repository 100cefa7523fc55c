"""`app.py export --what readings` and `--what reviews`."""

import csv
import io
import json
from pathlib import Path

import pytest

from domain.journeys import WorkspaceId
from domain.posted_reviews import NewPostedReview
from tests.handlers.cli import seeded
from tests.handlers.cli.test_migrate_and_wrong_use import one_line
from tests.handlers.processes import environment, waymark

READING_FIELDS = [
    "kpi",
    "stage",
    "unit",
    "direction",
    "target",
    "currency",
    "value",
    "day",
    "source",
    "author",
    "created_at",
]


@pytest.fixture
def database(reviewed_database: Path) -> Path:
    return reviewed_database


def exported(database: Path, what: str, form: str) -> str:
    asked = ["export", "--journey", "buyer", "--what", what, "--format", form]
    done = waymark(asked, environment(database))
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def post(database: Path) -> None:
    """A review was posted."""
    with seeded.waymark(database) as made, made.storage.write(WorkspaceId("T1")) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        now = made.clock.now()
        figures = {"journey": "buyer", "period": {"label": "2026-Q2"}, "notes": {"total": 5}}
        reviews = [
            uow.posted_reviews.add(
                NewPostedReview(journey.id, label, month, "C1", "k" * 32, figures, {}), now
            )
            for label, month in (("2026-Q2", 24_315), ("2026-Q1", 24_312))
        ]
        assert reviews[0] is not None
        uow.outbox.set_sent(reviews[0].message.id, "1755.0001", now)
        uow.commit()


def test_csv_and_json_lines_hold_the_same_readings(database: Path) -> None:
    cells = table(exported(database, "readings", "csv"))
    lines = [json.loads(line) for line in exported(database, "readings", "jsonl").splitlines()]
    assert [list(row) for row in (*cells, *lines)] == [READING_FIELDS] * 4
    assert [{k: "" if v is None else str(v) for k, v in line.items()} for line in lines] == cells
    assert lines[0] == lines[0] | {
        "kpi": "trial-to-paid",
        "stage": "decision",
        "unit": "percent",
        "direction": "higher",
        "target": 22.0,
        "currency": None,
        "value": 18.4,
        "day": "2026-08-14",
        "author": "U1",
    }


def test_a_posted_review_is_a_line_of_its_figures(database: Path) -> None:
    assert exported(database, "reviews", "jsonl") == ""
    assert exported(database, "reviews", "csv") == "label,published_at,message_ts,figures\n"
    post(database)
    (line,) = [json.loads(text) for text in exported(database, "reviews", "jsonl").splitlines()]
    posted = {"published_at": "2026-08-14T12:00:00+00:00", "message_ts": "1755.0001"}
    frozen = {"journey": "buyer", "period": {"label": "2026-Q2"}, "notes": {"total": 5}}
    figures = {**frozen, "answers": []}
    assert line == figures | posted
    (row,) = table(exported(database, "reviews", "csv"))
    assert row == posted | {"label": "2026-Q2", "figures": row["figures"]}
    assert json.loads(row["figures"]) == figures


@pytest.mark.parametrize("what", ["readings", "reviews"])
def test_an_unknown_journey_is_one_line_and_leaves_no_output(database: Path, what: str) -> None:
    asked = ["export", "--journey", "nosuch", "--workspace", "T1", "--what", what]
    done = waymark(asked, environment(database))
    assert (done.returncode, done.stdout) == (1, b"")
    assert "nosuch" in one_line(done.stderr)
