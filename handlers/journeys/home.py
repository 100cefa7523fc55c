"""Publish a person's Home tab: when they open it, and after they change something."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.journeys.home import HomeService
from domain.journeys import WorkspaceId
from handlers.journeys.home_blocks import build_home_view
from handlers.slack.background import Background
from handlers.slack.ids import Event
from handlers.slack.payloads import workspace_of


class HomeTab:
    """Publishes Home tabs; a person's only once they have opened it."""

    def __init__(self, home: HomeService) -> None:
        self._home = home
        self._opened: set[tuple[WorkspaceId, str]] = set()

    def publish(self, client: WebClient, workspace: WorkspaceId, user: str) -> None:
        """Publish the current Home tab of a person."""
        client.views_publish(user_id=user, view=build_home_view(self._home.show(workspace, user)))
        self._opened.add((workspace, user))

    def refresh(self, client: WebClient, workspace: WorkspaceId, user: str) -> None:
        """Publish it again if they have opened it since this process started."""
        if (workspace, user) in self._opened:
            self.publish(client, workspace, user)


# Who opened the messages, and the channel of these messages.
MessagesOpened = Callable[[WebClient, WorkspaceId, str, str], None]


def register(
    app: App, home_tab: HomeTab, messages_opened: MessagesOpened, background: Background
) -> None:
    """Register the event of Waymark being opened: its Home tab, or its messages.

    Slack has one event for both.
    """

    @app.event(Event.HOME_OPENED.value)
    def opened(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), str(event["user"])
        tab = event.get("tab", "home")
        if tab == "home":
            background.run(lambda: home_tab.publish(client, workspace, user))
        elif tab == "messages":
            messages_opened(client, workspace, user, str(event["channel"]))
