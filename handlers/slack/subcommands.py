"""The context of a `/journey` sub-command; every feature has a dict of its sub-commands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.journeys.lookup import RequestScope, build_request_scope
from bot.services import Services
from domain.errors import BadInputError
from domain.journeys import WorkspaceId
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.payloads import workspace_of

Message = dict[str, Any]


@dataclass(frozen=True)
class CommandContext:
    """A `/journey` command: `words` is the text after its first word."""

    services: Services
    people: SlackPeople
    background: Background
    client: WebClient
    command: dict[str, Any]
    words: str

    @property
    def workspace(self) -> WorkspaceId:
        """Return the workspace it was typed in."""
        return workspace_of(self.command)

    @property
    def user(self) -> str:
        """Return the Slack user id of the person who typed it."""
        return str(self.command["user_id"])

    @property
    def channel(self) -> str:
        """Return the channel it was typed in."""
        return str(self.command["channel_id"])

    @property
    def scope(self) -> RequestScope:
        """Return the scope of the request: the journeys it can be about."""
        return build_request_scope(self.people, self.workspace, self.user, self.channel)

    def check_no_words(self, command: str) -> None:
        """Raise BadInputError if words follow a command that has none."""
        if self.words:
            raise BadInputError(
                f"`{command}` takes nothing more; “{self.words[:40]}” was not understood."
            )


# Returns the answer, or None if it opens a form.
Subcommand = Callable[[CommandContext], Message | None]

Subcommands = dict[str, Subcommand]


def merge_subcommands(*features: Subcommands) -> Subcommands:
    """Return the sub-commands of all features; raises ValueError for a word of two of them."""
    merged: Subcommands = {}
    for subcommands in features:
        twice = merged.keys() & subcommands.keys()
        if twice:
            raise ValueError(f"Two features have the sub-command {', '.join(sorted(twice))}.")
        merged.update(subcommands)
    return merged
