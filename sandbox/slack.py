"""The Slack stand-in: one workspace, the app's connections to it, the log, and faults."""

import asyncio
from collections.abc import Callable

from sandbox.config import Config
from sandbox.delivery.events import Events
from sandbox.delivery.transport import Dispatcher, RequestUrl, Sockets
from sandbox.faults import Faults, RateLimiter
from sandbox.log import Log
from sandbox.objects import Object
from sandbox.workspace.workspace import APP, Workspace


class Slack:
    """State shared by all routes, on one loop. `url` is known once the server listens.

    `message_inputs` holds what people entered in messages, `suggested_options` the last options an
    app offered for an external select, by action_id.
    """

    def __init__(self, config: Config) -> None:
        """Raise ValueError for a manifest or people file that cannot be read."""
        self.config = config
        self.settings = config.settings
        self.workspace = Workspace(config)
        self.log = Log(self.workspace.clock)
        self.faults = Faults()
        self.rate_limiter = RateLimiter(self.settings)
        self.sockets = Sockets(APP)
        self.request_url = self._request_url(config)
        self.dispatcher = Dispatcher(self.settings, self.log, self.sockets, self.request_url)
        self.events = Events(self.workspace, self.dispatcher, self.log)
        self.url = ""
        self.message_inputs: dict[str, dict[str, Object]] = {}
        self.suggested_options: dict[str, list[Object]] = {}
        self._timers: set[asyncio.TimerHandle] = set()

    def _request_url(self, config: Config) -> RequestUrl | None:
        manifest = self.workspace.manifest
        use_socket_mode = manifest.socket_mode if config.request_url is None else False
        if config.socket_mode if config.socket_mode is not None else use_socket_mode:
            return None
        if config.request_url is None:
            raise ValueError("without Socket Mode a request URL is needed")
        return RequestUrl(config.request_url, config.signing_secret)

    def call_later(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call a function after `seconds`, unless the sandbox stops first."""

        def run() -> None:
            self._timers.discard(handle)
            callback()

        handle = asyncio.get_running_loop().call_later(seconds, run)
        self._timers.add(handle)

    async def wait_until_idle(self, seconds: float) -> bool:
        """Wait until no event and no file is being processed; return False after `seconds`."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while self._timers or self.events.busy:
            if loop.time() > deadline:
                return False
            await asyncio.sleep(0.005)
        return True

    async def close(self) -> None:
        """Cancel timers and close connections."""
        for handle in self._timers:
            handle.cancel()
        await self.events.close()
        if self.request_url:
            await self.request_url.close()
