"""The stage: an opened page that draws what a test hands it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.page.browser import PATIENCE, Watch
from tests.page.draw.stage import Stage, opened, served


@pytest.fixture(scope="session")
def stage_url() -> Iterator[str]:
    """Where the page is served."""
    with served() as url:
        yield url


@pytest.fixture(scope="module")
def watched_stage(browser: Browser, stage_url: str) -> Iterator[tuple[Stage, Watch]]:
    """One page for all tests of a file."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    watch = Watch(context.new_page())
    yield opened(watch.page, stage_url), watch
    context.close()


@pytest.fixture
def stage(watched_stage: tuple[Stage, Watch]) -> Iterator[Stage]:
    """The page of the file, as if just opened; checked after each test."""
    stage, watch = watched_stage
    stage.reset()
    yield stage
    watch.check()
