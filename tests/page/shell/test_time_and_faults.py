"""Time travel and planned faults."""

import re
import urllib.error
from datetime import UTC, datetime
from http.client import RemoteDisconnected
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import Client
from tests.page.shell.conftest import Visit

pytestmark = pytest.mark.browser
JOURNEY = "C0JOURNEY"
CHART: dict[str, Any] = {
    "type": "data_visualization",
    "title": "Mood",
    "chart": {"type": "pie", "segments": [{"label": "Good", "value": 1}]},
}


def travel(page: Page, name: str) -> None:
    page.locator("#clock").click()
    page.get_by_role("dialog", name="Time travel").get_by_role("button", name=name).click()


def test_time_travel(visit: Visit, client: Client, other: Page) -> None:
    client.clock("2026-11-21T08:30:00Z")
    page = visit()
    watching = visit("tomas", tab=other)
    clock = page.locator("#clock")
    expect(clock).to_contain_text("Sat, 21 Nov 2026, 09:30")
    travel(page, "+ 1 day")
    expect(clock).to_contain_text("Sun, 22 Nov 2026, 09:30")
    travel(page, "+ 1 week")
    expect(clock).to_contain_text("Sun, 29 Nov 2026, 09:30")
    travel(page, "End of the quarter")
    expect(clock).to_contain_text("Mon, 4 Jan 2027, 10:01")
    assert client.clock().startswith("2027-01-04T09:01")
    expect(watching.locator("#clock")).to_contain_text("Mon, 4 Jan 2027, 03:01")
    client.person("tomas").say("customer-journey", "happy new year")
    expect(page.locator("#conversation .message time").first).to_have_text("10:01")
    travel(page, "Back to now")
    expect(clock).not_to_have_class(re.compile("travelled"))
    now = datetime.now(UTC)
    assert abs(datetime.fromisoformat(client.clock()) - now).total_seconds() < 60


@pytest.mark.parametrize(
    ("today", "turn"),
    [("2026-03-31T23:00:00Z", "2026-04-01T09:01"), ("2027-04-05T00:00:00Z", "2027-07-01T09:01"),
     ("2027-12-31T12:00:00Z", "2028-01-03T09:01")],
)  # fmt: skip
def test_the_quarter_ends_on_a_weekday(visit: Visit, client: Client, today: str, turn: str) -> None:
    client.clock(today)
    page = visit()
    travel(page, "End of the quarter")
    expect(page.get_by_role("status").filter(has_text="It is now")).to_be_visible()
    assert client.clock().startswith(turn)


def panel(visit: Visit) -> Page:
    page = visit()
    page.get_by_role("button", name="Make something go wrong").click()
    expect(page.locator("#panel")).to_be_focused()
    expect(page.locator(".planned")).to_have_text("No failures planned.")
    return page


def log_panel(page: Page) -> Any:
    return page.locator(".entries li").first


@pytest.mark.parametrize(("name", "status"), [("429", 429), ("500", 500)])
def test_the_next_post_gets_a_status(visit: Visit, api: WebClient, name: str, status: int) -> None:
    page = panel(visit)
    page.locator(".fault-grid").get_by_role("button", name=name).click()
    expect(page.locator(".planned")).to_contain_text(f"chat.postMessage: status {status}")
    with pytest.raises(SlackApiError) as error:
        api.chat_postMessage(channel=JOURNEY, text="lost")
    assert error.value.response.status_code == status
    expect(page.locator(".planned")).to_have_text("No failures planned.")
    expect(log_panel(page)).to_contain_text(f"chat.postMessage{status}")
    api.chat_postMessage(channel=JOURNEY, text="again")
    expect(log_panel(page)).to_contain_text("200 ok")
    expect(page.locator("#conversation .message")).to_have_text([re.compile("again")])


def test_the_next_post_takes_too_long(visit: Visit, api: WebClient) -> None:
    page = panel(visit)
    page.get_by_role("button", name="Time-out").click()
    expect(page.locator(".planned")).to_contain_text("time-out")
    with pytest.raises((TimeoutError, urllib.error.URLError)):
        api.chat_postMessage(channel=JOURNEY, text="slow")


def test_the_connection_is_lost_after_the_post_was_stored(visit: Visit, api: WebClient) -> None:
    page = panel(visit)
    page.get_by_role("button", name="Connection lost").click()
    expect(page.locator(".planned")).to_contain_text("connection lost after")
    with pytest.raises((urllib.error.URLError, RemoteDisconnected, ConnectionError)):
        api.chat_postMessage(channel=JOURNEY, text="stored all the same")
    expect(page.locator("#conversation .message")).to_contain_text("stored all the same")
    page.locator(".fault-grid").get_by_role("button", name="500").click()
    page.get_by_role("button", name="Cancel failures").click()
    expect(page.locator(".planned")).to_have_text("No failures planned.")


def post_error(api: WebClient, **content: Any) -> str:
    with pytest.raises(SlackApiError) as error:
        api.chat_postMessage(channel=JOURNEY, text="a", **content)
    return str(error.value.response["error"])


def test_a_channel_is_archived_and_unarchived(visit: Visit, api: WebClient) -> None:
    page = panel(visit)
    page.get_by_role("button", name="Archive the channel").click()
    expect(page.locator("#conversation .foot")).to_contain_text("which is archived")
    assert post_error(api) == "is_archived"
    page.get_by_role("button", name="Unarchive the channel").click()
    expect(page.get_by_role("combobox", name="Message #customer-journey")).to_be_visible()


def test_the_app_is_removed_from_the_channel_and_invited(visit: Visit, api: WebClient) -> None:
    page = panel(visit)
    page.get_by_role("button", name="Remove Parrot from it").click()
    expect(page.get_by_role("button", name="Invite Parrot to it")).to_be_visible()
    assert post_error(api) == "not_in_channel"
    page.get_by_role("button", name="Invite Parrot to it").click()
    expect(page.get_by_role("button", name="Remove Parrot from it")).to_be_visible()
    api.chat_postMessage(channel=JOURNEY, text="back")


def test_the_token_is_revoked_and_the_app_installed_again(visit: Visit, api: WebClient) -> None:
    page = panel(visit)
    page.get_by_role("button", name="Revoke the token").click()
    expect(page.locator("#faults")).to_contain_text("Parrot: its token is revoked")
    assert post_error(api) == "token_revoked"
    page.get_by_role("button", name="Install the app again").click()
    page.get_by_role("button", name="Remove the app").click()
    expect(page.locator("#faults")).to_contain_text("Parrot: not installed")
    assert post_error(api) == "account_inactive"
    page.get_by_role("button", name="Install the app again").click()
    expect(page.locator("#faults")).to_contain_text("Parrot: installed")
    api.chat_postMessage(channel=JOURNEY, text="back")


def test_new_block_types_can_be_turned_off(visit: Visit, api: WebClient) -> None:
    page = panel(visit)
    with page.expect_response("**/sandbox/settings"):
        page.get_by_role("switch").uncheck()
    assert post_error(api, blocks=[CHART]) == "invalid_blocks"
    expect(log_panel(page)).to_contain_text("invalid_blocks")
    with page.expect_response("**/sandbox/settings"):
        page.get_by_role("switch").check()
    api.chat_postMessage(channel=JOURNEY, text="a", blocks=[CHART])


def test_the_log_shows_deliveries_and_the_last_answer(visit: Visit) -> None:
    page = panel(visit)
    page.locator("#conversation .composer textarea").fill("/echo hello")
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Deliveries").click()
    delivery = page.locator(".entries li", has_text="slash_commands /echo")
    expect(delivery).to_contain_text(re.compile(r"200 in \d+ ms"))
    delivery.locator("summary").click()
    expect(delivery.locator(".raw")).to_contain_text('"text": "hello"')
    page.get_by_role("tab", name="Deliveries").press("ArrowRight")
    expect(page.locator("#faults .record .raw").last).to_contain_text('"answer": "hello"')
