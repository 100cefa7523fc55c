"""A clock that follows another: the sandbox's, whose time can be moved."""

import json
import threading
import time
import urllib.request
from datetime import UTC, datetime, timedelta

REFRESH_SECONDS = 1.0


TIMEOUT_SECONDS = 1.0


class RemoteClock:
    """The time an address tells as `{"now": "<ISO 8601>"}`, asked for at most once a second.

    Where nobody answers it goes on from what was told last, the machine's own time at first.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._ahead = timedelta()
        self._asked_at = float("-inf")
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The current instant there, in UTC."""
        with self._lock:
            if time.monotonic() - self._asked_at >= REFRESH_SECONDS:
                self._ask()
            return datetime.now(UTC) + self._ahead

    def _ask(self) -> None:
        self._asked_at = time.monotonic()
        try:
            # The address is checked when the settings are read.
            with urllib.request.urlopen(self._url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                told = datetime.fromisoformat(json.load(answer)["now"])
        except (OSError, ValueError, KeyError, TypeError):
            return
        self._ahead = told.astimezone(UTC) - datetime.now(UTC)


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The current instant in UTC."""
        return datetime.now(UTC)
