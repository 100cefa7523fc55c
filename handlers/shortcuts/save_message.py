"""The message shortcut: save the message somebody points at."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.usecases.capture_note import Capture, CaptureNote
from handlers.background import Background
from handlers.blocks.capture import captured
from handlers.ids import Shortcut
from handlers.incoming import message_text, workspace_of


def register(app: App, capture_note: CaptureNote, background: Background) -> None:
    """Listen to the message shortcut."""

    @app.shortcut({"type": "message_action", "callback_id": Shortcut.SAVE_MESSAGE.value})
    def save(ack: Ack, shortcut: dict[str, Any], respond: Respond) -> None:
        result = capture_note(
            Capture(
                workspace=workspace_of(shortcut),
                channel=shortcut["channel"]["id"],
                author=shortcut["user"]["id"],
                kind=None,
                line=message_text(str(shortcut["message"].get("text") or "")),
                is_message=True,
            )
        )
        ack()
        background.run(lambda: respond({**captured(result), "replace_original": False}))
