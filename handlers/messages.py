"""Notes made of messages: what is told where, and the link back to the message."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.notes import Message
from bot.usecases.capture_note import Capture, Captured, CaptureNote
from bot.usecases.follow_message import FollowMessage
from handlers.blocks import kit, words
from handlers.blocks.capture import captured
from handlers.telling import ELSEWHERE, tell
from handlers.twin_offers import TwinOffers

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
        """Say what was saved, and keep the link to the message."""
        tell(client, capture.channel, capture.author, captured(result))
        self._twins.offer(client, capture.workspace, capture.channel, capture.author, result)
        if capture.message is None or result.known:
            return
        self._link(client, capture, result)
        if quietly and result.journey.thread_replies:
            self._reply(client, capture.message, result)

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

    def _reply(self, client: WebClient, message: Message, result: Captured) -> None:
        stage = result.stage.name if result.stage else "the unsorted tray"
        told = f"Saved to the journey map: {words.KIND_WORDS[result.note.kind]}, {stage}."
        reply: dict[str, Any] = kit.message(told, [kit.context(kit.escape(f"📌 {told}"))])
        try:
            client.chat_postMessage(channel=message.channel, thread_ts=message.ts, **reply)
        except SlackApiError as error:
            if error.response.get("error") not in ELSEWHERE:
                raise
