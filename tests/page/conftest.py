"""The browser all page tests share: `page` is a new, monitored tab."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.browser import MISSING, TIMEOUT_MS, PageMonitor, find_chromium, launch_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file."""
    executable = find_chromium()
    if executable is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=TIMEOUT_MS)
    with launch_browser(executable) as started:
        yield started


@pytest.fixture
def monitor(browser: Browser) -> Iterator[PageMonitor]:
    """A new tab in its own profile and its monitor, checked when the test ends."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT_MS)
    page_monitor = PageMonitor(context.new_page())
    yield page_monitor
    page_monitor.check()
    context.close()


@pytest.fixture
def page(monitor: PageMonitor) -> Page:
    """The tab of `monitor`."""
    return monitor.page
