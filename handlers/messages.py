"""Notes made of messages: what is told where, and the link back to the message."""

import logging
from dataclasses import replace
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.journey import MessageSign
from bot.domain.notes import Message
from bot.usecases.capture_note import CaptureNote
from bot.usecases.captured import Capture, Captured
from bot.usecases.follow_message import FollowMessage
from handlers.blocks import kit, words
from handlers.blocks.capture import captured
from handlers.incoming import message_text
from handlers.refusals import reason_of
from handlers.source_messages import look_up
from handlers.telling import ELSEWHERE, tell
from handlers.twin_offers import TwinOffers

PIN = "pushpin"
# The note is saved all the same. An app installed before the scope was asked for lacks it.
UNSIGNED = {*ELSEWHERE, "already_reacted", "missing_scope", "message_not_found", "no_permission"}

log = logging.getLogger("waymark.messages")


class MessageNotes:
    """Saves messages as notes and says so, to who saved them and quietly under the message."""

    def __init__(self, capture_note: CaptureNote, follow: FollowMessage, twins: TwinOffers) -> None:
        self._capture = capture_note
        self._follow = follow
        self._twins = twins

    def save(self, capture: Capture) -> Captured:
        """Save it; raises what CaptureNote raises."""
        return self._capture(capture)

    def told(
        self, client: WebClient, capture: Capture, result: Captured, *, quietly: bool = True
    ) -> None:
        """Say what was saved, and keep the link to the message and what that replied to."""
        if capture.thread and not result.known:
            reply_to = self._answered(client, capture, capture.thread, result)
            result = replace(result, reply_to=reply_to)
        tell(client, capture.channel, capture.author, captured(result))
        self._twins.offer(client, capture.workspace, capture.channel, capture.author, result)
        if capture.message is None or result.known:
            return
        self._link(client, capture, result)
        if quietly:
            self._sign(client, capture.message, result)

    def _answered(
        self, client: WebClient, capture: Capture, thread: Message, result: Captured
    ) -> str | None:
        try:
            first = look_up(client, thread)
        except Exception as error:
            # The note has its words; that it is saved must be said all the same.
            log.info("no thread", extra={"reason": reason_of(error)})
            return None
        said = message_text(str(first.get("text") or "")) if first else ""
        return self._follow.answer(capture.workspace, result.note_id, said)

    def _link(self, client: WebClient, capture: Capture, result: Captured) -> None:
        message = capture.message
        if message is None:
            return
        try:
            found = client.chat_getPermalink(channel=message.channel, message_ts=message.ts)
        except SlackApiError as error:
            # In a channel the app is not in: the note has its words without the link.
            log.info("no permalink", extra={"reason": error.response.get("error")})
            return
        self._follow.link(capture.workspace, result.note_id, str(found["permalink"]))

    def _sign(self, client: WebClient, message: Message, result: Captured) -> None:
        sign = result.journey.message_sign
        try:
            if sign is MessageSign.REPLY:
                self._reply(client, message, result)
            elif sign is MessageSign.REACTION:
                client.reactions_add(channel=message.channel, timestamp=message.ts, name=PIN)
        except SlackApiError as error:
            if error.response.get("error") not in UNSIGNED:
                raise
            log.info("a message got no sign", extra={"reason": error.response.get("error")})

    def _reply(self, client: WebClient, message: Message, result: Captured) -> None:
        stage = result.stage.name if result.stage else "the unsorted tray"
        told = f"Saved to the journey map: {words.KIND_WORDS[result.note.kind]}, {stage}."
        reply: dict[str, Any] = kit.message(told, [kit.context(kit.escape(f"📌 {told}"))])
        client.chat_postMessage(channel=message.channel, thread_ts=message.ts, **reply)
