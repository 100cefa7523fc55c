"""Databases with many notes, written by SQL: a million take a minute instead of an hour.

One note of each kind is saved by commands first. Its row is the pattern of all others, which differ
in text, stage, mood and when they happened; columns this file does not know stay as they are.
"""

import itertools
import random
import sqlite3
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import local_servers
from benchmarks.slack_commands import REQUEST_PATH, command_body, note_texts, signed_headers

JOURNEY = "buyer"
COMMANDS = {"/painpoint": 0, "/touchpoint": 1, "/opportunity": 2}
PAIN_POINT = 0
MONTHS = 3
UNSORTED_SHARE = 0.05
THEMES = 40
SORTED_SHARE = 0.8
MAX_SCORE = 9_000
INSTANT = "%Y-%m-%d %H:%M:%S.%f"


class Quarter(NamedTuple):
    """A calendar quarter in UTC; `number` is one more each quarter."""

    number: int

    @property
    def label(self) -> str:
        """The label, such as `2026-Q3`."""
        year, index = divmod(self.number, 4)
        return f"{year}-Q{index + 1}"

    @property
    def start(self) -> datetime:
        """Its first instant."""
        year, index = divmod(self.number, 4)
        return datetime(year, index * MONTHS + 1, 1, tzinfo=UTC)


def last_quarter() -> Quarter:
    """Return the last quarter that is over."""
    now = datetime.now(UTC)
    return Quarter(now.year * 4 + (now.month - 1) // MONTHS - 1)


def filled(database: Path, slack_port: int, *, notes: int, pain_points: int, quarters: int) -> None:
    """Make a database with that many notes, spread evenly over the last complete quarters."""
    local_servers.app(["migrate"], local_servers.environment(database, slack_port))
    with local_servers.waymark(database, slack_port) as server:
        for number, command in enumerate(COMMANDS):
            text = next(note_texts(number))
            post(server.port, command_body(text, number, user=1, command=command))
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        # Nobody else is here: what a crash would leave is thrown away.
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-500000")
        connection.execute("BEGIN")
        _insert(connection, notes, pain_points, quarters)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


def remove_themes(database: Path) -> None:
    """Take all notes out of their themes, and remove these."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE notes SET theme_id = NULL, sorted_as = NULL")
        connection.execute("DELETE FROM themes")
        connection.commit()


def post(port: int, body: str) -> tuple[float, str]:
    """Send one command; returns its seconds and the answer."""
    url = f"http://127.0.0.1:{port}{REQUEST_PATH}"
    request = urllib.request.Request(url, body.encode(), signed_headers(body))
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - on loopback
        return time.perf_counter() - started, response.read().decode()


def _insert(connection: sqlite3.Connection, notes: int, pain_points: int, quarters: int) -> None:
    found = connection.execute("SELECT * FROM notes ORDER BY id LIMIT 3")
    columns = [column[0] for column in found.description]
    patterns = [dict(zip(columns, row, strict=True)) for row in found]
    stages = [row[0] for row in connection.execute("SELECT id FROM stages ORDER BY id")]
    themes = _insert_themes(connection, patterns[PAIN_POINT])
    columns.remove("id")
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    rows = _rows(patterns, stages, themes, notes, pain_points, quarters)
    connection.executemany(
        f"INSERT INTO notes ({names}) VALUES ({marks})",  # noqa: S608 - names of columns
        ([row[column] for column in columns] for row in rows),
    )


def _insert_themes(connection: sqlite3.Connection, note: dict[str, Any]) -> list[int]:
    """Insert themes into the journey of a note; return their ids."""
    names = [f"Theme {number}" for number in range(THEMES)]
    connection.executemany(
        "INSERT INTO themes (workspace_id, journey_id, key, name, muted, created_at) "
        "VALUES (?, ?, ?, ?, 0, ?)",
        (
            (note["workspace_id"], note["journey_id"], name.casefold(), name, note["created_at"])
            for name in names
        ),
    )
    return [row[0] for row in connection.execute("SELECT id FROM themes ORDER BY id")]


def _rows(
    patterns: Sequence[dict[str, Any]],
    stages: Sequence[int],
    themes: Sequence[int],
    notes: int,
    pain_points: int,
    quarters: int,
) -> Iterator[dict[str, Any]]:
    choose, texts = random.Random(7), note_texts(7)  # noqa: S311 - no secret
    last = last_quarter()
    start, end = Quarter(last.number - quarters + 1).start, Quarter(last.number + 1).start
    step = (end - start) / notes
    others = itertools.cycle(patterns[1:])
    for number in range(notes):
        # Evenly among the others: every so many notes the count of pain points goes up by one.
        is_pain = (number + 1) * pain_points // notes > number * pain_points // notes
        occurred = start + number * step + timedelta(microseconds=1)
        mood = choose.randint(-MAX_SCORE, 0 if is_pain else MAX_SCORE)
        label = "negative" if mood <= -500 else "positive" if mood >= 500 else "neutral"
        pattern = patterns[PAIN_POINT] if is_pain else next(others)
        theme = choose.choice(themes) if is_pain and choose.random() < SORTED_SHARE else None
        yield pattern | {
            "theme_id": theme,
            "sorted_as": "said" if theme else None,
            "stage_id": None if choose.random() < UNSORTED_SHARE else choose.choice(stages),
            "text": next(texts),
            "severity": choose.choice((None, 1, 2, 3, 4)),
            "score": mood,
            "mood": mood,
            "label": label,
            "author": f"U{choose.randrange(200):08d}",
            "month": occurred.year * 12 + occurred.month - 1,
            "occurred_at": occurred.strftime(INSTANT),
            "created_at": occurred.strftime(INSTANT),
        }
