"""Slack itself: one workspace, the app's connections to it, and what it remembers of them."""

import asyncio
from collections.abc import Callable

from sandbox.config import Config
from sandbox.delivery.courier import Courier
from sandbox.delivery.events import Events
from sandbox.delivery.request_url import RequestUrl
from sandbox.delivery.sockets import Sockets
from sandbox.faults import Faults
from sandbox.log import Log
from sandbox.objects import Object
from sandbox.pace import Pace
from sandbox.workspace.workspace import APP, Workspace


class Slack:
    """Lives on one loop. `url` is where it can be reached, known once the server listens.

    `typed` keeps what people entered in messages, `suggested` the last options an app offered for
    an external select, by action_id.
    """

    def __init__(self, config: Config) -> None:
        """Raises ValueError for a manifest or people file that cannot be read."""
        self.config = config
        self.settings = config.settings
        self.workspace = Workspace(config)
        self.log = Log(self.workspace.clock)
        self.faults = Faults()
        self.pace = Pace(self.settings)
        self.sockets = Sockets(APP)
        self.request_url = self._request_url(config)
        self.courier = Courier(self.settings, self.log, self.sockets, self.request_url)
        self.events = Events(self.workspace, self.courier, self.log)
        self.url = ""
        self.typed: dict[str, dict[str, Object]] = {}
        self.suggested: dict[str, list[Object]] = {}
        self._timers: set[asyncio.TimerHandle] = set()

    def _request_url(self, config: Config) -> RequestUrl | None:
        manifest = self.workspace.manifest
        wanted = manifest.socket_mode if config.request_url is None else False
        if config.socket_mode if config.socket_mode is not None else wanted:
            return None
        if config.request_url is None:
            raise ValueError("without Socket Mode a request URL is needed")
        return RequestUrl(config.request_url, config.signing_secret)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something a moment from now, unless the sandbox stops first."""

        def run() -> None:
            self._timers.discard(handle)
            act()

        handle = asyncio.get_running_loop().call_later(seconds, run)
        self._timers.add(handle)

    async def settle(self, seconds: float) -> bool:
        """Wait until no event and no file is under way; False if it takes longer than `seconds`."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while self._timers or self.events.busy:
            if loop.time() > deadline:
                return False
            await asyncio.sleep(0.005)
        return True

    async def close(self) -> None:
        """Let go of everything."""
        for handle in self._timers:
            handle.cancel()
        await self.events.close()
        if self.request_url:
            await self.request_url.close()
