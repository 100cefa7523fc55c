"""The rate limit of posting: about one message a second in a channel, after a small burst."""

import math
import time
from dataclasses import dataclass, field

from sandbox.config import Settings


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
