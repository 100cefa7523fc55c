"""Navigation between people, channels and the app's tabs."""

import re

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from sandbox.client import Client
from tests.page.shell.conftest import Visit
from tests.scenarios.waiting import until

pytestmark = pytest.mark.browser
PLACES = "#channel-list .place .place-name"


def test_switch_person(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name=re.compile("You are Mara Lind")).press("Enter")
    people = page.get_by_role("menuitemradio")
    expect(people).to_have_text(
        [
            re.compile("Mara Lind.*Head of product · Product · admin"),
            re.compile("Tomás Reyes.*Support lead · Support · member"),
            re.compile("Priya Nair"),
            re.compile("Gus Hale.*guest"),
        ]
    )
    expect(people.first).to_be_focused()
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    expect(page.locator("#person")).to_contain_text("Tomás Reyes")
    assert page.url.endswith("#/U0TOMAS/C0JOURNEY")
    page.go_back()
    expect(page.locator("#person")).to_contain_text("Mara Lind")


def test_a_guest_sees_only_their_channel(visit: Visit, client: Client) -> None:
    client.remove("general", "priya")
    page = visit("gus", "customer-journey")
    people = page.locator("#person-list .place-name")
    expect(people).to_have_text(["Mara Lind", "Tomás Reyes"])
    expect(page.locator(PLACES)).to_have_text(["general"])
    expect(page.locator("#place-name")).to_have_text("general")
    expect(page.locator("#browse")).to_be_hidden()
    expect(page.locator("#person")).to_contain_text("GUEST")


def test_a_private_channel_is_visible_to_members(visit: Visit) -> None:
    page = visit("tomas")
    expect(page.locator(PLACES)).to_have_text(["customer-journey", "general"])
    page = visit("priya")
    expect(page.locator(PLACES)).to_have_text(["customer-journey", "general", "leads"])
    leads = page.locator("#channel-list .place", has_text="leads")
    expect(leads.locator(".icon-lock")).to_be_visible()
    expect(leads).to_contain_text("private channel")


def test_join_a_public_channel(visit: Visit, client: Client) -> None:
    client.post("channel", name="newcomers", members=["tomas"])
    page = visit()
    page.get_by_role("button", name="Browse channels").click()
    page.get_by_role("menuitem", name="newcomers").click()
    page.get_by_role("button", name="Join channel").click()
    expect(page.get_by_role("combobox", name="Message #newcomers")).to_be_visible()


def test_direct_messages_count(visit: Visit, client: Client) -> None:
    page = visit()
    client.person("tomas").say("@mara", "psst")
    tomas = page.locator("#person-list .place", has_text="Tomás Reyes")
    expect(tomas.locator(".count-badge")).to_have_text("1")
    tomas.click()
    expect(page.locator("#conversation .message")).to_contain_text("psst")
    expect(tomas.locator(".count-badge")).to_have_count(0)
    page.locator("#person-list .place", has_text="Priya Nair").click()
    expect(page.get_by_role("combobox", name="Message Priya Nair")).to_be_visible()


def test_the_sidebar_by_arrow_keys(visit: Visit) -> None:
    page = visit()
    page.locator("#channel-list .place", has_text="customer-journey").focus()
    page.keyboard.press("ArrowDown")
    focused = page.locator("#channel-list .place", has_text="general")
    expect(focused).to_be_focused()
    outline = focused.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#place-name")).to_have_text("general")
    expect(page.locator('#places .place[tabindex="0"]')).to_have_count(1)
    page.keyboard.press("End")
    expect(page.locator("#app-list .place")).to_be_focused()
    page.keyboard.press("F6")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_quick_switcher(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Control+k")
    page.keyboard.type("lea")
    page.keyboard.press("Enter")
    expect(page.locator("#place-name")).to_have_text("leads")


def test_the_home(visit: Visit, client: Client) -> None:
    page = visit()
    page.locator("#app-list .place").click()
    view = page.locator("#app-view")
    expect(view).to_contain_text("Choose")
    expect(view.get_by_role("button", name="yes", exact=True)).to_be_visible()
    client.settle()
    view.get_by_role("combobox").select_option("Two")
    pressed = until(lambda: client.deliveries("interactive"))[-1]["payload"]
    assert pressed["view"]["type"] == "home"
    assert pressed["actions"][0]["selected_option"]["value"] == "2"


def test_a_republished_home_is_shown(visit: Visit, api: WebClient) -> None:
    page = visit("mara", "app/home")
    expect(page.locator("#app-view")).to_contain_text("Choose")
    block = {"type": "section", "text": {"type": "plain_text", "text": "Fresh figures"}}
    api.views_publish(user_id="U0MARA", view={"type": "home", "blocks": [block]})
    expect(page.locator("#app-view")).to_contain_text("Fresh figures")


def test_the_messages_tab_and_the_about_tab(visit: Visit, client: Client, api: WebClient) -> None:
    page = visit()
    page.locator("#app-list .place").click()
    page.get_by_role("tab", name="Home").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")
    page.locator("#conversation .composer textarea").fill("hello app")
    page.keyboard.press("Enter")
    expect(page.locator("#conversation .message")).to_contain_text("hello app")
    page.get_by_role("tab", name="About").click()
    expect(page.locator("#app-view")).to_contain_text("/echo")
    api.chat_postMessage(channel="U0MARA", text="for you alone")
    expect(page.locator("#app-list .count-badge")).to_have_text("1")


def test_the_address_contains_the_place(visit: Visit, client: Client) -> None:
    ts = client.person("tomas").say("general", "parent")
    client.person("mara").say("general", "reply", thread_ts=ts)
    page = visit("mara", f"general/thread/{ts}")
    expect(page.locator("#thread .message")).to_have_count(2)
    page.reload()
    expect(page.locator("#thread .message")).to_have_count(2)
    page.locator("#channel-list .place", has_text="leads").click()
    page.go_back()
    expect(page.locator("#place-name")).to_have_text("general")


def test_removal_from_a_channel_leaves_it(visit: Visit, client: Client) -> None:
    page = visit("priya", "leads")
    expect(page.locator("#place-name")).to_have_text("leads")
    # A request for the channel still running would fail, and the browser would log an error.
    page.wait_for_timeout(500)
    client.remove("leads", "priya")
    expect(page.locator("#place-name")).to_have_text("general")
    expect(page.locator(PLACES)).to_have_text(["customer-journey", "general"])
