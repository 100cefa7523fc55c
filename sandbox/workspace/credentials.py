"""Tokens, trigger ids and response URLs of the installed app."""

import secrets
import time
from dataclasses import dataclass, field
from itertools import count

from sandbox.objects import SlackError


@dataclass
class Tokens:
    """`state` of the bot token: active, revoked, or uninstalled."""

    bot: str
    app: str
    state: str = "active"

    def check_bot(self, token: str | None) -> None:
        """Accept the bot token only.

        Raises:
            SlackError: not_authed, not_allowed_token_type, invalid_auth, token_revoked or
                account_inactive.
        """
        if not token:
            raise SlackError("not_authed")
        if token == self.app:
            raise SlackError("not_allowed_token_type")
        if token != self.bot:
            raise SlackError("invalid_auth")
        if self.state == "revoked":
            raise SlackError("token_revoked")
        if self.state == "uninstalled":
            raise SlackError("account_inactive")

    def check_app(self, token: str | None) -> None:
        """Accept the app-level token only.

        Raises:
            SlackError: not_authed, not_allowed_token_type or invalid_auth.
        """
        if not token:
            raise SlackError("not_authed")
        if token == self.bot:
            raise SlackError("not_allowed_token_type")
        if token != self.app:
            raise SlackError("invalid_auth")


@dataclass(frozen=True)
class Trigger:
    """What a person did that lets the app open a view for them."""

    user: str
    issued: float
    view_id: str | None = None


@dataclass
class Triggers:
    """Every trigger id handed out, and those already exchanged."""

    _issued: dict[str, Trigger] = field(default_factory=dict)
    _exchanged: set[str] = field(default_factory=set)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A fresh trigger id for something `user` has just done, in a view or elsewhere."""
        trigger_id = f"{next(self._numbers)}.{int(time.time())}.{user.lower()}"
        self._issued[trigger_id] = Trigger(user, time.monotonic(), view_id)
        return trigger_id

    def exchange(self, trigger_id: str, lifetime: float) -> Trigger:
        """Use a trigger id up.

        Raises:
            SlackError: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger_id in self._exchanged:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.issued > lifetime:
            raise SlackError("expired_trigger_id")
        self._exchanged.add(trigger_id)
        return trigger


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
