"""What the menu of time zones offers for what somebody typed."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from slack_bolt import Ack, App

from handlers.blocks.forms import MAX_OPTIONS, option
from handlers.ids import Options

# Kept for old programs' sake; people look for a city.
LEGACY = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@cache
def _zones() -> tuple[str, ...]:
    found = (zone for zone in available_timezones() if "/" in zone)
    return ("UTC", *sorted(zone for zone in found if not zone.startswith(LEGACY)))


def register(app: App) -> None:
    """Listen to the menu."""

    @app.options(Options.TIME_ZONE.value)
    def offered(ack: Ack, payload: dict[str, Any]) -> None:
        typed = str(payload.get("value") or "").strip().casefold().replace(" ", "_")
        matching = [zone for zone in _zones() if typed in zone.casefold()]
        ack(options=[option(zone, zone) for zone in matching[:MAX_OPTIONS]])
