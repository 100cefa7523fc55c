"""The settings, database and services that commands use."""

import argparse
from dataclasses import dataclass

from bot.services import Services
from domain.errors import BadInputError, NotFoundError
from domain.journeys import WorkspaceId
from handlers.environment import Settings
from handlers.slack.directory import SlackPeople
from storage.session import Database


@dataclass(frozen=True)
class CommandLineContext:
    """Settings, database and services of this process."""

    settings: Settings
    database: Database
    services: Services
    people: SlackPeople

    def workspace(self, arguments: argparse.Namespace) -> WorkspaceId:
        """Return the workspace of `--workspace`, or else the only one with that journey.

        Raises NotFoundError if no workspace has the journey, BadInputError if several have it.
        """
        self.database.check()
        if arguments.workspace:
            return WorkspaceId(arguments.workspace)
        key = arguments.journey
        found = self.database.workspaces_with(key)
        if not found:
            keys = ", ".join(self.database.journey_keys())
            hint = f" These exist: {keys}." if keys else " There are no journeys yet."
            if arguments.command == "import":
                hint += " To start it, name its workspace with --workspace T…."
            raise NotFoundError(f"No workspace has a journey “{key}”.{hint}")
        if len(found) > 1:
            raise BadInputError(
                f"Several workspaces have a journey “{key}”: "
                f"add --workspace with one of {', '.join(found)}."
            )
        return found[0]
