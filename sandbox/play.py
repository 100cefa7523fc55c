"""Has the people of the sandbox type a history of commands: `python -m sandbox.play`.

The history is JSON Lines `{"quarters_ago", "day", "who", "channel", "command", "text"}`; the day is
counted in that calendar quarter from 1, and is typed along as `on:YYYY-MM-DD`. Prints the label of
the last complete calendar quarter when done.
"""

import argparse
import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.client import Client


def quarter_start(today: date, quarters_ago: int) -> date:
    """The first day of the calendar quarter that many quarters before today's."""
    months = today.year * 12 + (today.month - 1) // 3 * 3 - quarters_ago * 3
    return date(months // 12, months % 12 + 1, 1)


def day_of(line: dict[str, Any], today: date) -> date:
    """The day a line was typed on: inside its quarter and never after today."""
    first = quarter_start(today, line["quarters_ago"])
    last = quarter_start(today, line["quarters_ago"] - 1) - timedelta(days=1)
    return min(first + timedelta(days=line["day"] - 1), last, today)


def label_of(first: date) -> str:
    """`2026-Q3` for a day in that calendar quarter."""
    return f"{first.year}-Q{(first.month - 1) // 3 + 1}"


def play(client: Client, history: Path, today: date) -> int:
    """Type every line; returns how many the app did not take."""
    lines = [json.loads(line) for line in history.read_text("utf-8").splitlines() if line]
    refused = 0
    for number, line in enumerate(lines, start=1):
        typed = f"{line['command']} {line['text']} on:{day_of(line, today)}"
        report = client.person(line["who"]).command(line["channel"], typed)
        if report["error"] or report["status"] != 200:
            refused += 1
            sys.stderr.write(f"\n{typed}: {report['error'] or report['status']}\n")
        if sys.stderr.isatty() and number % 10 == 0:
            sys.stderr.write(f"\rTyping the sample history: {number} of {len(lines)} ")
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 60 + "\r")
    return refused


def main() -> int:
    """Read the command line and play."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.play", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:4000")
    parser.add_argument("--history", type=Path, default=Path("sandbox/sample/history.jsonl"))
    wanted = parser.parse_args()
    client = Client(wanted.url)
    today = datetime.fromisoformat(client.clock()).date()
    refused = play(client, wanted.history, today)
    sys.stdout.write(f"{label_of(quarter_start(today, 1))}\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
