"""Delivery over HTTP to the app's request URL."""

import asyncio
import json
import time
from urllib.parse import urlencode

import aiohttp

from sandbox.delivery.answer import FAILED, TIMEOUT, Answer
from sandbox.delivery.signing import signature_headers
from sandbox.objects import Object

FORM = "application/x-www-form-urlencoded"


class RequestUrl:
    """Posts signed requests to one URL; open and close it on the loop."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, kind: str, payload: Object, seconds: float, headers: dict[str, str]
    ) -> Answer:
        """One attempt; never raises for what the app does wrong."""
        body, media_type = _encoded(kind, payload)
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
            return Answer(None, "", _since(started), TIMEOUT, "http_timeout")
        except aiohttp.ClientError:
            return Answer(None, "", _since(started), FAILED, "connection_failed")
        failed = response.status != 200
        return Answer(
            response.status,
            text,
            _since(started),
            FAILED if failed else None,
            "http_error" if failed else None,
            final=response.headers.get("X-Slack-No-Retry") == "1",
            headers=dict(response.headers),
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            agent = {"User-Agent": "Slackbot 1.0", "Accept": "application/json,*/*"}
            # A kept connection the app has closed meanwhile would look like a failed delivery.
            connector = aiohttp.TCPConnector(force_close=True, limit=0)
            self._session = aiohttp.ClientSession(headers=agent, connector=connector)
        return self._session


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _encoded(kind: str, payload: Object) -> tuple[str, str]:
    if kind == "slash_commands":
        return urlencode(payload), FORM
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), FORM
    return json.dumps(payload), "application/json"
