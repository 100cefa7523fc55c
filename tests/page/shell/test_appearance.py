"""Light and dark themes, narrow screens, a lost stream, and accessible names."""

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from sandbox.client import Client
from tests.page.browser import PageMonitor
from tests.page.shell.conftest import Visit

pytestmark = pytest.mark.browser
NARROW: ViewportSize = {"width": 390, "height": 780}
MIN_TARGET_PIXELS = 40
BACKGROUND = "getComputedStyle(document.querySelector('main')).backgroundColor"


def test_dark_and_light(visit: Visit, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    visit()
    assert page.evaluate(BACKGROUND) == "rgb(26, 29, 33)"
    page.get_by_role("button", name="Light colours").click()
    assert page.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    page.reload()
    page.locator("#place-name").wait_for()
    assert page.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    page.get_by_role("button", name="Dark colours").click()
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def fits_screen(page: Page) -> bool:
    wide: int = page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    )
    return wide <= NARROW["width"]


def test_a_narrow_screen(visit: Visit, page: Page, client: Client) -> None:
    page.set_viewport_size(NARROW)
    ts = client.person("tomas").say("customer-journey", "long " * 60 + "x" * 200)
    client.person("priya").say("customer-journey", "reply", thread_ts=ts)
    client.person("priya").react("customer-journey", ts, "eyes")
    visit()
    assert fits_screen(page)
    expect(page.locator("#sidebar")).not_to_be_in_viewport()
    page.get_by_role("button", name="Channels and people").click()
    expect(page.locator("#sidebar")).to_be_in_viewport()
    assert fits_screen(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Channels and people")).to_be_focused()
    page.locator(".replies").click()
    box = page.locator("#panel").bounding_box()
    assert box
    assert box["width"] == NARROW["width"]
    assert fits_screen(page)
    page.locator("#panel-close button").click()
    page.get_by_role("button", name="Make something go wrong").click()
    assert fits_screen(page)
    page.locator("#panel-close button").click()
    page.get_by_role("button", name="Channels and people").click()
    page.locator("#channel-list .place", has_text="general").click()
    expect(page.locator("#sidebar")).not_to_be_in_viewport()
    expect(page.locator("#place-name")).to_have_text("general")


def test_targets_are_large_on_a_narrow_screen(visit: Visit, page: Page, client: Client) -> None:
    page.set_viewport_size(NARROW)
    ts = client.person("tomas").say("customer-journey", "a")
    client.person("priya").react("customer-journey", ts, "eyes")
    client.person("priya").say("customer-journey", "reply", thread_ts=ts)
    visit()
    expect(page.locator(".replies")).to_be_visible()
    page.get_by_role("button", name="Channels and people").click()
    small = page.evaluate(
        """least => [...document.querySelectorAll('button, a.place, select')]
          .filter(one => one.offsetParent && !one.matches('.author, .link-button'))
          .map(one => [one.getBoundingClientRect(), one.id || one.className])
          .filter(([box]) => box.width < least || box.height < least)
          .map(([box, name]) => `${name} ${box.width}x${box.height}`)""",
        MIN_TARGET_PIXELS,
    )
    assert small == []


def test_a_lost_stream_reconnects_and_loads_missed_messages(
    visit: Visit, page: Page, monitor: PageMonitor, client: Client
) -> None:
    visit()
    page.wait_for_timeout(500)
    page.route("**/sandbox/stream", lambda route: route.abort())
    assert client.post("stream/cut")["cut"] == 1
    expect(page.locator("#lost")).to_be_visible()
    client.person("tomas").say("customer-journey", "said meanwhile")
    page.wait_for_timeout(300)
    expect(page.locator("#conversation .message")).to_have_count(0)
    monitor.problems.clear()
    page.unroute("**/sandbox/stream")
    expect(page.locator("#conversation .message")).to_contain_text("said meanwhile")
    expect(page.locator("#lost")).to_be_hidden()
    monitor.problems.clear()
    client.person("tomas").say("customer-journey", "and live again")
    expect(page.locator("#conversation .message").last).to_contain_text("and live again")


def test_earlier_ephemeral_messages_are_folded(visit: Visit, client: Client) -> None:
    for number in range(2):
        client.person("mara").command("customer-journey", f"/echo old {number}")
    page = visit()
    expect(page.locator("#conversation .message")).to_have_count(0)
    page.get_by_role("button", name="Show 2 earlier messages only visible to you").click()
    expect(page.locator("#conversation .message")).to_have_count(2)


def test_every_control_has_a_name(visit: Visit, page: Page, client: Client) -> None:
    client.person("tomas").say("customer-journey", "a")
    visit()
    page.get_by_role("button", name="Make something go wrong").click()
    expect(page.locator("#conversation .message")).to_have_count(1)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a, input, textarea, select')]
          .filter(one => one.offsetParent && !one.labels?.length)
          .filter(one => !(one.ariaLabel || one.textContent.trim()))
          .map(one => one.outerHTML)"""
    )
    assert nameless == []
    for role in ("main", "banner", "navigation", "complementary"):
        expect(page.get_by_role(role).first).to_be_visible()


def test_reduced_motion(browser: Browser, visit: Visit) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = visit(tab=context.new_page())
    spent = page.locator("#sidebar").evaluate("one => getComputedStyle(one).transitionDuration")
    assert not re.search(r"[1-9]s", spent) or "e-05s" in spent
    context.close()
