"""One running pair for the tests of a file: each looks for words of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from storage.engine import database_url
from tests.clocks import StandingClock
from tests.page.browser import Watch
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
    with running(database_url(f"sqlite:///{path}"), StandingClock(2026, 8, 14)) as bench:
        SlackUser(bench, "priya").types("/touchpoint decision: a good demo")
        yield bench


@pytest.fixture
def visit(watch: Watch, shared: RunningPair) -> Visit:
    """Opens the workspace as somebody sees it: Mara in the channel, unless told otherwise."""

    def opened(person: str = "mara", place: str = CHANNEL) -> Page:
        watch.page.goto("about:blank")
        watch.page.goto(f"{shared.slack.url}/#/{person}/{place}")
        watch.page.locator("#place-name").wait_for()
        return watch.page

    return opened


def types(page: Page, text: str) -> None:
    """Type into the composer and send."""
    page.locator(FIELD).fill(text)
    page.keyboard.press("Enter")


def said(page: Page, words: str) -> Locator:
    """The newest message with these words, once it is there."""
    found = page.get_by_role("list", name="Messages").locator(".message").filter(has_text=words)
    expect(found.last).to_be_visible()
    return found.last


def form(page: Page, has: str = "Stage") -> Locator:
    """The form that is open, once it asks for that."""
    dialog = page.locator("dialog[open]")
    expect(dialog.get_by_label(has)).to_be_visible()
    return dialog


def write(dialog: Locator, text: str, button: str = "Save") -> None:
    """Say what happened in the form of a note, and submit it."""
    dialog.get_by_role("textbox", name="What happened?").fill(text)
    submit(dialog, button)


def submit(dialog: Locator, button: str = "Save") -> None:
    """Submit a form that is taken."""
    dialog.get_by_role("button", name=button).click()
    expect(dialog).to_be_hidden()


def note(bench: RunningPair, text: str, key: str = "buyer") -> dict[str, Any]:
    """The only note of that text in the export, once it is there."""
    found = until(lambda: notes(bench, text, key))
    assert len(found) == 1
    return found[0]


def notes(bench: RunningPair, text: str, key: str = "buyer") -> list[dict[str, Any]]:
    """The notes of that text in the export."""
    return [row for row in exported(bench, key) if row["text"] == text]
