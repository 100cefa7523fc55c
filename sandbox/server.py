"""The sandbox's HTTP server: its own thread and loop, on 127.0.0.1 only."""

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
from sandbox.control.queries import ChangeStream
from sandbox.slack import Slack
from sandbox.web_api.routes import AppRoutes, WebApi

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
MAX_BODY_BYTES = 64 * 1024 * 1024
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"
)


class Sandbox:
    """A running workspace, reachable at `url`; also a context manager."""

    def __init__(self, config: Config) -> None:
        """Raise ValueError for a manifest or people file that cannot be read."""
        self.config = config
        self.url = ""
        self._slack = Slack(config)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._listening = threading.Event()
        self._failure: BaseException | None = None

    def start(self) -> Self:
        """Start listening; return once requests are answered.

        Raises:
            OSError: the port is in use.
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
        """Stop the server and release its resources; do nothing if stopped already."""
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
        stream = ChangeStream(self._slack.workspace.changes)
        runner = web.AppRunner(self._application(stream), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        self._listening.set()
        await self._stopping.wait()
        stream.close()
        await self._slack.sockets.close()
        # Running requests may post, and posting starts deliveries: close deliveries last.
        await runner.cleanup()
        await self._slack.close()

    def _application(self, stream: ChangeStream) -> web.Application:
        application = web.Application(
            client_max_size=MAX_BODY_BYTES, middlewares=[_reject_other_sites]
        )
        application.on_response_prepare.append(self._set_cache_time)
        application.add_routes(control.routes(self._slack, stream))
        application.add_routes(AppRoutes(self._slack).routes())
        web_api = WebApi(self._slack)
        application.add_routes(
            [
                web.get("/api/{method}", web_api.handle),
                web.post("/api/{method}", web_api.handle),
                web.get("/", _index),
                web.get("/archives/{channel}/p{message:[0-9]+}", _open_permalink),
                web.static("/page", PAGE),
            ]
        )
        return application

    async def _set_cache_time(self, request: web.Request, response: web.StreamResponse) -> None:
        """Say how long browsers may use the page's files before they ask again."""
        if request.path.startswith("/page/"):
            seconds = self.config.cache_seconds
            response.headers["Cache-Control"] = f"max-age={seconds}" if seconds else "no-cache"


async def _index(_: web.Request) -> web.FileResponse:
    return web.FileResponse(
        PAGE / "index.html", headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    )


async def _open_permalink(request: web.Request) -> web.Response:
    """Redirect a message's permalink to the page."""
    raise web.HTTPFound(f"/#/link/{request.match_info['channel']}/{request.match_info['message']}")


@web.middleware
async def _reject_other_sites(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Reject requests that another site's page sends through a person's browser."""
    host = request.host.rsplit(":", 1)[0]
    origin = request.headers.get("Origin")
    if host not in (HOST, "localhost") or origin not in (None, f"http://{request.host}"):
        raise web.HTTPForbidden(text="the sandbox answers this machine only")
    return await handler(request)
