"""`/journey prompt`, its form, and the buttons of the questions in channels."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.journeys.lookup import build_request_scope
from bot.services import Services
from domain.errors import BadFieldError, BadInputError, WaymarkError
from domain.notes import NoteKind
from handlers.kpis.blocks import build_answer
from handlers.notes.commands import NoteModals
from handlers.prompts.blocks import ENDED, ended_message, read_start, saved_message
from handlers.prompts.forms import (
    TITLE,
    KpiAnswerTarget,
    PromptTarget,
    ended_form,
    kpi_answer_form,
    prompt_form,
    read_draft,
)
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.ids import Action, CaptureField, PromptField, View, any_numbered
from handlers.slack.modals import Modal, open_form, update_form
from handlers.slack.notifications import message_or_error, notify_user
from handlers.slack.payloads import channel_of, workspace_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands

OFF = ("off", "stop")


def register(app: App, services: Services, modals: NoteModals, background: Background) -> None:
    """Register the form of a prompt, and the buttons and forms of its questions."""
    _register_form(app, services, background)
    _register_question(app, services, modals, background)
    _register_kpi_answer(app, services, background)


def _register_form(app: App, services: Services, background: Background) -> None:
    @app.view(View.PROMPT.value)
    def submit(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), str(body["user"]["id"])
        target = PromptTarget.from_metadata(view["private_metadata"])
        try:
            draft = read_draft(view["state"]["values"])
            saved = services.prompts.save(workspace, user, target.channel, target.journey_id, draft)
        except WaymarkError as error:
            # The form stays open with what was filled in.
            field = error.field if isinstance(error, BadFieldError) else PromptField.QUESTION.value
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()
        message = saved_message(saved)
        background.run(lambda: notify_user(client, target.channel, user, message))

    @app.action(any_numbered(Action.END_PROMPT))
    def end(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        view = body["view"]
        target = PromptTarget.from_metadata(view["private_metadata"])
        try:
            services.prompts.end(workspace_of(body), str(body["user"]["id"]), target.channel)
            text = ENDED
        except WaymarkError as error:
            text = error.sentence
        ack()
        update_form(background, client, view, ended_form(text))


def _register_question(
    app: App, services: Services, modals: NoteModals, background: Background
) -> None:
    @app.action(any_numbered(Action.ANSWER_PROMPT))
    def answer(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, trigger = workspace_of(body), str(body["user"]["id"]), body["trigger_id"]
        channel, start = channel_of(body), read_start(str(action["value"]))
        if PromptField.KPI in start:
            prompt_id = int(start[CaptureField.PROMPT])
            journey, kpi = start[CaptureField.JOURNEY], start[PromptField.KPI]
            form = kpi_answer_form(KpiAnswerTarget(channel, prompt_id, journey, kpi))
            background.run(lambda: client.views_open(trigger_id=trigger, view=form))
            return
        modals.write(client, trigger, workspace, user, NoteKind.PAIN_POINT, channel, start)

    @app.action(any_numbered(Action.STOP_PROMPT))
    def stop(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)

        def end() -> Message:
            return ended_message(had_one=services.prompts.end(workspace, user, channel or ""))

        message = message_or_error(end)
        ack()
        background.run(lambda: notify_user(client, channel, user, message))


def _register_kpi_answer(app: App, services: Services, background: Background) -> None:
    @app.view(View.ANSWER_PROMPT.value)
    def submit(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), str(body["user"]["id"])
        target = KpiAnswerTarget.from_metadata(view["private_metadata"])
        typed = forms.read_inputs(view["state"]["values"]).get(PromptField.VALUE) or ""
        try:
            reading = target.reading(typed)
            result = services.readings.record(workspace, user, reading, target.channel)
            services.prompts.record_answer(workspace, target.prompt_id)
        except WaymarkError as error:
            # The form stays open with what was typed in it.
            ack(response_action="errors", errors={PromptField.VALUE.value: error.sentence})
            return
        ack()
        message = build_answer(result)
        background.run(lambda: notify_user(client, target.channel, user, message))


def _prompt(context: CommandContext) -> Message | None:
    words = context.words.strip().casefold()
    if words in OFF:
        had_one = context.services.prompts.end(context.workspace, context.user, context.channel)
        return ended_message(had_one=had_one)
    if words:
        raise BadInputError(
            f"“{words[:40]}” was not understood. Type `/journey prompt` or `/journey prompt off`."
        )

    def build() -> Modal:
        scope = build_request_scope(
            context.people, context.workspace, context.user, context.channel
        )
        found = context.services.prompts.find(
            context.workspace, context.user, context.channel, scope
        )
        return prompt_form(found, context.channel)

    name = (View.PROMPT, TITLE)
    open_form(context.background, context.client, context.command["trigger_id"], name, build)
    return None


SUBCOMMANDS: Subcommands = {"prompt": _prompt}
