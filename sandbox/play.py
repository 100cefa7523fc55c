"""Type a history of commands as the people of a sandbox: `python -m sandbox.play`.

The history is JSON Lines `{"quarters_ago", "day", "who", "channel", "command", "text"}`; the day is
counted in that calendar quarter from 1, and is appended as `on:YYYY-MM-DD`. Forms are JSON Lines
`{"who", "channel", "command", "press", "of", "fill"}`: type the command, press the button with that
text (beside the text `of`, if given) in the answer, and submit the form it opens. Print the label
of the last complete calendar quarter when done.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.client import Client, Person

# A busy machine may need longer than Slack's three seconds for one of a thousand commands.
ANSWER_SECONDS = 60.0


def quarter_start(today: date, quarters_ago: int) -> date:
    """Return the first day of the calendar quarter that many quarters before today's."""
    months = today.year * 12 + (today.month - 1) // 3 * 3 - quarters_ago * 3
    return date(months // 12, months % 12 + 1, 1)


def date_of(line: dict[str, Any], today: date) -> date:
    """Return the date a line is typed for: inside its quarter and never after today."""
    first = quarter_start(today, line["quarters_ago"])
    last = quarter_start(today, line["quarters_ago"] - 1) - timedelta(days=1)
    return min(first + timedelta(days=line["day"] - 1), last, today)


def quarter_label(first: date) -> str:
    """Return the label of a quarter, such as `2026-Q3`."""
    return f"{first.year}-Q{(first.month - 1) // 3 + 1}"


def press(person: Person, channel: str, text: str, of: str | None) -> None:
    """Press the newest button with this text, beside the text `of` if given.

    Raises:
        LookupError: there is no such button.
    """
    for message in reversed(person.messages(channel)):
        for block in message.get("blocks") or []:
            matches = of is None or f"*{of}*" in (block.get("text") or {}).get("text", "")
            for button in [block.get("accessory"), *block.get("elements", [])]:
                label = (button or {}).get("text")
                if matches and isinstance(label, dict) and label.get("text") == text:
                    person.click(channel, message["ts"], button["action_id"], button["value"])
                    return
    msg = f"there is no button “{text}”"
    raise LookupError(msg)


def play_form(
    client: Client, line: dict[str, Any], timeout_seconds: float = ANSWER_SECONDS
) -> str | None:
    """Play one line of forms; return what went wrong, or None."""
    person, channel = client.person(line["who"]), line["channel"]
    report = person.command(channel, line["command"])
    if report["error"] or report["status"] != 200:
        return str(report["error"] or report["status"])
    press(person, channel, line["press"], line.get("of"))
    deadline = time.monotonic() + timeout_seconds
    while not any(
        block["type"] == "input" for block in (person.modal() or {"blocks": []})["blocks"]
    ):
        if time.monotonic() > deadline:
            return "no form was opened"
        time.sleep(0.05)
    report = person.submit(line["fill"])
    return json.dumps(report["errors"]) if report["errors"] else report["error"]


def play_forms(client: Client, forms: Path) -> int:
    """Fill in every form; return how many failed."""
    failures = 0
    for line in map(json.loads, forms.read_text("utf-8").splitlines()):
        problem = play_form(client, line)
        if problem:
            failures += 1
            sys.stderr.write(f"{line['command']}, {line['press']}: {problem}\n")
    return failures


def play(client: Client, history: Path, today: date) -> int:
    """Type every line; return how many failed."""
    lines = [json.loads(line) for line in history.read_text("utf-8").splitlines() if line]
    failures = 0
    for number, line in enumerate(lines, start=1):
        typed = f"{line['command']} {line['text']} on:{date_of(line, today)}"
        report = client.person(line["who"]).command(line["channel"], typed)
        if report["error"] or report["status"] != 200:
            failures += 1
            sys.stderr.write(f"\n{typed}: {report['error'] or report['status']}\n")
        if sys.stderr.isatty() and number % 10 == 0:
            sys.stderr.write(f"\rTyping the sample history: {number} of {len(lines)} ")
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 60 + "\r")
    return failures


@contextmanager
def slow_answers_allowed(client: Client, seconds: float = ANSWER_SECONDS) -> Iterator[None]:
    """Give the app `seconds` for each answer, instead of Slack's three, inside the `with`."""
    names = ("ack_seconds", "trigger_seconds")
    before = client.settings()
    client.settings(**dict.fromkeys(names, seconds))
    try:
        yield
    finally:
        client.settings(**{name: before[name] for name in names})


def main() -> int:
    """Parse the command line and play; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.play", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:4000")
    parser.add_argument("--history", type=Path, default=Path("sandbox/sample/history.jsonl"))
    parser.add_argument("--forms", type=Path, default=Path("sandbox/sample/map.jsonl"))
    arguments = parser.parse_args()
    client = Client(arguments.url, seconds=2 * ANSWER_SECONDS)
    today = datetime.fromisoformat(client.clock()).date()
    with slow_answers_allowed(client):
        failures = play(client, arguments.history, today) + play_forms(client, arguments.forms)
    sys.stdout.write(f"{quarter_label(quarter_start(today, 1))}\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
