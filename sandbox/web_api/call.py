"""One Web API call: read and check its arguments, page its results."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.validation import parse_json, validation_error
from sandbox.workspace.channels import Channel
from sandbox.workspace.workspace import BOT_USER, Workspace

FALSE_VALUES = ("", "0", "false", "False", None)


class RateLimitError(Exception):
    """The app posts too fast; `seconds` is the Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class Call:
    """One call with its arguments, whatever encoding they came in."""

    slack: Slack
    arguments: Object

    @property
    def workspace(self) -> Workspace:
        """The workspace the token belongs to."""
        return self.slack.workspace

    def get(self, name: str) -> str:
        """Return a text argument, empty if absent."""
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def require(self, name: str) -> str:
        """Return a required text argument.

        Raises:
            SlackError: invalid_arguments.
        """
        if self.get(name) == "":
            raise validation_error("invalid_arguments", [f"missing required field: {name}"])
        return self.get(name)

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """Return a boolean argument."""
        return self.arguments[name] not in FALSE_VALUES if name in self.arguments else default

    def integer(self, name: str, default: int) -> int:
        """Return an integer argument.

        Raises:
            SlackError: invalid_arguments.
        """
        try:
            return int(self.get(name) or default)
        except ValueError:
            raise validation_error("invalid_arguments", [f"must be an integer: {name}"]) from None

    def json(self, name: str) -> Any:
        """Return a JSON argument, None if absent.

        Raises:
            SlackError: invalid_arguments.
        """
        return parse_json(self.arguments.get(name), "invalid_arguments")

    def objects(self, name: str, max_limit: int) -> list[Object]:
        """Return a JSON list of one to `max_items` objects.

        Raises:
            SlackError: invalid_arguments.
        """
        value = self.json(name)
        is_valid = isinstance(value, list) and all(isinstance(one, dict) for one in value)
        if not is_valid or not 1 <= len(value) <= max_limit:
            raise validation_error(
                "invalid_arguments", [f"must be 1 to {max_limit} objects: {name}"]
            )
        return list(value)

    def require_scopes(self, *scopes: str) -> None:
        """Check that the app has all of these scopes.

        Raises:
            SlackError: missing_scope with `needed` and `provided`.
        """
        provided = self.workspace.manifest.bot_scopes
        missing = [scope for scope in scopes if scope not in provided]
        if missing:
            raise SlackError("missing_scope", needed=",".join(missing), provided=",".join(provided))

    def channel(self, name: str = "channel") -> Channel:
        """Return a channel visible to the app, by its id.

        Raises:
            SlackError: invalid_arguments, or channel_not_found (also for a private channel the app
                is not in).
        """
        channel = self.workspace.channels.get(self.require(name))
        if channel is None or (channel.private and BOT_USER not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def joined_channel(self, name: str = "channel") -> Channel:
        """Return a channel the app is in.

        Raises:
            SlackError: as `channel`, or not_in_channel.
        """
        channel = self.channel(name)
        if BOT_USER not in channel.members:
            raise SlackError("not_in_channel")
        return channel


@dataclass(frozen=True)
class Method:
    """A Web API method: its function, the scopes it needs, and the token it requires."""

    run: Callable[[Call], Object] | Callable[[Call], Awaitable[Object]]
    scopes: tuple[str, ...] = ()
    app_token: bool = False
    no_token: bool = False


def paginate(
    call: Call, items: Sequence[Object], key: str, default: int = 100, max_limit: int = 1000
) -> Object:
    """Return one page: `{"ok": true, key: [...], "response_metadata": {"next_cursor"}}`.

    Raises:
        SlackError: invalid_cursor or invalid_limit.
    """
    limit = call.integer("limit", default)
    if not 1 <= limit <= max_limit:
        raise SlackError("invalid_limit")
    start = _cursor_offset(call.get("cursor"))
    end = start + limit
    next_cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    metadata = {"next_cursor": next_cursor}
    return {"ok": True, key: list(items[start:end]), "response_metadata": metadata}


def _cursor_offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except (ValueError, binascii.Error):
        raise SlackError("invalid_cursor") from None
