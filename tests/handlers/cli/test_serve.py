"""`app.py serve`, run for real: it starts only where it can, and stops when told to."""

import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import URL

from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.app_process import free_port, started
from tests.handlers.cli.test_migrate_and_wrong_use import one_line
from tests.handlers.log_capture import records
from tests.handlers.processes import (
    APP_TOKEN,
    BOT_TOKEN,
    ROOT,
    SIGNING_SECRET,
    ask,
    environment,
    signed,
    until_ready,
    waymark,
)

MARK = "a-customer-said-this"

HTTP = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}

SOCKET = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

SECONDS_TO_STOP = 8.0


@pytest.fixture
def database(sqlite_url: URL) -> Path:
    return Path(str(sqlite_url.database))


def stopped(process: object, number: int) -> float:
    """Send the signal; the seconds until it ended, with exit code 0."""
    began = time.monotonic()
    process.send_signal(number)  # type: ignore[attr-defined]
    assert process.wait(20) == 0  # type: ignore[attr-defined]
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": SIGNING_SECRET}, "SLACK_BOT_TOKEN"),
    ],
)
def test_without_enough_to_reach_slack_it_does_not_start(
    database: Path, given: dict[str, str], named: str
) -> None:
    done = waymark(["serve"], environment(database, **given))
    assert done.returncode == 2
    assert named in one_line(done.stderr)


def test_it_does_not_start_on_an_unmigrated_database(tmp_path: Path) -> None:
    done = waymark(["serve"], environment(tmp_path / "new.db", **HTTP, PORT=str(free_port())))
    assert done.returncode == 1
    assert "python app.py migrate" in one_line(done.stderr)


def test_it_does_not_start_on_an_occupied_port(database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as occupied:
        port = str(occupied.getsockname()[1])
        done = waymark(["serve"], environment(database, **HTTP, PORT=port))
    assert done.returncode == 1
    line = one_line(done.stderr)
    assert port in line
    assert "PORT" in line


@pytest.mark.parametrize("host", ["nosuchhost.invalid", "a..b"])
def test_it_does_not_start_on_a_host_that_is_none(database: Path, host: str) -> None:
    done = waymark(["serve"], environment(database, **HTTP, HOST=host, PORT=str(free_port())))
    assert done.returncode == 1
    assert "HOST" in one_line(done.stderr)


def test_it_serves_slack_says_nothing_of_it_and_stops(database: Path, tmp_path: Path) -> None:
    """Over HTTP with Granian at the most talkative level: answers, refusals, the log, SIGTERM."""
    port, log = free_port(), tmp_path / "log"
    body = urlencode(
        {
            "command": "/painpoint",
            "text": f"onboarding: {MARK}",
            "team_id": "T1",
            "user_id": "U1",
            "channel_id": "C1",
        }
    )
    given = environment(
        database,
        **HTTP,
        PORT=str(port),
        LOG_LEVEL="DEBUG",
        SLACK_API_URL="http://127.0.0.1:9/api/",
    )
    with started(["serve"], given, log) as process:
        until_ready(port, process)
        raw = body.encode()
        post = ("POST", "/slack/events", raw)
        assert ask(port, *post, {**FORM, **signed(body)})[0] == 200
        refused: list[dict[str, str | bytes]] = [
            {},
            signed("another"),
            signed(body, 1),
            {**signed(body), "X-Slack-Signature": "é".encode()},
            {**signed(body), "X-Slack-Request-Timestamp": "9" * 5000},
            {**signed(body), "X-Slack-Request-Timestamp": "now"},
        ]
        assert [ask(port, *post, {**FORM, **headers})[0] for headers in refused] == [401] * 6
        large = b"x" * 1_000_001
        assert ask(port, "POST", "/slack/events", large, signed("x"))[0] == 413
        assert ask(port, "GET", "/nowhere")[0] == 404
        assert "waymark_slack_requests_total" in ask(port, "GET", "/metrics")[1]
        assert stopped(process, signal.SIGTERM) < SECONDS_TO_STOP
    said = log.read_text()
    assert any(record["logger"].startswith("slack_bolt") for record in records(said))
    for secret in (MARK, BOT_TOKEN, SIGNING_SECRET):
        assert secret not in said


def test_socket_mode_answers_hides_secrets_and_stops(database: Path, tmp_path: Path) -> None:
    config = Config(
        manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN, app_token=APP_TOKEN, socket_mode=True
    )
    port, log = free_port(), tmp_path / "log"
    with Sandbox(config) as sandbox:
        given = environment(
            database,
            **SOCKET,
            PORT=str(port),
            LOG_LEVEL="DEBUG",
            SLACK_API_URL=f"{sandbox.url}/api/",
        )
        slack = Client(sandbox.url)
        with started(["serve"], given, log) as process:
            until_ready(port, process)
            report = slack.person("mara").command(
                "customer-journey", f"/painpoint onboarding: {MARK}"
            )
            assert (report["delivered"], report["notice"]) == (True, None)
            assert ask(port, "POST", "/slack/events", b"x", signed("x"))[0] == 404
            slack.post("sockets/disconnect", abrupt=True)
            until_ready(port, process)
            assert stopped(process, signal.SIGTERM) < SECONDS_TO_STOP
        said = log.read_text()
    records(said)
    for secret in (MARK, BOT_TOKEN, APP_TOKEN, "ws://", "ticket"):
        assert secret not in said


def test_it_stops_at_once_while_slack_cannot_be_reached(database: Path, tmp_path: Path) -> None:
    port = free_port()
    given = environment(database, **SOCKET, PORT=str(port), SLACK_API_URL="http://127.0.0.1:9/api/")
    with started(["serve"], given, tmp_path / "log") as process:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                if ask(port, "GET", "/readyz")[0] == 503:
                    break
            except OSError:
                time.sleep(0.05)
        assert ask(port, "GET", "/readyz") == (503, "Not connected to Slack.\n")
        assert stopped(process, signal.SIGINT) < SECONDS_TO_STOP
    records((tmp_path / "log").read_text())
