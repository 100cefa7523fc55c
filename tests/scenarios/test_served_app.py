"""The real program: its server, its logs, its sandbox."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.app_process import free_port, started
from tests.scenarios.app_process import app, clean_environment, fetched
from tests.scenarios.running_pair import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.scenarios.signing import post_signed
from tests.scenarios.waiting import until

CHANNEL = "customer-journey"

NOTE = "the zebra-striped invoice never arrives"


@dataclass
class Served:
    """A served Waymark and the workspace it is in."""

    url: str
    slack: Client
    log: Path


@pytest.fixture(scope="module", params=["http", "socket-mode"])
def served(
    request: pytest.FixtureRequest,
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """A served Waymark that the tests share, reached either way; each reads what is its own."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(sqlite_template, folder / "waymark.db")
    socket_mode = request.param == "socket-mode"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    config = Config(
        manifest="app.yaml",
        request_url=None if socket_mode else f"{url}/slack/events",
        socket_mode=socket_mode,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        signing_secret=SIGNING_SECRET,
    )
    log = folder / "log"
    with Sandbox(config) as slack:
        tokens = (
            {"SLACK_APP_TOKEN": APP_TOKEN}
            if socket_mode
            else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
        )
        environment = clean_environment(
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_API_URL=f"{slack.url}/api/",
            DATABASE_URL=f"sqlite:///{folder / 'waymark.db'}",
            PORT=str(port),
            LOG_LEVEL="DEBUG",
            **tokens,
        )
        with started(["serve"], environment, log):
            until(lambda: fetched(f"{url}/readyz")[0] == 200)
            client = Client(slack.url)
            until(lambda: not socket_mode or client.get("")["connections"])
            yield Served(url, client, log)


def test_served_it_answers_commands_and_says_it_is_well(served: Served) -> None:
    assert fetched(f"{served.url}/healthz") == (200, "ok\n")
    mara = served.slack.person("mara")
    report = mara.command(CHANNEL, "/painpoint onboarding: the invite lands in spam")
    assert json.loads(report["answer"])["text"].startswith("Saved a pain point in Onboarding")
    assert "waymark_slack_requests_total" in fetched(f"{served.url}/metrics")[1]


def test_the_home_tab_shows_the_journey_and_what_is_to_be_placed(served: Served) -> None:
    mara = served.slack.person("mara")
    mara.command(CHANNEL, f"/painpoint nosuchstage: {NOTE}")
    mara.open_home()
    home = json.dumps(until(mara.home))
    assert "Buyer journey" in home
    assert NOTE in home


def test_a_message_is_saved_by_its_shortcut(served: Served) -> None:
    # Whom no other test has messages for.
    priya = served.slack.person("priya")
    ts = served.slack.person("tomas").say(CHANNEL, "Checkout is terribly slow & <b>ugly</b>")
    priya.shortcut("save_message", CHANNEL, ts)
    message = until(lambda: [m for m in priya.messages(CHANNEL) if m["ephemeral"]])[0]
    assert "Saved a pain point, unsorted" in message["text"]
    assert "Checkout is terribly slow & <b>ugly</b>" in json.dumps(message["blocks"])


def test_no_token_body_or_note_reaches_the_log_at_any_level(served: Served) -> None:
    tomas = served.slack.person("tomas")
    tomas.command(CHANNEL, f"/painpoint onboarding: {NOTE}")
    tomas.command(CHANNEL, f"/kpi {NOTE}")
    ts = tomas.say(CHANNEL, NOTE)
    tomas.shortcut("save_message", CHANNEL, ts)
    tomas.open_home()
    until(tomas.home)
    forged = {"command": "/painpoint", "text": NOTE}
    status, _ = post_signed(f"{served.url}/slack/events", forged, secret="wrong")
    assert status in (401, 404)
    log = served.log.read_text()
    assert len(log.splitlines()) > 10
    assert "zebra" not in log
    assert not re.search(r"xox[bp]-|xapp-|wss?://", log)
    assert SIGNING_SECRET not in log
    for line in log.splitlines():
        json.loads(line)


def test_make_run_without_tokens_ends_in_a_posted_review(tmp_path: Path) -> None:
    port = free_port()
    log = tmp_path / "log"
    environment = clean_environment()
    with started(["sandbox", "--port", str(port)], environment, log) as process:
        until(lambda: process.poll() is not None or "sandbox is at" in log.read_text(), 240)
        assert process.poll() is None, log.read_text()
        slack = Client(f"http://127.0.0.1:{port}")
        answer = [m for m in slack.messages("customer-journey", "mara") if m.get("bot_id")]
        # Besides, who made actions was told so.
        open_ = [m for m in answer if not m["ephemeral"]]
        posts = [m for m in open_ if m.get("thread_ts") in (None, m["ts"])]
        assert len(posts) == 1
        assert "Retention got worse: " in posts[0]["text"]
        assert posts[0]["live"] == []
    assert "Traceback" not in log.read_text()


def test_a_second_sandbox_on_the_same_port_says_so(tmp_path: Path) -> None:
    with Sandbox(Config(manifest="app.yaml")) as slack:
        port = slack.url.rpartition(":")[2]
        done = app("sandbox", "--port", port, environment=clean_environment())
    assert done.returncode == 1
    assert f"port {port}" in done.stderr.lower()
    assert "Traceback" not in done.stderr
