"""A clock that stands where it is put."""

from datetime import UTC, datetime, timedelta


class StandingClock:
    """Fulfils the bot's Clock port with a time that tests move."""

    def __init__(self, year: int, month: int, day: int, hour: int = 12) -> None:
        self._now = datetime(year, month, day, hour, tzinfo=UTC)

    def now(self) -> datetime:
        """The time it was put to."""
        return self._now

    def put(self, instant: datetime) -> None:
        """Stand at this aware instant."""
        self._now = instant.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Stand that much later."""
        self._now += step
