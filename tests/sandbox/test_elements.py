"""Every interactive element; the app is a plain function."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from sandbox.client import Client, ControlError, Person
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.sandbox.bolt_app import MANIFEST, plain
from tests.sandbox.bot_server import BotServer

JOURNEY = "customer-journey"
Json = dict[str, Any]
OPTIONS = [{"text": plain(name), "value": name.lower()} for name in ("Red", "Blue")]
VALUES: list[tuple[Json, Any, Json]] = [
    ({"type": "plain_text_input"}, "a", {"value": "a"}),
    ({"type": "email_text_input"}, "a@b.test", {"value": "a@b.test"}),
    ({"type": "url_text_input"}, "https://a.test", {"value": "https://a.test"}),
    ({"type": "number_input", "is_decimal_allowed": True}, 1.5, {"value": "1.5"}),
    ({"type": "datepicker"}, "2026-10-01", {"selected_date": "2026-10-01"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, 1790845200, {"selected_date_time": 1790845200}),
    ({"type": "radio_buttons", "options": OPTIONS}, "Blue", {"selected_option": OPTIONS[1]}),
    ({"type": "checkboxes", "options": OPTIONS}, ["red"], {"selected_options": OPTIONS[:1]}),
    (
        {"type": "multi_static_select", "options": OPTIONS},
        ["red", "Blue"],
        {"selected_options": OPTIONS},
    ),
    (
        {"type": "static_select", "option_groups": [{"label": plain("g"), "options": OPTIONS}]},
        "red",
        {"selected_option": OPTIONS[0]},
    ),
    ({"type": "users_select"}, "U0MARA", {"selected_user": "U0MARA"}),
    ({"type": "multi_users_select"}, ["U0MARA"], {"selected_users": ["U0MARA"]}),
    ({"type": "channels_select"}, "C0LEADS", {"selected_channel": "C0LEADS"}),
    ({"type": "conversations_select"}, "C0LEADS", {"selected_conversation": "C0LEADS"}),
    (
        {"type": "rich_text_input"},
        {"rich_text_value": {"type": "rich_text"}},
        {"rich_text_value": {"type": "rich_text"}},
    ),
]


def input_block(element: Json, **more: Any) -> Json:
    placed = {"action_id": "a", **element}
    return {"type": "input", "block_id": "b", "label": plain("L"), "element": placed, **more}


def payload(bot: BotServer) -> Json:
    sent = [body for body, _ in bot.requests if body.startswith("payload=")]
    content: Json = json.loads(parse_qs(sent[-1])["payload"][0])
    return content


def open_modal(api: WebClient, client: Client, *blocks: Json, **more: Any) -> Person:
    mara = client.person("mara")
    mara.command(JOURNEY, "/echo")
    trigger = client.deliveries("slash_commands")[-1]["payload"]["trigger_id"]
    view = {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": list(blocks)}
    api.views_open(trigger_id=trigger, view={**view, **more})
    return mara


@pytest.mark.parametrize(("element", "value", "state"), VALUES, ids=lambda v: str(v)[:40])
def test_entered_values_are_delivered(
    api: WebClient, client: Client, bot: BotServer, element: Json, value: Any, state: Json
) -> None:
    mara = open_modal(api, client, input_block(element))
    assert mara.submit({"b": value})["delivered"]
    arrived = payload(bot)["view"]["state"]["values"]["b"]["a"]
    assert arrived == {"type": element["type"], **state}


@pytest.mark.parametrize(
    ("element", "value", "problem"),
    [
        ({"type": "email_text_input"}, "mara", "valid email"),
        ({"type": "url_text_input"}, "mara", "valid URL"),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "valid number"),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3"),
    ],
)
def test_client_side_validation(
    api: WebClient, client: Client, element: Json, value: str, problem: str
) -> None:
    mara = open_modal(api, client, input_block(element))
    assert problem in mara.submit({"b.a": value})["errors"]["b"]


def test_initial_values_are_sent_and_optional_ones_may_be_empty(
    api: WebClient, client: Client, bot: BotServer
) -> None:
    first = input_block({"type": "plain_text_input", "initial_value": "here"})
    second = input_block({"type": "datepicker", "action_id": "d"}, block_id="c", optional=True)
    assert open_modal(api, client, first, second).submit()["delivered"]
    values = payload(bot)["view"]["state"]["values"]
    assert values["b"]["a"]["value"] == "here"
    assert values["c"]["d"]["selected_date"] is None


def test_an_input_dispatches_only_with_dispatch_action(
    api: WebClient, client: Client, bot: BotServer
) -> None:
    quiet = input_block({"type": "plain_text_input"})
    loud = input_block(
        {"type": "plain_text_input", "action_id": "l"}, block_id="c", dispatch_action=True
    )
    mara = open_modal(api, client, quiet, loud)
    assert mara.click_in_modal("a", "typed")["stored"]
    assert mara.click_in_modal("l", "more")["delivered"]
    body = payload(bot)
    assert body["actions"][0]["value"] == "more"
    assert body["view"]["state"]["values"]["b"]["a"]["value"] == "typed"
    with pytest.raises(ControlError, match="element_not_found"):
        mara.submit({"nowhere": "a"})


def test_a_selected_conversation_has_a_response_url(
    api: WebClient, client: Client, bot: BotServer
) -> None:
    chooser = {"type": "conversations_select", "response_url_enabled": True}
    open_modal(api, client, input_block(chooser)).submit({"b": "C0GENERAL"})
    (entry,) = payload(bot)["response_urls"]
    assert (entry["channel_id"], entry["block_id"]) == ("C0GENERAL", "b")
    assert entry["response_url"].startswith(client.url)


def test_clear_on_close_closes_everything(api: WebClient, client: Client, bot: BotServer) -> None:
    mara = open_modal(api, client, clear_on_close=True, notify_on_close=True)
    assert mara.close()["stack"] == []
    assert (payload(bot)["type"], payload(bot)["is_cleared"]) == ("view_closed", True)
    with pytest.raises(ControlError, match="no_open_view"):
        mara.close()


def test_other_buttons(api: WebClient, client: Client, bot: BotServer) -> None:
    feedback = {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": {"text": plain("Yes"), "value": "y"},
        "negative_button": {"text": plain("No"), "value": "n"},
    }
    more = {"type": "overflow", "action_id": "o", "options": OPTIONS}
    nested = {"type": "button", "action_id": "n", "text": plain("N"), "value": "1"}
    card = {"type": "card", "title": plain("C"), "actions": [{**nested, "action_id": "c"}]}
    inner = {"type": "actions", "elements": [nested]}
    blocks: list[Json] = [
        {"type": "context_actions", "elements": [feedback]},
        {"type": "section", "text": plain("S"), "accessory": more},
        {"type": "container", "title": plain("C"), "child_blocks": [inner]},
        {"type": "carousel", "elements": [card]},
    ]
    ts = api.chat_postMessage(channel="C0JOURNEY", text="a", blocks=blocks)["ts"]
    mara = client.person("mara")
    mara.click(JOURNEY, ts, "f", "negative")
    assert payload(bot)["actions"][0]["value"] == "n"
    mara.click(JOURNEY, ts, "o", "Red")
    assert payload(bot)["actions"][0]["selected_option"] == OPTIONS[0]
    for action_id in ("n", "c"):
        mara.click(JOURNEY, ts, action_id)
        assert payload(bot)["actions"][0]["action_id"] == action_id


def test_a_response_url_deletes_or_replaces_its_message(
    api: WebClient, client: Client, bot: BotServer
) -> None:
    button = {"type": "button", "action_id": "n", "text": plain("N")}
    blocks = [{"type": "actions", "elements": [button]}]
    api.chat_postEphemeral(channel="C0JOURNEY", user="U0MARA", text="a", blocks=blocks)
    mara = client.person("mara")
    mara.click(JOURNEY, mara.messages(JOURNEY)[0]["ts"], "n")
    url = payload(bot)["response_url"]
    hook = WebhookClient(url, retry_handlers=[])
    hook.send(text="b", replace_original=True)
    assert [(m["text"], m["ephemeral"]) for m in mara.messages(JOURNEY)] == [("b", True)]
    hook.send(delete_original=True)
    assert mara.messages(JOURNEY) == []


def test_elements_need_interactivity(bot: BotServer) -> None:
    off = {**MANIFEST["settings"], "interactivity": {"is_enabled": False}}
    with Sandbox(Config(manifest={**MANIFEST, "settings": off}, request_url=bot.url)) as sandbox:
        with pytest.raises(ControlError, match="interactivity_disabled"):
            Client(sandbox.url).person("mara").shortcut("ask")
        assert bot.requests == []
