"""Log of the app's Web API calls and of what was sent to the app."""

from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sandbox.objects import Object
from sandbox.workspace.workspace import Clock

MAX_ENTRIES = 5_000


def redact(token: str | None) -> str | None:
    """Return a token's first five and last four characters, or None."""
    return f"{token[:5]}…{token[-4:]}" if token else None


@dataclass
class Log:
    """The last few thousand entries, oldest first; each is a JSON object with a running number."""

    clock: Clock
    entries: deque[Object] = field(default_factory=lambda: deque(maxlen=MAX_ENTRIES))
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def add_call(
        self, method: str, token: str | None, arguments: Object, status: int, answer: Any
    ) -> None:
        """Add a Web API call of the app and its answer."""
        self._add(
            kind="call",
            method=method,
            token=redact(token),
            arguments={k: v for k, v in arguments.items() if k != "token"},
            status=status,
            answer=answer,
        )

    def add_delivery(self, kind: str, payload: Object) -> Object:
        """Add something sent to the app; return the entry, to which attempts are appended."""
        return self._add(kind="delivery", type=kind, payload=payload, attempts=[])

    def add_withheld(self, event: Object, reason: str) -> None:
        """Add an event that was not sent, and why."""
        self._add(kind="withheld", event=event, why=reason)

    def _add(self, **entry: Any) -> Object:
        numbered = {"n": next(self._numbers), "at": self.clock.iso(), **entry}
        self.entries.append(numbered)
        return numbered
