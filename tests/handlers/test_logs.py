"""What is logged: one JSON object a line, and nothing that people wrote or that is secret."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt import BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import environment as env
from handlers.slack import app as slack_app
from sandbox.config import Config
from sandbox.config import Settings as SandboxSettings
from sandbox.server import Sandbox
from tests.handlers.log_capture import logging_like_the_bot, records
from tests.handlers.processes import APP_TOKEN, BOT_TOKEN, ROOT, SIGNING_SECRET
from tests.selection import examples

MARK = "a-customer-said-this"


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


NUMBERS = [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL]


LIBRARIES = [
    "slack_bolt",
    "slack_bolt.App",
    "slack_bolt.app",
    "slack_bolt.RequestVerification",
    "slack_sdk",
    "slack_sdk.web.base_client",
    "slack_sdk.webhook.client",
]


CONNECTION = "slack_sdk.socket_mode.connection"


@pytest.fixture(autouse=True)
def bot_logging(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:  # after capsys
    """Everything at its most talkative."""
    with logging_like_the_bot("DEBUG"):
        yield


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return records(capsys.readouterr().err)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", LIBRARIES)
def test_a_librarys_words_never_reach_the_output(
    level: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_like_the_bot(level):
        for number in NUMBERS:
            logger = logging.getLogger(name)
            logger.log(number, "Invalid request signature: " + MARK + BOT_TOKEN)  # noqa: G003
            logger.log(number, "body: %s", {"text": MARK, "token": BOT_TOKEN})
            logger.log(number, MARK, exc_info=ValueError(MARK))
    out = capsys.readouterr().err
    assert MARK not in out
    assert BOT_TOKEN not in out
    logged = [number for number in NUMBERS if number >= getattr(logging, level)]
    assert len(records(out)) == 3 * len(logged)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "secret",
    [
        BOT_TOKEN,
        APP_TOKEN,
        "xoxb-1-2-AbC_d",
        "xoxe.xoxb-1-Mi0yLTE",
        "xoxp-1-2",
        "xoxe-1-My0x",
        "xapp-1-A0-1-ab_c",
        "wss://wss-primary.slack.com/link/?ticket=12ab&app_id=x",
        "ws://127.0.0.1:4000/link/?ticket=12ab",
    ],
)
def test_secrets_are_redacted_where_the_library_speaks_of_connections(
    number: int, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger(CONNECTION).log(number, "connecting to (%s) with %s, then", secret, secret)
    logging.getLogger(CONNECTION).log(number, "connecting to %s", secret)
    out = capsys.readouterr().err
    assert not any(part in out for part in re.split(r"[.?&]|://", secret) if "-" in part)
    assert "ticket" not in out
    assert secret not in out
    assert len(records(out)) == 2


def test_a_connections_messages_are_logged_without_the_payload(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger(CONNECTION).info("A new session has been established (session id: abc)")
    logging.getLogger(CONNECTION).debug("Received: %s", json.dumps({"text": MARK}))
    logging.getLogger(CONNECTION).info("Failed to handle\n%s", MARK)
    logged, withheld, first_line = said(capsys)
    assert logged["message"] == "A new session has been established (session id: abc)"
    assert MARK not in str(withheld)
    assert first_line["message"] == "Failed to handle"


def test_a_body_bolt_cannot_verify_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    given_env = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
    app = slack_app.build_app(env.read(given_env))
    app.command("/painpoint")(lambda ack: ack())
    headers: Any = {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "1"}
    body = f"command=%2Fpainpoint&text={MARK}&team_id=T1"
    assert app.dispatch(BoltRequest(body=body, headers=headers)).status == 401
    out = capsys.readouterr().err
    assert any(record["logger"].startswith("slack_bolt") for record in records(out))
    assert MARK not in out


def test_what_the_client_sends_and_gets_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    relaxed = SandboxSettings(rate_limit=False)
    with Sandbox(Config(manifest=ROOT / "app.yaml", settings=relaxed)) as sandbox:
        api = f"{sandbox.url}/api/"
        client = WebClient(sandbox.config.bot_token, base_url=api, retry_handlers=[])
        client.chat_postMessage(channel="C0GENERAL", text=MARK)
        with pytest.raises(SlackApiError):
            client.chat_postMessage(channel=MARK, text=MARK)
        out = capsys.readouterr().err
        assert any(record["logger"].startswith("slack_sdk") for record in records(out))
        assert MARK not in out
        assert sandbox.config.bot_token not in out


def failing() -> None:
    try:
        raise KeyError(MARK)
    except KeyError as error:
        raise RuntimeError(f"while saving {MARK}") from error


def test_a_traceback_says_where_and_of_which_kind_without_the_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        failing()
    except RuntimeError:
        logging.getLogger("waymark.problems").exception("listener failed")
    out = capsys.readouterr().err
    (record,) = records(out)
    assert MARK not in out
    assert record["message"] == "listener failed"
    assert "RuntimeError from KeyError" in record["exc_info"]
    assert "test_logs.py" in record["exc_info"]
    assert "failing" in record["exc_info"]


def test_an_exception_that_is_not_one_is_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("waymark.x").error("none under way", exc_info=True)  # noqa: LOG014
    (record,) = said(capsys)
    assert record["message"] == "none under way"


def test_waymarks_own_records_say_when_where_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("waymark.clock").warning("review due", extra={"period": "2026-Q3"})
    (record,) = said(capsys)
    assert record["level"] == "WARNING"
    assert record["logger"] == "waymark.clock"
    assert record["module"] == "test_logs"
    assert record["message"] == "review due"
    assert record["period"] == "2026-Q3"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", record["time"])


@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text() | st.binary() | st.integers() | st.none() | st.floats())
def test_every_record_is_one_json_object_on_one_line(
    capsys: pytest.CaptureFixture[str], words: str, more: object
) -> None:
    capsys.readouterr()
    logging.getLogger("waymark.x").info("%s", words, extra={"more": more})
    out = capsys.readouterr().err
    assert out.endswith("\n")
    assert out.count("\n") == 1
    assert json.loads(out)["message"] == words


@pytest.mark.parametrize(
    ("level", "logged"),
    [("DEBUG", 4), ("INFO", 3), ("WARNING", 2), ("ERROR", 1)],
)
def test_the_level_decides_what_is_logged(
    level: str, logged: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_like_the_bot(level):
        for number in NUMBERS[:4]:
            logging.getLogger("waymark.x").log(number, "word")
    assert len(said(capsys)) == logged


def test_nothing_goes_to_the_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("waymark.x").error("word")
    sys.stdout.flush()
    assert capsys.readouterr().out == ""
