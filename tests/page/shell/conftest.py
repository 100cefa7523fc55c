"""A workspace with a Bolt app, and tabs for people."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page
from slack_sdk import WebClient

from sandbox.client import Client
from sandbox.config import BOT_TOKEN, Config, Settings
from sandbox.server import Sandbox
from tests.app_process import free_port
from tests.page.browser import PageMonitor
from tests.page.cached_files import CACHE_SECONDS, sandbox_on_port
from tests.sandbox.bolt_app import MANIFEST, echo_app
from tests.sandbox.bot_server import BotServer, bolt_listener

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def port() -> int:
    """The port of the workspaces of a file: files in the browser's cache belong to a port."""
    return free_port()


@pytest.fixture
def sandbox(port: int) -> Iterator[Sandbox]:
    """The built-in workspace, with a Bolt app that answers."""
    settings = Settings(retry_seconds=(0.0, 0.05, 0.1), file_seconds=0.05)
    with BotServer() as bot:
        config = Config(
            manifest=MANIFEST,
            request_url=bot.url,
            settings=settings,
            port=port,
            cache_seconds=CACHE_SECONDS,
        )
        with sandbox_on_port(config) as started:
            bot.listener = bolt_listener(echo_app(f"{started.url}/api/", []))
            yield started


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """The control API client, for what other people do."""
    return Client(sandbox.url)


@pytest.fixture
def api(sandbox: Sandbox) -> WebClient:
    """The app's own client, without retries and with a short timeout."""
    base_url = f"{sandbox.url}/api/"
    return WebClient(BOT_TOKEN, base_url=base_url, retry_handlers=[], timeout=1)


@pytest.fixture
def visit(sandbox: Sandbox, page: Page) -> Visit:
    """Return a function that opens the workspace as a person, in the test's tab or in `tab`."""

    def open_page(
        person: str = "mara", place: str = "customer-journey", tab: Page | None = None
    ) -> Page:
        target = tab or page
        target.goto(f"{sandbox.url}/#/{person}/{place}")
        target.locator("#place-name").wait_for()
        return target

    return open_page


@pytest.fixture
def other(context: BrowserContext) -> Iterator[Page]:
    """A tab for another person."""
    page_monitor = PageMonitor(context.new_page())
    yield page_monitor.page
    page_monitor.check()
    page_monitor.page.close()
