"""Sorting many notes in the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.page.browser import PageMonitor
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported

pytestmark = pytest.mark.browser
FIELD = "#conversation .composer textarea"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark with twelve unsorted notes, one of them similar to two sorted notes."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        mara = SlackUser(pair, "mara")
        mara.type_command("/painpoint onboarding: the invite mail lands in spam")
        mara.type_command("/painpoint onboarding: invite mails never arrive")
        for number in range(11):
            mara.type_command(f"/painpoint the coffee machine number {number} is broken")
        mara.type_command("/painpoint my invite mail is in spam")
        yield pair


def test_many_notes_are_selected_and_sorted(pair: RunningPair, monitor: PageMonitor) -> None:
    page: Page = monitor.page
    page.goto(f"{pair.slack.url}/#/mara/{CHANNEL}")
    page.locator(FIELD).fill("/journey notes unsorted")
    page.keyboard.press("Enter")
    messages = page.get_by_role("list", name="Messages")
    expect(messages).to_contain_text("12 notes in Buyer journey, newest first, page 1 of 2")
    expect(page.get_by_role("button", name="→ Onboarding").last).to_be_visible()
    page.get_by_role("button", name="Place many").last.click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("12 notes to place in Buyer journey.")
    expect(dialog.get_by_role("checkbox")).to_have_count(12)
    expect(dialog).to_contain_text("→ Onboarding · 14 Aug 2026")
    for number in (0, 3, 10):
        dialog.get_by_role("checkbox", name=f"coffee machine number {number} ").check()
    dialog.get_by_label("File under").select_option("Retention")
    dialog.get_by_role("button", name="Place", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(messages).to_contain_text("3 notes filed under Retention.")
    placed = {row["text"] for row in exported(pair) if row["stage"] == "retention"}
    assert placed == {f"the coffee machine number {number} is broken" for number in (0, 3, 10)}
