"""A page that draws what a test passes to it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.page.browser import TIMEOUT_MS, PageMonitor
from tests.page.draw.drawing_page import DrawingPage, open_drawing_page, serve_page


@pytest.fixture(scope="session")
def drawing_url() -> Iterator[str]:
    """URL of the page."""
    with serve_page() as url:
        yield url


@pytest.fixture(scope="module")
def monitored_drawing(
    browser: Browser, drawing_url: str
) -> Iterator[tuple[DrawingPage, PageMonitor]]:
    """One page for all tests of a file."""
    context = browser.new_context()
    context.set_default_timeout(TIMEOUT_MS)
    monitor = PageMonitor(context.new_page())
    yield open_drawing_page(monitor.page, drawing_url), monitor
    context.close()


@pytest.fixture
def drawing(monitored_drawing: tuple[DrawingPage, PageMonitor]) -> Iterator[DrawingPage]:
    """The page of the file, reset; checked after each test."""
    drawing, monitor = monitored_drawing
    drawing.reset()
    yield drawing
    monitor.check()
