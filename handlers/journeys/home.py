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
    """Publishes Home tabs; a person's only once they have opened it.

    `messages_opened` is called with the channel where someone opens the Messages tab beside it:
    Slack has one event for both.
    """

    def __init__(
        self, home: HomeService, messages_opened: Callable[[WebClient, str], None]
    ) -> None:
        self._home = home
        self.messages_opened = messages_opened
        self._opened: set[tuple[WorkspaceId, str]] = set()

    def publish(self, client: WebClient, workspace: WorkspaceId, user: str) -> None:
        """Publish the current Home tab of a person."""
        client.views_publish(user_id=user, view=build_home_view(self._home.show(workspace, user)))
        self._opened.add((workspace, user))

    def refresh(self, client: WebClient, workspace: WorkspaceId, user: str) -> None:
        """Publish it again if they have opened it since this process started."""
        if (workspace, user) in self._opened:
            self.publish(client, workspace, user)


def register(app: App, home_tab: HomeTab, background: Background) -> None:
    """Register the event of a Home or Messages tab being opened."""

    @app.event(Event.HOME_OPENED.value)
    def opened(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event.get("tab", "home") == "home":
            workspace, user = workspace_of(body), str(event["user"])
            background.run(lambda: home_tab.publish(client, workspace, user))
        else:
            channel = str(event["channel"])
            background.run(lambda: home_tab.messages_opened(client, channel))
