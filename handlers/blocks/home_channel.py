"""After a channel became a journey's home."""

from typing import Any

from bot.domain.journey import Journey
from handlers.blocks import kit


def settled(journey: Journey) -> dict[str, Any]:
    """Where reviews go now, and what that needs."""
    told = (
        f"Reviews of {journey.name} are posted in this channel from now on. "
        "Waymark has to be a member of it: /invite @Waymark"
    )
    return kit.ephemeral(told, [kit.rich(kit.line(told))])


def meant(journey: Journey) -> dict[str, Any]:
    """Which journey a channel means now."""
    told = (
        f"In this channel {journey.name} is meant from now on: notes, readings, map and review. "
        "A note for another journey still names it: /painpoint other-key/stage: …"
    )
    return kit.ephemeral(told, [kit.rich(kit.line(told))])
