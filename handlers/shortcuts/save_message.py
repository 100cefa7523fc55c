"""The message shortcut: save the message somebody points at."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.notes import Message
from bot.usecases.captured import Capture
from handlers.background import Background
from handlers.ids import Shortcut
from handlers.incoming import invocation, thread_of, workspace_of
from handlers.message_words import words_of
from handlers.messages import MessageNotes


def register(app: App, notes: MessageNotes, background: Background) -> None:
    """Listen to the message shortcut."""

    @app.shortcut({"type": "message_action", "callback_id": Shortcut.SAVE_MESSAGE.value})
    def save(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        message, channel = shortcut["message"], str(shortcut["channel"]["id"])
        capture = Capture(
            workspace=workspace_of(shortcut),
            channel=channel,
            author=shortcut["user"]["id"],
            kind=None,
            line=words_of(message),
            is_message=True,
            message=Message(channel, str(message["ts"])),
            speaker=message.get("user"),
            thread=thread_of(channel, message),
            receipt=invocation(shortcut),
        )
        result = notes.save(capture)
        ack()
        background.run(lambda: notes.told(client, capture, result))
