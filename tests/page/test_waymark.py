"""Waymark used in the browser."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.page.browser import PageMonitor
from tests.scenarios.running_pair import RunningPair, running

pytestmark = pytest.mark.browser
CHANNEL = "customer-journey"
FIELD = "#conversation .composer textarea"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace on the last day of a quarter."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as pair:
        yield pair


@pytest.fixture
def page(monitor: PageMonitor, pair: RunningPair) -> Page:
    """The workspace as Mara sees it."""
    monitor.page.goto(f"{pair.slack.url}/#/mara/{CHANNEL}")
    monitor.page.locator("#place-name").wait_for()
    return monitor.page


def type_and_send(page: Page, text: str) -> None:
    """Type into the composer and send."""
    page.locator(FIELD).fill(text)
    page.keyboard.press("Enter")


def exported(pair: RunningPair) -> list[dict[str, Any]]:
    """Return every note."""
    return list(pair.waymark.services.exports.notes(pair.workspace, "buyer"))


def test_a_note_by_command(page: Page, pair: RunningPair) -> None:
    type_and_send(
        page, "/painpoint onboarding: coupon codes & <b>spaces</b> are rejected severity:high"
    )
    messages = page.get_by_role("list", name="Messages")
    expect(messages).to_contain_text("Saved a pain point in Onboarding of Buyer journey.")
    expect(messages).to_contain_text("coupon codes & <b>spaces</b> are rejected")
    expect(messages).to_contain_text("Only visible to you")
    assert exported(pair)[0]["severity"] == 3


def test_an_unsorted_note_is_sorted_by_its_button(page: Page, pair: RunningPair) -> None:
    type_and_send(page, "/painpoint chekout: it broke")
    page.get_by_role("button", name="Retention").click()
    expect(page.get_by_role("list", name="Messages")).to_contain_text(
        "Filed under Retention of Buyer journey."
    )
    assert exported(pair)[0]["stage"] == "retention"


def test_a_note_by_modal_after_an_error(page: Page, pair: RunningPair) -> None:
    type_and_send(page, "/painpoint")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("How did the customer feel?")
    text_field = dialog.get_by_role("textbox", name="What happened?")
    text_field.fill("the invite email lands in spam")
    day = dialog.locator("input[type=date]")
    day.fill("2026-10-05")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("is in the future")
    expect(text_field).to_have_value("the invite email lands in spam")
    day.fill("2026-09-03")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("list", name="Messages")).to_contain_text(
        "Saved a pain point, unsorted"
    )
    assert exported(pair)[0]["occurred_at"].startswith("2026-09-03")


def test_a_message_by_its_shortcut(page: Page, pair: RunningPair) -> None:
    pair.slack.person("tomas").say(CHANNEL, "The checkout is terribly slow today")
    message = page.get_by_text("The checkout is terribly slow today").first
    message.click(button="right")
    page.get_by_role("menuitem", name="Save to journey map").click()
    expect(page.get_by_role("list", name="Messages")).to_contain_text(
        "Saved a pain point, unsorted"
    )
    assert exported(pair)[0]["text"] == "The checkout is terribly slow today"


def play_a_quarter(pair: RunningPair) -> None:
    """Save notes and readings in two quarters."""
    mara = pair.slack.person("mara")
    for number in range(1, 7):
        mara.command(
            CHANNEL, f"/touchpoint decision: demo {number} feeling:happy on:2026-05-{number:02}"
        )
        mara.command(
            CHANNEL,
            f"/painpoint decision: quote {number} feeling:frustrated on:2026-08-{number:02}",
        )
    mara.command(CHANNEL, "/kpi decision.trial-to-paid 20% target:22% on:2026-06-29")
    mara.command(CHANNEL, "/kpi decision.trial-to-paid 18% on:2026-09-29")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_review_arrives_live(page: Page, pair: RunningPair, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    play_a_quarter(pair)
    pair.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
    expect(page.get_by_text("Buyer journey: review of 2026-Q3").first).to_be_visible()
    page.get_by_text("replies").first.click()
    expect(page.locator("canvas")).to_have_count(2)
    expect(page.get_by_role("columnheader", name="Change")).to_be_visible()
    expect(page.get_by_role("cell", name="falling (−1.50")).to_be_visible()
    expect(page.get_by_text("trial-to-paid").first).to_be_visible()


def test_the_review_on_a_phone_scrolls_only_inside_tables(page: Page, pair: RunningPair) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    play_a_quarter(pair)
    pair.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
    expect(page.get_by_text("Buyer journey: review of 2026-Q3").first).to_be_visible()
    page.get_by_text("replies").first.click()
    expect(page.locator("canvas")).to_have_count(2)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, json.dumps({"scroll width": width})


def test_the_home_tab_shows_the_map(page: Page, pair: RunningPair) -> None:
    play_a_quarter(pair)
    page.goto("about:blank")
    page.goto(f"{pair.slack.url}/#/mara/app/home")
    expect(page.get_by_text("2026-Q3 so far: 6 notes · next review 1 Oct 2026")).to_be_visible()
    expect(page.get_by_text("1 off target: Decision: trial-to-paid")).to_be_visible()
