"""What all that is posted once has in common."""

from collections.abc import Callable
from datetime import timedelta

from bot.ports import PostOutcome

# What Slack refuses is tried again after so long.
REFUSED_RETRY = timedelta(hours=1)


def posted_once(
    look: Callable[[], PostOutcome], post: Callable[[], PostOutcome], *, fresh: bool
) -> PostOutcome:
    """What comes of posting; `fresh` says that nobody can have posted it before.

    Else somebody may have, and stopped before saying so: it is looked for first, and not posted
    while that is unclear.
    """
    if not fresh:
        seen = look()
        if seen.ts or not seen.certain:
            return seen
    return post()
