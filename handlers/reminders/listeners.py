"""The buttons of a reminder: write a note, or turn reminders off."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.reminders import ReminderService
from domain.notes import NoteKind
from handlers.notes.commands import NoteModals
from handlers.reminders.blocks import form_values, opt_out_message
from handlers.slack.background import Background
from handlers.slack.ids import Action, any_numbered
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import channel_of, workspace_of
from handlers.slack.subcommands import CommandContext, Message, Subcommands


def register(
    app: App, modals: NoteModals, reminders: ReminderService, background: Background
) -> None:
    """Register the listeners of both buttons."""

    @app.action(any_numbered(Action.ANSWER_REMINDER))
    def write(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        modals.write(
            client,
            body["trigger_id"],
            workspace_of(body),
            str(body["user"]["id"]),
            NoteKind.PAIN_POINT,
            channel_of(body),
            form_values(action["value"]),
        )

    @app.action(any_numbered(Action.STOP_REMINDERS))
    def stop(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        user = str(body["user"]["id"])
        reminders.set_opt_out(workspace_of(body), user, opted_out=True)
        ack()
        answer = opt_out_message(reminded=False, changed=True)
        background.run(lambda: notify_user(client, channel_of(body), user, answer))


def _reminders(context: CommandContext) -> Message:
    reminded, changed = context.services.reminders.opt_out_command(
        context.workspace, context.user, context.words
    )
    return opt_out_message(reminded=reminded, changed=changed)


SUBCOMMANDS: Subcommands = {"reminders": _reminders}
