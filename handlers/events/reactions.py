"""Saving a message by reacting to it, and taking that back."""

import logging
import time
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.errors import StorageError, WaymarkError
from bot.domain.notes import Message, NoteKind
from bot.usecases.capture_note import Capture
from bot.usecases.follow_message import FollowMessage
from bot.usecases.show_parts import ShowParts
from handlers.background import Background
from handlers.blocks.problem import problem
from handlers.ids import Event
from handlers.incoming import workspace_of
from handlers.message_words import words_of
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
            background.run(lambda: _save(client, notes, background, body, kind))

    @app.event(Event.REACTION_REMOVED.value)
    def removed(event: dict[str, Any], body: dict[str, Any]) -> None:
        kind = show_parts.reaction_kind(workspace_of(body), str(event["reaction"]))
        if kind is not None and event["item"].get("type") == "message":
            message = Message(event["item"]["channel"], event["item"]["ts"])
            follow.withdraw(workspace_of(body), str(event["user"]), message, kind)


def _save(
    client: WebClient,
    notes: MessageNotes,
    background: Background,
    body: dict[str, Any],
    kind: NoteKind,
) -> None:
    event = body["event"]
    message, user = Message(event["item"]["channel"], event["item"]["ts"]), str(event["user"])
    said = _said(client, message)
    if said and _taken_back(said, event):
        # Slack may be a moment behind what it tells.
        time.sleep(WAITS[0])
        said = _said(client, message)
    ours = said is not None and said.get("app_id") == body["api_app_id"]
    if said is None or ours or _taken_back(said, event):
        return
    capture = Capture(
        workspace=workspace_of(body),
        channel=message.channel,
        author=user,
        kind=kind,
        line=words_of(said),
        is_message=True,
        message=message,
        speaker=said.get("user"),
        receipt=f"event:{body['event_id']}",
    )
    try:
        notes.told(client, capture, notes.save(capture))
    except StorageError:
        # Slack takes it for delivered: nobody else tries again.
        background.run_slow(lambda: _save_later(client, notes, capture))
    except WaymarkError as error:
        tell(client, message.channel, user, problem(error.sentence))


def _save_later(client: WebClient, notes: MessageNotes, capture: Capture) -> None:
    """Try again until the database takes it, or say that it did not."""
    for wait in (*WAITS, None):
        try:
            notes.told(client, capture, notes.save(capture))
        except WaymarkError as error:
            if isinstance(error, StorageError) and wait is not None:
                time.sleep(wait)
                continue
            tell(client, capture.channel, capture.author, problem(error.sentence))
        return


def _taken_back(said: dict[str, Any], event: dict[str, Any]) -> bool:
    """Whether the reaction is gone again: the word of its going may have come before this one."""
    sign = str(event["reaction"]).partition("::")[0]
    same = [r for r in said.get("reactions", ()) if r["name"].partition("::")[0] == sign]
    # Where many react, Slack names only some of them.
    return all(len(r["users"]) >= r["count"] and event["user"] not in r["users"] for r in same)


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
