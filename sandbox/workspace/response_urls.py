"""Response URLs: five uses, thirty minutes."""

import secrets
from dataclasses import dataclass, field

from sandbox.objects import SlackError

USES = 5
SECONDS = 30 * 60


@dataclass
class ResponseUrl:
    """Where an answer to one interaction goes; `message_ts` is the message acted upon, if any."""

    user: str
    channel: str
    issued: float
    message_ts: str | None = None
    uses: int = 0


@dataclass
class ResponseUrls:
    """Every response URL handed out, by its path."""

    _issued: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(self, user: str, channel: str, now: float, message_ts: str | None = None) -> str:
        """The path of a fresh response URL."""
        path = f"/response/{secrets.token_hex(12)}"
        self._issued[path] = ResponseUrl(user, channel, now, message_ts)
        return path

    def use(self, path: str, now: float) -> ResponseUrl:
        """Use a response URL once more.

        Raises:
            SlackError: `invalid_url` for one never issued, `expired_url` after thirty minutes,
                `used_url` after five uses.
        """
        found = self._issued.get(path)
        if found is None:
            raise SlackError("invalid_url")
        if now - found.issued > SECONDS:
            raise SlackError("expired_url")
        if found.uses >= USES:
            raise SlackError("used_url")
        found.uses += 1
        return found
