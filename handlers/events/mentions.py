"""What people say to Waymark in their own words: by its name, or in its direct messages."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.domain.errors import StorageError, WaymarkError
from bot.domain.notes import Message
from bot.usecases.captured import Capture
from bot.usecases.follow_message import FollowMessage
from handlers.background import Background
from handlers.blocks.problem import problem
from handlers.ids import Event
from handlers.incoming import message_text, thread_of, without_mention, workspace_of
from handlers.messages import MessageNotes
from handlers.telling import tell
from handlers.uploads.fetched import is_import
from handlers.uploads.uploads import Uploads

CHANGED, DELETED, WITH_FILES = "message_changed", "message_deleted", "file_share"


def register(
    app: App,
    notes: MessageNotes,
    follow: FollowMessage,
    uploads: Uploads,
    background: Background,
) -> None:
    """Listen to mentions, to direct messages, and to messages being edited or deleted."""
    ears = Ears(notes, follow, uploads, background)
    app.event(Event.MENTIONED.value)(ears.mentioned)
    app.event(Event.MESSAGE.value)(ears.message)


class Ears:
    """What is done with what people say."""

    def __init__(
        self,
        notes: MessageNotes,
        follow: FollowMessage,
        uploads: Uploads,
        background: Background,
    ) -> None:
        self._notes = notes
        self._follow = follow
        self._uploads = uploads
        self._background = background

    def mentioned(self, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        """Somebody called Waymark by its name."""
        if not event.get("bot_id"):
            self._heard(body, client)

    def message(self, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        """A direct message; or any message that was edited or deleted."""
        subtype = event.get("subtype")
        if subtype == CHANGED:
            said, before = event["message"], event.get("previous_message")
            message = Message(event["channel"], said["ts"])
            was = _words(before) if before else None
            self._follow.edited(workspace_of(body), message, _words(said), was)
        elif subtype == DELETED:
            gone = Message(event["channel"], str(event["deleted_ts"]))
            self._follow.deleted(workspace_of(body), gone)
        elif event.get("channel_type") != "im" or event.get("bot_id"):
            return
        elif subtype == WITH_FILES and (is_import(event) or not _words(event)):
            self._uploads.dropped(client, workspace_of(body), event)
        elif subtype in (None, WITH_FILES):
            self._heard(body, client)

    def _heard(self, body: dict[str, Any], client: WebClient) -> None:
        event = body["event"]
        message, user = Message(event["channel"], event["ts"]), str(event["user"])
        capture = Capture(
            workspace=workspace_of(body),
            channel=message.channel,
            author=user,
            kind=None,
            line=_words(event),
            is_free=True,
            message=message,
            speaker=user,
            thread=thread_of(message.channel, event),
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


def _words(said: dict[str, Any]) -> str:
    """What a message says to Waymark."""
    return message_text(without_mention(str(said.get("text") or "")))
