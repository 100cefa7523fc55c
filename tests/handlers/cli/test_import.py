"""`app.py import`: what files become, printed before and after, once however often they come."""

import csv
import io
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.app_process import start_app, stop_app
from tests.bot.imports.test_export_and_import import without_note_ids
from tests.handlers.cli import seeded
from tests.handlers.cli.test_migrate_and_wrong_use import one_line
from tests.handlers.processes import environment, waymark

FEEDBACK = (
    "Comment;Phase;Date;Type;Severity;Ticket\r\n"
    '"the invite lands in ""spam"";\r\nreally";onbording;2026-03-02;pain;high;7\r\n'
    "'=1+1;nowhere;3.3.2026;;;8\r\n"
    "x;;3/3/2026;;;9\r\n"
    ";;;;;10\r\n"
    "\r\n"
    '"torn" y;;;;;\r\n'
    "ok;loyalty;2026-01-01;idea;;1\r\n"
)

KPIS = "kpi,value,day\ndecision.trial-to-paid,18.4%,2026-03-01\nnps,41,2026-03-01\n"


@pytest.fixture
def database(sqlite_url: URL) -> Path:
    return Path(str(sqlite_url.database))


def run(database: Path, *arguments: object) -> "subprocess.CompletedProcess[bytes]":
    asked = ["import", *map(str, arguments), "--journey", "buyer", "--workspace", "T1"]
    return waymark(asked, environment(database))


def exported(database: Path, *arguments: str, form: str = "jsonl") -> str:
    asked = ["export", "--journey", "buyer", "--workspace", "T1", "--format", form, *arguments]
    done = waymark(asked, environment(database))
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def notes(database: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in exported(database).splitlines()]


@pytest.fixture
def feedback(tmp_path: Path) -> Path:
    path = tmp_path / "feedback.csv"
    path.write_bytes(FEEDBACK.encode())
    return path


def test_good_rows_are_imported_and_wrong_rows_named_by_line(
    database: Path, feedback: Path
) -> None:
    done = run(database, feedback)
    assert done.returncode == 1
    assert done.stdout.decode() == (
        "Notes: 3 added (1 of them unsorted), 0 already imported, 3 could not be read.\n"
    )
    errors = done.stderr.decode().splitlines()
    assert [error.partition(": ")[0] for error in errors] == ["line 5", "line 6", "line 8"]
    found = [(row["text"], row["stage"], row["kind"], row["severity"]) for row in notes(database)]
    assert found == [
        ("ok", "loyalty", "opportunity", None),
        ('the invite lands in "spam";\nreally', "onboarding", "pain point", 3),
        ("=1+1", None, "touchpoint", None),
    ]


def test_notes_in_other_languages_are_read_at_once(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "german.csv"
    complaint = "Der Export bricht ständig ab und niemand antwortet"
    path.write_text(f"text,stage,kind\n{complaint},onboarding,pain\n", encoding="utf-8")
    assert run(database, path).returncode == 0
    (note,) = notes(database)
    assert (note["language"], note["label"]) == ("de", "negative")


def test_the_same_file_again_adds_nothing_in_whichever_encoding(
    database: Path, feedback: Path, tmp_path: Path
) -> None:
    run(database, feedback)
    wide = tmp_path / "wide.csv"
    wide.write_bytes(FEEDBACK.encode("utf-16"))
    for path in (feedback, wide):
        assert run(database, path).stdout.startswith(b"Notes: 0 added, 3 already imported")
    assert len(notes(database)) == 3


def test_a_file_of_a_thousand_columns_in_utf_16_is_read_by_those_it_knows(
    database: Path, tmp_path: Path
) -> None:
    columns = ["text", *(f"column {n}" for n in range(998)), "stage"]
    rows = [columns, ["it broke", *["x"] * 998, "onboarding"]]
    wide = tmp_path / "wide.csv"
    wide.write_bytes("\n".join(map(",".join, rows)).encode("utf-16"))
    done = run(database, wide)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [(row["text"], row["stage"]) for row in notes(database)] == [("it broke", "onboarding")]
    assert len(done.stdout) < 10_000


def test_a_dry_run_shows_what_columns_mean_and_writes_nothing(
    database: Path, feedback: Path
) -> None:
    done = run(
        database, feedback, "--dry-run", "--map", "Ticket=severity", "--map", "severity=ignore"
    )
    printed = done.stdout.decode().splitlines()
    assert printed[0] == "feedback.csv: 6 rows of notes (UTF-8, split at semicolons)"
    assert {tuple(line.split()) for line in printed[1:-2]} == {
        ("Comment", "→", "text"),
        ("Phase", "→", "stage"),
        ("Date", "→", "occurred_at"),
        ("Type", "→", "kind"),
        ("Ticket", "→", "severity"),
    }
    assert printed[-2] == "  not used: Severity"
    assert printed[-1].startswith("Notes: 1 would be added, 0 already imported, 5 could not")
    assert done.returncode == 1
    asked = ["export", "--journey", "buyer", "--workspace", "T1"]
    assert waymark(asked, environment(database)).returncode == 1


def test_readings_are_known_by_their_columns(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "kpis.csv"
    path.write_text(KPIS)
    printed = [run(database, path, *more).stdout.decode() for more in (["--dry-run"], [], [])]
    assert "KPIs that would be created: decision.trial-to-paid, nps." in printed[0]
    assert printed[1] == (
        "Readings: 2 added, 0 already imported, 0 could not be read.\n"
        "KPIs created: decision.trial-to-paid, nps.\n"
        "Higher counts as better for decision.trial-to-paid. Change it in /journey kpis if lower "
        "is better.\n"
    )
    assert printed[2] == "Readings: 0 added, 2 already imported, 0 could not be read.\n"
    table = list(csv.DictReader(io.StringIO(exported(database, "--what", "readings", form="csv"))))
    assert [(row["stage"], row["kpi"], row["value"]) for row in table] == [
        ("decision", "trial-to-paid", "18.4"),
        ("", "nps", "41.0"),
    ]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_imported_into_an_empty_database_gives_the_same_reviews(
    reviewed_database: Path, tmp_path: Path, sqlite_template: Path, form: str
) -> None:
    database = reviewed_database
    lines = [f"onboarding: {text} on:2026-05-0{n}" for n, text in enumerate(seeded.NASTY[:6], 1)]
    seeded.notes(database, *lines)
    empty = tmp_path / "empty.db"
    empty.write_bytes(sqlite_template.read_bytes())
    for what in ("notes", "readings"):
        path = tmp_path / f"{what}.{form}"
        path.write_text(exported(database, "--what", what, form=form), "utf-8", newline="")
        done = run(empty, path)
        assert (done.returncode, done.stderr) == (0, b"")
    # Exported again it is the same file, but for the ids.
    saved = [[{**row, "id": 0} for row in notes(place)] for place in (database, empty)]
    assert saved[0] == saved[1]
    for period in ("2026-Q2", "2026-Q3"):
        asked = ["review", "buyer", "--period", period, "--format", "json"]
        reviews = [
            json.loads(waymark(asked, environment(place)).stdout) for place in (database, empty)
        ]
        assert without_note_ids(reviews[0]) == without_note_ids(reviews[1])


def test_at_most_twenty_wrong_rows_are_listed(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("text,date\n" + "x,never\n" * 1234)
    done = run(database, path)
    printed = done.stderr.decode().splitlines()
    assert (done.returncode, len(printed)) == (1, 21)
    assert printed[-1] == "… and 1,214 more like these."


def test_an_empty_database_asks_for_a_workspace(database: Path, feedback: Path) -> None:
    done = waymark(["import", str(feedback), "--journey", "buyer"], environment(database))
    assert done.returncode == 1
    assert "--workspace T…" in one_line(done.stderr)


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["feedback.csv", "--workspace", "acme"], 2, "acme"),
        (["feedback.csv", "--workspace", "T1", "--map", "Comment"], 2, "Comment"),
        (["feedback.csv", "--workspace", "T1", "--map", "Nowhere=text"], 2, "Nowhere"),
        (["feedback.csv", "--workspace", "T1", "--map", "Comment=ignore"], 2, "--map Summary=text"),
        (["missing.csv", "--workspace", "T1"], 2, "missing.csv"),
        (["feedback.xlsx", "--workspace", "T1"], 2, ".csv"),
        (["feedback.csv", "--workspace", "T1", "--journey", "shop"], 1, "shop"),
        ([], 2, "FILE"),
    ],
)
def test_wrong_use_is_one_line(
    database: Path, feedback: Path, arguments: list[str], code: int, named: str
) -> None:
    placed = [str(feedback.parent / word) if "." in word else word for word in arguments[:1]]
    asked = ["import", "--journey", "buyer", *placed, *arguments[1:]]
    done = waymark(asked, environment(database))
    assert (done.returncode, done.stdout) == (code, b"")
    assert named in one_line(done.stderr)


def test_a_terminal_shows_how_far_it_is_and_is_left_clean(database: Path, feedback: Path) -> None:
    ours, theirs = pty.openpty()
    asked = ["import", str(feedback), "--journey", "buyer", "--workspace", "T1"]
    with os.fdopen(theirs, "wb") as terminal, Path(os.devnull).open("wb") as nowhere:
        process = start_app(asked, environment(database), None, nowhere, terminal)
    try:
        assert process.wait(60) == 1
        seen = os.read(ours, 10_000).decode()
    finally:
        stop_app(process)
    os.close(ours)
    assert "0 of 6 rows" in seen
    assert "suggesting themes …" in seen
    assert seen.rpartition("\x1b[K")[2].startswith("line 5: ")
