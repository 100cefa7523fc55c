"""Socket Mode through Bolt's websocket_client adapter."""

import gc
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import websocket
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from sandbox.client import Client
from sandbox.config import APP_TOKEN, BOT_TOKEN, Config, Settings
from sandbox.server import Sandbox
from tests.sandbox.bolt_app import MANIFEST, echo_app

# websocket-client drops a socket that was reset without closing it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
JOURNEY = "customer-journey"
Json = dict[str, Any]


@pytest.fixture
def sandbox(settings: Settings) -> Iterator[Sandbox]:
    with Sandbox(Config(manifest=MANIFEST, socket_mode=True, settings=settings)) as started:
        yield started


def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def connections(client: Client) -> int:
    return int(client.get("")["connections"])


@pytest.fixture
def handler(sandbox: Sandbox, client: Client, handled: list[Json]) -> Iterator[SocketModeHandler]:
    app = echo_app(f"{sandbox.url}/api/", handled)
    handler = SocketModeHandler(app, APP_TOKEN, web_client=app.client, ping_interval=1)
    handler.connect()
    until(lambda: connections(client) >= 1)
    client.settings(ack_seconds=3.0)
    yield handler
    # When closed locally, websocket-client may sleep ten seconds before it notices.
    handler.client.auto_reconnect_enabled = False
    client.post("sockets/disconnect")
    handler.close()
    gc.collect()


@pytest.mark.usefixtures("handler")
def test_commands_events_and_actions(client: Client, handled: list[Json]) -> None:
    mara = client.person("mara")
    report = mara.command(JOURNEY, "/echo hello")
    assert (report["delivered"], json.loads(report["answer"])) == (True, {"text": "hello"})
    assert mara.messages(JOURNEY)[0]["text"] == "hello"
    mara.command(JOURNEY, "/modal")
    assert mara.submit({"what": "bad"})["errors"] == {"what": "not this"}
    assert mara.submit({"what": "good"})["stack"] == []
    ts = mara.say(JOURNEY, "hey @parrot")
    assert client.settle()
    assert mara.messages(JOURNEY, thread_ts=ts)[1]["text"] == "here"
    assert {entry.get("type") for entry in handled} >= {"view_submission", "app_mention"}


def test_reconnects_on_request_and_after_a_reset(
    client: Client, handler: SocketModeHandler
) -> None:
    for abrupt in (False, True):
        assert client.post("sockets/disconnect", abrupt=abrupt)["closed"] >= 1
        until(lambda: connections(client) >= 1)
        until(lambda: client.person("mara").command(JOURNEY, "/echo x")["delivered"])


def connect(api: WebClient) -> websocket.WebSocket:
    url = api.apps_connections_open(app_token=APP_TOKEN)["url"]
    socket = websocket.create_connection(url, timeout=5)
    hello = json.loads(socket.recv())
    assert (hello["type"], hello["connection_info"]["app_id"]) == ("hello", "A0APP")
    return socket


def test_each_payload_goes_to_one_connection(api: WebClient, client: Client) -> None:
    sockets = [connect(api) for _ in range(2)]
    for text in ("one", "two"):
        client.person("mara").say(JOURNEY, text)
    texts = []
    for socket in sockets:
        envelope = json.loads(socket.recv())
        assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)
        texts.append(envelope["payload"]["event"]["text"])
        socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
    assert sorted(texts) == ["one", "two"]
    assert client.settle()
    for socket in sockets:
        socket.close()


def test_an_unacknowledged_event_is_retried(api: WebClient, client: Client) -> None:
    client.settings(ack_seconds=0.05)
    socket = connect(api)
    client.person("mara").say(JOURNEY, "one")
    envelopes = [json.loads(socket.recv()) for _ in range(4)]
    assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
    assert envelopes[1]["retry_reason"] == "http_timeout"
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
    socket.close()


def test_no_connection_and_no_ticket(sandbox: Sandbox, client: Client) -> None:
    report = client.person("mara").command(JOURNEY, "/echo hello")
    assert report["error"] == "dispatch_failed"
    url = f"ws://{sandbox.url.removeprefix('http://')}/link/?ticket=made-up"
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(url, timeout=5)


def test_the_web_api_works_in_socket_mode(api: WebClient) -> None:
    assert api.auth_test(token=BOT_TOKEN)["ok"]
