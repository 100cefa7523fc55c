"""Register the listeners of all features. Importing one has no effect."""

from slack_bolt import App
from slack_sdk import WebClient

from bot.services import Services
from domain.journeys import WorkspaceId
from handlers.answers import listeners as answer_listeners
from handlers.answers.agent_view import suggest_questions
from handlers.conversation import listeners as conversation_listeners
from handlers.exports import commands as export_commands
from handlers.help import listeners as help_listeners
from handlers.help.listeners import WelcomeSender
from handlers.imports import listeners as import_listeners
from handlers.imports.uploads import Uploads
from handlers.improvements import listeners as improvement_listeners
from handlers.journeys import commands as journey_commands
from handlers.journeys import home
from handlers.journeys import listeners as journey_listeners
from handlers.journeys.home import HomeTab
from handlers.kpis import listeners as kpi_listeners
from handlers.notes import commands as note_commands
from handlers.notes import listeners as note_listeners
from handlers.notes.commands import NoteModals
from handlers.prompts import listeners as prompt_listeners
from handlers.reminders import listeners as reminder_listeners
from handlers.reviews import commands as review_commands
from handlers.reviews import listeners as review_listeners
from handlers.slack import error_handler
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.message_words import MessageReader
from handlers.slack.subcommands import Subcommands, merge_subcommands
from handlers.themes import listeners as theme_listeners

# Every word after `/journey`.
SUBCOMMANDS: Subcommands = merge_subcommands(
    journey_commands.SUBCOMMANDS,
    note_commands.SUBCOMMANDS,
    review_commands.SUBCOMMANDS,
    answer_listeners.SUBCOMMANDS,
    theme_listeners.SUBCOMMANDS,
    improvement_listeners.SUBCOMMANDS,
    reminder_listeners.SUBCOMMANDS,
    prompt_listeners.SUBCOMMANDS,
    import_listeners.SUBCOMMANDS,
    export_commands.SUBCOMMANDS,
    help_listeners.SUBCOMMANDS,
)


def register(
    app: App,
    services: Services,
    people: SlackPeople,
    reader: MessageReader,
    background: Background,
) -> None:
    """Register a listener for everything that app.yaml says Slack may send."""
    home_tab = HomeTab(services.home)
    uploads = Uploads(services, background)
    modals = NoteModals(services, people, background)
    responder = answer_listeners.QuestionResponder(services, background)
    conversation_listeners.register(app, services, uploads, background, reader, responder.respond)
    note_listeners.register(app, services, modals, home_tab, background, reader)
    reminder_listeners.register(app, modals, services.reminders, background)
    prompt_listeners.register(app, services, modals, background)
    theme_listeners.register(app, services, background)
    improvement_listeners.register(app, services, background)
    review_listeners.register(app, services, background)
    answer_listeners.register(app, services, background)
    journey_listeners.register(app, services, people, background, home_tab, SUBCOMMANDS)
    import_listeners.register(app, uploads)
    sender = WelcomeSender(services.welcomes, background)
    help_listeners.register(app, sender, background)

    def messages_opened(client: WebClient, workspace: WorkspaceId, user: str, channel: str) -> None:
        sender.welcome(workspace, user)
        background.run(lambda: suggest_questions(client, channel))

    home.register(app, home_tab, messages_opened, background)
    kpi_listeners.register(app, services, background)
    error_handler.register_error_handler(app, background)
