"""Clocks: the machine's, and one that follows the sandbox's clock, which can be moved."""

import json
import threading
import time
import urllib.request
from datetime import UTC, datetime, timedelta

REFRESH_SECONDS = 1.0

TIMEOUT_SECONDS = 1.0


class RemoteClock:
    """The time of a server that answers `{"now": "<ISO 8601>"}`, fetched at most once a second.

    Without an answer it runs on from the last one; before the first it is the machine's time.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._offset = timedelta()
        self._fetched_at = float("-inf")
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the current instant of that server, in UTC."""
        with self._lock:
            if time.monotonic() - self._fetched_at >= REFRESH_SECONDS:
                self._fetch()
            return datetime.now(UTC) + self._offset

    def _fetch(self) -> None:
        self._fetched_at = time.monotonic()
        try:
            # The address was checked when the settings were read.
            with urllib.request.urlopen(self._url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                remote = datetime.fromisoformat(json.load(answer)["now"])
        except (OSError, ValueError, KeyError, TypeError):
            return
        self._offset = remote.astimezone(UTC) - datetime.now(UTC)


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Return the current instant in UTC."""
        return datetime.now(UTC)
