"""app.yaml is a valid manifest, and lists exactly what Waymark listens to and needs."""

import copy
import json
import shutil
from collections.abc import Iterator, Sized
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from slack_bolt import App, BoltRequest

from app import Waymark
from handlers import listeners
from handlers.environment import read
from handlers.slack import app as slack_app
from handlers.slack.background import Background
from handlers.slack.ids import (
    Action,
    CaptureField,
    Command,
    Event,
    Options,
    Shortcut,
    ToggleValue,
    View,
    any_numbered,
    numbered,
)
from tests.handlers.processes import BOT_TOKEN, ROOT

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
    urls.append(MANIFEST["settings"]["interactivity"]["message_menu_options_url"])
    urls.append(MANIFEST["settings"]["event_subscriptions"]["request_url"])
    assert len(set(urls)) == 1
    assert urls[0].endswith(REQUEST_URL)


def test_what_is_typed_comes_as_it_was_typed() -> None:
    assert [entry["should_escape"] for entry in COMMANDS.values()] == [False] * len(COMMANDS)


def test_the_manifest_and_the_ids_name_the_same() -> None:
    assert set(COMMANDS) == {command.value for command in Command}
    assert set(SHORTCUTS) == {shortcut.value for shortcut in Shortcut}
    # Messages are subscribed to by kind of channel and arrive as one kind of event.
    assert {event.split(".")[0] for event in EVENTS} == {event.value for event in Event}


def test_interactivity_is_on_where_there_are_shortcuts_or_buttons() -> None:
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is bool(SHORTCUTS or list(Action))


# The listeners

# The menus of a note's form on which others depend.
NOTE_MENUS = (CaptureField.JOURNEY, CaptureField.STAGE)


@pytest.fixture(scope="module")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Waymark's real Bolt app with all its listeners, for all tests of this file."""
    database = tmp_path_factory.mktemp("manifest") / "waymark.db"
    shutil.copy(sqlite_template, database)
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    waymark = Waymark(read(environment))
    background = Background()
    made = slack_app.build_app(waymark.settings)
    listeners.register(made, waymark.services, waymark.people, waymark.reader, background)
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
    inner = {
        "type": event.split(".", maxsplit=1)[0],
        "user": "U1",
        "channel": "C1",
        "channel_type": "channel",
        "tab": "messages",
        "text": "it broke",
        "ts": "1.0",
        "event_ts": "1.0",
        "reaction": "nothing",
        "item": {"type": "message", "channel": "C1", "ts": "1.0"},
    }
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


def view_body(callback_id: str) -> dict[str, Any]:
    held = {"journey": 1, "part": 0, "seen": 0, "at": None, "note": 0}
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "view": {
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": json.dumps(held),
            "state": {"values": {"name": {"name": {"type": "plain_text_input", "value": "x"}}}},
            "blocks": [],
        },
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


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 7, 24, 100])
def test_every_button_waymark_makes_is_listened_to(app: App, number: int) -> None:
    for action in Action:
        assert status(app, action_body(numbered(action, number))) == 200, action


@pytest.mark.parametrize("tail", ["", ".", ".x", ".1x", ".1.2", "x.1"])
def test_a_button_waymark_does_not_make_is_not(app: App, tail: str) -> None:
    for action in Action:
        assert status(app, action_body(f"{action.value}{tail}")) == NOT_FOUND, action
        assert not any_numbered(action).search(f"{action.value}{tail}")


@pytest.mark.parametrize("view", View)
def test_every_form_waymark_opens_is_listened_to(app: App, view: View) -> None:
    assert status(app, view_body(view.value)) == 200


@pytest.mark.parametrize("field", ToggleValue)
def test_every_field_that_others_depend_on_is_listened_to(app: App, field: ToggleValue) -> None:
    body = action_body(field.value)
    body |= {"view": {**view_body(View.NEW_JOURNEY.value)["view"], "id": "V1", "hash": "h"}}
    assert status(app, body) == 200


# What is typed into a menu, and what it offers.
OFFERED = {
    Options.TIME_ZONE: ("berl", "Europe/Berlin"),
    Options.COUNTRY: ("germ", "DE"),
}


@pytest.mark.parametrize("menu", Options)
def test_every_menu_that_asks_waymark_is_answered(app: App, menu: Options) -> None:
    typed, offered = OFFERED[menu]
    body = {
        "type": "block_suggestion",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "action_id": menu.value,
        "block_id": menu.value,
        "value": typed,
    }
    answer = app.dispatch(BoltRequest(mode="socket_mode", body=body))
    assert answer.status == 200
    assert [o["value"] for o in json.loads(answer.body)["options"]] == [offered]


def test_nothing_is_listened_to_that_the_manifest_does_not_list(app: App) -> None:
    """As many listeners as names: each name above reached one, so none is left over."""
    named: tuple[Sized, ...] = (
        COMMANDS,
        SHORTCUTS,
        Event,
        Action,
        View,
        ToggleValue,
        Options,
        NOTE_MENUS,
    )
    assert len(app._listeners) == sum(len(names) for names in named)
    assert status(app, command_body("/nosuchcommand")) == NOT_FOUND
    assert status(app, shortcut_body("nosuchshortcut", "message")) == NOT_FOUND
    assert status(app, event_body("channel_created")) == NOT_FOUND
    assert status(app, action_body("nosuchaction.1")) == NOT_FOUND
