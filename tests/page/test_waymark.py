"""Waymark used in the browser; the tests of reviews come last, as they move the clock."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from storage.engine import database_url
from tests.clocks import StandingClock
from tests.page.browser import PageMonitor
from tests.scenarios.running_pair import RunningPair, running

pytestmark = pytest.mark.browser
CHANNEL = "customer-journey"
FIELD = "#conversation .composer textarea"


@pytest.fixture(scope="module")
def pair(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPair]:
    """Waymark in a workspace on the last day of a quarter, for the tests of notes."""
    with running_copy(sqlite_template, tmp_path_factory) as pair:
        yield pair


@pytest.fixture(scope="module")
def quarter(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPair]:
    """Waymark on the last day of a quarter with notes and readings, for the tests of figures."""
    with running_copy(sqlite_template, tmp_path_factory) as pair:
        play_a_quarter(pair)
        yield pair


@contextmanager
def running_copy(template: Path, folders: pytest.TempPathFactory) -> Iterator[RunningPair]:
    """Run Waymark with a copy of a database on the last day of a quarter."""
    path = folders.mktemp("page") / "waymark.db"
    copy(template, path)
    with running(database_url(f"sqlite:///{path}"), StandingClock(2026, 9, 30, 15)) as pair:
        yield pair


@pytest.fixture
def page(pair: RunningPair, monitor: PageMonitor) -> Page:
    """The workspace as Mara sees it."""
    return opened(monitor.page, pair)


@pytest.fixture
def quarter_page(quarter: RunningPair, monitor: PageMonitor) -> Page:
    """The workspace of `quarter` as Mara sees it."""
    return opened(monitor.page, quarter)


def opened(page: Page, pair: RunningPair) -> Page:
    """Open a workspace as Mara."""
    page.goto(f"{pair.slack.url}/#/mara/{CHANNEL}")
    page.locator("#place-name").wait_for()
    return page


def type_and_send(page: Page, text: str) -> None:
    """Type into the composer and send."""
    page.locator(FIELD).fill(text)
    page.keyboard.press("Enter")


def newest_answer(page: Page, words: str) -> Locator:
    """Return the newest message with these words."""
    messages = page.get_by_role("list", name="Messages")
    return messages.locator(".message").filter(has_text=words).last


def note(pair: RunningPair, text: str) -> dict[str, Any]:
    """Return the only note with this text."""
    notes = pair.waymark.services.exports.notes(pair.workspace, "buyer")
    (found,) = [row for row in notes if row["text"] == text]
    return found


def test_a_note_by_command(page: Page, pair: RunningPair) -> None:
    type_and_send(
        page, "/painpoint onboarding: coupon codes & <b>spaces</b> are rejected severity:high"
    )
    messages = page.get_by_role("list", name="Messages")
    expect(messages).to_contain_text("Saved a pain point in Onboarding of Buyer journey.")
    expect(messages).to_contain_text("coupon codes & <b>spaces</b> are rejected")
    expect(messages).to_contain_text("Only visible to you")
    assert note(pair, "coupon codes & <b>spaces</b> are rejected")["severity"] == 3


def test_an_unsorted_note_is_sorted_by_its_button(page: Page, pair: RunningPair) -> None:
    type_and_send(page, "/painpoint chekout: it broke")
    messages = page.get_by_role("list", name="Messages")
    unsorted = messages.locator(".message").filter(has_text="it broke")
    unsorted.get_by_role("button", name="Retention").click()
    expect(messages).to_contain_text("Filed under Retention of Buyer journey.")
    assert note(pair, "chekout: it broke")["stage"] == "retention"


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
    answer = newest_answer(page, "the invite email lands in spam")
    expect(answer).to_contain_text("Saved a pain point, unsorted")
    saved_note = note(pair, "the invite email lands in spam")
    assert saved_note["occurred_at"].startswith("2026-09-03")


def test_a_message_by_its_shortcut(page: Page, pair: RunningPair) -> None:
    pair.slack.person("tomas").say(CHANNEL, "The checkout is terribly slow today")
    message = page.get_by_text("The checkout is terribly slow today").first
    message.click(button="right")
    page.get_by_role("menuitem", name="Save to journey map").click()
    answer = newest_answer(page, "Saved a pain point, unsorted")
    expect(answer).to_contain_text("The checkout is terribly slow today")
    assert note(pair, "The checkout is terribly slow today")["kind"] == "pain point"


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


def test_the_home_tab_shows_the_map(quarter_page: Page, quarter: RunningPair) -> None:
    quarter_page.goto("about:blank")
    quarter_page.goto(f"{quarter.slack.url}/#/mara/app/home")
    expect(
        quarter_page.get_by_text("2026-Q3 so far: 6 notes · next review 1 Oct 2026")
    ).to_be_visible()
    expect(quarter_page.get_by_text("1 off target: Decision: trial-to-paid")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_review_arrives_live(quarter_page: Page, quarter: RunningPair, theme: str) -> None:
    quarter_page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    quarter.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
    expect(quarter_page.get_by_text("Buyer journey: review of 2026-Q3").first).to_be_visible()
    quarter_page.get_by_text("replies").first.click()
    expect(quarter_page.locator("canvas")).to_have_count(2)
    expect(quarter_page.get_by_role("columnheader", name="Change")).to_be_visible()
    expect(quarter_page.get_by_role("cell", name="falling (−1.50")).to_be_visible()
    expect(quarter_page.get_by_text("trial to paid").first).to_be_visible()


def test_the_review_on_a_phone_scrolls_only_inside_tables(
    quarter_page: Page, quarter: RunningPair
) -> None:
    quarter_page.set_viewport_size({"width": 390, "height": 844})
    quarter.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
    expect(quarter_page.get_by_text("Buyer journey: review of 2026-Q3").first).to_be_visible()
    quarter_page.get_by_text("replies").first.click()
    expect(quarter_page.locator("canvas")).to_have_count(2)
    width = quarter_page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, json.dumps({"scroll width": width})
