"""app.yaml is a valid manifest, and lists exactly what Waymark listens to and needs."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from slack_bolt import App, BoltRequest
from sqlalchemy import URL

from app import Waymark
from handlers import listeners, slack_app
from handlers.background import Background
from handlers.ids import Action, Command, Event, Shortcut, View, any_numbered, numbered
from handlers.settings import read
from sandbox.client import Client
from sandbox.config import Config, Settings
from sandbox.server import Sandbox
from tests.clocks import StandingClock
from tests.handlers.running import BOT_TOKEN, ROOT, SIGNING_SECRET, free_port, serving

MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))
SCHEMA = json.loads((Path(__file__).parent / "manifest_schema.json").read_text(encoding="utf-8"))
COMMANDS = {entry["command"]: entry for entry in MANIFEST["features"]["slash_commands"]}
SHORTCUTS = {entry["callback_id"]: entry for entry in MANIFEST["features"]["shortcuts"]}
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
NOT_FOUND = 404
REQUEST_URL = "/slack/events"


def problems(manifest: dict[str, Any]) -> list[str]:
    return [error.json_path for error in Draft7Validator(SCHEMA).iter_errors(manifest)]


def test_the_manifest_is_valid() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert problems(MANIFEST) == []


@pytest.mark.parametrize(
    ("where", "value", "path"),
    [
        ("_metadata/major_version", 1, "$['_metadata'].major_version"),
        ("display_information/name", "x" * 36, "$.display_information.name"),
        ("display_information/long_description", "x" * 174, None),
        ("display_information/background_color", "teal", None),
        ("features/slash_commands/0/command", "kpi", "$.features.slash_commands[0].command"),
        ("features/shortcuts/0/name", "x" * 25, "$.features.shortcuts[0].name"),
        ("settings/surprise", True, "$.settings"),
        ("settings/event_subscriptions/bot_events", ["a", "a"], None),
        ("oauth_config/scopes/bot", [], "$.oauth_config.scopes.bot"),
    ],
)
def test_the_schema_refuses_what_slack_refuses(where: str, value: object, path: str | None) -> None:
    broken: Any = copy.deepcopy(MANIFEST)
    place = broken
    *above, last = where.split("/")
    for key in above:
        place = place[int(key) if key.isdigit() else key]
    place[last] = value
    assert problems(broken) == [path or f"$.{where.replace('/', '.')}"]


def test_no_name_is_listed_twice() -> None:
    assert len(COMMANDS) == len(MANIFEST["features"]["slash_commands"])
    assert len(SHORTCUTS) == len(MANIFEST["features"]["shortcuts"])


def test_one_request_url_serves_everything() -> None:
    urls = [entry["url"] for entry in COMMANDS.values()]
    urls.append(MANIFEST["settings"]["interactivity"]["request_url"])
    urls.append(MANIFEST["settings"]["event_subscriptions"]["request_url"])
    assert len(set(urls)) == 1
    assert urls[0].endswith(REQUEST_URL)


def test_what_is_typed_comes_as_it_was_typed() -> None:
    assert [entry["should_escape"] for entry in COMMANDS.values()] == [False] * len(COMMANDS)


def test_the_manifest_and_the_ids_name_the_same() -> None:
    assert set(COMMANDS) == {command.value for command in Command}
    assert set(SHORTCUTS) == {shortcut.value for shortcut in Shortcut}
    assert set(EVENTS) == {event.value for event in Event}


def test_interactivity_is_on_where_there_are_shortcuts_or_buttons() -> None:
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is bool(SHORTCUTS or list(Action))


# The listeners


@pytest.fixture
def app(sqlite_url: URL) -> Iterator[App]:
    """Waymark's real Bolt app with all its listeners."""
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "DATABASE_URL": str(sqlite_url),
    }
    waymark = Waymark(read(environment))
    background = Background()
    made = slack_app.build(waymark.settings)
    listeners.register(made, waymark.use, background)
    yield made
    background.close()
    waymark.storage.close()


def status(app: App, body: dict[str, Any]) -> int:
    """How the app answers; 404 where nothing listens."""
    answer = app.dispatch(BoltRequest(mode="socket_mode", body={"team_id": "T1", **body}))
    return int(answer.status)


def command_body(command: str) -> dict[str, Any]:
    return {"command": command, "text": "help", "user_id": "U1", "channel_id": "C1"}


def shortcut_body(callback_id: str, kind: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": "message_action" if kind == "message" else "shortcut",
        "callback_id": callback_id,
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "1.2.x",
    }
    if kind == "message":
        body |= {"channel": {"id": "C1"}, "message": {"text": "onboarding: slow", "ts": "1.0"}}
    return body


def event_body(event: str) -> dict[str, Any]:
    inner = {"type": event, "user": "U1", "channel": "D1", "tab": "messages", "event_ts": "1.0"}
    return {"type": "event_callback", "event_id": "Ev1", "event": inner}


def action_body(action_id: str) -> dict[str, Any]:
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": "1:onboarding"}
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "channel": {"id": "C1"},
        "actions": [action],
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_manifest_is_listened_to(app: App, command: str) -> None:
    assert status(app, command_body(command)) == 200


@pytest.mark.parametrize("callback_id", SHORTCUTS)
def test_every_shortcut_of_the_manifest_is_listened_to(app: App, callback_id: str) -> None:
    kind = SHORTCUTS[callback_id]["type"]
    other = {"message": "global", "global": "message"}[kind]
    assert status(app, shortcut_body(callback_id, kind)) == 200
    assert status(app, shortcut_body(callback_id, other)) == NOT_FOUND


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_of_the_manifest_is_listened_to(app: App, event: str) -> None:
    assert status(app, event_body(event)) == 200


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("number", [0, 7, 24, 100])
def test_every_button_waymark_makes_is_listened_to(app: App, action: Action, number: int) -> None:
    assert status(app, action_body(numbered(action, number))) == 200


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("tail", ["", ".", ".x", ".1x", ".1.2", "x.1"])
def test_a_button_waymark_does_not_make_is_not(app: App, action: Action, tail: str) -> None:
    assert status(app, action_body(f"{action.value}{tail}")) == NOT_FOUND
    assert not any_numbered(action).search(f"{action.value}{tail}")


def test_nothing_is_listened_to_that_the_manifest_does_not_list(app: App) -> None:
    """As many listeners as names: each name above reached one, so none is left over."""
    assert len(app._listeners) == sum(map(len, (COMMANDS, SHORTCUTS, EVENTS, Action, View)))
    assert status(app, command_body("/nosuchcommand")) == NOT_FOUND
    assert status(app, shortcut_body("nosuchshortcut", "message")) == NOT_FOUND
    assert status(app, event_body("reaction_added")) == NOT_FOUND
    assert status(app, action_body("nosuchaction.1")) == NOT_FOUND


# The scopes


def test_every_method_waymark_calls_has_its_scope_in_the_manifest(sqlite_url: URL) -> None:
    """Everything Waymark does at Slack, done in a workspace that refuses a missing scope."""
    sandbox_port = free_port()
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{sandbox_port}/api/",
        "DATABASE_URL": str(sqlite_url),
    }
    clock = StandingClock(2026, 11, 20)
    waymark = Waymark(read(environment), clock)
    service = waymark.service()
    with serving(service.wsgi) as port:
        config = Config(
            manifest=ROOT / "app.yaml",
            port=sandbox_port,
            request_url=f"http://127.0.0.1:{port}{REQUEST_URL}",
            bot_token=BOT_TOKEN,
            signing_secret=SIGNING_SECRET,
            settings=Settings(rate_limit=False),
        )
        with Sandbox(config) as sandbox:
            slack = Client(sandbox.url)
            _do_everything(slack, waymark, clock)
            calls = slack.calls()
    service._background.close()
    waymark.storage.close()
    assert {call["method"] for call in calls} >= {
        "chat.postMessage",
        "conversations.history",
        "views.publish",
        "response_url",
    }
    refused = [(c["method"], c["answer"]) for c in calls if not c["answer"].get("ok")]
    # The one failure that was asked for.
    assert refused == [("chat.postMessage", {"ok": False, "error": "internal_error"})]


def _do_everything(slack: Client, waymark: Waymark, clock: StandingClock) -> None:
    mara = slack.person("mara")
    for line in (
        "/painpoint onboarding: slow",
        "/touchpoint nosuchstage: what",
        "/opportunity loyalty: referral link",
        "/kpi nps 41",
        "/journey map",
        "/journey review",
        "/journey notes",
        "/journey help",
    ):
        report = mara.command("customer-journey", line)
        assert (report["delivered"], report["notice"]) == (True, None), line
    unsorted = next(m for m in mara.messages("customer-journey") if "nosuchstage" in m["text"])
    mara.click("customer-journey", unsorted["ts"], numbered(Action.PLACE_NOTE, 0))
    said = mara.say("customer-journey", "The invite mail is a mess")
    assert mara.shortcut(Shortcut.SAVE_MESSAGE.value, "customer-journey", said)["delivered"]
    mara.open_home()
    slack.settle()
    # A review that may or may not be there is looked for.
    clock.put(datetime(2027, 1, 4, 12, tzinfo=UTC))
    slack.fault("chat.postMessage", "status", status=500, when="after")
    waymark.use.post_due_reviews()
    clock.advance(timedelta(minutes=10))
    (outcome,) = waymark.use.post_due_reviews()
    assert outcome.result.done
    _answered(slack)


def _answered(slack: Client) -> None:
    """Wait until what is answered later has been."""
    for _ in range(100):
        methods = {call["method"] for call in slack.calls()}
        if {"views.publish", "response_url"} <= methods:
            return
        slack.settle(0.05)
