"""All listeners, registered by hand: importing one has no effect."""

from slack_bolt import App

from bot.services import Services
from handlers import kpis as kpi_commands
from handlers.exports.canvas import ReviewCanvases
from handlers.exports.files import ExportedFiles, ReviewFiles
from handlers.imports import listeners as import_listeners
from handlers.imports.uploads import Uploads
from handlers.improvements import listeners as action_views
from handlers.improvements import listeners as improvement_listeners
from handlers.improvements.listeners import ImprovementForms
from handlers.journeys import commands as journey_commands
from handlers.journeys import editing, home, map_buttons
from handlers.journeys.editing import Forms
from handlers.journeys.home import HomeTab
from handlers.journeys.map_images import MapImageUploader
from handlers.notes import buttons as note_buttons
from handlers.notes import commands as capture_view
from handlers.notes import commands as note_commands
from handlers.notes import inbox as note_inbox
from handlers.notes import messages as note_messages
from handlers.notes import pending_captures
from handlers.notes.buttons import NoteLists
from handlers.notes.commands import DuplicatePrompt, NoteModals
from handlers.notes.messages import MessageCapture
from handlers.notes.pending_captures import PendingCaptureProcessor
from handlers.reminders import listeners as reminder_listeners
from handlers.reviews import buttons as review_buttons
from handlers.slack import error_handler
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.themes import listeners as theme_listeners
from handlers.themes import listeners as theme_views
from handlers.themes.listeners import ThemeForms


def register(app: App, use: Services, people: SlackPeople, background: Background) -> None:
    """Listen to everything app.yaml says Slack may send."""
    home_tab = HomeTab(use.show_home)
    uploads = Uploads(use, background)
    _notes(app, use, people, background, home_tab)
    _messages(app, use, background, uploads)
    _reviews(app, use, background)
    _maps(app, use, people, background, home_tab)
    import_listeners.register_import_buttons(app, uploads)
    import_listeners.register_columns_form(app, uploads)
    kpi_commands.register(app, use.record_reading)
    home.register(app, home_tab, background)
    error_handler.register_error_handler(app, background)


def _notes(
    app: App, use: Services, people: SlackPeople, background: Background, home_tab: HomeTab
) -> None:
    """What people write, and what they do with what is written."""
    modals = NoteModals(use.offer_choices, use.change_note, people, background)
    twin_offers = DuplicatePrompt(use.find_twin, background)
    listings = NoteLists(use.list_notes, use.list_themes)
    note_commands.register_note_commands(app, use.capture_note, modals, twin_offers)
    saving_notes = (use.capture_note, use.change_note, twin_offers)
    capture_view.register_note_forms(app, *saving_notes, home_tab, background)
    note_buttons.register_note_buttons(app, use.change_note, modals, home_tab, background)
    note_buttons.register_pages(app, listings, background)
    note_buttons.register_support(app, use.support_note, background)
    note_buttons.register_mood_menu(app, use.correct_mood, background)
    note_buttons.register_mood_corrections(app, use.correct_mood, use.list_lessons, background)
    note_buttons.register_duplicates(app, use.merge_notes, home_tab, background)
    note_inbox.register_placing(app, use.place_note, listings, home_tab, background)
    note_inbox.register_inbox_form(app, use.show_tray, use.place_note, home_tab, background)
    note_commands.register_add_note_shortcut(app, modals)
    note_commands.register_write_button(app, modals)
    reminder_listeners.register(app, modals, use.choose_reminders, background)


def _messages(app: App, use: Services, background: Background, uploads: Uploads) -> None:
    """Messages that become notes."""
    twin_offers = DuplicatePrompt(use.find_twin, background)
    messages = MessageCapture(use.capture_note, use.follow_message, twin_offers)
    wished = PendingCaptureProcessor(messages, use.wish_notes, use.show_parts)
    pending_captures.register_reactions(app, wished, use.follow_message, use.show_parts, background)
    note_messages.register_mentions(app, messages, use.follow_message, uploads, background)
    note_messages.register_message_shortcut(app, messages, background)


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
    review_buttons.register_notes_behind(app, use.show_behind, background)
    review_buttons.register_sign_off(app, use.sign_off_review, use.follow_reviews, background)


def _maps(
    app: App, use: Services, people: SlackPeople, background: Background, home_tab: HomeTab
) -> None:
    """What people ask of a journey, and what they change of its map."""
    forms = Forms(use.show_parts, people, background)
    pictures = MapImageUploader(people)
    files = ExportedFiles(use.exports, ReviewFiles(use.show_map, people))

    desk = journey_commands.JourneyCommandServices(
        use, people, forms, pictures, files, ReviewCanvases(), background
    )
    journey_commands.register(app, desk)
    map_buttons.register(app, use.show_map, people, pictures, background)
    review_buttons.register_schedule(app, use, background)
    editing.register_buttons(app, use, forms, home_tab, background)
    editing.register_forms(app, use, home_tab, background)
    editing.register_time_zone_menu(app)
