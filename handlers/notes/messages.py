"""Save Slack messages as notes, and follow their edits."""

import logging
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.notes.capture import CapturedNote, CaptureRequest
from bot.services import Services
from domain.errors import StorageError, WaymarkError
from domain.journeys import MessageSign
from domain.notes import Message
from handlers.imports.downloads import has_importable_file
from handlers.imports.uploads import Uploads
from handlers.notes.commands import DuplicatePrompt
from handlers.notes.saved import build_captured_message
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.background import Background
from handlers.slack.errors import error_code, error_message, error_reason
from handlers.slack.ids import Event, Shortcut
from handlers.slack.message_words import TOMBSTONE, MessageReader, leading_mention
from handlers.slack.notifications import NOT_IN_CHANNEL, notify_user
from handlers.slack.payloads import (
    invocation_key,
    thread_parent,
    waymark_users,
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
        """Confirm what was saved; store its permalink and the excerpt of the message replied to."""
        if capture.thread and not result.known:
            reply_to = self._save_reply_excerpt(client, capture, capture.thread, result)
            result = replace(result, reply_to=reply_to)
        message = build_captured_message(self._services, capture.workspace, result)
        notify_user(client, capture.channel, capture.author, message)
        self._duplicates.offer(client, capture.workspace, capture.channel, capture.author, result)
        if capture.message is None or result.known:
            return
        self._link(client, capture, result)
        if quietly:
            self._mark(client, capture.message, result)

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
        text = f"Saved to the journey map: {words.KIND_WORDS[result.note.kind]}, {stage}."
        reply: dict[str, Any] = kit.message(text, [kit.context(kit.escape(f"📌 {text}"))])
        client.chat_postMessage(channel=message.channel, thread_ts=message.ts, **reply)


CHANGED, DELETED, WITH_FILES = "message_changed", "message_deleted", "file_share"

# What people say: typed, sent with files, sent to a thread and its channel, or after /me.
SPOKEN = (None, WITH_FILES, "thread_broadcast", "me_message")


def register_mentions(
    app: App,
    services: Services,
    notes: MessageCapture,
    uploads: Uploads,
    background: Background,
) -> None:
    """Register mentions, direct messages, and edits and deletions of messages."""
    listener = MessageListener(services, notes, uploads, background)
    app.event(Event.MENTIONED.value)(listener.mentioned)
    app.event(Event.MESSAGE.value)(listener.message)


class MessageListener:
    """Handles mentions, direct messages, edits and deletions."""

    def __init__(
        self,
        services: Services,
        notes: MessageCapture,
        uploads: Uploads,
        background: Background,
    ) -> None:
        self._notes = notes
        self._services = services
        self._uploads = uploads
        self._background = background

    def mentioned(self, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        """Save a message that mentions Waymark."""
        if not event.get("bot_id"):
            self._save(body, client)

    def message(self, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        """Save a direct message; update notes after an edit or a deletion."""
        subtype = event.get("subtype")
        if subtype == CHANGED:
            self._follow_change(event, body)
        elif subtype == DELETED:
            deleted = Message(event["channel"], str(event["deleted_ts"]))
            self._services.note_messages.follow_deletion(workspace_of(body), deleted)
        elif event.get("channel_type") != "im" or event.get("bot_id"):
            return
        elif subtype == WITH_FILES and (has_importable_file(event) or not self._words(event, body)):
            self._uploads.receive(client, workspace_of(body), event)
        elif subtype in SPOKEN:
            self._save(body, client)

    def _follow_change(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        workspace, after = workspace_of(body), event["message"]
        message = Message(event["channel"], str(after["ts"]))
        if after.get("subtype") == TOMBSTONE:
            # A deleted message with replies keeps its place.
            self._services.note_messages.follow_deletion(workspace, message)
            return
        before = event.get("previous_message")
        was = self._words(before, body) if before else None
        self._services.note_messages.follow_edit(workspace, message, self._words(after, body), was)

    def _words(self, message: dict[str, Any], body: dict[str, Any]) -> str:
        """Return a message's words without the mention of Waymark."""
        # Slack names Waymark's own user with each event; without, the first mention is meant.
        own = waymark_users(body) or leading_mention(message)
        return self._notes.reader.words(workspace_of(body), message, own)

    def _save(self, body: dict[str, Any], client: WebClient) -> None:
        event = body["event"]
        message, user = Message(event["channel"], event["ts"]), str(event["user"])
        capture = CaptureRequest(
            workspace=workspace_of(body),
            channel=message.channel,
            author=user,
            kind=None,
            line=self._words(event, body),
            is_free=True,
            message=message,
            speaker=user,
            thread=thread_parent(message.channel, event),
            receipt=f"event:{body['event_id']}",
        )
        try:
            result = self._notes.save(capture)
        except StorageError:
            # Not acknowledged: Slack delivers it again.
            raise
        except WaymarkError as error:
            answer = error_message(error.sentence)
            self._background.run(lambda: notify_user(client, message.channel, user, answer))
            return
        self._background.run(lambda: self._notes.confirm(client, capture, result, quietly=False))


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
