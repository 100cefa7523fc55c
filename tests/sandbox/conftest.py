"""A running sandbox, its clients, and an app."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from sandbox.client import Client
from sandbox.config import BOT_TOKEN, Config, Settings
from sandbox.server import Sandbox
from tests.sandbox.bolt_app import MANIFEST, Json, echo_app
from tests.sandbox.bot_server import BotServer, bolt_listener


@pytest.fixture
def bot() -> Iterator[BotServer]:
    """An app that acknowledges everything until a test sets another listener."""
    with BotServer() as server:
        yield server


@pytest.fixture
def settings() -> Settings:
    """Settings with short timeouts."""
    return Settings(ack_seconds=0.3, retry_seconds=(0.0, 0.05, 0.1), file_seconds=0.05)


@pytest.fixture
def sandbox(bot: BotServer, settings: Settings) -> Iterator[Sandbox]:
    """A sandbox with the built-in workspace that delivers to `bot`."""
    config = Config(manifest=MANIFEST, request_url=bot.url, settings=settings)
    with Sandbox(config) as started:
        yield started


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """The control API client."""
    return Client(sandbox.url)


@pytest.fixture
def api(sandbox: Sandbox) -> WebClient:
    """The app's own Web API client, without retries."""
    return WebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/", retry_handlers=[])


@pytest.fixture
def handled() -> list[Json]:
    """Payloads the Bolt app handled."""
    return []


@pytest.fixture
def bolt_client(bot: BotServer, sandbox: Sandbox, handled: list[Json]) -> Client:
    """The control API client of a sandbox whose app is a Bolt app."""
    bot.listener = bolt_listener(echo_app(f"{sandbox.url}/api/", handled))
    sandbox.config.settings.ack_seconds = 3.0
    return Client(sandbox.url)
