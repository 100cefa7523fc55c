"""Somebody opened the Home tab."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.usecases.compute_review import ComputeReview
from handlers.background import Background
from handlers.blocks.home import home
from handlers.ids import Event
from handlers.incoming import workspace_of


def register(app: App, compute_review: ComputeReview, background: Background) -> None:
    """Listen to the Home tab being opened."""

    @app.event(Event.HOME_OPENED.value)
    def opened(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event.get("tab", "home") != "home":
            return
        workspace = workspace_of(body)

        def publish() -> None:
            view = home(compute_review(workspace))
            client.views_publish(user_id=event["user"], view=view)

        background.run(publish)
