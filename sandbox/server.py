"""The sandbox as a server: its own thread and loop, on 127.0.0.1 only."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox import control
from sandbox.config import Config
from sandbox.control.queries import Feed
from sandbox.slack import Slack
from sandbox.web_api.routes import AppRoutes, WebApi

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
LARGEST_BODY = 64 * 1024 * 1024
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"


class Sandbox:
    """A workspace one can start, reach at `url`, and stop; also a context manager."""

    def __init__(self, config: Config) -> None:
        """Raises ValueError for a manifest or people file that cannot be read."""
        self.config = config
        self.url = ""
        self._slack = Slack(config)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._listening = threading.Event()
        self._failure: BaseException | None = None

    def start(self) -> Self:
        """Listen; returns once requests are answered.

        Raises:
            OSError: the port is taken.
        """
        listener = socket.create_server((HOST, self.config.port))
        self.url = f"http://{HOST}:{listener.getsockname()[1]}"
        self._slack.url = self.url
        self._thread = threading.Thread(target=self._run, args=(listener,), name="sandbox")
        self._thread.start()
        self._listening.wait()
        if self._failure:
            raise self._failure
        return self

    def stop(self) -> None:
        """Stop listening and let go of everything; does nothing when stopped already."""
        if self._thread and self._loop and self._stopping:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self, listener: socket.socket) -> None:
        try:
            asyncio.run(self._serve(listener))
        except BaseException as error:
            self._failure = error
        finally:
            self._listening.set()

    async def _serve(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        feed = Feed(self._slack.workspace.changes)
        runner = web.AppRunner(self._application(feed), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        self._listening.set()
        await self._stopping.wait()
        feed.close()
        await self._slack.sockets.close()
        # Requests still under way may post, and posting starts deliveries: those end last.
        await runner.cleanup()
        await self._slack.close()

    def _application(self, feed: Feed) -> web.Application:
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[_only_from_here])
        application.on_response_prepare.append(_always_ask)
        application.add_routes(control.routes(self._slack, feed))
        application.add_routes(AppRoutes(self._slack).routes())
        web_api = WebApi(self._slack)
        application.add_routes(
            [
                web.get("/api/{method}", web_api.handle),
                web.post("/api/{method}", web_api.handle),
                web.get("/", _index),
                web.get("/archives/{channel}/p{message:[0-9]+}", _permalink),
                web.static("/page", PAGE),
            ]
        )
        return application


async def _index(_: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": POLICY})


async def _permalink(request: web.Request) -> web.Response:
    """A permalink of a message opens it in the page."""
    raise web.HTTPFound(f"/#/link/{request.match_info['channel']}/{request.match_info['message']}")


async def _always_ask(request: web.Request, response: web.StreamResponse) -> None:
    """Browsers ask whether a file of the page is still the same before they use it again."""
    if request.path.startswith("/page/"):
        response.headers["Cache-Control"] = "no-cache"


@web.middleware
async def _only_from_here(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what another site's page sends through a person's browser."""
    host = request.host.rsplit(":", 1)[0]
    origin = request.headers.get("Origin")
    if host not in (HOST, "localhost") or origin not in (None, f"http://{request.host}"):
        raise web.HTTPForbidden(text="the sandbox answers this machine only")
    return await handler(request)
