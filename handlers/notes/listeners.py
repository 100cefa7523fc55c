"""Register the listeners of notes."""

from slack_bolt import App

from bot.services import Services
from handlers.journeys.home import HomeTab
from handlers.notes import buttons, commands, inbox, messages, pending_captures, teams
from handlers.notes.buttons import NoteLists
from handlers.notes.commands import DuplicatePrompt, NoteModals
from handlers.notes.messages import MessageCapture
from handlers.notes.pending_captures import PendingCaptureProcessor
from handlers.slack.background import Background
from handlers.slack.message_words import MessageReader


def register(
    app: App,
    services: Services,
    modals: NoteModals,
    home: HomeTab,
    background: Background,
    reader: MessageReader,
) -> None:
    """Register the commands, forms, buttons and events of notes."""
    duplicates = DuplicatePrompt(services.duplicates, background)
    lists = NoteLists(services)
    commands.register_note_commands(app, services, modals, duplicates)
    commands.register_note_forms(app, services, duplicates, home, background)
    commands.register_add_note_shortcut(app, modals)
    commands.register_write_button(app, modals)
    buttons.register_note_buttons(app, services, modals, home, background)
    buttons.register_pages(app, lists, background)
    teams.register(app, services, background)
    buttons.register_support(app, services, background)
    buttons.register_mood_menu(app, services, background)
    buttons.register_mood_corrections(app, services, background)
    buttons.register_duplicates(app, services, home, background)
    inbox.register_placing(app, services, lists, home, background)
    inbox.register_inbox_form(app, services, home, background)
    capture = MessageCapture(services, duplicates, reader)
    messages.register_message_shortcut(app, capture, background)
    processor = PendingCaptureProcessor(capture, services.pending_captures, services.journeys)
    pending_captures.register_reactions(
        app, processor, services.note_messages, services.journeys, background
    )
