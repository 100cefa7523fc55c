"""What the message of a note replied to."""

from bot.domain.notes import MAX_REPLY_TO
from bot.domain.texts import shortened
from handlers.blocks import kit

LEAD = "in reply to: "


def in_reply_to(excerpt: str | None, most: int = MAX_REPLY_TO) -> list[kit.Element]:
    """Small print for it, at most that many characters of it; none where it replied to nothing.

    Plain text: what somebody wrote is no markup here.
    """
    if not excerpt:
        return []
    return [kit.plain(f"{LEAD}{shortened(excerpt, most)}", len(LEAD) + most)]
