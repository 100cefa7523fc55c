"""Answer questions in Slack: `/journey ask`, threads, direct messages, and the answers' buttons."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answers.service import AnswerRequest
from bot.services import Services
from domain.errors import BadInputError
from domain.journeys import WorkspaceId, is_direct_message
from handlers import metrics
from handlers.answers import agent_view
from handlers.answers.blocks import AskedAgain, answer_message
from handlers.notes.held import HeldMessage, save_button
from handlers.notes.list_blocks import note_list_message
from handlers.reviews.notes_behind import readings_message
from handlers.slack import kit
from handlers.slack.background import Background
from handlers.slack.ids import Action, any_numbered
from handlers.slack.notifications import NOT_IN_CHANNEL, message_or_error, notify_user, post_message
from handlers.slack.payloads import channel_of, workspace_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands

NO_QUESTION = "Ask what? For example `/journey ask what hurts most in onboarding?`"


class QuestionResponder:
    """Answers questions that people wrote to Waymark.

    In a thread the answer is a reply that everybody there sees, in a direct message a message, and
    anywhere else only the person who asked sees it.
    """

    def __init__(self, services: Services, background: Background) -> None:
        self._services = services
        self._background = background

    def respond(
        self,
        client: WebClient,
        *,
        workspace: WorkspaceId,
        channel: str,
        user: str,
        text: str,
        thread_ts: str | None = None,
        is_direct: bool = False,
    ) -> None:
        """Answer in the background; the caller drops what Slack delivers again."""
        request = AnswerRequest(
            workspace,
            channel,
            user,
            text,
            thread_ts,
            is_public=thread_ts is not None and not is_direct,
        )
        self.send(client, request, is_direct=is_direct)

    def send(self, client: WebClient, request: AnswerRequest, *, is_direct: bool) -> None:
        """Answer a request in the background, where it was asked."""
        channel, user = request.channel, request.user
        if channel is None or user is None:
            return

        def work() -> None:
            if is_direct and request.thread:
                agent_view.show_status(client, channel, request.thread)
            held = HeldMessage(channel, request.text, thread_ts=request.thread)
            message = message_or_error(
                lambda: build_answer(self._services, request, held, with_feedback=is_direct)
            )
            if not is_direct and request.thread is None:
                notify_user(client, channel, user, message)
                return
            try:
                post_message(client, channel, message, request.thread)
            except SlackApiError as error:
                if error.response.get("error") not in NOT_IN_CHANNEL:
                    raise
                notify_user(client, channel, user, message)

        self._background.run(work)


def build_answer(
    services: Services,
    request: AnswerRequest,
    held: HeldMessage | None = None,
    *,
    with_feedback: bool = False,
) -> Message:
    """Return the message of an answer, and count it.

    `held` is what was written to Waymark: if it is not understood, it may have been a note.
    """
    answer = services.answers.answer(request)
    subject = answer.question.subject.value if answer.question else "not understood"
    metrics.ANSWERS.labels(subject=subject).inc()
    message = answer_message(answer, with_feedback=with_feedback)
    if answer.question is None and held is not None and held.is_savable:
        buttons = kit.actions([save_button(held, "Save it as a note")])
        return {**message, "blocks": [*message["blocks"], buttons]}
    return message


def _ask(context: CommandContext) -> Message:
    if not context.words:
        raise BadInputError(NO_QUESTION)
    request = AnswerRequest(context.workspace, context.channel, context.user, context.words)
    return build_answer(context.services, request)


SUBCOMMANDS: Subcommands = {"ask": _ask}


def register(app: App, services: Services, background: Background) -> None:
    """Register the buttons of answers."""
    responder = QuestionResponder(services, background)

    @app.action(any_numbered(Action.SHOW_ANSWER_NOTES))
    def show_notes(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        ack()
        workspace, user, channel = workspace_of(body), _user_of(body), channel_of(body)

        def build() -> Message:
            found = services.note_lists.list_notes(
                workspace, user, str(action["value"]), channel, search=True
            )
            return note_list_message(found)

        background.run(lambda: notify_user(client, channel, user, message_or_error(build)))

    @app.action(any_numbered(Action.SHOW_ANSWER_READINGS))
    def show_readings(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        ack()
        workspace, user, channel = workspace_of(body), _user_of(body), channel_of(body)
        journey, kpi = (int(part) for part in str(action["value"]).split(":"))

        def build() -> Message:
            return readings_message(services.reviews.list_readings_behind(workspace, journey, kpi))

        background.run(lambda: notify_user(client, channel, user, message_or_error(build)))

    @app.action(any_numbered(Action.ASK_QUESTION))
    def ask(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        channel, asked = channel_of(body), AskedAgain.from_value(str(action["value"]))
        is_direct = channel is not None and is_direct_message(channel)
        thread = (body.get("message") or {}).get("thread_ts")
        request = AnswerRequest(
            workspace_of(body),
            channel,
            _user_of(body),
            "",
            thread,
            is_public=thread is not None and not is_direct,
            journey=asked.journey,
            question=asked.question,
        )
        responder.send(client, request, is_direct=is_direct)

    @app.action(any_numbered(Action.RATE_ANSWER))
    def rate(ack: Ack, action: dict[str, Any]) -> None:
        ack()
        metrics.RATINGS.labels(rating=str(action["value"])).inc()


def _user_of(body: dict[str, Any]) -> str:
    return str(body["user"]["id"])
