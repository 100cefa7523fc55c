"""The browser that all page tests share: `page` is a fresh tab that is watched."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.browser import MISSING, PATIENCE, Watch, find_chromium, launched


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file."""
    executable = find_chromium()
    if executable is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    with launched(executable) as started:
        yield started


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watch]:
    """A new tab in a profile of its own, and what it did wrong; checked when the test ends."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    seen = Watch(context.new_page())
    yield seen
    seen.check()
    context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    """The tab of `watch`."""
    return watch.page
