"""Deliver payloads to the app, over HTTP or Socket Mode."""

import asyncio
import hashlib
import hmac
import json
import secrets
import struct
import time
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from sandbox.config import Settings
from sandbox.log import Log
from sandbox.objects import Object

FORM = "application/x-www-form-urlencoded"
# Time an app has to answer the closing handshake.
CLOSE_TIMEOUT_SECONDS = 0.5
BODY_KINDS = frozenset({"slash_commands", "interactive"})
TIMEOUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass(frozen=True)
class Answer:
    """The app's answer to one request; `error` is None when it acknowledged in time.

    `status` is the HTTP status, 200 for a Socket Mode acknowledgement and None when there was no
    answer at all. `reason` is the X-Slack-Retry-Reason of a redelivery.
    """

    status: int | None
    body: str
    elapsed_ms: int
    error: str | None = None
    reason: str | None = None
    no_retry: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def delivered(self) -> bool:
        """Whether the app acknowledged."""
        return self.error is None

    def content(self) -> Object | None:
        """Return the body as an object, plain text as `{"text": ...}`, None when empty."""
        if not self.body.strip():
            return None
        try:
            value = json.loads(self.body)
        except json.JSONDecodeError:
            return {"text": self.body}
        return value if isinstance(value, dict) else {"text": self.body}

    def report(self, **more: object) -> Object:
        """Return the answer as the control API shows it."""
        return {
            "delivered": self.delivered,
            "status": self.status,
            "elapsed_ms": self.elapsed_ms,
            "answer": self.body,
            "error": self.error,
            **more,
        }

    def attempt(self, number: int) -> Object:
        """Return the answer as a log entry's attempt."""
        return {
            "retry_num": number,
            "status": self.status,
            "elapsed_ms": self.elapsed_ms,
            "error": self.error,
            "reason": self.reason,
            "answer": self.body,
        }


def signature_headers(secret: str, body: str, now: int) -> dict[str, str]:
    """Return the two headers that sign a request, version 0; `now` is real time in seconds."""
    base = f"v0:{now}:{body}".encode()
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(now), "X-Slack-Signature": f"v0={digest}"}


class RequestUrl:
    """Sends signed requests to one URL; open and close it on the loop."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, kind: str, payload: Object, seconds: float, headers: dict[str, str]
    ) -> Answer:
        """Make one attempt; never raise for an error of the app."""
        body, media_type = _encode_body(kind, payload)
        # The app compares the timestamp with its own, real clock.
        signed = signature_headers(self._secret, body, int(time.time()))
        started = time.monotonic()
        session = self._open()
        try:
            async with asyncio.timeout(seconds):
                response = await session.post(
                    self.url,
                    data=body.encode(),
                    headers={"Content-Type": media_type, **signed, **headers},
                    allow_redirects=False,
                )
                text = await response.text(errors="replace")
        except TimeoutError:
            return Answer(None, "", _elapsed_ms(started), TIMEOUT, "http_timeout")
        except aiohttp.ClientError:
            return Answer(None, "", _elapsed_ms(started), FAILED, "connection_failed")
        failed = response.status != 200
        return Answer(
            response.status,
            text,
            _elapsed_ms(started),
            FAILED if failed else None,
            "http_error" if failed else None,
            no_retry=response.headers.get("X-Slack-No-Retry") == "1",
            headers=dict(response.headers),
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            agent = {"User-Agent": "Slackbot 1.0", "Accept": "application/json,*/*"}
            # Reusing a connection the app has closed meanwhile would look like a failed delivery.
            connector = aiohttp.TCPConnector(force_close=True, limit=0)
            self._session = aiohttp.ClientSession(headers=agent, connector=connector)
        return self._session


def _elapsed_ms(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _encode_body(kind: str, payload: Object) -> tuple[str, str]:
    if kind == "slash_commands":
        return urlencode(payload), FORM
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), FORM
    return json.dumps(payload), "application/json"


class Sockets:
    """Socket Mode connections of the app and the acknowledgements they owe."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._open: list[tuple[web.WebSocketResponse, web.Request]] = []
        self._waiting: dict[str, asyncio.Future[Object]] = {}
        self._next_index = 0

    @property
    def connections(self) -> int:
        """Number of open connections."""
        return len(self._open)

    def issue_ticket(self) -> str:
        """Return a ticket for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Handle one Socket Mode connection until it closes."""
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPForbidden(text="unknown ticket")
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(timeout=CLOSE_TIMEOUT_SECONDS)
        await socket.prepare(request)
        entry = (socket, request)
        self._open.append(entry)
        try:
            await socket.send_json(self._hello_message())
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            if entry in self._open:
                self._open.remove(entry)
        return socket

    async def send(self, kind: str, payload: Object, seconds: float, retry: Object) -> Answer:
        """Make one attempt over one of the connections; never raise for an error of the app."""
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
            await self._next_connection().send_json(envelope)
            async with asyncio.timeout(seconds):
                body = await acknowledged
        except TimeoutError:
            return Answer(None, "", _elapsed_ms(started), TIMEOUT, "http_timeout")
        except (ConnectionError, RuntimeError):
            return Answer(None, "", _elapsed_ms(started), FAILED, "connection_failed")
        finally:
            self._waiting.pop(envelope_id, None)
        text = json.dumps(body) if body else ""
        return Answer(200, text, _elapsed_ms(started))

    async def disconnect(self, reason: str, *, abrupt: bool) -> int:
        """Ask the app to reconnect, or reset its connections; return how many were open."""
        closing = list(self._open)
        for socket, request in closing:
            if abrupt:
                reset_connection(request)
            else:
                notice: Object = {"type": "disconnect", "reason": reason}
                await socket.send_json({**notice, "debug_info": {"host": "sandbox"}})
                await socket.close()
        return len(closing)

    async def close(self) -> None:
        """Close every connection."""
        for socket, _ in list(self._open):
            await socket.close()

    def _next_connection(self) -> web.WebSocketResponse:
        self._next_index += 1
        return self._open[self._next_index % len(self._open)][0]

    def _hello_message(self) -> Object:
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


def reset_connection(request: web.Request) -> None:
    """Cut a connection so that the other side sees a reset."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


class Dispatcher:
    """Delivers payloads to the app, over HTTP or Socket Mode.

    `kind` is slash_commands, interactive or events_api, as Socket Mode calls them.
    """

    def __init__(
        self, settings: Settings, log: Log, sockets: Sockets, request_url: RequestUrl | None
    ) -> None:
        self._settings = settings
        self._log = log
        self._sockets = sockets
        self._request_url = request_url

    async def deliver(self, kind: str, payload: Object) -> Answer:
        """Make one attempt only, as Slack does for commands and interactions."""
        entry = self._log.add_delivery(kind, payload)
        return await self.attempt(kind, payload, entry)

    async def attempt(
        self, kind: str, payload: Object, entry: Object, number: int = 0, reason: str | None = None
    ) -> Answer:
        """Make attempt `number` (0 is the first) of the delivery logged as `entry`."""
        seconds = self._settings.ack_seconds
        if self._request_url is None:
            retry: Object = {"retry_attempt": number, "retry_reason": reason or ""}
            answer = await self._sockets.send(
                kind, payload, seconds, retry if kind == "events_api" else {}
            )
        else:
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": str(reason)}
            answer = await self._request_url.post(kind, payload, seconds, headers if number else {})
        entry["attempts"].append(answer.attempt(number))
        return answer

    async def verify_url(self, token: str, challenge: str) -> Answer:
        """Send url_verification; fail unless the app echoes the challenge."""
        if self._request_url is None:
            return Answer(None, "", 0, FAILED)
        payload: Object = {"type": "url_verification", "token": token, "challenge": challenge}
        answer = await self.deliver("events_api", payload)
        echoed = answer.body.strip() == challenge
        if not echoed and (answer.content() or {}).get("challenge") != challenge:
            return Answer(answer.status, answer.body, answer.elapsed_ms, FAILED)
        return answer
