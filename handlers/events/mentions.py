"""What people say to Waymark in their own words: by its name, or in its direct messages."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.domain.errors import StorageError, WaymarkError
from bot.domain.notes import Message
from bot.usecases.capture_note import Capture
from bot.usecases.follow_message import FollowMessage
from handlers.background import Background
from handlers.blocks.problem import problem
from handlers.ids import Event
from handlers.incoming import message_text, without_mention, workspace_of
from handlers.messages import MessageNotes
from handlers.telling import tell

CHANGED, DELETED = "message_changed", "message_deleted"
# Said as it is, or with files beside it.
SAID = (None, "file_share")


def register(app: App, notes: MessageNotes, follow: FollowMessage, background: Background) -> None:
    """Listen to mentions, to direct messages, and to messages being edited or deleted."""
    ears = Ears(notes, follow, background)
    app.event(Event.MENTIONED.value)(ears.mentioned)
    app.event(Event.MESSAGE.value)(ears.message)


class Ears:
    """What is done with what people say."""

    def __init__(self, notes: MessageNotes, follow: FollowMessage, background: Background) -> None:
        self._notes = notes
        self._follow = follow
        self._background = background

    def mentioned(self, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        """Somebody called Waymark by its name."""
        if not event.get("bot_id"):
            self._heard(body, client)

    def message(self, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        """A direct message; or any message that was edited or deleted."""
        subtype = event.get("subtype")
        if subtype == CHANGED:
            said = event["message"]
            told = message_text(without_mention(str(said.get("text") or "")))
            self._follow.edited(workspace_of(body), Message(event["channel"], said["ts"]), told)
        elif subtype == DELETED:
            gone = Message(event["channel"], str(event["deleted_ts"]))
            self._follow.deleted(workspace_of(body), gone)
        elif event.get("channel_type") == "im" and subtype in SAID and not event.get("bot_id"):
            self._heard(body, client)

    def _heard(self, body: dict[str, Any], client: WebClient) -> None:
        event = body["event"]
        message, user = Message(event["channel"], event["ts"]), str(event["user"])
        line = message_text(without_mention(str(event.get("text") or "")))
        capture = Capture(
            workspace=workspace_of(body),
            channel=message.channel,
            author=user,
            kind=None,
            line=line,
            is_message=not line and bool(event.get("files")),
            is_free=True,
            message=message,
            speaker=user,
            receipt=f"event:{body['event_id']}",
        )
        try:
            result = self._notes.save(capture)
        except StorageError:
            # Not acknowledged: Slack delivers it again.
            raise
        except WaymarkError as error:
            answer = problem(error.sentence)
            self._background.run(lambda: tell(client, message.channel, user, answer))
            return
        self._background.run(lambda: self._notes.told(client, capture, result, quietly=False))
