"""Server-sent events: what changed, so that a page can follow without reloading."""

import asyncio
import json

from aiohttp import web

from sandbox.changes import Change, Changes

HEARTBEAT_SECONDS = 15.0


class Feed:
    """Hands every change to every page that listens."""

    def __init__(self, changes: Changes) -> None:
        self._pages: set[asyncio.Queue[Change | None]] = set()
        changes.listen(self._on_change)

    def _on_change(self, change: Change) -> None:
        for page in self._pages:
            page.put_nowait(change)

    def close(self) -> int:
        """Let every page go; returns how many there were."""
        for page in self._pages:
            page.put_nowait(None)
        return len(self._pages)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One page listening until it leaves."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        page: asyncio.Queue[Change | None] = asyncio.Queue()
        self._pages.add(page)
        try:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            await self._follow(page, response)
        except ConnectionError:
            pass
        finally:
            self._pages.discard(page)
        return response

    async def _follow(
        self, page: "asyncio.Queue[Change | None]", response: web.StreamResponse
    ) -> None:
        while True:
            try:
                change = await asyncio.wait_for(page.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if change is None:
                return
            data = json.dumps({"kind": change.kind, **change.data})
            await response.write(f"event: {change.kind}\ndata: {data}\n\n".encode())


def routes(feed: Feed) -> list[web.RouteDef]:
    """The stream, and the way to cut it so that pages must come back."""

    async def cut(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "cut": feed.close()})

    return [web.get("/sandbox/stream", feed.serve), web.post("/sandbox/stream/cut", cut)]
