"""Trigger ids: three seconds, one use."""

import time
from dataclasses import dataclass, field
from itertools import count

from sandbox.objects import SlackError


@dataclass(frozen=True)
class Trigger:
    """What a person did that lets the app open a view for them."""

    user: str
    issued: float
    view_id: str | None = None


@dataclass
class Triggers:
    """Every trigger id handed out, and those already exchanged."""

    _issued: dict[str, Trigger] = field(default_factory=dict)
    _exchanged: set[str] = field(default_factory=set)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A fresh trigger id for something `user` has just done, in a view or elsewhere."""
        trigger_id = f"{next(self._numbers)}.{int(time.time())}.{user.lower()}"
        self._issued[trigger_id] = Trigger(user, time.monotonic(), view_id)
        return trigger_id

    def exchange(self, trigger_id: str, lifetime: float) -> Trigger:
        """Use a trigger id up.

        Raises:
            SlackError: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger_id in self._exchanged:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.issued > lifetime:
            raise SlackError("expired_trigger_id")
        self._exchanged.add(trigger_id)
        return trigger
