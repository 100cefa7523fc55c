"""Modals: fill in, read, submit to a sandbox, and redraw without losing anything."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from sandbox.client import Client
from sandbox.config import BOT_TOKEN, Config
from sandbox.server import Sandbox
from tests.page.draw.drawing_page import DrawingPage
from tests.page.draw.showcase import MODAL, inputs, plain
from tests.sandbox.bolt_app import MANIFEST
from tests.sandbox.bot_server import BotServer

pytestmark = pytest.mark.browser
Json = dict[str, Any]
ERRORS = {"in16": "Too short, please", "in18": "No such address"}


def fill_everything(page: Page) -> None:
    """Fill in every element as a person would."""
    place = page.locator
    place("[data-action-id=a0]").select_option("checkout")
    place("[data-action-id=a1]").select_option("awareness")
    place("[data-action-id=a2] .picker-open").click()
    page.keyboard.type("lis")
    page.get_by_label("Lisbon").check()
    place("[data-action-id=a3]").select_option("U0TOMAS")
    place("[data-action-id=a4]").select_option("C0LEADS")
    place("[data-action-id=a5]").select_option("C0JOURNEY")
    for action, label in (
        ("a6", "Checkout"),
        ("a8", "Waymark"),
        ("a9", "#leads"),
        ("a10", "#general"),
    ):
        place(f"[data-action-id={action}] .picker-open").click()
        place(f"[data-action-id={action}]").get_by_label(label, exact=True).check()
        page.keyboard.press("Escape")
    place("[data-action-id=a7] .picker-open").click()
    page.keyboard.type("b")
    page.get_by_label("Berlin").check()
    page.get_by_label("Bergen").check()
    page.keyboard.press("Escape")
    place("[data-action-id=a11] [value=a]").check()
    place("[data-action-id=a12] [value=checkout]").check()
    place("[data-action-id=a13]").fill("2026-12-24")
    place("[data-action-id=a14]").fill("18:05")
    place("[data-action-id=a15]").fill("2026-12-24T18:05")
    page.get_by_label("plain text input").nth(0).fill("One & <two>")
    page.get_by_label("plain text input").nth(1).fill("several\nlines")
    page.get_by_label("email text input").fill("mara@example.com")
    page.get_by_label("url text input").fill("https://example.com/?a=1&b=2")
    page.get_by_label("number input").fill("7.5")
    page.get_by_label("rich text input").fill("*now* `this`\n- one\n- two\n> said")
    page.get_by_label("file input").set_input_files(
        {"name": "notes.csv", "mimeType": "text/csv", "buffer": b"a,b"}
    )


EXPECTED: Json = {
    "in0": "checkout",
    "in1": "awareness",
    "in3": "U0TOMAS",
    "in4": "C0LEADS",
    "in5": "C0JOURNEY",
    "in6": ["awareness", "checkout"],
    "in8": ["U0MARA", "U0TOMAS", "U0BOT"],
    "in9": ["C0LEADS"],
    "in10": ["C0GENERAL"],
    "in11": ["a", "b"],
    "in12": "checkout",
    "in13": "2026-12-24",
    "in14": "18:05",
    "in16": "One & <two>",
    "in17": "several\nlines",
    "in18": "mara@example.com",
    "in19": "https://example.com/?a=1&b=2",
    "in20": "7.5",
}


def test_filled_values_are_read(drawing: DrawingPage) -> None:
    drawing.modal(MODAL)
    fill_everything(drawing.page)
    values = drawing.read()
    assert {name: values[name] for name in EXPECTED} == EXPECTED
    assert values["in2"]["selected_option"]["value"] == "lisbon"
    selected = [option["value"] for option in values["in7"]["selected_options"]]
    assert selected == ["berlin", "bergen"]
    assert isinstance(values["in15"], int)
    assert [file["name"] for file in values["in22"]] == ["notes.csv"]
    parts = values["in21"]["rich_text_value"]["elements"]
    kinds = ["rich_text_section", "rich_text_list", "rich_text_quote"]
    assert [part["type"] for part in parts] == kinds
    assert parts[0]["elements"][0] == {"type": "text", "text": "now", "style": {"bold": True}}


def test_an_untouched_modal_has_initial_values(drawing: DrawingPage) -> None:
    drawing.modal(MODAL)
    values = drawing.read()
    assert values["in0"] is None
    assert values["in1"] == "checkout"
    assert values["in7"] == []
    assert (values["in13"], values["in15"]) == ("2026-10-01", 1790845200)
    assert values["in16"] is None


def test_the_sandbox_accepts_read_values(drawing: DrawingPage) -> None:
    with BotServer() as bot, Sandbox(Config(manifest=MANIFEST, request_url=bot.url)) as sandbox:
        client = Client(sandbox.url)
        mara = client.person("mara")
        mara.command("customer-journey", "/echo")
        trigger = client.deliveries("slash_commands")[-1]["payload"]["trigger_id"]
        api = WebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/", retry_handlers=[])
        api.views_open(trigger_id=trigger, view=MODAL)
        view = mara.modal()
        assert view
        drawing.modal(view)
        fill_everything(drawing.page)
        values = drawing.read()
        report = mara.submit(values)
        assert (report["errors"], report["delivered"]) == ({}, True)
        sent = [body for body, _ in bot.requests if body.startswith("payload=")][-1]
        state = json.loads(parse_qs(sent)["payload"][0])["view"]["state"]["values"]
    assert state["in16"]["a16"]["value"] == "One & <two>"
    assert state["in2"]["a2"]["selected_option"]["text"]["text"] == "Lisbon"
    assert len(state["in7"]["a7"]["selected_options"]) == 2
    assert state["in6"]["a6"]["selected_options"][1]["value"] == "checkout"
    assert state["in21"]["a21"]["rich_text_value"]["type"] == "rich_text"


def test_errors_are_shown_at_their_inputs_and_preserve_values(drawing: DrawingPage) -> None:
    drawing.modal(MODAL)
    page = drawing.page
    fill_everything(page)
    before = drawing.read()
    field = page.get_by_label("email text input")
    field.focus()
    field.evaluate("e => { document.querySelector('.modal-body').scrollTop = 700 }")
    drawing.update(MODAL, errors=ERRORS)
    assert drawing.read() == before
    for block, error in ERRORS.items():
        assert page.locator(f'[data-block-id="{block}"] .input-error').text_content() == error
    wrong = page.get_by_label("email text input")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    described = (wrong.get_attribute("aria-describedby") or "").split()
    assert page.locator(f"#{described[0]}").text_content() == ERRORS["in18"]
    drawing.update(MODAL)
    assert page.locator(".input-error").count() == 0


def test_the_text_selection_is_preserved(drawing: DrawingPage) -> None:
    drawing.modal(MODAL)
    field = drawing.page.get_by_label("plain text input").nth(1)
    field.fill("several lines")
    field.evaluate("e => e.setSelectionRange(3, 7)")
    drawing.update(MODAL, errors=ERRORS)
    expect(field).to_be_focused()
    assert field.evaluate("e => [e.selectionStart, e.selectionEnd]") == [3, 7]


def test_an_updated_view_preserves_values_of_the_same_block(drawing: DrawingPage) -> None:
    text = {"type": "plain_text_input", "initial_value": "first"}
    (block,) = inputs(text)
    drawing.modal({**MODAL, "blocks": [block]})
    drawing.page.get_by_label("plain text input").fill("typed")
    second = {**block["element"], "initial_value": "second"}
    drawing.update({**MODAL, "blocks": [{**block, "element": second}]})
    assert drawing.read() == {"in0": "typed"}
    drawing.update({**MODAL, "blocks": [{**block, "block_id": "new", "element": second}]})
    assert drawing.read() == {"new": "second"}
    number = {"type": "number_input", "is_decimal_allowed": False, "action_id": "a0"}
    drawing.update({**MODAL, "blocks": [{**block, "block_id": "new", "element": number}]})
    assert drawing.read() == {"new": "second"}


def test_view_state_overrides_initial_values(drawing: DrawingPage) -> None:
    state = {
        "in1": {"a1": {"type": "static_select", "selected_option": None}},
        "in16": {"a16": {"type": "plain_text_input", "value": "was typed"}},
        "in8": {"a8": {"type": "multi_users_select", "selected_users": ["U0BOT"]}},
    }
    drawing.modal({**MODAL, "state": {"values": state}})
    values = drawing.read()
    assert (values["in1"], values["in16"], values["in8"]) == (None, "was typed", ["U0BOT"])


def test_submit_and_close_fire_events(drawing: DrawingPage) -> None:
    drawing.modal(MODAL)
    page = drawing.page
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Leave").click()
    page.get_by_label("Close").click()
    assert drawing.actions() == ["submitted", "closed", "closed"]


def test_a_modal_without_submit_has_no_submit_button(drawing: DrawingPage) -> None:
    drawing.modal({"type": "modal", "title": plain("Just so"), "blocks": []})
    assert drawing.page.locator("[type=submit]").count() == 0
    assert drawing.page.get_by_role("button", name="Cancel").is_visible()


def test_an_error_without_input_is_shown_at_the_top(drawing: DrawingPage) -> None:
    drawing.modal(MODAL, errors={"elsewhere": "Not here"})
    assert drawing.page.locator(".modal-body > .input-error").text_content() == "Not here"
