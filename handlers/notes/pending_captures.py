"""Save messages people reacted to as notes: at once, or from the jobs if that failed."""

import logging
import time
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.journeys.journeys import JourneyService
from bot.notes.capture import CaptureRequest
from bot.notes.messages import MessageService
from bot.notes.pending_captures import PendingCaptureService
from bot.outbox import DeliveryState
from bot.ports import PostOutcome
from domain.errors import CaptureWithdrawnError, StorageError, WaymarkError
from domain.journeys import WorkspaceId
from domain.notes import Message, NoteKind
from domain.pending_captures import PendingCapture
from handlers.notes.messages import MessageCapture, find_message
from handlers.slack.background import Background
from handlers.slack.errors import error_message, error_reason, is_permanent, retry_after
from handlers.slack.ids import Event
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import is_from_waymark, thread_parent, workspace_of

log = logging.getLogger("waymark.captures")


UNREADABLE = (
    "The message you reacted to was not saved: Waymark cannot read that channel. Type "
    "`/invite @Waymark` there and react once more, or use “Save to journey map” in the message's "
    "menu."
)

EXPIRED = (
    "The message you reacted to was not saved: Slack did not hand it out, however often Waymark "
    "asked. Please take your reaction back and react once more."
)

SLACK_DELAY_SECONDS = 1.0


class PendingCaptureProcessor:
    """Saves messages people reacted to as notes. Who removes a capture notifies the user, once."""

    def __init__(
        self, notes: MessageCapture, captures: PendingCaptureService, journeys: JourneyService
    ) -> None:
        self._notes = notes
        self._captures = captures
        self._journeys = journeys

    def add(
        self, workspace: WorkspaceId, event: str, user: str, message: Message, kind: NoteKind
    ) -> PendingCapture | None:
        """Save a pending capture; return None if the same event was saved before."""
        return self._captures.add(workspace, event, user, message, kind)

    def process_due(self, client: WebClient) -> None:
        """Process the captures left over from a crash, or from Slack being busy."""
        for capture in self._captures.due():
            if not self.process(client, capture):
                # The others would most likely fail for the same reason.
                return

    def process(self, client: WebClient, capture: PendingCapture) -> bool:
        """Save the note or give up; return False if it has to wait for Slack."""
        delivery = self._captures.process(capture, lambda claimed: self._make_note(client, claimed))
        if delivery.state is DeliveryState.UNWANTED and delivery.message:
            self._give_up(client, capture, EXPIRED)
        return delivery.state is not DeliveryState.REFUSED

    def _make_note(self, client: WebClient, capture: PendingCapture) -> PostOutcome:
        try:
            message = self._read_message(client, capture)
        except Exception as error:
            reason = error_reason(error)
            log.info(
                "a message was not read", extra={"reason": reason, "attempts": capture.attempts}
            )
            if is_permanent(error):
                self._give_up(client, capture, UNREADABLE)
                return _done(capture)
            asked = retry_after(error) if isinstance(error, SlackApiError) else None
            return PostOutcome(ts=None, is_definitive=True, reason=reason, retry_after=asked)
        if message is None:
            self._captures.drop(capture)
            return _done(capture)
        return self._save(client, capture, message)

    def _save(
        self, client: WebClient, capture: PendingCapture, message: dict[str, Any]
    ) -> PostOutcome:
        request = CaptureRequest(
            workspace=capture.workspace,
            channel=capture.message.channel,
            author=capture.user,
            kind=capture.kind,
            line=self._notes.reader.words(capture.workspace, message),
            is_message=True,
            message=capture.message,
            speaker=message.get("user"),
            receipt=capture.receipt,
            pending_capture=capture.id,
            thread=thread_parent(capture.message.channel, message),
        )
        try:
            result = self._notes.save(request)
        except CaptureWithdrawnError:
            return _done(capture)
        except StorageError as error:
            return PostOutcome(ts=None, is_definitive=True, reason=type(error).__name__)
        except WaymarkError as error:
            self._give_up(client, capture, error.sentence)
            return _done(capture)
        self._notes.confirm(client, request, result)
        return _done(capture)

    def _read_message(self, client: WebClient, capture: PendingCapture) -> dict[str, Any] | None:
        """Return the message, None if it is gone or the reaction to it is."""
        message = find_message(client, capture.message)
        if message and self._is_taken_back(capture, message):
            # Slack may be a moment behind its own events.
            time.sleep(SLACK_DELAY_SECONDS)
            message = find_message(client, capture.message)
        return None if message is None or self._is_taken_back(capture, message) else message

    def _is_taken_back(self, capture: PendingCapture, message: dict[str, Any]) -> bool:
        """Whether the reaction was removed again: its removal may be delivered before its addition.

        Where many react, Slack names only some of them.
        """
        return all(
            len(reaction["users"]) >= reaction["count"] and capture.user not in reaction["users"]
            for reaction in message.get("reactions", ())
            if self._journeys.find_reaction_kind(capture.workspace, str(reaction["name"]))
            is capture.kind
        )

    def _give_up(self, client: WebClient, capture: PendingCapture, sentence: str) -> None:
        if self._captures.drop(capture):
            notify_user(client, capture.message.channel, capture.user, error_message(sentence))


def _done(capture: PendingCapture) -> PostOutcome:
    return PostOutcome(ts=capture.message.ts, is_definitive=True)


def register_reactions(
    app: App,
    captures: PendingCaptureProcessor,
    follow: MessageService,
    journeys: JourneyService,
    background: Background,
) -> None:
    """Register added and removed reactions."""

    @app.event(Event.REACTION_ADDED.value)
    def added(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event["item"].get("type") != "message" or is_from_waymark(body):
            return
        workspace = workspace_of(body)
        kind = journeys.find_reaction_kind(workspace, str(event["reaction"]))
        if kind is None:
            return
        message = Message(event["item"]["channel"], event["item"]["ts"])
        # Kept before it is acknowledged: Slack does not deliver it again.
        capture = captures.add(workspace, str(body["event_id"]), str(event["user"]), message, kind)
        if capture is not None:
            background.run(lambda: captures.process(client, capture))

    @app.event(Event.REACTION_REMOVED.value)
    def removed(event: dict[str, Any], body: dict[str, Any]) -> None:
        kind = journeys.find_reaction_kind(workspace_of(body), str(event["reaction"]))
        if kind is not None and event["item"].get("type") == "message":
            message = Message(event["item"]["channel"], event["item"]["ts"])
            follow.withdraw(workspace_of(body), str(event["user"]), message, kind)
