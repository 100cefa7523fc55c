"""A workspace with a Bolt app in it, and tabs in which people work."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from slack_sdk import WebClient

from sandbox.client import Client
from sandbox.config import BOT_TOKEN, Config, Settings
from sandbox.server import Sandbox
from tests.page.browser import PATIENCE, Watch
from tests.sandbox.bolt_app import parrot
from tests.sandbox.bot_server import BotServer, bolt
from tests.sandbox.manifest import MANIFEST

Visit = Callable[..., Page]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The built-in workspace, with a Bolt app that answers."""
    settings = Settings(retry_seconds=(0.0, 0.05, 0.1), file_seconds=0.05)
    with BotServer() as bot:
        config = Config(manifest=MANIFEST, request_url=bot.url, settings=settings)
        with Sandbox(config) as started:
            bot.listener = bolt(parrot(f"{started.url}/api/", []))
            yield started


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """The control client, for what others do meanwhile."""
    return Client(sandbox.url)


@pytest.fixture
def api(sandbox: Sandbox) -> WebClient:
    """The app's own client: no retries, little patience."""
    base_url = f"{sandbox.url}/api/"
    return WebClient(BOT_TOKEN, base_url=base_url, retry_handlers=[], timeout=1)


@pytest.fixture
def visit(sandbox: Sandbox, page: Page) -> Visit:
    """Open the workspace as someone, somewhere; in the test's own tab unless another is given."""

    def go(person: str = "mara", place: str = "customer-journey", tab: Page | None = None) -> Page:
        chosen = tab or page
        chosen.goto(f"{sandbox.url}/#/{person}/{place}")
        chosen.locator("#place-name").wait_for()
        return chosen

    return go


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A tab of someone else's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    seen = Watch(context.new_page())
    yield seen.page
    seen.check()
    context.close()
