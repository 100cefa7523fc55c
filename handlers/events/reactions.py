"""Saving a message by reacting to it, and taking that back."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.domain.notes import Message
from bot.usecases.follow_message import FollowMessage
from bot.usecases.show_parts import ShowParts
from handlers.background import Background
from handlers.ids import Event
from handlers.incoming import is_ourselves, workspace_of
from handlers.wished_notes import WishedNotes


def register(
    app: App,
    wished: WishedNotes,
    follow: FollowMessage,
    show_parts: ShowParts,
    background: Background,
) -> None:
    """Listen to reactions being added and taken back."""

    @app.event(Event.REACTION_ADDED.value)
    def added(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event["item"].get("type") != "message" or is_ourselves(body):
            return
        workspace = workspace_of(body)
        kind = show_parts.reaction_kind(workspace, str(event["reaction"]))
        if kind is None:
            return
        message = Message(event["item"]["channel"], event["item"]["ts"])
        # Kept before it is acknowledged: Slack tells of it only once.
        wish = wished.keep(workspace, str(body["event_id"]), str(event["user"]), message, kind)
        if wish is not None:
            background.run(lambda: wished.fulfil(client, wish))

    @app.event(Event.REACTION_REMOVED.value)
    def removed(event: dict[str, Any], body: dict[str, Any]) -> None:
        kind = show_parts.reaction_kind(workspace_of(body), str(event["reaction"]))
        if kind is not None and event["item"].get("type") == "message":
            message = Message(event["item"]["channel"], event["item"]["ts"])
            follow.withdraw(workspace_of(body), str(event["user"]), message, kind)
