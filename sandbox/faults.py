"""Make Web API calls fail: planned faults, and the rate limit of posting."""

import math
import time
from dataclasses import dataclass, field

from sandbox.config import Settings
from sandbox.objects import Object

KINDS = ("status", "error", "hang", "reset")


@dataclass
class Fault:
    """A planned failure of the next `times` calls of `method` ("*" is any).

    `kind`: "status" answers HTTP `status` (with Retry-After `retry_after` if given); "error"
    answers `{"ok": false, "error": error}`; "hang" waits `seconds`, then answers as usual; "reset"
    cuts the connection. `when` is "before" or "after" the call takes effect: after, the message is
    stored and the app cannot know.
    """

    method: str
    kind: str
    times: int = 1
    when: str = "before"
    status: int = 500
    retry_after: int | None = None
    error: str = "internal_error"
    seconds: float = 0.0


@dataclass
class Faults:
    """Planned faults, in the order they were added."""

    planned: list[Fault] = field(default_factory=list)

    def plan(self, description: Object) -> Fault:
        """Plan a fault from its JSON description.

        Raises:
            ValueError: an unknown kind or field.
        """
        if description.get("kind") not in KINDS:
            message = f"kind must be one of {', '.join(KINDS)}"
            raise ValueError(message)
        try:
            fault = Fault(**{"method": "*", **description})
        except TypeError as error:
            raise ValueError(str(error)) from None
        self.planned.append(fault)
        return fault

    def next_for(self, method: str) -> Fault | None:
        """Return the fault due for this call and count it as used, or None."""
        for fault in self.planned:
            if fault.method in (method, "*") and fault.times > 0:
                fault.times -= 1
                self.planned = [f for f in self.planned if f.times > 0]
                return fault
        return None

    def clear(self) -> None:
        """Cancel every planned fault."""
        self.planned = []


@dataclass
class RateLimiter:
    """Token bucket of messages for each channel, refilled in real time."""

    settings: Settings
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def retry_after(self, channel: str) -> int | None:
        """Count one message; return None if it may pass, else the seconds to wait."""
        if not self.settings.rate_limit:
            return None
        now = time.monotonic()
        burst, rate = self.settings.rate_burst, self.settings.rate_per_second
        tokens, refilled_at = self._buckets.get(channel, (float(burst), now))
        tokens = min(float(burst), tokens + (now - refilled_at) * rate)
        if tokens < 1:
            self._buckets[channel] = (tokens, now)
            return max(1, math.ceil((1 - tokens) / rate))
        self._buckets[channel] = (tokens - 1, now)
        return None
