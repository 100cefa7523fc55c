"""Saving a message by reacting to it, and taking that back."""

import logging
import time
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.errors import WaymarkError
from bot.domain.notes import Message, NoteKind
from bot.usecases.capture_note import Capture
from bot.usecases.follow_message import FollowMessage
from bot.usecases.show_parts import ShowParts
from handlers.background import Background
from handlers.blocks.problem import problem
from handlers.ids import Event
from handlers.incoming import message_text, workspace_of
from handlers.messages import MessageNotes
from handlers.telling import tell

log = logging.getLogger("waymark.reactions")

# Slack may be busy for a moment; nobody waits for the answer.
WAITS = (1.0, 3.0, 9.0)


def register(
    app: App,
    notes: MessageNotes,
    follow: FollowMessage,
    show_parts: ShowParts,
    background: Background,
) -> None:
    """Listen to reactions being added and taken back."""

    @app.event(Event.REACTION_ADDED.value)
    def added(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        kind = show_parts.reaction_kind(workspace_of(body), str(event["reaction"]))
        if kind is not None and event["item"].get("type") == "message":
            background.run(lambda: _save(client, notes, body, kind))

    @app.event(Event.REACTION_REMOVED.value)
    def removed(event: dict[str, Any], body: dict[str, Any]) -> None:
        kind = show_parts.reaction_kind(workspace_of(body), str(event["reaction"]))
        if kind is not None and event["item"].get("type") == "message":
            message = Message(event["item"]["channel"], event["item"]["ts"])
            follow.withdraw(workspace_of(body), str(event["user"]), message, kind)


def _save(client: WebClient, notes: MessageNotes, body: dict[str, Any], kind: NoteKind) -> None:
    event = body["event"]
    message, user = Message(event["item"]["channel"], event["item"]["ts"]), str(event["user"])
    said = _said(client, message)
    if said is None or said.get("bot_id"):
        return
    capture = Capture(
        workspace=workspace_of(body),
        channel=message.channel,
        author=user,
        kind=kind,
        line=message_text(str(said.get("text") or "")),
        is_message=True,
        message=message,
        speaker=said.get("user"),
        receipt=f"event:{body['event_id']}",
    )
    try:
        result = notes.save(capture)
    except WaymarkError as error:
        tell(client, message.channel, user, problem(error.sentence))
        return
    notes.told(client, capture, result)


def _said(client: WebClient, message: Message) -> dict[str, Any] | None:
    """The message a reaction points at; null where the app may not read it."""
    for wait in (*WAITS, None):
        try:
            found: list[dict[str, Any]] = client.conversations_replies(
                channel=message.channel, ts=message.ts, latest=message.ts, inclusive=True, limit=1
            )["messages"]
            return next((one for one in found if one["ts"] == message.ts), None)
        except SlackApiError as error:
            if error.response.get("error") not in ("ratelimited", "internal_error") or wait is None:
                log.info("a message was not read", extra={"reason": error.response.get("error")})
                return None
            time.sleep(wait)
    return None
