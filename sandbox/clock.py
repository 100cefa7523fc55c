"""The workspace's own clock: it ticks like the real one, and can be set."""

import time
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970 as the workspace sees them.

    Signatures, trigger ids and time-outs run on real time, since the app's own clock is real.
    """

    def __init__(self) -> None:
        self._offset = 0.0

    def now(self) -> float:
        """The present moment in this workspace, in seconds."""
        return time.time() + self._offset

    def set(self, moment: datetime) -> None:
        """Make it `moment` now; a moment without zone is UTC."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        self._offset = aware.timestamp() - time.time()

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        self._offset += seconds

    def reset(self) -> None:
        """Back to the real time."""
        self._offset = 0.0

    def iso(self) -> str:
        """The present moment as ISO 8601 in UTC."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()
