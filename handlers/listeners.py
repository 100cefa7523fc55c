"""Register the listeners of all features. Importing one has no effect."""

from slack_bolt import App

from bot.services import Services
from handlers.exports import commands as export_commands
from handlers.imports import listeners as import_listeners
from handlers.imports.uploads import Uploads
from handlers.improvements import listeners as improvement_listeners
from handlers.journeys import listeners as journey_listeners
from handlers.journeys.home import HomeTab
from handlers.kpis import listeners as kpi_listeners
from handlers.notes import commands as note_commands
from handlers.notes import listeners as note_listeners
from handlers.notes.commands import NoteModals
from handlers.reminders import listeners as reminder_listeners
from handlers.reviews import commands as review_commands
from handlers.reviews import listeners as review_listeners
from handlers.slack import error_handler
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.message_words import MessageReader
from handlers.slack.subcommands import Subcommands
from handlers.themes import listeners as theme_listeners

# What the features add to `/journey`.
SUBCOMMANDS: Subcommands = {
    **note_commands.SUBCOMMANDS,
    **review_commands.SUBCOMMANDS,
    **theme_listeners.SUBCOMMANDS,
    **improvement_listeners.SUBCOMMANDS,
    **reminder_listeners.SUBCOMMANDS,
    **import_listeners.SUBCOMMANDS,
    **export_commands.SUBCOMMANDS,
}


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
    note_listeners.register(app, services, modals, uploads, home_tab, background, reader)
    reminder_listeners.register(app, modals, services.reminders, background)
    theme_listeners.register(app, services, background)
    improvement_listeners.register(app, services, background)
    review_listeners.register(app, services, background)
    journey_listeners.register(app, services, people, background, home_tab, SUBCOMMANDS)
    import_listeners.register(app, uploads)
    kpi_listeners.register(app, services, background)
    error_handler.register_error_handler(app, background)
