"""Socket Mode: WebSocket connections of the app, each payload to one of them."""

import asyncio
import json
import secrets
import struct
import time
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.delivery.answer import FAILED, TIMEOUT, Answer
from sandbox.objects import Object

# How long an app may take to say goodbye.
CLOSING_SECONDS = 0.5
BODY_KINDS = frozenset({"slash_commands", "interactive"})


class Sockets:
    """The open connections and the acknowledgements waited for."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._open: list[tuple[web.WebSocketResponse, web.Request]] = []
        self._waiting: dict[str, asyncio.Future[Object]] = {}
        self._turn = 0

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Speak Socket Mode over one connection until it closes."""
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPForbidden(text="unknown ticket")
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(timeout=CLOSING_SECONDS)
        await socket.prepare(request)
        entry = (socket, request)
        self._open.append(entry)
        try:
            await socket.send_json(self._hello())
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            if entry in self._open:
                self._open.remove(entry)
        return socket

    async def send(self, kind: str, payload: Object, seconds: float, retry: Object) -> Answer:
        """One attempt over one of the connections; never raises for what the app does wrong."""
        started = time.monotonic()
        if not self._open:
            return Answer(None, "", 0, FAILED, "connection_failed")
        envelope_id = secrets.token_hex(16)
        envelope: Object = {
            "type": kind,
            "envelope_id": envelope_id,
            "payload": payload,
            "accepts_response_payload": kind in BODY_KINDS,
            **retry,
        }
        acknowledged: asyncio.Future[Object] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acknowledged
        try:
            await self._next().send_json(envelope)
            async with asyncio.timeout(seconds):
                body = await acknowledged
        except TimeoutError:
            return Answer(None, "", _since(started), TIMEOUT, "http_timeout")
        except (ConnectionError, RuntimeError):
            return Answer(None, "", _since(started), FAILED, "connection_failed")
        finally:
            self._waiting.pop(envelope_id, None)
        text = json.dumps(body) if body else ""
        return Answer(200, text, _since(started))

    async def disconnect(self, reason: str, *, abrupt: bool) -> int:
        """Ask the app to reconnect, or cut the line without a word; returns how many were open."""
        closing = list(self._open)
        for socket, request in closing:
            if abrupt:
                reset(request)
            else:
                notice: Object = {"type": "disconnect", "reason": reason}
                await socket.send_json({**notice, "debug_info": {"host": "sandbox"}})
                await socket.close()
        return len(closing)

    async def close(self) -> None:
        """Close every connection."""
        for socket, _ in list(self._open):
            await socket.close()

    def _next(self) -> web.WebSocketResponse:
        self._turn += 1
        return self._open[self._turn % len(self._open)][0]

    def _hello(self) -> Object:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": 18_060,
            },
        }

    def _acknowledge(self, text: str) -> None:
        try:
            message: Any = json.loads(text)
        except json.JSONDecodeError:
            return
        envelope_id = message.get("envelope_id") if isinstance(message, dict) else None
        waiting = self._waiting.get(str(envelope_id))
        if waiting and not waiting.done():
            waiting.set_result(message.get("payload") or {})


def reset(request: web.Request) -> None:
    """Cut a connection so that the other side sees a reset."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
