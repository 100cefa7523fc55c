"""All listeners, registered by hand: importing one has no effect."""

from slack_bolt import App

from bot.services import Services
from handlers import kpis as kpi_commands
from handlers.exports import commands as export_commands
from handlers.imports import listeners as import_listeners
from handlers.imports.uploads import Uploads
from handlers.improvements import listeners as action_views
from handlers.improvements import listeners as improvement_listeners
from handlers.improvements.listeners import ImprovementForms
from handlers.journeys import listeners as journey_listeners
from handlers.journeys.home import HomeTab
from handlers.notes import commands as note_commands
from handlers.notes import listeners as note_listeners
from handlers.notes.commands import NoteModals
from handlers.reminders import listeners as reminder_listeners
from handlers.reviews import commands as review_commands
from handlers.reviews import listeners as review_listeners
from handlers.slack import error_handler
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.subcommands import Subcommands
from handlers.themes import listeners as theme_listeners
from handlers.themes import listeners as theme_views
from handlers.themes.listeners import ThemeForms

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


def register(app: App, use: Services, people: SlackPeople, background: Background) -> None:
    """Listen to everything app.yaml says Slack may send."""
    home_tab = HomeTab(use.home)
    uploads = Uploads(use, background)
    modals = NoteModals(use, people, background)
    note_listeners.register(app, use, modals, uploads, home_tab, background)
    reminder_listeners.register(app, modals, use.choose_reminders, background)
    _reviews(app, use, background)
    journey_listeners.register(app, use, people, background, home_tab, SUBCOMMANDS)
    import_listeners.register_import_buttons(app, uploads)
    import_listeners.register_columns_form(app, uploads)
    kpi_commands.register(app, use.kpis)
    error_handler.register_error_handler(app, background)


def _reviews(app: App, use: Services, background: Background) -> None:
    """What people do with a review and the themes in it."""
    theme_forms = ThemeForms(use.list_themes, background)
    theme_listeners.register_buttons(
        app, use.list_themes, use.correct_themes, theme_forms, background
    )
    theme_views.register_forms(app, use.correct_themes, background)
    action_forms = ImprovementForms(use.keep_actions, use.list_themes, background)
    improvement_listeners.register_buttons(
        app, use.keep_actions, use.list_actions, action_forms, background
    )
    action_views.register_forms(app, use.keep_actions, background)
    review_listeners.register(app, use, background)
