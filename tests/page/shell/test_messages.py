"""Messages: buttons, menus, reactions, threads, unread marks, and other people's changes."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from sandbox.client import Client
from tests.page.shell.conftest import Visit

pytestmark = pytest.mark.browser
MESSAGE = "#conversation .message"
# While the list is still growing it follows its end: scroll up until it stays there.
SCROLL_UP = """async (scroller) => {
    do {
        scroller.scrollTop = 0;
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    } while (scroller.scrollTop > 0);
}"""


def row(page: Page, text: str) -> Locator:
    return page.locator(MESSAGE, has_text=text)


def test_a_button_updates_its_message(visit: Visit, client: Client) -> None:
    page = visit()
    client.person("tomas").command("customer-journey", "/names")
    page.get_by_role("button", name="yes", exact=True).press("Enter")
    expect(row(page, "pressed")).to_be_visible()
    expect(page.get_by_role("button", name="yes", exact=True)).to_have_count(0)
    # The focus is preserved.
    expect(row(page, "pressed")).to_be_focused()


def test_a_shortcut_by_right_click(visit: Visit, client: Client) -> None:
    client.person("tomas").say("customer-journey", "worth keeping")
    page = visit()
    row(page, "worth keeping").click(button="right")
    menu = page.get_by_role("menu", name="Message actions")
    expect(menu).to_contain_text("Message shortcuts")
    menu.get_by_role("menuitem", name="Bookmark").click()
    expect(row(page, "bookmarked worth keeping")).to_contain_text("Only visible to you")


def test_a_shortcut_by_keyboard(visit: Visit, client: Client) -> None:
    for text in ("worth keeping", "and this"):
        client.person("tomas").say("customer-journey", text)
    page = visit()
    expect(row(page, "and this")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to messages")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "and this")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(row(page, "worth keeping")).to_be_focused()
    page.keyboard.press("Shift+F10")
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="Bookmark")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "bookmarked worth keeping")).to_be_visible()


def test_escape_closes_a_menu_and_restores_the_focus(visit: Visit, client: Client) -> None:
    client.person("tomas").say("customer-journey", "a")
    page = visit()
    row(page, "a").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(row(page, "a")).to_be_focused()


def test_reactions(visit: Visit, client: Client) -> None:
    ts = client.person("tomas").say("customer-journey", "look")
    page = visit()
    row(page, "look").focus()
    page.keyboard.press("r")
    expect(page.get_by_role("dialog", name="Choose an emoji")).to_be_in_viewport(ratio=1)
    page.keyboard.type("tada")
    page.keyboard.press("Enter")
    chip = row(page, "look").locator(".reaction").first
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_have_attribute("title", "You reacted with :tada:")
    client.person("tomas").react("customer-journey", ts, "tada")
    expect(chip).to_have_attribute("title", "You and Tomás Reyes reacted with :tada:")
    expect(chip).to_contain_text("2")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    row(page, "look").hover()
    row(page, "look").get_by_role("button", name="React with eyes").click()
    expect(row(page, "look").locator(".reaction[aria-pressed]")).to_have_count(2)


def test_a_thread(visit: Visit, client: Client) -> None:
    ts = client.person("tomas").say("customer-journey", "what do you think?")
    page = visit()
    row(page, "what do").focus()
    page.keyboard.press("t")
    field = page.get_by_role("combobox", name="Reply…")
    expect(field).to_be_focused()
    page.keyboard.type("good")
    page.keyboard.press("Enter")
    thread = page.locator("#thread")
    expect(thread.locator(".message")).to_have_count(2)
    expect(row(page, "what do").locator(".replies")).to_contain_text("1 reply")
    client.person("priya").say("customer-journey", "agreed", thread_ts=ts)
    expect(thread.locator(".message")).to_have_text([re.compile(t) for t in ("what", "good", "ag")])
    expect(row(page, "what do").locator(".replies")).to_contain_text("2 replies")
    expect(page.locator(MESSAGE)).to_have_count(1)
    page.get_by_label("Also send to #customer-journey").check()
    field.fill("and for everyone")
    page.keyboard.press("Enter")
    expect(row(page, "and for everyone")).to_contain_text("replied to a thread")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_commands_do_not_work_in_threads(visit: Visit, client: Client) -> None:
    client.person("tomas").say("customer-journey", "a")
    page = visit()
    row(page, "a").focus()
    page.keyboard.press("t")
    page.keyboard.type("/echo hello")
    page.keyboard.press("Enter")
    expect(row(page, "/echo is not supported in threads")).to_be_visible()


def test_only_own_messages_can_be_deleted(visit: Visit, client: Client) -> None:
    client.person("tomas").say("customer-journey", "his")
    client.person("mara").say("customer-journey", "mine")
    page = visit()
    row(page, "his").click(button="right")
    expect(page.get_by_role("menuitem", name="Delete message…")).to_have_count(0)
    page.keyboard.press("Escape")
    row(page, "mine").click(button="right")
    page.get_by_role("menuitem", name="Delete message…").click()
    page.get_by_role("dialog", name="Delete message").get_by_role("button", name="Delete").click()
    expect(row(page, "mine")).to_have_count(0)


def test_two_people_see_each_other_live(visit: Visit, other: Page) -> None:
    mara = visit("mara")
    tomas = visit("tomas", "general", tab=other)
    mara.locator(".composer textarea").first.fill("first words")
    mara.keyboard.press("Enter")
    channel = tomas.locator("#channel-list .place", has_text="customer-journey")
    expect(channel).to_have_class(re.compile("unread"))
    expect(channel.locator(".count-badge")).to_have_count(0)
    mara.locator(".composer textarea").first.fill("and @tomas should see this")
    mara.keyboard.press("Enter")
    expect(channel.locator(".count-badge")).to_have_text("1")
    expect(tomas).to_have_title(re.compile(r"^\(1\) "))
    channel.click()
    expect(row(tomas, "and @Tomás Reyes should")).to_have_class(re.compile("mentioned"))
    expect(channel).not_to_have_class(re.compile("unread"))
    tomas.locator(".composer textarea").first.fill("seen")
    tomas.keyboard.press("Enter")
    expect(row(mara, "seen")).to_be_visible()
    expect(mara.locator("#announcer")).to_have_text("Tomás Reyes in #customer-journey: seen")


def test_the_new_line_and_marking_unread(visit: Visit, client: Client) -> None:
    client.person("tomas").say("customer-journey", "read before")
    page = visit()
    expect(row(page, "read before")).to_be_visible()
    page.wait_for_timeout(200)
    page.locator("#channel-list .place", has_text="general").click()
    client.person("tomas").say("customer-journey", "fresh")
    channel = page.locator("#channel-list .place", has_text="customer-journey")
    expect(channel).to_have_class(re.compile("unread"))
    channel.click()
    order = page.locator("#conversation .messages > li")
    expect(order).to_have_text([re.compile(t) for t in ("Today", "read before", "New", "fresh")])
    row(page, "read before").focus()
    page.keyboard.press("u")
    expect(order).to_have_text([re.compile(t) for t in ("Today", "New", "read before", "fresh")])


def test_days_are_divided_by_the_workspaces_clock(visit: Visit, client: Client) -> None:
    client.clock("2026-03-02T10:00:00Z")
    client.person("tomas").say("customer-journey", "on Monday")
    client.clock("2026-03-04T10:00:00Z")
    client.person("tomas").say("customer-journey", "on Wednesday")
    page = visit()
    days = page.locator("#conversation .day")
    expect(days).to_have_text(["Monday 2 March", "Today"])
    client.clock("2026-03-05T10:00:00Z")
    expect(days).to_have_text(["Monday 2 March", "Yesterday"])


def test_a_permalink_opens_its_message(visit: Visit, client: Client, api: WebClient) -> None:
    ts = client.person("tomas").say("general", "this one")
    link = api.chat_getPermalink(channel="C0GENERAL", message_ts=ts)["permalink"]
    page = visit()
    client.person("tomas").say("customer-journey", f"see {link}")
    row(page, "see http").get_by_role("link").click()
    expect(page.locator("#place-name")).to_have_text("general")
    expect(row(page, "this one")).to_have_class(re.compile("target"))


def test_earlier_messages_are_paged(visit: Visit, client: Client) -> None:
    for number in range(70):
        client.person("tomas").say("customer-journey", f"number {number:03}")
    page = visit()
    expect(row(page, "number 069")).to_be_in_viewport()
    expect(row(page, "number 000")).to_have_count(0)
    # Repeated, as a person would: a list still being laid out scrolls back to its end.
    page.wait_for_function(
        """() => {
            const list = document.querySelector("#conversation .scroller");
            list.scrollTop = 0;
            return list.textContent.includes("number 000");
        }"""
    )
    expect(row(page, "number 000")).to_have_count(1)
    expect(page.locator(MESSAGE)).to_have_count(70)


def test_new_messages_below_are_offered_when_scrolled_up(visit: Visit, client: Client) -> None:
    for number in range(30):
        client.person("tomas").say("customer-journey", f"number {number:03}")
    page = visit()
    expect(row(page, "number 029")).to_be_in_viewport()
    page.locator("#conversation .scroller").evaluate(SCROLL_UP)
    client.person("priya").say("customer-journey", "and this")
    expect(row(page, "and this")).not_to_be_in_viewport()
    page.get_by_role("button", name="New messages below").click()
    expect(row(page, "and this")).to_be_in_viewport()
    expect(page.get_by_role("button", name="New messages below")).to_be_hidden()


def test_the_latest_message_stays_visible_when_a_panel_opens(visit: Visit, client: Client) -> None:
    for number in range(20):
        client.person("tomas").say("customer-journey", f"number {number:03} " + "word " * 40)
    page = visit()
    expect(row(page, "number 019")).to_be_in_viewport()
    page.get_by_role("button", name="Make something go wrong").click()
    page.wait_for_timeout(300)
    assert page.locator("#conversation .scroller").evaluate(
        "one => one.scrollHeight - one.scrollTop - one.clientHeight < 60"
    )
