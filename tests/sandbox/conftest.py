"""A started sandbox, a client of it, and an app's side of it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from sandbox.client import Client
from sandbox.config import BOT_TOKEN, Config, Settings
from sandbox.server import Sandbox
from tests.sandbox.bolt_app import Json, parrot
from tests.sandbox.bot_server import BotServer, bolt
from tests.sandbox.manifest import MANIFEST


@pytest.fixture
def bot() -> Iterator[BotServer]:
    """An app that acknowledges everything until a test gives it another listener."""
    with BotServer() as server:
        yield server


@pytest.fixture
def settings() -> Settings:
    """Impatient settings."""
    return Settings(ack_seconds=0.3, retry_seconds=(0.0, 0.05, 0.1), file_seconds=0.05)


@pytest.fixture
def sandbox(bot: BotServer, settings: Settings) -> Iterator[Sandbox]:
    """A sandbox of the built-in workspace that delivers to `bot`."""
    config = Config(manifest=MANIFEST, request_url=bot.url, settings=settings)
    with Sandbox(config) as started:
        yield started


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """The control client."""
    return Client(sandbox.url)


@pytest.fixture
def api(sandbox: Sandbox) -> WebClient:
    """The app's own Web API client, without retries."""
    return WebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/", retry_handlers=[])


@pytest.fixture
def seen() -> list[Json]:
    """What the Bolt app handled."""
    return []


@pytest.fixture
def bolt_client(bot: BotServer, sandbox: Sandbox, seen: list[Json]) -> Client:
    """The control client of a sandbox whose app is a Bolt app."""
    bot.listener = bolt(parrot(f"{sandbox.url}/api/", seen))
    sandbox.config.settings.ack_seconds = 3.0
    return Client(sandbox.url)
