"""Tokens, trigger ids and response URLs of the installed app."""

import secrets
import time
from dataclasses import dataclass, field
from itertools import count

from sandbox.objects import SlackError

MAX_USES = 5
LIFETIME_SECONDS = 30 * 60


@dataclass
class Tokens:
    """Bot and app token; `state` of the bot token is active, revoked or uninstalled."""

    bot: str
    app: str
    state: str = "active"

    def check_bot(self, token: str | None) -> None:
        """Accept only the bot token.

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
        """Accept only the app-level token.

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
    """A person's action that lets the app open a view for them."""

    user: str
    issued: float
    view_id: str | None = None


@dataclass
class Triggers:
    """Every issued trigger id, and those already exchanged."""

    _issued: dict[str, Trigger] = field(default_factory=dict)
    _exchanged: set[str] = field(default_factory=set)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def issue(self, user: str, view_id: str | None = None) -> str:
        """Return a new trigger id for an action of `user`, in a view if `view_id` is given."""
        trigger_id = f"{next(self._numbers)}.{int(time.time())}.{user.lower()}"
        self._issued[trigger_id] = Trigger(user, time.monotonic(), view_id)
        return trigger_id

    def exchange(self, trigger_id: str, lifetime: float) -> Trigger:
        """Exchange a trigger id; it can be used once.

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


@dataclass
class ResponseUrl:
    """Target of the answers to one interaction; `message_ts` is the message used, None if none."""

    user: str
    channel: str
    issued: float
    message_ts: str | None = None
    uses: int = 0


@dataclass
class ResponseUrls:
    """Every issued response URL, by its path."""

    _issued: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(self, user: str, channel: str, now: float, message_ts: str | None = None) -> str:
        """Return the path of a new response URL."""
        path = f"/response/{secrets.token_hex(12)}"
        self._issued[path] = ResponseUrl(user, channel, now, message_ts)
        return path

    def use(self, path: str, now: float) -> ResponseUrl:
        """Count one use of a response URL and return it.

        Raises:
            SlackError: `invalid_url` for one never issued, `expired_url` after thirty minutes,
                `used_url` after five uses.
        """
        response_url = self._issued.get(path)
        if response_url is None:
            raise SlackError("invalid_url")
        if now - response_url.issued > LIFETIME_SECONDS:
            raise SlackError("expired_url")
        if response_url.uses >= MAX_USES:
            raise SlackError("used_url")
        response_url.uses += 1
        return response_url
