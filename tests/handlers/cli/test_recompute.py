"""The figures of `app.py review` are those that the notes of `app.py export` give."""

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.handlers.processes import ROOT, environment, waymark

STAGES = ("awareness", "onboarding", "retention", "")
TEXTS = (
    "the invite lands in spam",
    "a wonderful and friendly call",
    "the worst page of all",
    "they opened the letter",
    "Der Export bricht ständig ab und niemand antwortet",
)
THEMES = ("Lost mail", "Slow pages", "Rare", "said once", "")


@pytest.fixture
def files(sqlite_url: URL, tmp_path: Path) -> tuple[Path, Path]:
    """What the command line exports of a few dozen random notes, and its review of them."""
    draw = random.Random(7)
    table = tmp_path / "notes.csv"
    with table.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["kind", "stage", "text", "severity", "feeling", "theme", "occurred_at"])
        for number in range(90):
            kind = draw.choice(("pain point", "pain point", "touchpoint", "opportunity"))
            theme = draw.choices(THEMES, (6, 4, 1, 3, 2))[0] if kind == "pain point" else ""
            rows.writerow(
                [
                    *(kind, draw.choice(STAGES), f"{draw.choice(TEXTS)} {number}"),
                    *(draw.choice(("", "1", "3", "4")), draw.choice(("", "", "-2", "0", "2"))),
                    *(theme, f"2026-{draw.randrange(4, 10):02}-{draw.randrange(1, 29):02}"),
                ]
            )
    written = []
    for name, *arguments in (
        ("", "import", str(table), "--journey", "buyer", "--workspace", "T1"),
        ("notes.jsonl", "export", "--workspace", "T1", "--journey", "buyer", "--format", "jsonl"),
        (
            "review.json",
            "review",
            "buyer",
            "--workspace",
            "T1",
            "--period",
            "2026-Q3",
            "--format",
            "json",
        ),
    ):
        done = waymark(arguments, environment(sqlite_url.render_as_string(hide_password=False)))
        assert (done.returncode, done.stderr) == (0, b"")
        if name:
            written.append(tmp_path / name)
            written[-1].write_bytes(done.stdout)
    return written[0], written[1]


def recompute(*files: Path) -> tuple[int, str]:
    """Run the script; return its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.recompute", *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def test_every_figure_follows_from_the_export(files: tuple[Path, Path]) -> None:
    notes, review = files
    figures = json.loads(review.read_bytes())
    assert sum(stage["net_ci95"] is not None for stage in figures["stages"]) >= 3
    assert len(figures["pains"]) >= 2
    assert recompute(notes, review) == (0, "")

    # A note too few, and a weight changed by one: both are noticed.
    lines = notes.read_text(encoding="utf-8").splitlines()
    fewer = notes.with_name("fewer.jsonl")
    last = max(lines, key=lambda line: str(json.loads(line)["occurred_at"]))
    fewer.write_text("\n".join(line for line in lines if line != last), encoding="utf-8")
    code, printed = recompute(fewer, review)
    assert (code, "notes: " in printed) == (1, True)
    figures["pains"][0]["score"] += 1
    review.write_text(json.dumps(figures), encoding="utf-8")
    code, printed = recompute(notes, review)
    assert (code, printed.startswith("pains: ")) == (1, True)
