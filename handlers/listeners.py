"""All listeners, registered by hand: importing one has no effect."""

from slack_bolt import App

from bot.usecases.catalogue import UseCases
from handlers import problems
from handlers.actions import (
    actions,
    behind,
    correct_mood,
    imports,
    lessons,
    map_buttons,
    notes,
    nudges,
    parts,
    place,
    schedule,
    support,
    themes,
    turn_page,
    twins,
    write,
)
from handlers.background import Background
from handlers.commands import capture, journey, kpi
from handlers.events import home, mentions, reactions
from handlers.exported_files import ExportedFiles
from handlers.home_tab import HomeTab
from handlers.listings import Listings
from handlers.map_pictures import MapPictures
from handlers.messages import MessageNotes
from handlers.people import SlackPeople
from handlers.review_canvases import ReviewCanvases
from handlers.review_files import ReviewFiles
from handlers.shortcuts import add_note, save_message
from handlers.twin_offers import TwinOffers
from handlers.uploads.uploads import Uploads
from handlers.views import actions as action_views
from handlers.views import capture as capture_view
from handlers.views import import_columns, place_many, sign_off
from handlers.views import themes as theme_views
from handlers.views.actions import ActionForms
from handlers.views.capture import NoteModals
from handlers.views.keeping import saving, zones
from handlers.views.keeping.opening import Forms
from handlers.views.themes import ThemeForms
from handlers.wished_notes import WishedNotes


def register(app: App, use: UseCases, people: SlackPeople, background: Background) -> None:
    """Listen to everything app.yaml says Slack may send."""
    home_tab = HomeTab(use.show_home)
    uploads = Uploads(use, background)
    _notes(app, use, people, background, home_tab)
    _messages(app, use, background, uploads)
    _reviews(app, use, background)
    _maps(app, use, people, background, home_tab)
    imports.register(app, uploads)
    import_columns.register(app, uploads)
    kpi.register(app, use.record_reading)
    home.register(app, home_tab, background)
    problems.register(app, background)


def _notes(
    app: App, use: UseCases, people: SlackPeople, background: Background, home_tab: HomeTab
) -> None:
    """What people write, and what they do with what is written."""
    modals = NoteModals(use.offer_choices, use.change_note, people, background)
    twin_offers = TwinOffers(use.find_twin, background)
    listings = Listings(use.list_notes, use.list_themes)
    capture.register(app, use.capture_note, modals, twin_offers)
    saving_notes = (use.capture_note, use.change_note, twin_offers)
    capture_view.register(app, *saving_notes, home_tab, background)
    notes.register(app, use.change_note, modals, home_tab, background)
    turn_page.register(app, listings, background)
    support.register(app, use.support_note, background)
    correct_mood.register(app, use.correct_mood, background)
    lessons.register(app, use.correct_mood, use.list_lessons, background)
    twins.register(app, use.merge_notes, home_tab, background)
    place.register(app, use.place_note, listings, home_tab, background)
    place_many.register(app, use.show_tray, use.place_note, home_tab, background)
    add_note.register(app, modals)
    write.register(app, modals)
    nudges.register(app, modals, use.choose_reminders, background)


def _messages(app: App, use: UseCases, background: Background, uploads: Uploads) -> None:
    """Messages that become notes."""
    twin_offers = TwinOffers(use.find_twin, background)
    messages = MessageNotes(use.capture_note, use.follow_message, twin_offers)
    wished = WishedNotes(messages, use.wish_notes, use.show_parts)
    reactions.register(app, wished, use.follow_message, use.show_parts, background)
    mentions.register(app, messages, use.follow_message, uploads, background)
    save_message.register(app, messages, background)


def _reviews(app: App, use: UseCases, background: Background) -> None:
    """What people do with a review and the themes in it."""
    theme_forms = ThemeForms(use.list_themes, background)
    themes.register(app, use.list_themes, use.correct_themes, theme_forms, background)
    theme_views.register(app, use.correct_themes, background)
    action_forms = ActionForms(use.keep_actions, use.list_themes, background)
    actions.register(app, use.keep_actions, use.list_actions, action_forms, background)
    action_views.register(app, use.keep_actions, background)
    behind.register(app, use.show_behind, background)
    sign_off.register(app, use.sign_off_review, use.follow_reviews, background)


def _maps(
    app: App, use: UseCases, people: SlackPeople, background: Background, home_tab: HomeTab
) -> None:
    """What people ask of a journey, and what they change of its map."""
    forms = Forms(use.show_parts, people, background)
    pictures = MapPictures(people)
    files = ExportedFiles(use.exports, ReviewFiles(use.show_map, people))

    desk = journey.Desk(use, people, forms, pictures, files, ReviewCanvases(), background)
    journey.register(app, desk)
    map_buttons.register(app, use.show_map, people, pictures, background)
    schedule.register(app, use, background)
    parts.register(app, use, forms, home_tab, background)
    saving.register(app, use, home_tab, background)
    zones.register(app)
