"""The composer: completion by keyboard, sending, drafts, errors."""

import re

import pytest
from playwright.sync_api import FilePayload, expect

from sandbox.client import Client
from tests.page.browser import PageMonitor
from tests.page.shell.conftest import Visit
from tests.scenarios.waiting import until

pytestmark = pytest.mark.browser
FIELD = "#conversation .composer textarea"
MESSAGE = "#conversation .message"


def test_a_command_is_completed_and_sent_by_keyboard(visit: Visit) -> None:
    page = visit()
    page.locator(FIELD).focus()
    page.keyboard.type("/")
    suggestions = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(suggestions).to_have_text(
        [re.compile(name) for name in ("/echo", "/names", "/mod", "/slow")]
    )
    page.keyboard.press("ArrowDown")
    expect(suggestions.nth(1)).to_have_attribute("aria-selected", "true")
    selected_id = suggestions.nth(1).get_attribute("id") or ""
    expect(page.locator(FIELD)).to_have_attribute("aria-activedescendant", selected_id)
    page.keyboard.press("ArrowUp")
    page.keyboard.type("ec")
    expect(suggestions).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator(FIELD)).to_have_value("/echo ")
    expect(page.locator(".usage")).to_contain_text("Say it again")
    page.keyboard.type("good morning")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("")
    answer = page.locator(MESSAGE).last
    expect(answer).to_contain_text("good morning")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer.locator(".badge")).to_have_text("APP")
    answer.get_by_role("button", name="Dismiss").click()
    expect(page.locator(MESSAGE)).to_have_count(0)


def test_escape_closes_suggestions_and_enter_accepts_one(visit: Visit) -> None:
    page = visit()
    page.locator(FIELD).press_sequentially("/e")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    expect(suggestions).to_be_visible()
    page.keyboard.press("Escape")
    expect(suggestions).to_be_hidden()
    page.keyboard.type("c")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("/echo ")


def test_people_and_channels_are_completed_and_become_mentions(visit: Visit) -> None:
    page = visit()
    page.locator(FIELD).press_sequentially("hello @to")
    page.keyboard.press("Enter")
    page.keyboard.type("in #gen")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("hello @tomas in #general ")
    page.keyboard.press("Enter")
    message = page.locator(MESSAGE).last
    expect(message).to_contain_text("hello @Tomás Reyes in #general")
    message.get_by_role("button", name="@Tomás Reyes").click()
    expect(page.locator("#panel")).to_contain_text("Support lead")


def test_shift_enter_starts_a_line_and_enter_sends(visit: Visit, client: Client) -> None:
    page = visit()
    page.locator(FIELD).press_sequentially("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two <b>")
    page.keyboard.press("Enter")
    expect(page.locator(MESSAGE)).to_contain_text("two <b>")
    assert client.messages("customer-journey", "mara")[0]["text"] == "one\ntwo &lt;b&gt;"


def test_drafts_belong_to_their_channel(visit: Visit, client: Client) -> None:
    page = visit()
    page.locator(FIELD).fill("not finished")
    page.locator("#channel-list .place", has_text="general").click()
    expect(page.locator(FIELD)).to_have_value("")
    marked = page.locator("#channel-list .place", has_text="customer-journey")
    expect(marked.locator(".draft-mark")).to_be_visible()
    until(lambda: _draft(client) == "not finished")
    page.reload()
    page.locator("#place-name").wait_for()
    marked.click()
    expect(page.locator(FIELD)).to_have_value("not finished")


def _draft(client: Client) -> str:
    found = {channel["name"]: channel for channel in client.channels(as_="mara")}
    return str(found["customer-journey"]["draft"])


def test_a_failed_command_shows_slacks_notice(visit: Visit, client: Client) -> None:
    page = visit()
    page.locator(FIELD).fill("/slow now")
    page.keyboard.press("Enter")
    notice = page.locator(f"{MESSAGE}.notice")
    expect(notice).to_contain_text('/slow failed with the error "dispatch_failed"')
    expect(notice).to_contain_text("Slackbot")
    expect(notice).to_contain_text("Only visible to you")
    page.locator(FIELD).fill("/nonsense")
    page.keyboard.press("Enter")
    expect(page.locator(f"{MESSAGE}.notice").last).to_contain_text(
        "/nonsense is not a valid command"
    )


def test_an_unsent_message_is_preserved(visit: Visit, monitor: PageMonitor, client: Client) -> None:
    page = visit()
    page.route("**/sandbox/message", lambda route: route.abort())
    page.locator(FIELD).fill("important")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_contain_text("Not sent. The workspace cannot be reached.")
    expect(page.locator(FIELD)).to_have_value("important")
    monitor.problems.clear()
    page.unroute("**/sandbox/message")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(MESSAGE)).to_contain_text("important")
    expect(page.locator(".problem")).to_be_empty()


def test_files_are_sent_and_shown(visit: Visit) -> None:
    page = visit()
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'
    field = page.locator('#conversation input[type="file"]')
    files: list[FilePayload] = [
        {"name": "map.svg", "mimeType": "image/svg+xml", "buffer": picture},
        {"name": "notes.csv", "mimeType": "text/csv", "buffer": b"a,b\n"},
    ]
    field.set_input_files(files)
    page.locator(FIELD).fill("with files")
    page.keyboard.press("Enter")
    message = page.locator(MESSAGE).last
    expect(message.get_by_role("img", name="map.svg")).to_be_visible()
    with page.expect_download() as download:
        message.get_by_role("link", name="Download notes.csv").click()
    assert download.value.path().read_bytes() == b"a,b\n"


def test_global_shortcuts_in_the_composer(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Shortcuts").press("Enter")
    menu = page.get_by_role("menu", name="Shortcuts")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    expect(menu.get_by_role("menuitem").first).to_contain_text("Ask")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
