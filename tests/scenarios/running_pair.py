"""Waymark and the sandbox workspace, both running and talking over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from sqlalchemy import URL

from app import Waymark
from domain.journeys import WorkspaceId
from handlers import environment
from handlers.service import Service
from sandbox.client import Client
from sandbox.config import Config
from sandbox.config import Settings as SandboxSettings
from sandbox.server import Sandbox
from tests.clocks import StandingClock
from tests.scenarios.waiting import until

# A file can be shown at once; tests of what waits for Slack set a time.
FILE_SECONDS = 0.0

TICK_SECONDS = 0.2

BOT_TOKEN = "xoxb-scenario-token"

APP_TOKEN = "xapp-scenario-token"

SIGNING_SECRET = "scenario-signing-secret"


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        """Print nothing."""


class _ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@dataclass
class RunningPair:
    """A running Waymark and its workspace.

    `slack` controls the sandbox, `clock` is Waymark's, `service` is the running program.
    """

    waymark: Waymark
    slack: Client
    clock: StandingClock
    database: URL
    request_url: str
    service: Service

    @property
    def workspace(self) -> WorkspaceId:
        """The id of the sandbox's workspace."""
        return WorkspaceId(self.slack.get("")["team_id"])

    def set_time(self, instant: datetime) -> None:
        """Set the time of Waymark and of the sandbox."""
        self.clock.put(instant)
        self.slack.clock(now=instant.isoformat())

    def posts(self, channel: str, as_: str = "mara") -> list[dict[str, Any]]:
        """Return the public messages of the bot in a channel, without thread replies."""
        return [
            m for m in self._bot_messages(channel, as_) if m.get("thread_ts") in (None, m["ts"])
        ]

    def replies(self, channel: str, as_: str = "mara") -> list[dict[str, Any]]:
        """Return the public thread replies of the bot in a channel."""
        return [
            m for m in self._bot_messages(channel, as_) if m.get("thread_ts") not in (None, m["ts"])
        ]

    def _bot_messages(self, channel: str, as_: str) -> list[dict[str, Any]]:
        return [
            message
            for message in self.slack.messages(channel, as_)
            if message.get("bot_id") and not message["ephemeral"]
        ]


@contextmanager
def running(
    database: URL,
    clock: StandingClock,
    *,
    socket_mode: bool = False,
    tick_seconds: float = TICK_SECONDS,
    sandbox: SandboxSettings | None = None,
    bot_in: tuple[str, ...] | None = None,
    people: dict[str, Any] | None = None,
    manifest: Path | str = "app.yaml",
) -> Iterator[RunningPair]:
    """Start both, connect them, and stop them at the end."""
    with _server() as server:
        request_url = f"http://127.0.0.1:{server.server_port}/slack/events"
        config = Config(
            manifest=manifest,
            request_url=None if socket_mode else request_url,
            socket_mode=socket_mode,
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN,
            signing_secret=SIGNING_SECRET,
            bot_in=bot_in,
            people=people,
            cache_seconds=3600,
            settings=sandbox or SandboxSettings(file_seconds=FILE_SECONDS),
        )
        with Sandbox(config) as slack:
            variables = {
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_API_URL": f"{slack.url}/api/",
                "DATABASE_URL": database.render_as_string(hide_password=False),
                "WAYMARK_SETTLE_SECONDS": "60",
            }
            variables |= (
                {"SLACK_APP_TOKEN": APP_TOKEN}
                if socket_mode
                else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
            )
            # Shorter than the environment may ask for: many tests wait for a tick.
            tick = {"tick": timedelta(seconds=tick_seconds)}
            waymark = Waymark(environment.read(variables).model_copy(update=tick), clock)
            service = waymark.service()
            server.set_app(service.wsgi)
            client = Client(slack.url)
            client.clock(now=clock.now().isoformat())
            service.start()
            try:
                if socket_mode:
                    # Both sides must know of the connection before the first command.
                    until(lambda: service.ready and client.get("")["connections"])
                yield RunningPair(waymark, client, clock, database, request_url, service)
            finally:
                service.stop()
                waymark.storage.close()


@contextmanager
def _server() -> Iterator[WSGIServer]:
    with make_server(
        "127.0.0.1", 0, lambda *_: [], server_class=_ThreadingServer, handler_class=_QuietHandler
    ) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
