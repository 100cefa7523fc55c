"""What the app asked of Slack and what Slack sent to the app."""

from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sandbox.objects import Object
from sandbox.workspace.workspace import Clock

KEPT = 5_000


def redact(token: str | None) -> str | None:
    """A token's kind and its last four characters."""
    return f"{token[:5]}…{token[-4:]}" if token else None


@dataclass
class Log:
    """The last few thousand entries, oldest first; each is a JSON object with a running number."""

    clock: Clock
    entries: deque[Object] = field(default_factory=lambda: deque(maxlen=KEPT))
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def call(
        self, method: str, token: str | None, arguments: Object, status: int, answer: Any
    ) -> None:
        """An API call of the app and its answer."""
        self._add(
            kind="call",
            method=method,
            token=redact(token),
            arguments={k: v for k, v in arguments.items() if k != "token"},
            status=status,
            answer=answer,
        )

    def delivery(self, kind: str, payload: Object) -> Object:
        """Something sent to the app; its attempts are added to the entry returned."""
        return self._add(kind="delivery", type=kind, payload=payload, attempts=[])

    def withheld(self, event: Object, why: str) -> None:
        """An event that happened and was not sent, and why."""
        self._add(kind="withheld", event=event, why=why)

    def _add(self, **entry: Any) -> Object:
        numbered = {"n": next(self._numbers), "at": self.clock.iso(), **entry}
        self.entries.append(numbered)
        return numbered
