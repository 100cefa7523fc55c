"""Has the people of the sandbox type a history of commands: `python -m sandbox.play`.

The history is JSON Lines `{"quarters_ago", "day", "who", "channel", "command", "text"}`; the day is
counted in that calendar quarter from 1, and is typed along as `on:YYYY-MM-DD`. Forms are JSON Lines
`{"who", "channel", "command", "press", "of", "fill"}`: type the command, press the button of that
text (beside the text `of`, if given) in the answer, and submit the form it opens. Prints the label
of the last complete calendar quarter when done.
"""

import argparse
import json
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.client import Client, Person


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


def press(person: Person, channel: str, text: str, of: str | None) -> None:
    """Press the newest button of that text, beside that other text; LookupError without one."""
    for message in reversed(person.messages(channel)):
        for block in message.get("blocks") or []:
            beside = of is None or f"*{of}*" in (block.get("text") or {}).get("text", "")
            for button in [block.get("accessory"), *block.get("elements", [])]:
                label = (button or {}).get("text")
                if beside and isinstance(label, dict) and label.get("text") == text:
                    person.click(channel, message["ts"], button["action_id"], button["value"])
                    return
    msg = f"there is no button “{text}”"
    raise LookupError(msg)


def fill_in(client: Client, line: dict[str, Any], patience: float = 10.0) -> str | None:
    """Play one line of forms; returns what went wrong, if anything."""
    person, channel = client.person(line["who"]), line["channel"]
    report = person.command(channel, line["command"])
    if report["error"] or report["status"] != 200:
        return str(report["error"] or report["status"])
    press(person, channel, line["press"], line.get("of"))
    deadline = time.monotonic() + patience
    while not any(
        block["type"] == "input" for block in (person.modal() or {"blocks": []})["blocks"]
    ):
        if time.monotonic() > deadline:
            return "no form was opened"
        time.sleep(0.05)
    answer = person.submit(line["fill"])
    return json.dumps(answer["errors"]) if answer["errors"] else answer["error"]


def play_forms(client: Client, forms: Path) -> int:
    """Fill in every form; returns how many the app did not take."""
    refused = 0
    for line in map(json.loads, forms.read_text("utf-8").splitlines()):
        wrong = fill_in(client, line)
        if wrong:
            refused += 1
            sys.stderr.write(f"{line['command']}, {line['press']}: {wrong}\n")
    return refused


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
    parser.add_argument("--forms", type=Path, default=Path("sandbox/sample/map.jsonl"))
    wanted = parser.parse_args()
    client = Client(wanted.url)
    today = datetime.fromisoformat(client.clock()).date()
    refused = play(client, wanted.history, today) + play_forms(client, wanted.forms)
    sys.stdout.write(f"{label_of(quarter_start(today, 1))}\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
