"""One call of the Web API, and how its arguments are read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.content import parsed, refusal
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel
from sandbox.workspace.workspace import BOT_USER, Workspace

FALSE = ("", "0", "false", "False", None)


class RateLimitError(Exception):
    """The app posts too fast; `seconds` is the Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class Call:
    """A call with its arguments as sent, whatever encoding they came in."""

    slack: Slack
    arguments: Object
    warnings: list[str] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        """The workspace the token belongs to."""
        return self.slack.workspace

    def get(self, name: str) -> str:
        """A text argument, empty if absent."""
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def need(self, name: str) -> str:
        """A text argument that must be there.

        Raises:
            SlackError: invalid_arguments.
        """
        if self.get(name) == "":
            raise refusal("invalid_arguments", [f"missing required field: {name}"])
        return self.get(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean argument."""
        return self.arguments[name] not in FALSE if name in self.arguments else default

    def number(self, name: str, default: int) -> int:
        """A whole number.

        Raises:
            SlackError: invalid_arguments.
        """
        try:
            return int(self.get(name) or default)
        except ValueError:
            raise refusal("invalid_arguments", [f"must be an integer: {name}"]) from None

    def json(self, name: str) -> Any:
        """A JSON argument, None if absent.

        Raises:
            SlackError: invalid_arguments.
        """
        return parsed(self.arguments.get(name), "invalid_arguments")

    def objects(self, name: str, most: int) -> list[Object]:
        """A JSON list of one to `most` objects.

        Raises:
            SlackError: invalid_arguments.
        """
        value = self.json(name)
        right = isinstance(value, list) and all(isinstance(one, dict) for one in value)
        if not right or not 1 <= len(value) <= most:
            raise refusal("invalid_arguments", [f"must be 1 to {most} objects: {name}"])
        return list(value)

    def need_scope(self, *scopes: str) -> None:
        """Go on only with every one of these scopes.

        Raises:
            SlackError: missing_scope with `needed` and `provided`.
        """
        provided = self.workspace.manifest.bot_scopes
        missing = [scope for scope in scopes if scope not in provided]
        if missing:
            raise SlackError("missing_scope", needed=",".join(missing), provided=",".join(provided))

    def channel(self, name: str = "channel") -> Channel:
        """A channel the app can know of, by its id.

        Raises:
            SlackError: invalid_arguments, or channel_not_found (also for a private channel the app
                is not in).
        """
        channel = self.workspace.channels.get(self.need(name))
        if channel is None or (channel.private and BOT_USER not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def channel_of_member(self, name: str = "channel") -> Channel:
        """A channel the app is in.

        Raises:
            SlackError: as `channel`, or not_in_channel.
        """
        channel = self.channel(name)
        if BOT_USER not in channel.members:
            raise SlackError("not_in_channel")
        return channel


@dataclass(frozen=True)
class Method:
    """A method: what it does, the scopes it needs, and whether it takes the app-level token."""

    run: Callable[[Call], Object] | Callable[[Call], Awaitable[Object]]
    scopes: tuple[str, ...] = ()
    app_token: bool = False
    open_to_all: bool = False
