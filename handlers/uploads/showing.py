"""The one message a person watches while their file is worked on."""

import logging
import time
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.blocks.importing.offer import Spot

log = logging.getLogger("waymark.uploads")

EVERY_SECONDS = 2.0
LONGEST_WAIT = 30
TRIES = 3


def posted(
    client: WebClient,
    channel: str,
    message: dict[str, Any],
    sleep: Callable[[float], object] = time.sleep,
) -> str:
    """Post a message, later where Slack wants it later; its ts."""
    for _ in range(TRIES - 1):
        try:
            return str(client.chat_postMessage(channel=channel, **message)["ts"])
        except SlackApiError as error:
            if error.response.get("error") != "ratelimited":
                raise
            sleep(_wait(error))
    return str(client.chat_postMessage(channel=channel, **message)["ts"])


class Shown:
    """Changes that message, for progress not more often than Slack likes."""

    def __init__(
        self,
        client: WebClient,
        spot: Spot,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._client = client
        self._spot = spot
        self._now = now
        self._sleep = sleep
        self._next = now()

    def progress(self, message: Callable[[], dict[str, Any]]) -> None:
        """Show how far it is, if it is time to; a failure is logged, for the work goes on."""
        if self._now() < self._next:
            return
        self._next = self._now() + EVERY_SECONDS
        try:
            self._update(message())
        except Exception as error:
            self._next = self._now() + _wait(error)
            log.warning("progress was not shown", extra={"reason": type(error).__name__})

    def at_last(self, message: dict[str, Any]) -> None:
        """Show what came of it, in a new message where the old one cannot be changed."""
        for _ in range(TRIES - 1):
            try:
                self._update(message)
            except SlackApiError as error:
                if error.response.get("error") != "ratelimited":
                    break
                self._sleep(_wait(error))
            except OSError as error:
                # An update twice is the same message.
                self._sleep(_wait(error))
            else:
                return
        posted(self._client, self._spot.channel, message, self._sleep)

    def _update(self, message: dict[str, Any]) -> None:
        self._client.chat_update(channel=self._spot.channel, ts=self._spot.ts, **message)


def _wait(error: Exception) -> float:
    if isinstance(error, SlackApiError):
        told = str((error.response.headers or {}).get("Retry-After", ""))
        if told.isdigit():
            return float(min(int(told), LONGEST_WAIT))
    return EVERY_SECONDS
