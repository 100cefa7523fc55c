"""Make Web API calls fail: planned faults, and the rate limit of posting."""

import math
import time
from dataclasses import dataclass, field

from sandbox.config import Settings
from sandbox.objects import Object

KINDS = ("status", "error", "hang", "reset")


@dataclass
class Fault:
    """One planned failure of the next `times` calls of `method` ("*" is any).

    `kind`: "status" answers HTTP `status` (with Retry-After `retry_after` if given); "error"
    answers `{"ok": false, "error": error}`; "hang" waits `seconds`, then answers as usual; "reset"
    cuts the connection. `when` is "before" or "after" the call took effect: after, the message is
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
    """The failures still to come, in the order they were asked for."""

    planned: list[Fault] = field(default_factory=list)

    def plan(self, wish: Object) -> Fault:
        """Plan a failure from its JSON description.

        Raises:
            ValueError: an unknown kind or field.
        """
        if wish.get("kind") not in KINDS:
            message = f"kind must be one of {', '.join(KINDS)}"
            raise ValueError(message)
        try:
            fault = Fault(**{"method": "*", **wish})
        except TypeError as error:
            raise ValueError(str(error)) from None
        self.planned.append(fault)
        return fault

    def next_for(self, method: str) -> Fault | None:
        """The failure due for this call, used up by asking."""
        for fault in self.planned:
            if fault.method in (method, "*") and fault.times > 0:
                fault.times -= 1
                self.planned = [f for f in self.planned if f.times > 0]
                return fault
        return None

    def clear(self) -> None:
        """Nothing fails any more."""
        self.planned = []


@dataclass
class Pace:
    """A bucket of allowed messages for each channel, refilled with real time."""

    settings: Settings
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def retry_after(self, channel: str) -> int | None:
        """Count one message; None when it may pass, else how many seconds to wait."""
        if not self.settings.rate_limit:
            return None
        now = time.monotonic()
        burst, rate = self.settings.rate_burst, self.settings.rate_per_second
        left, since = self._left.get(channel, (float(burst), now))
        left = min(float(burst), left + (now - since) * rate)
        if left < 1:
            self._left[channel] = (left, now)
            return max(1, math.ceil((1 - left) / rate))
        self._left[channel] = (left - 1, now)
        return None
