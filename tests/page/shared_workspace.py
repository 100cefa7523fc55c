"""One running workspace for the tests of a file; each test uses its own texts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from storage.engine import database_url
from tests.clocks import StandingClock
from tests.page.browser import PageMonitor
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported
from tests.scenarios.waiting import until

FIELD = "#conversation .composer textarea"
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def shared(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter, for all tests of the file."""
    path = tmp_path_factory.mktemp("page") / "waymark.db"
    copy(sqlite_template, path)
    with running(database_url(f"sqlite:///{path}"), StandingClock(2026, 8, 14)) as pair:
        SlackUser(pair, "priya").type_command("/touchpoint decision: a good demo")
        yield pair


@pytest.fixture
def visit(shared: RunningPair, monitor: PageMonitor) -> Visit:
    """Return a function that opens the workspace as a person, by default Mara in the channel."""

    def open_page(person: str = "mara", place: str = CHANNEL) -> Page:
        monitor.page.goto("about:blank")
        monitor.page.goto(f"{shared.slack.url}/#/{person}/{place}")
        monitor.page.locator("#place-name").wait_for()
        return monitor.page

    return open_page


def type_and_send(page: Page, text: str) -> None:
    """Type into the composer and send."""
    page.locator(FIELD).fill(text)
    page.keyboard.press("Enter")


def message_with(page: Page, words: str) -> Locator:
    """Return the newest message with this text, once it is visible."""
    matching = page.get_by_role("list", name="Messages").locator(".message").filter(has_text=words)
    expect(matching.last).to_be_visible()
    return matching.last


def open_form(page: Page, has: str = "Stage") -> Locator:
    """Return the open form, once it has this field."""
    dialog = page.locator("dialog[open]")
    expect(dialog.get_by_label(has)).to_be_visible()
    return dialog


def fill_note_form(dialog: Locator, text: str, button: str = "Save") -> None:
    """Enter the text of a note in its form, and submit it."""
    dialog.get_by_role("textbox", name="What happened?").fill(text)
    submit(dialog, button)


def submit(dialog: Locator, button: str = "Save") -> None:
    """Submit a form and wait until it closes."""
    dialog.get_by_role("button", name=button).click()
    expect(dialog).to_be_hidden()


def note(pair: RunningPair, text: str, key: str = "buyer") -> dict[str, Any]:
    """Return the only note with this text from the export, once it is there."""
    matching = until(lambda: notes(pair, text, key))
    assert len(matching) == 1
    return matching[0]


def notes(pair: RunningPair, text: str, key: str = "buyer") -> list[dict[str, Any]]:
    """Return the notes with this text from the export."""
    return [row for row in exported(pair, key) if row["text"] == text]
