"""Welcome people and channels, and show the help."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.welcomes import WelcomeService
from domain.journeys import WorkspaceId
from handlers.help.blocks import all_commands_message, hello_message, help_message, welcome_message
from handlers.slack.background import Background
from handlers.slack.ids import Action, Event, any_numbered
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import channel_of, is_from_waymark, workspace_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands

ALL = ("all", "more")


class WelcomeSender:
    """Welcomes channels and people: saves the message at once and sends it in the background."""

    def __init__(self, welcomes: WelcomeService, background: Background) -> None:
        self._welcomes = welcomes
        self._background = background

    def welcome(self, workspace: WorkspaceId, channel: str) -> None:
        """Welcome a channel or a user, by id, unless they have been before."""
        added = self._welcomes.add(workspace, channel, welcome_message())
        if added is not None:
            self._background.run(lambda: self._welcomes.send(workspace, added))


def register(app: App, sender: WelcomeSender, background: Background) -> None:
    """Register the event of joining a channel, and the buttons that show the help."""

    @app.event(Event.MEMBER_JOINED.value)
    def joined(event: dict[str, Any], body: dict[str, Any]) -> None:
        if is_from_waymark(body):
            sender.welcome(workspace_of(body), str(event["channel"]))

    @app.action(any_numbered(Action.SHOW_HELP))
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        message = all_commands_message() if action["value"] in ALL else help_message()
        user = str(body["user"]["id"])
        background.run(lambda: notify_user(client, channel_of(body), user, message))


def _help(context: CommandContext) -> Message:
    return all_commands_message() if context.words.strip().casefold() in ALL else help_message()


SUBCOMMANDS: Subcommands = {
    "help": _help,
    "?": _help,
    **dict.fromkeys(("hi", "hello", "hey"), lambda _: hello_message()),
}
