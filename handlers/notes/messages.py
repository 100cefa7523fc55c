"""Save Slack messages as notes."""

import logging
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.notes.capture import CapturedNote, CaptureRequest
from bot.services import Services
from domain.journeys import MessageSign
from domain.notes import Message
from handlers.notes.commands import DuplicatePrompt
from handlers.notes.saved import build_captured_message
from handlers.slack import kit
from handlers.slack.background import Background
from handlers.slack.errors import error_code, error_reason
from handlers.slack.ids import Shortcut
from handlers.slack.message_words import TOMBSTONE, MessageReader
from handlers.slack.notifications import NOT_IN_CHANNEL, notify_user
from handlers.slack.payloads import (
    invocation_key,
    thread_parent,
    workspace_of,
)

GONE = {"thread_not_found", "message_not_found"}


def find_message(client: WebClient, message: Message) -> dict[str, Any] | None:
    """Return a message from Slack, None if it is gone.

    Raises SlackApiError if the app may not read it, and the errors of an unreachable Slack.
    """
    try:
        found: list[dict[str, Any]] = client.conversations_replies(
            channel=message.channel, ts=message.ts, latest=message.ts, inclusive=True, limit=1
        )["messages"]
    except SlackApiError as error:
        if error_code(error) in GONE:
            return None
        raise
    return next(
        (one for one in found if one["ts"] == message.ts and one.get("subtype") != TOMBSTONE), None
    )


PIN = "pushpin"


# The note is saved all the same. An app installed before the scope was asked for lacks it.
IGNORED_ERRORS = {
    *NOT_IN_CHANNEL,
    "already_reacted",
    "missing_scope",
    "message_not_found",
    "no_permission",
}


log = logging.getLogger("waymark.messages")


class MessageCapture:
    """Saves messages as notes; confirms to the person and under the message."""

    def __init__(
        self, services: Services, duplicates: DuplicatePrompt, reader: MessageReader
    ) -> None:
        self._services = services
        self._duplicates = duplicates
        self.reader = reader

    def save(self, capture: CaptureRequest) -> CapturedNote:
        """Save it; raises what CaptureNote raises."""
        return self._services.notes.capture(capture)

    def confirm(
        self,
        client: WebClient,
        capture: CaptureRequest,
        result: CapturedNote,
        *,
        quietly: bool = True,
    ) -> None:
        """Confirm what was saved; store its permalink and the excerpt of the message replied to.

        `quietly` marks the message for others; else the person wrote it to Waymark, and is
        answered in its thread.
        """
        if capture.thread and not result.known:
            reply_to = self._save_reply_excerpt(client, capture, capture.thread, result)
            result = replace(result, reply_to=reply_to)
        message = build_captured_message(self._services, capture.workspace, result)
        thread_ts = capture.thread.ts if capture.thread and not quietly else None
        notify_user(client, capture.channel, capture.author, message, thread_ts)
        self.follow_up(client, capture, result)
        if quietly and capture.message and not result.known:
            self._mark(client, capture.message, result)

    def follow_up(self, client: WebClient, capture: CaptureRequest, result: CapturedNote) -> None:
        """Look for a duplicate of a note that was confirmed, and save its permalink."""
        self._duplicates.offer(client, capture.workspace, capture.channel, capture.author, result)
        if capture.message is not None and not result.known:
            self._link(client, capture, result)

    def _save_reply_excerpt(
        self, client: WebClient, capture: CaptureRequest, thread: Message, result: CapturedNote
    ) -> str | None:
        try:
            first = find_message(client, thread)
        except Exception as error:
            # The note is saved; confirm it even without the excerpt.
            log.info("no thread", extra={"reason": error_reason(error)})
            return None
        excerpt = self.reader.words(capture.workspace, first) if first else ""
        return self._services.note_messages.set_reply_excerpt(
            capture.workspace, result.note_id, excerpt
        )

    def _link(self, client: WebClient, capture: CaptureRequest, result: CapturedNote) -> None:
        message = capture.message
        if message is None:
            return
        try:
            found = client.chat_getPermalink(channel=message.channel, message_ts=message.ts)
        except SlackApiError as error:
            # In a channel the app is not in: the note has its words without the link.
            log.info("no permalink", extra={"reason": error.response.get("error")})
            return
        self._services.note_messages.set_permalink(
            capture.workspace, result.note_id, str(found["permalink"])
        )

    def _mark(self, client: WebClient, message: Message, result: CapturedNote) -> None:
        sign = result.journey.message_sign
        try:
            if sign is MessageSign.REPLY:
                self._reply(client, message, result)
            elif sign is MessageSign.REACTION:
                client.reactions_add(channel=message.channel, timestamp=message.ts, name=PIN)
        except SlackApiError as error:
            if error.response.get("error") not in IGNORED_ERRORS:
                raise
            log.info("a message got no sign", extra={"reason": error.response.get("error")})

    def _reply(self, client: WebClient, message: Message, result: CapturedNote) -> None:
        stage = result.stage.name if result.stage else "unsorted"
        text = f"Saved to the journey map: {result.note.kind.value}, {stage}."
        reply: dict[str, Any] = kit.message(text, [kit.context(kit.escape(f"📌 {text}"))])
        client.chat_postMessage(channel=message.channel, thread_ts=message.ts, **reply)


def register_message_shortcut(app: App, notes: MessageCapture, background: Background) -> None:
    """Register the message shortcut."""

    @app.shortcut({"type": "message_action", "callback_id": Shortcut.SAVE_MESSAGE.value})
    def save(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        message, channel = shortcut["message"], str(shortcut["channel"]["id"])
        capture = CaptureRequest(
            workspace=workspace_of(shortcut),
            channel=channel,
            author=shortcut["user"]["id"],
            kind=None,
            line=notes.reader.words(workspace_of(shortcut), message),
            is_message=True,
            message=Message(channel, str(message["ts"])),
            speaker=message.get("user"),
            thread=thread_parent(channel, message),
            receipt=invocation_key(shortcut),
        )
        result = notes.save(capture)
        ack()
        background.run(lambda: notes.confirm(client, capture, result))
