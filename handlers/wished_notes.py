"""Making the notes that reactions wished for: at once, or from the clock where that failed."""

import logging
import time
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.errors import (
    StorageError,
    TakenBackError,
    WaymarkError,
)
from bot.domain.journey import WorkspaceId
from bot.domain.notes import Message, NoteKind
from bot.domain.wishes import Wish
from bot.usecases.captured import Capture
from bot.usecases.show_parts import ShowParts
from bot.usecases.wish_notes import WishNotes
from handlers.blocks.problem import problem
from handlers.incoming import thread_of
from handlers.message_words import words_of
from handlers.messages import MessageNotes
from handlers.refusals import is_final, reason_of, wait_asked
from handlers.source_messages import look_up
from handlers.telling import tell

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


class WishedNotes:
    """Fulfils wishes. Whoever takes a wish away tells the person, so that they are told once."""

    def __init__(self, notes: MessageNotes, wishes: WishNotes, show_parts: ShowParts) -> None:
        self._notes = notes
        self._wishes = wishes
        self._parts = show_parts

    def keep(
        self, workspace: WorkspaceId, event: str, user: str, message: Message, kind: NoteKind
    ) -> Wish | None:
        """Keep what an event wishes for; null where the same event was kept before."""
        return self._wishes.keep(workspace, event, user, message, kind)

    def fulfil_due(self, client: WebClient) -> None:
        """Try what is left over from a crash, or from Slack being busy."""
        for wish in self._wishes.due():
            if not self.fulfil(client, wish):
                # What keeps this one waiting most likely keeps the others too.
                return

    def fulfil(self, client: WebClient, wish: Wish) -> bool:
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
            reason = reason_of(error)
            log.info("a message was not read", extra={"reason": reason, "tries": begun.tries})
            if is_final(error):
                self._give_up(client, begun, UNREADABLE)
                return True
            asked = wait_asked(error) if isinstance(error, SlackApiError) else None
            self._wishes.postpone(begun, asked)
            return False
        if said is None:
            self._wishes.drop(begun)
        else:
            self._save(client, begun, said)
        return True

    def _save(self, client: WebClient, wish: Wish, said: dict[str, Any]) -> None:
        capture = Capture(
            workspace=wish.workspace,
            channel=wish.message.channel,
            author=wish.user,
            kind=wish.kind,
            line=words_of(said),
            is_message=True,
            message=wish.message,
            speaker=said.get("user"),
            receipt=wish.receipt,
            wish=wish.id,
            thread=thread_of(wish.message.channel, said),
        )
        try:
            result = self._notes.save(capture)
        except TakenBackError:
            return
        except StorageError:
            self._wishes.postpone(wish)
            return
        except WaymarkError as error:
            self._give_up(client, wish, error.sentence)
            return
        self._notes.told(client, capture, result)

    def _said(self, client: WebClient, wish: Wish) -> dict[str, Any] | None:
        """The message, null where it is gone or the reaction to it."""
        said = look_up(client, wish.message)
        if said and self._is_taken_back(wish, said):
            # Slack may be a moment behind what it tells.
            time.sleep(MOMENT)
            said = look_up(client, wish.message)
        return None if said is None or self._is_taken_back(wish, said) else said

    def _is_taken_back(self, wish: Wish, said: dict[str, Any]) -> bool:
        """Whether the reaction is gone again: word of its going may come before that of its coming.

        Where many react, Slack names only some of them.
        """
        return all(
            len(sign["users"]) >= sign["count"] and wish.user not in sign["users"]
            for sign in said.get("reactions", ())
            if self._parts.reaction_kind(wish.workspace, str(sign["name"])) is wish.kind
        )

    def _give_up(self, client: WebClient, wish: Wish, sentence: str) -> None:
        if self._wishes.drop(wish):
            tell(client, wish.message.channel, wish.user, problem(sentence))
