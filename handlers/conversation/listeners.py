"""Listen to mentions, direct messages, edits of messages, and to the buttons of held messages."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any

from cachetools import TTLCache
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.notes.capture import CapturedNote, CaptureRequest
from bot.services import Services
from domain.errors import BadInputError, StorageError, WaymarkError
from domain.intents import ParsedMessage
from domain.journeys import is_direct_message
from domain.notes import Message
from handlers.conversation.replies import AnswerQuestion, Place, Replies
from handlers.imports.downloads import has_importable_file
from handlers.imports.uploads import Uploads
from handlers.notes.commands import DuplicatePrompt
from handlers.notes.held import HeldMessage, saved_notes_message
from handlers.notes.messages import MessageCapture, find_message
from handlers.notes.saved import build_captured_message
from handlers.slack import kit
from handlers.slack.background import Background
from handlers.slack.errors import error_message
from handlers.slack.ids import Action, Event, any_numbered
from handlers.slack.message_words import TOMBSTONE, MessageReader, leading_mention
from handlers.slack.payloads import invocation_key, thread_parent, waymark_users, workspace_of

CHANGED, DELETED, WITH_FILES = "message_changed", "message_deleted", "file_share"

# What people say: typed, sent with files, sent to a thread and its channel, or after /me.
SPOKEN = (None, WITH_FILES, "thread_broadcast", "me_message")

# Slack delivers an event again for less than ten minutes.
EVENT_SECONDS = 1_800

MAX_EVENTS = 20_000

GONE = "That message is gone or out of my reach. Nothing was saved; please write it again."


def register(
    app: App,
    services: Services,
    uploads: Uploads,
    background: Background,
    reader: MessageReader,
    answer_question: AnswerQuestion,
) -> None:
    """Register mentions, direct messages, edits and deletions, and the buttons of held messages."""
    notes = MessageCapture(services, DuplicatePrompt(services.duplicates, background), reader)
    replies = Replies(services, answer_question)
    listener = MessageListener(services, notes, replies, uploads, background)
    app.event(Event.MENTIONED.value)(listener.mentioned)
    app.event(Event.MESSAGE.value)(listener.message)
    buttons = HeldMessageButtons(services, notes, replies, background)
    app.action(any_numbered(Action.SAVE_HELD))(buttons.save_one)
    app.action(any_numbered(Action.SAVE_HELD_NOTES))(buttons.save_several)
    app.action(any_numbered(Action.ASK_HELD))(buttons.ask)


class HandledEvents:
    """The events this process has handled lately, so that a repeated one is answered once.

    Another replica may answer it again; that a note is saved once is the database's concern.
    """

    def __init__(self) -> None:
        self._seen: TTLCache[str, bool] = TTLCache(MAX_EVENTS, EVENT_SECONDS)
        self._lock = Lock()

    def add(self, event_id: str) -> bool:
        """Remember an event; return False if it was handled before."""
        with self._lock:
            is_new = event_id not in self._seen
            self._seen[event_id] = True
        return is_new

    def forget(self, event_id: str) -> None:
        """Forget an event that failed: Slack delivers it again."""
        with self._lock:
            self._seen.pop(event_id, None)


class MessageListener:
    """Handles mentions, direct messages, edits and deletions."""

    def __init__(
        self,
        services: Services,
        notes: MessageCapture,
        replies: Replies,
        uploads: Uploads,
        background: Background,
    ) -> None:
        self._services = services
        self._notes = notes
        self._replies = replies
        self._uploads = uploads
        self._background = background
        self._handled = HandledEvents()

    def mentioned(self, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        """Handle a message that mentions Waymark."""
        if not event.get("bot_id"):
            self._handle(body, client)

    def message(self, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        """Handle a direct message; update notes after an edit or a deletion."""
        subtype = event.get("subtype")
        if subtype == CHANGED:
            self._follow_edit(event, body)
        elif subtype == DELETED:
            deleted = Message(event["channel"], str(event["deleted_ts"]))
            self._services.note_messages.follow_deletion(workspace_of(body), deleted)
        elif event.get("channel_type") != "im" or event.get("bot_id"):
            return
        elif subtype == WITH_FILES and (
            has_importable_file(event) or not words_of(self._notes.reader, event, body)
        ):
            self._uploads.receive(client, workspace_of(body), event)
        elif subtype in SPOKEN:
            self._handle(body, client)

    def _follow_edit(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        after, before = event["message"], event.get("previous_message")
        place = Place(workspace_of(body), str(after.get("user")), event["channel"])
        message = Message(event["channel"], str(after["ts"]))
        if after.get("subtype") == TOMBSTONE:
            # A deleted message with replies keeps its place.
            self._services.note_messages.follow_deletion(place.workspace, message)
            return
        text = words_of(self._notes.reader, after, body)
        was = words_of(self._notes.reader, before, body) if before else None
        if text == was:
            return
        self._services.note_messages.follow_edit(
            place.workspace,
            message,
            self._note_text(place, text),
            None if was is None else self._note_text(place, was),
        )

    def _note_text(self, place: Place, text: str) -> str:
        """Return the note in a message, the whole message if it is not just one."""
        parsed = self._services.intents.parse(place.workspace, place.user, place.channel, text)
        return parsed.notes[0] if len(parsed.notes) == 1 else text

    def _handle(self, body: dict[str, Any], client: WebClient) -> None:
        """Save the note in a message before it is acknowledged; answer the rest afterwards."""
        event, workspace = body["event"], workspace_of(body)
        thread = thread_parent(str(event["channel"]), event)
        place = Place(
            workspace=workspace,
            user=str(event["user"]),
            channel=str(event["channel"]),
            ts=str(event["ts"]),
            thread_ts=thread.ts if thread else None,
        )
        text = words_of(self._notes.reader, event, body)
        delivery = f"{workspace}:{body['event_id']}"
        is_new = self._handled.add(delivery)
        try:
            parsed = self._services.intents.parse(workspace, place.user, place.channel, text)
            confirm = self._save(client, place, parsed, f"event:{body['event_id']}")
        except StorageError:
            # Not acknowledged: Slack delivers it again.
            self._handled.forget(delivery)
            raise

        def answer() -> None:
            confirm()
            self._replies.answer(client, place, text, parsed)

        if is_new:
            self._background.run(answer)

    def _save(
        self, client: WebClient, place: Place, parsed: ParsedMessage, receipt: str
    ) -> Callable[[], object]:
        """Save the note of a message, if it is one; return what confirms it."""
        if len(parsed.notes) != 1:
            return _nothing
        capture = capture_request(place, parsed.notes[0], receipt)
        try:
            result = self._notes.save(capture)
        except StorageError:
            raise
        except WaymarkError as error:
            answer = error_message(error.sentence)
            return lambda: self._replies.send(client, place, answer)
        return lambda: self._notes.confirm(client, capture, result, quietly=False)


def _nothing() -> None:
    """Do nothing."""


def words_of(reader: MessageReader, message: dict[str, Any], body: dict[str, Any]) -> str:
    """Return a message's words without the mention of Waymark."""
    # Slack names Waymark's own user with each event; without, the first mention is meant.
    own = waymark_users(body) or leading_mention(message)
    return reader.words(workspace_of(body), message, own)


def capture_request(
    place: Place, text: str, receipt: str | None, *, is_part: bool = False
) -> CaptureRequest:
    """Return the request to save a text that somebody wrote to Waymark."""
    return CaptureRequest(
        workspace=place.workspace,
        channel=place.channel,
        author=place.user,
        kind=None,
        line=text,
        is_free=True,
        message=place.message,
        speaker=place.user if place.message else None,
        thread=Message(place.channel, place.thread_ts) if place.thread_ts else None,
        receipt=receipt,
        is_part=is_part,
        said_in=None if place.message or is_direct_message(place.channel) else place.channel,
    )


class HeldMessageButtons:
    """Handles the buttons of messages that wait for a click: save, save several, ask."""

    def __init__(
        self,
        services: Services,
        notes: MessageCapture,
        replies: Replies,
        background: Background,
    ) -> None:
        self._services = services
        self._notes = notes
        self._replies = replies
        self._background = background

    def save_one(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient,
        respond: Respond,
    ) -> None:  # fmt: skip
        """Save a held message as one note."""
        held, place, text = self._read(client, body, action)
        capture = capture_request(place, text, _receipt(body, held))
        if held.kind is not None:
            # Typed to a command: meant for the map wherever it was typed.
            capture = replace(capture, kind=held.kind, is_free=False, said_in=None)
        result = self._notes.save(capture)
        ack()

        def confirm() -> None:
            answer = build_captured_message(self._services, place.workspace, result)
            respond({**answer, "replace_original": True})
            self._notes.follow_up(client, capture, result)

        self._background.run(confirm)

    def save_several(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient,
        respond: Respond,
    ) -> None:  # fmt: skip
        """Save a held list as several notes, each once however often this is delivered."""
        held, place, text = self._read(client, body, action)
        parsed: ParsedMessage = self._services.intents.parse(
            place.workspace, place.user, place.channel, text
        )
        saved: list[tuple[CaptureRequest, CapturedNote]] = []
        for number, note in enumerate(parsed.notes):
            receipt = f"{_receipt(body, held)}:{number}"
            capture = capture_request(place, note, receipt, is_part=True)
            saved.append((capture, self._notes.save(capture)))
        ack()

        def confirm() -> None:
            answer = saved_notes_message([result for _, result in saved])
            respond({**answer, "replace_original": True})
            for capture, result in saved:
                self._notes.follow_up(client, capture, result)

        self._background.run(confirm)

    def ask(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient,
        respond: Respond,
    ) -> None:  # fmt: skip
        """Answer a held message as a question."""
        ack()

        def answer() -> None:
            _, place, text = self._read(client, body, action)
            sentence = "Taken as a question. Nothing was saved."
            done = kit.ephemeral(sentence, [kit.rich(kit.line(sentence), kit.quote(text))])
            respond({**done, "replace_original": True})
            self._replies.ask(client, place, text)

        self._background.run(answer)

    def _read(
        self, client: WebClient, body: dict[str, Any], action: dict[str, Any]
    ) -> tuple[HeldMessage, Place, str]:
        """Return what a button is about; raises BadInputError if its message is gone."""
        held = HeldMessage.from_value(action["value"])
        place = Place(
            workspace=workspace_of(body),
            user=str(body["user"]["id"]),
            channel=held.channel,
            ts=held.ts,
            thread_ts=held.thread_ts,
        )
        text = held.text
        if text is None and held.message is not None:
            found = find_message(client, held.message)
            text = words_of(self._notes.reader, found, body) if found else None
        if not text:
            raise BadInputError(GONE)
        return held, place, text


def _receipt(body: dict[str, Any], held: HeldMessage) -> str | None:
    """Return the key under which a held message is saved once; of a command, that of the click."""
    return f"held:{held.channel}:{held.ts}" if held.ts else invocation_key(body)
