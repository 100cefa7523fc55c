"""The sandbox answers every invalid request."""

import urllib.error
from contextlib import suppress

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import Client, ControlError
from sandbox.config import APP_TOKEN, BOT_TOKEN
from sandbox.server import Sandbox
from sandbox.web_api import METHODS
from tests.sandbox.bot_server import fetch

INVALID_VALUES = [
    '[{"type": {}}]',
    "x",
    '{"type": []}',
    "",
    "0",
    "-1",
    "[]",
    "{}",
    "[1]",
    "null",
    "\u0000",
]
ARGUMENT_NAMES = [
    "attachments",
    "blocks",
    "canvas_id",
    "changes",
    "channel",
    "channel_id",
    "channels",
    "cursor",
    "document_content",
    "file",
    "filename",
    "files",
    "hash",
    "initial_comment",
    "latest",
    "length",
    "limit",
    "metadata",
    "name",
    "oldest",
    "prompts",
    "text",
    "thread_ts",
    "timestamp",
    "trigger_id",
    "ts",
    "types",
    "user",
    "user_id",
    "users",
    "view",
    "view_id",
]
VALID_ARGUMENTS = {
    "channel": "C0JOURNEY",
    "channel_id": "C0JOURNEY",
    "filename": "a.txt",
    "length": "1",
    "name": "eyes",
    "text": "a",
    "user": "U0MARA",
    "user_id": "U0MARA",
    "view": '{"type": "home", "blocks": []}',
}


def call_method(api: WebClient, method: str, arguments: dict[str, str]) -> None:
    token = APP_TOKEN if METHODS[method].app_token else BOT_TOKEN
    headers = {"Authorization": f"Bearer {token}"}
    with suppress(SlackApiError):
        api.api_call(method, data=arguments, headers=headers)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_invalid_arguments(api: WebClient, client: Client, method: str) -> None:
    client.settings(rate_limit=False)
    for value in INVALID_VALUES:
        call_method(api, method, dict.fromkeys(ARGUMENT_NAMES, value))
    for name in ARGUMENT_NAMES:
        for value in INVALID_VALUES[:3]:
            call_method(api, method, {**VALID_ARGUMENTS, name: value})
    assert {call["status"] for call in client.calls(method)} == {200}
    assert client.settle()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("modal/submit", {"user": "mara"}),
        ("modal/close", {"user": "mara"}),
        ("action", {"user": "mara", "home": True, "action_id": "a"}),
        ("action", {"user": "mara", "channel": "general", "ts": "1.1", "action_id": "a"}),
        ("shortcut", {"user": "mara", "callback_id": "nothing"}),
        ("reaction", {"user": "mara", "channel": "general", "ts": "1.1", "name": "a"}),
        ("message", {"user": "mara", "channel": "general", "files": [{"base64": "?"}]}),
        ("message", {"user": "mara", "channel": "general", "text": "a", "thread_ts": "1.1"}),
        ("settings", {"rate_limit": "no"}),
        ("settings", {"retry_seconds": 1}),
        ("redeliver", {"event_id": "Ev0"}),
        ("clock", {"advance_seconds": "soon"}),
    ],
)
def test_invalid_control_calls(client: Client, path: str, content: dict[str, object]) -> None:
    with pytest.raises(ControlError) as error:
        client.request("POST", path, content)
    assert error.value.answer["ok"] is False


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://elsewhere.test"}, {"Host": "elsewhere.test"}]
)
def test_pages_of_other_sites_are_rejected(sandbox: Sandbox, headers: dict[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        fetch(f"{sandbox.url}/sandbox", headers=headers)
    error.value.close()
    assert error.value.code == 403


def test_control_bodies_must_be_json_objects(sandbox: Sandbox) -> None:
    for body in (b"{", b"[]"):
        with pytest.raises(urllib.error.HTTPError) as error:
            fetch(f"{sandbox.url}/sandbox/clock", body, {"Content-Type": "application/json"})
        error.value.close()
        assert error.value.code == 400
