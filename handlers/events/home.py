"""Somebody opened the Home tab."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from handlers.background import Background
from handlers.home_tab import HomeTab
from handlers.ids import Event
from handlers.incoming import workspace_of


def register(app: App, home_tab: HomeTab, background: Background) -> None:
    """Listen to the Home tab being opened."""

    @app.event(Event.HOME_OPENED.value)
    def opened(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event.get("tab", "home") == "home":
            workspace, user = workspace_of(body), str(event["user"])
            background.run(lambda: home_tab.publish(client, workspace, user))
