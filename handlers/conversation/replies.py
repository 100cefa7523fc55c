"""Answer what a message holds besides notes: questions, requests for help, commands, small talk."""

import logging
from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.services import Services
from domain.errors import WaymarkError
from domain.intents import Intent, MessagePart, ParsedMessage
from domain.journeys import WorkspaceId, is_direct_message
from domain.notes import Message, Note
from handlers.conversation.spelled_commands import (
    command_hint_message,
    is_about_last_note,
    last_note_message,
)
from handlers.help.blocks import hello_message, help_message
from handlers.notes.held import HeldMessage, several_notes_message, unclear_message
from handlers.notes.messages import IGNORED_ERRORS
from handlers.slack.errors import error_message
from handlers.slack.notifications import notify_user

log = logging.getLogger("waymark.conversation")

# Small talk gets a reaction at most.
REACTIONS = {Intent.GREETING: "wave", Intent.THANKS: "heart", Intent.NO_ANSWER: "ok_hand"}


class AnswerQuestion(Protocol):
    """Answers a question where it was asked."""

    def __call__(
        self,
        client: WebClient,
        *,
        workspace: WorkspaceId,
        channel: str,
        user: str,
        text: str,
        thread_ts: str | None,
        is_direct: bool,
    ) -> object:
        """Post the answer: in a thread or direct message, else to the person alone."""


@dataclass(frozen=True)
class Place:
    """Where a person wrote to Waymark: answers go there. `ts` is None where no message is."""

    workspace: WorkspaceId
    user: str
    channel: str
    ts: str | None = None
    thread_ts: str | None = None

    @property
    def message(self) -> Message | None:
        """Return the message, None if it is none."""
        return Message(self.channel, self.ts) if self.ts else None

    def hold(self, text: str) -> HeldMessage:
        """Return what a button saves of a text written here."""
        return HeldMessage(self.channel, text, self.ts, self.thread_ts)


class Replies:
    """Answers the parts of a message that are no notes."""

    def __init__(self, services: Services, answer_question: AnswerQuestion) -> None:
        self._services = services
        self._answer_question = answer_question

    def send(self, client: WebClient, place: Place, message: dict[str, Any]) -> None:
        """Send an answer to where the person wrote."""
        notify_user(client, place.channel, place.user, message, place.thread_ts)

    def answer(self, client: WebClient, place: Place, text: str, parsed: ParsedMessage) -> None:
        """Answer everything in a message but a single note; `text` is the whole message."""
        if len(parsed.notes) > 1:
            offer = several_notes_message(place.hold(text), parsed.notes)
            self.send(client, place, offer)
        if parsed.question:
            self.ask(client, place, parsed.question)
        for unclear in parsed.texts(Intent.UNCLEAR):
            kind = self._services.notes.kind_of(place.workspace, unclear)
            self.send(client, place, unclear_message(place.hold(unclear), kind))
        for part in parsed.parts:
            if part.intent is Intent.COMMAND:
                self._answer_command(client, place, part)
        self._help(client, place, {part.intent for part in parsed.parts})

    def ask(self, client: WebClient, place: Place, question: str) -> None:
        """Answer a question, or say why that is impossible."""
        try:
            self._answer_question(
                client,
                workspace=place.workspace,
                channel=place.channel,
                user=place.user,
                text=question,
                thread_ts=place.thread_ts,
                is_direct=is_direct_message(place.channel),
            )
        except WaymarkError as error:
            self.send(client, place, error_message(error.sentence))

    def _answer_command(self, client: WebClient, place: Place, part: MessagePart) -> None:
        command = part.command
        if command is None:
            self.send(client, place, help_message())
            return
        try:
            mine = self._services.note_lists.list_notes(
                place.workspace, place.user, "mine", place.channel
            )
        except WaymarkError as error:
            self.send(client, place, error_message(error.sentence))
            return
        if is_about_last_note(command):
            last: Note | None = mine.notes[0] if mine.notes else None
            self.send(client, place, last_note_message(command, last))
            return
        journey = mine.journey.key if mine.journey else None
        self.send(client, place, command_hint_message(command, journey))

    def _help(self, client: WebClient, place: Place, intents: set[Intent]) -> None:
        """Show the help to who asks for it, greet who greets, react to small talk."""
        if Intent.HELP in intents:
            self.send(client, place, help_message())
        if intents == {Intent.GREETING}:
            self.send(client, place, hello_message())
        if len(intents) == 1:
            self._react(client, place, *intents)

    def _react(self, client: WebClient, place: Place, intent: Intent) -> None:
        emoji = REACTIONS.get(intent)
        if emoji is None or place.ts is None:
            return
        try:
            client.reactions_add(channel=place.channel, timestamp=place.ts, name=emoji)
        except SlackApiError as error:
            if error.response.get("error") not in IGNORED_ERRORS:
                raise
            log.info("a message got no reaction", extra={"reason": error.response.get("error")})
