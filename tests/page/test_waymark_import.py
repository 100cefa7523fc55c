"""Import a file from Waymark's direct messages, in the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.page.browser import PageMonitor
from tests.scenarios.running_pair import RunningPair, running

pytestmark = pytest.mark.browser

ROWS = (
    "Summary,Journey stage,Date,Ticket\n"
    "The invite lands in spam,onboarding,2026-08-03,1\n"
    "Came too early,onboarding,2027-08-05,2\n"
    "The demo was lovely,decision,2026-08-06,3\n"
)


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        yield pair


@pytest.fixture
def page(pair: RunningPair, monitor: PageMonitor) -> Page:
    """Waymark's direct messages as Mara sees them."""
    monitor.page.goto(f"{pair.slack.url}/#/mara/app/messages")
    monitor.page.get_by_label("Files to attach").first.wait_for(state="attached")
    return monitor.page


def test_a_file_is_attached_mapped_and_imported(page: Page, pair: RunningPair) -> None:
    file = {"name": "feedback.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
    page.locator("#conversation input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Send now").first.click()
    messages = page.get_by_role("list", name="Messages")
    expect(messages).to_contain_text("Press Columns… to say what they mean")
    page.get_by_role("button", name="Columns…").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Summary")
    dialog.get_by_role("combobox", name="Summary").select_option("text")
    dialog.get_by_role("button", name="Preview again").click()
    expect(messages).to_contain_text("2 would be added, 0 already imported, 1 could not be read")
    expect(messages).to_contain_text("Not used: Ticket")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(messages).to_contain_text("Imported feedback.csv into Buyer journey")
    expect(messages).to_contain_text("line 3")
    notes = pair.waymark.services.exports.notes(pair.workspace, "buyer")
    assert {note["text"] for note in notes} == {"The invite lands in spam", "The demo was lovely"}
