"""One browser; each file has a profile and a monitored tab, `page`, reset for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.page.browser import MISSING, TIMEOUT_MS, PageMonitor, find_chromium, launch_browser

VIEWPORT: ViewportSize = {"width": 1280, "height": 900}
# An empty page may store nothing, and raises an error.
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear(); } catch { } }"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    executable = find_chromium()
    if executable is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=TIMEOUT_MS)
    with launch_browser(executable) as started:
        yield started


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for the tests of a file, so that its tabs find the page's files in the cache."""
    context = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()


@pytest.fixture(scope="module")
def shared_monitor(context: BrowserContext) -> PageMonitor:
    """The tab of the file and its monitor."""
    return PageMonitor(context.new_page())


@pytest.fixture
def monitor(shared_monitor: PageMonitor) -> Iterator[PageMonitor]:
    """The tab of the file, empty and as new, and its monitor; checked when the test ends."""
    yield shared_monitor
    try:
        shared_monitor.check()
    finally:
        reset_tab(shared_monitor.page)
        # What leaving a page interrupts is no problem of the next test.
        shared_monitor.problems.clear()


def reset_tab(page: Page) -> None:
    """Leave the page, and undo what a test stored or set in the tab."""
    page.unroute_all()
    page.evaluate(FORGET)
    page.goto("about:blank")
    page.set_viewport_size(VIEWPORT)
    page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")


@pytest.fixture
def page(monitor: PageMonitor) -> Page:
    """The tab of `monitor`."""
    return monitor.page
