"""Two replicas on one PostgreSQL, killed and paused at every boundary, and a Slack that fails.

`python -m tests.faults.two_replicas --rounds 100` plays so many rounds and says what was met. In
each round a workspace has a review due with its thread, a reminder, a pulse and two messages people
reacted to. Both replicas stop somewhere on the way, for longer than the settle time or for ever;
Slack breaks or delays some answers. In the end there must be exactly one of everything.
"""

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGCONT
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import URL

from domain.journeys import BUYER, Journey, WorkspaceId
from domain.notes import Message, NoteKind
from domain.outbox import OutboxKind, OutboxMessage
from domain.pending_captures import capture_message
from domain.reminders import ReminderKind
from handlers.slack.ids import REVIEW_METADATA
from sandbox.client import Client
from sandbox.config import Config, Settings
from sandbox.server import Sandbox
from storage.engine import open_engine
from storage.session import Database
from tests.databases import Postgres, postgres_server
from tests.faults.replica import BOUNDARIES, SETTLE
from tests.storage.filled_workspace import a_note

ROOT = Path(__file__).parents[2]

BOT_TOKEN = "xoxb-faults-token"

CHANNEL, CHANNEL_NAME, PERSON, PERSON_NAME = "C0JOURNEY", "customer-journey", "U0TOMAS", "tomas"

# A Monday in the last week of a quarter: reminders and the pulse are due beside the review.
BEGIN = datetime(2026, 9, 28, 16, tzinfo=UTC)

SETTLE_SECONDS = SETTLE.total_seconds()

ROUND_SECONDS = 120.0

# Each with when it happens: before Slack accepts the message, or after.
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("chat.postMessage", {"kind": "reset", "when": "before"}),
    ("chat.postMessage", {"kind": "reset", "when": "after"}),
    ("chat.postMessage", {"kind": "status", "status": 500, "when": "before"}),
    ("chat.postMessage", {"kind": "status", "status": 503, "when": "after"}),
    ("chat.postMessage", {"kind": "error", "error": "internal_error", "when": "after"}),
    ("chat.postMessage", {"kind": "status", "status": 429, "retry_after": 1}),
    # Longer than the replica's client waits.
    ("chat.postMessage", {"kind": "hang", "seconds": 2.5, "when": "before"}),
    ("chat.postMessage", {"kind": "hang", "seconds": 2.5, "when": "after"}),
    ("conversations.history", {"kind": "status", "status": 502}),
    ("conversations.replies", {"kind": "status", "status": 429, "retry_after": 1}),
    ("conversations.open", {"kind": "reset"}),
)


@dataclass
class Stage:
    """What all rounds share: the database, Slack, and by how much the replicas' clock is off."""

    database: URL
    slack: Client
    storage: Database
    shift: timedelta
    log: Path
    met: Counter[str] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def now(self) -> datetime:
        """The replicas' time."""
        return datetime.now(UTC) + self.shift


@contextmanager
def staged(server: Postgres) -> Iterator[Stage]:
    """A migrated database and a workspace of Slack."""
    config = Config(
        manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN, settings=Settings(rate_limit=False)
    )
    database = server.migrated()
    storage = Database(open_engine(database))
    shift = BEGIN - datetime.now(UTC)
    with Sandbox(config) as sandbox, tempfile.TemporaryDirectory(prefix="waymark-faults-") as logs:
        slack = Client(sandbox.url)
        slack.clock(now=BEGIN.isoformat())
        yield Stage(database, slack, storage, shift, Path(logs) / "replicas.log")
    storage.close()


class Replica:
    """One process of the bot; one that dies is started again, one that pauses is woken."""

    def __init__(self, stage: Stage, fault: dict[str, Any], pause_seconds: float) -> None:
        self._stage = stage
        self._pause = pause_seconds
        self._over = False
        self._process = self._start(fault)
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _start(self, fault: dict[str, Any]) -> "subprocess.Popen[bytes]":
        stage = self._stage
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": stage.database.render_as_string(hide_password=False),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": "faults-signing-secret",
            "SLACK_API_URL": f"{stage.slack.url}/api/",
            "WAYMARK_TICK_SECONDS": "1",
            "SHIFT_SECONDS": str(stage.shift.total_seconds()),
            "FAULT": json.dumps(fault),
        }
        with stage.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.faults.replica"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )

    def _watch(self) -> None:
        """Wait until it has stopped, then go on: with the same process, or with another."""
        out = self._process.stdout
        assert out is not None
        if not out.readline():
            return
        time.sleep(self._pause)
        if self._over:
            return
        self._process.send_signal(SIGCONT)
        if self._process.poll() is not None:
            self._end()
            self._process = self._start({})

    def stop(self) -> None:
        """Kill it."""
        self._over = True
        self._end()
        self._watcher.join(self._pause + 5)
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def fill(stage: Stage) -> tuple[WorkspaceId, Journey, list[Message]]:
    """A workspace with something of each kind due."""
    workspace, now = WorkspaceId(f"T{next(stage.numbers):05}"), stage.now()
    mara, messages = stage.slack.person("mara"), []
    for number in range(2):
        ts = mara.say(CHANNEL_NAME, f"{workspace}: a customer waited {number + 30} minutes")
        mara.react(CHANNEL_NAME, ts, "warning")
        messages.append(Message(CHANNEL, ts))
    with stage.storage.write(workspace) as uow:
        uow.journeys.ensure_workspace()
        created = uow.journeys.add(BUYER, now - timedelta(days=120), now - timedelta(minutes=5))
        uow.journeys.set_home_channel(created.id, CHANNEL)
        journey = uow.journeys.lock(created.id)
        assert journey is not None
        uow.journeys.change(replace(journey, pulse=True))
        uow.journeys.change_stage(replace(journey.stages[-1], owner=PERSON))
        for kind in ReminderKind:
            uow.reminders.set_due(journey.id, kind, now - timedelta(minutes=5))
        for message in messages:
            row = capture_message(f"{workspace}-{message.ts}", "U0MARA", message, NOTE_KIND)
            uow.outbox.add(row, now)
        uow.commit()
    return workspace, journey, messages


NOTE_KIND = NoteKind.PAIN_POINT


def add_week_note(stage: Stage, workspace: WorkspaceId, journey: Journey) -> None:
    """A note of last week, so that there is a pulse."""
    when = stage.now() - timedelta(days=4)
    with stage.storage.write(workspace) as uow:
        note = replace(a_note(journey.stages[0].id), occurred_at=when, created_at=when)
        uow.notes.add(journey.id, note)
        uow.commit()


def rows_of(stage: Stage, workspace: WorkspaceId, journey: Journey) -> list[OutboxMessage]:
    """The workspace's rows of the outbox, but for captures."""
    kinds = (OutboxKind.REVIEW, OutboxKind.PART, OutboxKind.REMINDER, OutboxKind.PULSE)
    with stage.storage.read(workspace) as uow:
        return [row for kind in kinds for row in uow.outbox.by_prefix(journey.id, kind, "")]


def is_done(stage: Stage, workspace: WorkspaceId, journey: Journey) -> bool:
    """Whether everything that is due has been sent."""
    rows = rows_of(stage, workspace, journey)
    kinds = {row.kind for row in rows}
    if len(kinds) < 4 or not all(row.is_sent for row in rows):
        return False
    with stage.storage.read(workspace) as uow:
        return len(list(uow.notes.stream(journey.id))) == 3


def keys_in_slack(stage: Stage, oldest: str) -> Counter[str]:
    """How many messages Slack has since then under each key of the outbox, wherever they are."""
    client = WebClient(BOT_TOKEN, base_url=f"{stage.slack.url}/api/", timeout=10)
    direct = str(ask(client, "conversations_open", users=PERSON)["channel"]["id"])
    found: Counter[str] = Counter()
    for channel in (CHANNEL, direct):
        for message in pages(client, "conversations_history", channel=channel, oldest=oldest):
            found[key_of(message)] += 1
            if message.get("reply_count"):
                thread = pages(client, "conversations_replies", channel=channel, ts=message["ts"])
                found.update(key_of(reply) for reply in thread if reply["ts"] != message["ts"])
    del found[""]
    return found


def pages(client: WebClient, method: str, **asked: Any) -> Iterator[dict[str, Any]]:
    """All messages a method finds."""
    cursor = ""
    while True:
        page = ask(client, method, **asked, limit=200, cursor=cursor, include_all_metadata=True)
        yield from page["messages"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def ask(client: WebClient, method: str, **asked: Any) -> Any:
    """What Slack answers; the faults that no replica met are met here."""
    for _ in FAULTS:
        with suppress(SlackApiError, OSError):
            return getattr(client, method)(**asked)
    return getattr(client, method)(**asked)


def key_of(message: dict[str, Any]) -> str:
    """The key a message was posted under, empty where it is none of the outbox."""
    metadata = message.get("metadata") or {}
    is_ours = metadata.get("event_type") == REVIEW_METADATA
    return str((metadata.get("event_payload") or {}).get("key") or "") if is_ours else ""


def play_round(stage: Stage, chance: random.Random) -> list[str]:
    """Play one round; returns what is wrong at its end."""
    workspace, journey, messages = fill(stage)
    add_week_note(stage, workspace, journey)
    for method, fault in chance.sample(FAULTS, chance.randint(0, 3)):
        stage.slack.fault(method, **fault)
        stage.met[f"{method} {fault['kind']} {fault.get('when', '')}".strip()] += 1
    replicas = []
    for _ in range(2):
        boundary, is_fatal = chance.choice(BOUNDARIES), chance.random() < 0.5
        stage.met[f"{'killed' if is_fatal else 'paused'} when {boundary}"] += 1
        fault = {"boundary": boundary, "count": chance.randint(1, 6), "is_fatal": is_fatal}
        pause = chance.choice((0.5, SETTLE_SECONDS + 1, 2 * SETTLE_SECONDS + 2))
        replicas.append(Replica(stage, fault, pause))
    deadline = time.monotonic() + ROUND_SECONDS
    try:
        while not is_done(stage, workspace, journey) and time.monotonic() < deadline:
            time.sleep(0.2)
        # Who was paused comes back and must not post again.
        time.sleep(2 * SETTLE_SECONDS)
    finally:
        for replica in replicas:
            replica.stop()
    return problems(stage, workspace, journey, messages)


def problems(
    stage: Stage, workspace: WorkspaceId, journey: Journey, messages: list[Message]
) -> list[str]:
    """What there is not exactly one of."""
    there = keys_in_slack(stage, messages[0].ts)
    rows = rows_of(stage, workspace, journey)
    wrong = [
        f"{row.kind} {row.name}: {row.state}, {there[row.key]} times in Slack"
        for row in rows
        if not row.is_sent or there[row.key] != 1
    ]
    counted = Counter(row.kind for row in rows)
    once = (OutboxKind.REVIEW, OutboxKind.REMINDER, OutboxKind.PULSE)
    wrong += [f"{counted[kind]} rows of {kind}" for kind in once if counted[kind] != 1]
    unknown = sorted(set(there) - {row.key for row in rows})
    wrong += [f"unknown message {key}" for key in unknown]
    with stage.storage.read(workspace) as uow:
        notes = Counter(note.message for note in uow.notes.stream(journey.id) if note.message)
    wrong += [f"{notes[one]} notes of {one}" for one in messages if notes[one] != 1]
    return [f"{workspace}: {one}" for one in wrong]


def play(rounds: int, seed: int, server: Postgres, *, is_quiet: bool = False) -> list[str]:
    """Play rounds; returns what was wrong."""
    chance, wrong = random.Random(seed), []
    with staged(server) as stage:
        for number in range(1, rounds + 1):
            begun = time.monotonic()
            found = play_round(stage, chance)
            wrong += found
            if not is_quiet:
                took = time.monotonic() - begun
                sys.stdout.write(f"round {number}: {found or 'exactly one'} ({took:.0f} s)\n")
                sys.stdout.flush()
        if wrong:
            sys.stdout.write(stage.log.read_text(errors="replace")[-4000:])
        if not is_quiet:
            for what, count in sorted(stage.met.items()):
                sys.stdout.write(f"{count:4} {what}\n")
    return wrong


def main() -> int:
    """Play as many rounds as are asked for; 1 where something was not exactly one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="waymark-faults-pg-") as folder,
        postgres_server(Path(folder)) as url,
    ):
        server = Postgres(url, "faults")
        wrong = play(asked.rounds, asked.seed, server)
        server.close()
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
