"""An error becomes a sentence for the user and a reason in the log."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest

from domain.errors import BadInputError
from handlers.environment import read
from handlers.slack import app as slack_app
from handlers.slack import error_handler
from handlers.slack.background import Background
from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.handlers.log_capture import logging_like_the_bot, records
from tests.handlers.processes import ROOT, serving
from tests.handlers.slack_says import assert_taken, shown

MARK = "a-customer-said-this"


SENTENCE = "There is no stage “x & <y>”. Nothing was saved."


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def app(background: Background, fail: Callable[[], None], api: str = "http://h/api/") -> App:
    """An app whose every listener fails."""
    made = slack_app.build_app(read({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": api}))

    def listener(ack: Ack) -> None:
        fail()
        ack()

    made.command("/painpoint")(listener)
    made.event("app_home_opened")(listener)
    made.action("button")(listener)
    made.view("form")(listener)
    error_handler.register_error_handler(made, background)
    return made


def refuse() -> None:
    raise BadInputError(SENTENCE)


def crash() -> None:
    raise RuntimeError(MARK)


def asked(app: App, body: dict[str, Any]) -> tuple[int, str]:
    answer = app.dispatch(BoltRequest(mode="socket_mode", body={"team_id": "T1", **body}))
    return answer.status, answer.body


COMMAND = {"command": "/painpoint", "text": "x &amp; y: it &lt;hurts&gt;", "user_id": "U1"}


EVENT = {"type": "event_callback", "event": {"type": "app_home_opened", "user": "U1"}}


CLICK: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": "T1"},
    "actions": [{"type": "button", "action_id": "button", "block_id": "b", "value": "v"}],
}


SUBMITTED: dict[str, Any] = {
    "type": "view_submission",
    "user": {"id": "U1", "team_id": "T1"},
    "view": {
        "type": "modal",
        "callback_id": "form",
        "blocks": [
            {"type": "context", "block_id": "c", "elements": []},
            {"type": "input", "block_id": "name", "element": {"type": "plain_text_input"}},
            {"type": "input", "block_id": "goal", "element": {"type": "plain_text_input"}},
        ],
    },
}


def test_a_command_gets_the_sentence_and_what_was_typed_back(background: Background) -> None:
    status, body = asked(app(background, refuse), COMMAND)
    answer = json.loads(body)
    assert status == 200
    assert answer["response_type"] == "ephemeral"
    assert SENTENCE in shown(answer["blocks"])
    assert "/painpoint x & y: it <hurts>" in shown(answer["blocks"])
    assert_taken(answer)


def test_an_unexpected_error_is_admitted_and_its_message_not_logged(
    background: Background, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_like_the_bot("DEBUG"):
        status, body = asked(app(background, crash), COMMAND)
    out = capsys.readouterr().err
    assert status == 200
    assert "not your fault" in json.loads(body)["text"]
    assert "/painpoint x & y: it <hurts>" in shown(json.loads(body)["blocks"])
    assert MARK not in body + out
    assert "hurts" not in out
    (failed,) = [record for record in records(out) if record["message"] == "listener failed"]
    assert failed["level"] == "ERROR"
    assert "RuntimeError" in failed["exc_info"]


def test_an_event_that_failed_is_not_acknowledged_so_that_it_comes_again(
    background: Background,
) -> None:
    assert asked(app(background, crash), EVENT)[0] == 500


def test_a_click_gets_the_sentence_where_it_was_made(background: Background) -> None:
    received: list[dict[str, Any]] = []

    def slack(environ: dict[str, Any], start: Any) -> list[bytes]:
        received.append(json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
        start("200 OK", [])
        return [b"ok"]

    with serving(slack) as port:
        url = f"http://127.0.0.1:{port}/response/x"
        made = app(background, refuse, f"http://127.0.0.1:{port}/api/")
        assert asked(made, {**CLICK, "response_url": url})[0] == 200
        background.close()
    (answer,) = received
    assert SENTENCE in shown(answer["blocks"])
    assert answer["replace_original"] is False
    assert answer["response_type"] == "ephemeral"


def test_a_click_that_cannot_be_answered_is_acknowledged_all_the_same(
    background: Background,
) -> None:
    assert asked(app(background, crash), CLICK)[0] == 200


@pytest.mark.parametrize("fail", [refuse, crash])
def test_a_form_that_cannot_be_saved_stays_open_with_what_was_written(
    background: Background, fail: Callable[[], None]
) -> None:
    status, body = asked(app(background, fail), SUBMITTED)
    answer = json.loads(body)
    assert (status, answer["response_action"]) == (200, "errors")
    assert list(answer["errors"]) == ["name"]
    assert answer["errors"]["name"] == (SENTENCE if fail is refuse else error_handler.OURS)


def test_a_click_in_the_home_is_answered_in_a_direct_message(background: Background) -> None:
    config = Config(manifest=ROOT / "app.yaml", bot_token="xoxb-1")
    with Sandbox(config) as sandbox:
        made = app(background, refuse, f"{sandbox.url}/api/")
        click = {**CLICK, "user": {"id": "U0MARA", "team_id": "T1"}, "view": {"type": "home"}}
        assert asked(made, click)[0] == 200
        background.close()
        (answer,) = Client(sandbox.url).messages("bot", as_="mara")
    assert SENTENCE in shown(answer["blocks"])
