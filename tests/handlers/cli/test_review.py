"""`app.py review`: the same figures in every format, and posted once."""

import csv
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.handlers.cli import seeded
from tests.handlers.cli.test_migrate_and_wrong_use import one_line
from tests.handlers.exports.test_markdown import number, rows
from tests.handlers.processes import BOT_TOKEN, ROOT, environment, waymark
from tests.handlers.slack_says import assert_taken

ASKED = ["review", "buyer", "--period", seeded.PERIOD]


@pytest.fixture
def database(reviewed_database: Path) -> Path:
    return reviewed_database


def written(database: Path, form: str) -> str:
    done = waymark([*ASKED, "--format", form], environment(database))
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_every_format_gives_the_same_figures(database: Path) -> None:
    figures = json.loads(written(database, "json"))
    # By hand: feelings −2, −1, 1 halved are moods −1, −0.5, 0.5.
    onboarding = next(stage for stage in figures["stages"] if stage["key"] == "onboarding")
    assert (onboarding["n"], round(onboarding["mean"], 9)) == (3, round(-1 / 3, 9))
    assert figures["notes"] == figures["notes"] | {"total": 5, "unsorted": 1}
    assert figures["pains"][0]["score"] == 3 + 4

    markdown = written(database, "markdown")
    moods = rows(markdown, "Mood by stage")
    assert [(row[0], int(row[1])) for row in moods] == [
        (stage["name"], stage["n"]) for stage in figures["stages"]
    ]
    assert [number(row[6]) for row in moods] == [
        None if stage["mean"] is None else round(stage["mean"], 4) for stage in figures["stages"]
    ]
    pains = rows(markdown, "Pains, heaviest first")
    assert [(int(row[2]), int(row[3])) for row in pains] == [
        (pain["n"], pain["score"]) for pain in figures["pains"]
    ]
    assert [row[4] for row in rows(markdown, "KPIs")] == [k["status"] for k in figures["kpis"]]

    payload: dict[str, Any] = json.loads(written(database, "blocks"))
    assert_taken({"text": payload["text"], "blocks": payload["blocks"]})
    mood = payload["thread"][0]
    (table,) = [block for block in mood["blocks"] if block["type"] == "data_table"]
    shown = [
        (row[0]["text"], row[1]["value"], row[7].get("value", row[7].get("text")))
        for row in table["rows"][1:]
    ]
    assert [(name, n) for name, n, _ in shown] == [
        (stage["name"], stage["n"]) for stage in figures["stages"]
    ]
    assert [None if mean == "–" else mean for *_, mean in shown] == [
        None if stage["mean"] is None else round(stage["mean"], 2) for stage in figures["stages"]
    ]
    for blocks in ("blocks", "plain_blocks"):
        assert_taken({"text": mood["text"], "blocks": mood[blocks]})


def test_a_page_and_a_table_hold_the_same_figures(database: Path, tmp_path: Path) -> None:
    figures = json.loads(written(database, "json"))
    rows = list(csv.DictReader(written(database, "csv").splitlines()))
    means = [row["value"] for row in rows if row["section"] == "mood" and row["figure"] == "mean"]
    assert [float(mean) if mean else None for mean in means] == [
        stage["mean"] for stage in figures["stages"]
    ]
    file = tmp_path / "review.html"
    done = waymark([*ASKED, "--format", "html", "--output", str(file)], environment(database))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert {"Invites in spam", "the invite email lands in SPAM!"} <= set(
        re.findall(r"[^<>“”]+", page)
    )
    assert 'aria-label="Journey map Buyer journey' in page


def test_json_has_the_fields_of_the_contract(database: Path) -> None:
    figures = json.loads(written(database, "json"))
    wanted = {"journey", "period", "stages", "pains", "kpis", "blind_spots", "notes"}
    assert set(figures) >= wanted
    assert set(figures["period"]) == {"label", "start", "end"}
    assert figures["period"]["label"] == seeded.PERIOD
    assert figures["period"]["start"].startswith("2026-07-01T00:00:00")
    assert figures["period"]["end"].startswith("2026-10-01T00:00:00")
    stage = {"key", "name", "n", "mean", "sd", "ci95", "negative", "neutral", "positive"}
    assert set(figures["stages"][0]) == stage | {
        *("net", "net_ci95", "previous", "previous_net", "change", "ideas", "pain_points")
    }
    assert set(figures["stages"][0]["change"]) == {"delta", "ci95", "verdict", "mix_moved"}
    assert set(figures["stages"][0]["previous"]) == {"n", "mean"}
    spots = {"stages", "teams", "personas", "channels", "unowned"}
    assert set(figures["blind_spots"]) == spots
    one_note = figures["stages"][0]
    assert (one_note["n"], one_note["mean"], one_note["ci95"]) == (1, 1.0, None)


def test_an_empty_quarter_is_a_review_too(database: Path) -> None:
    done = waymark(["review", "buyer", "--period", "2019-Q1"], environment(database))
    assert done.returncode == 0
    assert "No notes this quarter" in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["review", "nosuchkey"], 1, "nosuchkey"),
        (["review", "buyer", "--workspace", "T9"], 1, "buyer"),
        (["review", "buyer", "--period", "2026-Q5"], 2, "2026-Q5"),
    ],
)
def test_what_cannot_be_answered_is_one_line(
    database: Path, arguments: list[str], code: int, named: str
) -> None:
    done = waymark(arguments, environment(database))
    assert done.returncode == code
    assert named in one_line(done.stderr)
    assert done.stdout == b""


def test_of_several_workspaces_one_must_be_named(database: Path) -> None:
    seeded.notes(database, "onboarding: theirs", workspace="T2")
    done = waymark(ASKED, environment(database))
    assert done.returncode == 2
    line = one_line(done.stderr)
    assert "--workspace" in line
    assert "T1, T2" in line
    both = [
        json.loads(
            waymark([*ASKED, "--workspace", team, "--format", "json"], environment(database)).stdout
        )["notes"]["total"]
        for team in ("T1", "T2")
    ]
    assert both == [5, 1]


def test_a_review_to_a_closed_pipe_is_no_failure(database: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as out:
        done = waymark(ASKED, environment(database), stdout=out)
    assert (done.returncode, done.stderr) == (0, b"")


def test_publish_posts_once_however_often_it_is_asked(database: Path) -> None:
    with Sandbox(Config(manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN)) as sandbox:
        given = environment(
            database, SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_API_URL=f"{sandbox.url}/api/"
        )
        first, second = (waymark([*ASKED, "--publish"], given) for _ in range(2))
        assert (first.returncode, second.returncode) == (0, 0)
        assert b"already" not in first.stdout
        assert b"already" in second.stdout
        posted = Client(sandbox.url).messages("customer-journey", as_="mara")
        heads = [m for m in posted if m.get("thread_ts") in (None, m["ts"])]
        assert [message["text"].split(".")[0] for message in heads] == [
            "Buyer journey: review of 2026-Q3"
        ]
        replies = [m["text"] for m in posted if m not in heads]
        assert len(replies) == len(set(replies)) == 6


@pytest.mark.parametrize("label", ["2026-06", "2026-H1"])
def test_any_period_is_posted_whatever_the_journeys_cadence(database: Path, label: str) -> None:
    with Sandbox(Config(manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN)) as sandbox:
        given = environment(
            database, SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_API_URL=f"{sandbox.url}/api/"
        )
        done = waymark(["review", "buyer", "--period", label, "--publish"], given)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode().startswith(f"{label}: published")
        posted = Client(sandbox.url).messages("customer-journey", as_="mara")
        heads = [m for m in posted if m.get("thread_ts") in (None, m["ts"])]
        assert [f"review of {label}" in head["text"] for head in heads] == [True]


def test_publish_where_slack_is_not_there_is_one_line_and_one(database: Path) -> None:
    given = environment(
        database, SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_API_URL="http://127.0.0.1:9/api/"
    )
    done = waymark([*ASKED, "--publish"], given)
    assert done.returncode == 1
    last = done.stderr.decode().splitlines()[-1]
    assert last.startswith(f"{seeded.PERIOD}: failed")
    assert "Try again" in last
    assert b"Traceback" not in done.stderr
