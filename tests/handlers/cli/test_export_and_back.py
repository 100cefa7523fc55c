"""`app.py export`, then `app.py import` into an empty database: the same reviews, by the figure."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from domain.journeys import WorkspaceId
from domain.notes import NoteKind
from storage.engine import database_url, open_engine
from storage.session import Database
from tests.bot.env import Env
from tests.bot.factories import stage_values
from tests.bot.journeys.test_settings import change
from tests.bot.note_steps import by, changing, form, write
from tests.bot.themes.theme_steps import sort_into
from tests.clocks import StandingClock
from tests.databases import Postgres
from tests.handlers.cli.seeded import NASTY
from tests.handlers.processes import environment, waymark

# A typed apostrophe before a live sign does not survive CSV.
TEXTS = NASTY[:6]

WS = WorkspaceId("T1")

# Of a fiscal year that begins in February.
QUARTERS = ("2027-Q1", "2027-Q2", "2027-Q3")


def fresh(kind: str, name: str, request: pytest.FixtureRequest) -> URL:
    """A new database, migrated by the command line."""
    if kind == "sqlite":
        path: Path = request.getfixturevalue("tmp_path") / f"{name}.db"
        url = database_url(f"sqlite:///{path}")
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.empty()
    assert run(url, "migrate").returncode == 0
    return url


def run(url: URL, *arguments: str) -> Any:
    """`app.py …` on that database."""
    return waymark(list(arguments), environment(url.render_as_string(hide_password=False)))


@contextmanager
def opened(url: URL) -> Iterator[Env]:
    """Waymark's use cases on that database, on Friday 14 August 2026 at noon UTC."""
    with closing(Database(open_engine(url))) as storage:
        yield Env(storage, StandingClock(2026, 8, 14), WS, WorkspaceId("T2"))


def configured(url: URL) -> None:
    """A journey in Berlin whose fiscal year begins in February, with teams of its own."""
    with opened(url) as env:
        change(env, time_zone="Europe/Berlin", fiscal_start_month=2, teams="support\nlabs")


def rebuilt(url: URL) -> None:
    """One stage gets another name and two go: the notes of one to a third, of one to the inbox."""
    with opened(url) as env:
        buyer, stages = env.journey_by_key().id, env.services.stages
        renamed = env.stage("onboarding").id
        stages.save(WS, "U1", buyer, stage_values("First use"), renamed, 99)
        stages.archive(WS, "U1", buyer, env.stage("awareness").id, "decision")
        stages.archive(WS, "U1", buyer, env.stage("loyalty").id, None)


NOTES = (
    *(
        f"onboarding: {text} severity:high team:support on:2026-03-0{number}"
        for number, text in enumerate(TEXTS, start=1)
    ),
    "onboarding: the invite lands in spam feeling:-2 team:labs on:2026-05-02",
    "onboarding: the invite lands in SPAM! severity:critical via:email on:2026-07-02",
    "awareness: the ad was fun feeling:2 persona:owner on:2026-05-02",
    "awareness: the ad was fun feeling:2 persona:owner on:2026-05-02",
    "loyalty: nobody calls back source:ticket on:2026-06-02",
    "nosuchstage: whatever feeling:-1 team:support on:2026-06-02",
    "nowhere at all on:2026-03-02",
)

# Of themes.
NAMES = ('Late "letters", 📬', "=1+1")

READINGS = (
    "decision.trial-to-paid 18.4% target:22% on:2026-03-01",
    "decision.trial-to-paid 21.4% on:2026-07-01",
    "decision.trial-to-paid 22.4% on:2026-07-01",
    "retention.first-reply 3h20m better:lower target:2h on:2026-05-01",
    "nps 41 on:2026-05-03",
)


def noted(url: URL) -> None:
    """Three quarters of notes of every sort, and readings."""
    with opened(url) as env:
        for number, line in enumerate(NOTES):
            env.capture(line, kind=list(NoteKind)[number % 3], author=f"U{number % 2 + 1}")
        hidden = form("said in confidence", stage="decision", team="labs")
        write(env, hidden, author="U7", anonymous=True)
        changing(env).delete(by(env), env.capture("decision: gone").note_id)
        for line in READINGS:
            env.record(line)
        pains = [row["id"] for row in env.rows() if row["kind"] == NoteKind.PAIN_POINT.value]
        for name, ids in ((NAMES[0], pains[::3]), (NAMES[1], pains[1::3]), (None, pains[2:3])):
            sort_into(env, name, ids)
        # In Berlin the quarter has turned, in Greenwich not.
        env.at("2026-07-31T22:30:00+00:00")
        env.capture("decision: awful, at night")
        env.capture("also at night")


def exported(url: URL, what: str, form_: str) -> bytes:
    """What `app.py export` writes."""
    done = run(url, "export", "--journey", "buyer", "--what", what, "--format", form_)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout
    return bytes(done.stdout)


def rows(url: URL) -> list[dict[str, Any]]:
    """The notes of an export."""
    return [json.loads(line) for line in exported(url, "notes", "jsonl").splitlines()]


def figures(url: URL, quarter: str, notes: list[dict[str, Any]]) -> dict[str, Any]:
    """The review as JSON, by field; notes are named by where in the export they stand."""
    done = run(url, "review", "buyer", "--period", quarter, "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    review: dict[str, Any] = json.loads(done.stdout)
    places = {row["id"]: place for place, row in enumerate(notes)}
    lists = (review["pains"], [review["said_once"], review["delights"]], review["opportunities"])
    for part in chain(*lists):
        part["note_ids"] = sorted(places[note] for note in part["note_ids"])
    return dict(by_field(review))


def by_field(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure with the path to it."""
    if isinstance(value, (dict, list)) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from by_field(inner, f"{path}.{key}")
    else:
        yield path, value


@pytest.mark.parametrize(
    ("source", "target", "form_"),
    [
        ("sqlite", "postgresql", "csv"),
        ("postgresql", "sqlite", "jsonl"),
    ],
)
def test_every_figure_of_every_review_comes_back(
    request: pytest.FixtureRequest, tmp_path: Path, source: str, target: str, form_: str
) -> None:
    there, back = fresh(source, "there", request), fresh(target, "back", request)
    for work in (configured, noted, rebuilt):
        work(there)
    for work in (configured, rebuilt):
        work(back)
    for what in ("notes", "readings"):
        path = tmp_path / f"{what}.{form_}"
        path.write_bytes(exported(there, what, form_))
        for _ in range(2):
            done = run(back, "import", str(path), "--journey", "buyer", "--workspace", WS)
            assert (done.returncode, done.stderr) == (0, b"")
        assert b" 0 added" in done.stdout
    exported_rows, imported_rows = rows(there), rows(back)
    assert len(exported_rows) == len({row["id"] for row in exported_rows}) == 16
    assert [{**row, "id": 0} for row in imported_rows] == [
        {**row, "id": 0} for row in exported_rows
    ]
    assert {row["stage"] for row in exported_rows} == {None, "first-use", "decision"}
    assert [row["author"] for row in exported_rows if row["text"] == "said in confidence"] == [None]
    for quarter in QUARTERS:
        before = figures(there, quarter, exported_rows)
        assert figures(back, quarter, imported_rows) == before, quarter
        assert before[".notes.total"] > before[".notes.unsorted"] > 0
        assert 22.0 in before.values()
    assert exported(back, "readings", form_) == exported(there, "readings", form_)
