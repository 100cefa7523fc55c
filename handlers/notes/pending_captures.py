"""Making the notes that reactions wished for: at once, or from the clock where that failed."""

import logging
import time
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.journeys.journeys import JourneyService
from bot.notes.capture import CaptureRequest
from bot.notes.messages import MessageService, PendingCaptureQueue
from domain.errors import CaptureWithdrawnError, StorageError, WaymarkError
from domain.journeys import WorkspaceId
from domain.notes import Message, NoteKind
from domain.pending_captures import PendingCapture
from handlers.notes.messages import MessageCapture, find_message
from handlers.slack.background import Background
from handlers.slack.errors import error_message, error_reason, is_permanent, retry_after
from handlers.slack.ids import Event
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import is_from_waymark, message_words, thread_parent, workspace_of

log = logging.getLogger("waymark.wishes")


UNREADABLE = (
    "The message you reacted to was not saved: Waymark cannot read that channel. Type "
    "`/invite @Waymark` there and react once more, or use “Save to journey map” in the message's "
    "menu."
)


SPENT = (
    "The message you reacted to was not saved: Slack did not hand it out, however often Waymark "
    "asked. Please take your reaction back and react once more."
)


MOMENT = 1.0


class PendingCaptureProcessor:
    """Fulfils wishes. Whoever takes a wish away tells the person, so that they are told once."""

    def __init__(
        self, notes: MessageCapture, wishes: PendingCaptureQueue, journeys: JourneyService
    ) -> None:
        self._notes = notes
        self._wishes = wishes
        self._journeys = journeys

    def keep(
        self, workspace: WorkspaceId, event: str, user: str, message: Message, kind: NoteKind
    ) -> PendingCapture | None:
        """Keep what an event wishes for; null where the same event was kept before."""
        return self._wishes.keep(workspace, event, user, message, kind)

    def fulfil_due(self, client: WebClient) -> None:
        """Try what is left over from a crash, or from Slack being busy."""
        for wish in self._wishes.due():
            if not self.fulfil(client, wish):
                # What keeps this one waiting most likely keeps the others too.
                return

    def fulfil(self, client: WebClient, wish: PendingCapture) -> bool:
        """Make the note of a wish, or give it up; false where it has to wait for Slack."""
        if self._wishes.is_spent(wish):
            self._give_up(client, wish, SPENT)
            return True
        begun = self._wishes.begin(wish)
        if begun is None:
            return True
        try:
            said = self._said(client, begun)
        except Exception as error:
            reason = error_reason(error)
            log.info("a message was not read", extra={"reason": reason, "tries": begun.tries})
            if is_permanent(error):
                self._give_up(client, begun, UNREADABLE)
                return True
            asked = retry_after(error) if isinstance(error, SlackApiError) else None
            self._wishes.postpone(begun, asked)
            return False
        if said is None:
            self._wishes.drop(begun)
        else:
            self._save(client, begun, said)
        return True

    def _save(self, client: WebClient, wish: PendingCapture, said: dict[str, Any]) -> None:
        capture = CaptureRequest(
            workspace=wish.workspace,
            channel=wish.message.channel,
            author=wish.user,
            kind=wish.kind,
            line=message_words(said),
            is_message=True,
            message=wish.message,
            speaker=said.get("user"),
            receipt=wish.receipt,
            wish=wish.id,
            thread=thread_parent(wish.message.channel, said),
        )
        try:
            result = self._notes.save(capture)
        except CaptureWithdrawnError:
            return
        except StorageError:
            self._wishes.postpone(wish)
            return
        except WaymarkError as error:
            self._give_up(client, wish, error.sentence)
            return
        self._notes.confirm(client, capture, result)

    def _said(self, client: WebClient, wish: PendingCapture) -> dict[str, Any] | None:
        """The message, null where it is gone or the reaction to it."""
        said = find_message(client, wish.message)
        if said and self._is_taken_back(wish, said):
            # Slack may be a moment behind what it tells.
            time.sleep(MOMENT)
            said = find_message(client, wish.message)
        return None if said is None or self._is_taken_back(wish, said) else said

    def _is_taken_back(self, wish: PendingCapture, said: dict[str, Any]) -> bool:
        """Whether the reaction is gone again: word of its going may come before that of its coming.

        Where many react, Slack names only some of them.
        """
        return all(
            len(sign["users"]) >= sign["count"] and wish.user not in sign["users"]
            for sign in said.get("reactions", ())
            if self._journeys.find_reaction_kind(wish.workspace, str(sign["name"])) is wish.kind
        )

    def _give_up(self, client: WebClient, wish: PendingCapture, sentence: str) -> None:
        if self._wishes.drop(wish):
            notify_user(client, wish.message.channel, wish.user, error_message(sentence))


def register_reactions(
    app: App,
    wished: PendingCaptureProcessor,
    follow: MessageService,
    journeys: JourneyService,
    background: Background,
) -> None:
    """Listen to reactions being added and taken back."""

    @app.event(Event.REACTION_ADDED.value)
    def added(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event["item"].get("type") != "message" or is_from_waymark(body):
            return
        workspace = workspace_of(body)
        kind = journeys.find_reaction_kind(workspace, str(event["reaction"]))
        if kind is None:
            return
        message = Message(event["item"]["channel"], event["item"]["ts"])
        # Kept before it is acknowledged: Slack tells of it only once.
        wish = wished.keep(workspace, str(body["event_id"]), str(event["user"]), message, kind)
        if wish is not None:
            background.run(lambda: wished.fulfil(client, wish))

    @app.event(Event.REACTION_REMOVED.value)
    def removed(event: dict[str, Any], body: dict[str, Any]) -> None:
        kind = journeys.find_reaction_kind(workspace_of(body), str(event["reaction"]))
        if kind is not None and event["item"].get("type") == "message":
            message = Message(event["item"]["channel"], event["item"]["ts"])
            follow.withdraw(workspace_of(body), str(event["user"]), message, kind)
