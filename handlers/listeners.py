"""All listeners, registered by hand: importing one has no effect."""

from slack_bolt import App

from bot.usecases.catalogue import UseCases
from handlers import problems
from handlers.actions import (
    imports,
    map_buttons,
    notes,
    parts,
    place,
    schedule,
    support,
    turn_page,
    twins,
    write,
)
from handlers.background import Background
from handlers.commands import capture, journey, kpi
from handlers.events import home, mentions, reactions
from handlers.exported_files import ExportedFiles
from handlers.home_tab import HomeTab
from handlers.map_pictures import MapPictures
from handlers.messages import MessageNotes
from handlers.people import SlackPeople
from handlers.shortcuts import add_note, save_message
from handlers.twin_offers import TwinOffers
from handlers.uploads.uploads import Uploads
from handlers.views import capture as capture_view
from handlers.views import import_columns, place_many
from handlers.views.capture import NoteModals
from handlers.views.keeping import saving, zones
from handlers.views.keeping.opening import Forms
from handlers.wished_notes import WishedNotes


def register(app: App, use: UseCases, people: SlackPeople, background: Background) -> None:
    """Listen to everything app.yaml says Slack may send."""
    modals = NoteModals(use.offer_choices, use.change_note, people, background)
    forms = Forms(use.show_parts, people, background)
    twin_offers = TwinOffers(use.find_twin, background)
    messages = MessageNotes(use.capture_note, use.follow_message, twin_offers)
    home_tab = HomeTab(use.show_home)
    pictures = MapPictures(people)
    files = ExportedFiles(use.exports)
    uploads = Uploads(use, background)
    capture.register(app, use.capture_note, modals, twin_offers)
    saving_notes = (use.capture_note, use.change_note, twin_offers)
    capture_view.register(app, *saving_notes, home_tab, background)
    notes.register(app, use.change_note, modals, home_tab, background)
    turn_page.register(app, use.list_notes, background)
    support.register(app, use.support_note, background)
    twins.register(app, use.merge_notes, home_tab, background)
    wished = WishedNotes(messages, use.wish_notes, use.show_parts)
    reactions.register(app, wished, use.follow_message, use.show_parts, background)
    mentions.register(app, messages, use.follow_message, uploads, background)
    imports.register(app, uploads)
    import_columns.register(app, uploads)
    add_note.register(app, modals)
    kpi.register(app, use.record_reading)
    journey.register(app, journey.Desk(use, people, forms, pictures, files, background))
    place.register(app, use.place_note, use.list_notes, home_tab, background)
    place_many.register(app, use.show_tray, use.place_note, home_tab, background)
    save_message.register(app, messages, background)
    write.register(app, modals)
    map_buttons.register(app, use.show_map, people, pictures, background)
    schedule.register(app, use, background)
    parts.register(app, use, forms, home_tab, background)
    saving.register(app, use, home_tab, background)
    zones.register(app)
    home.register(app, home_tab, background)
    problems.register(app, background)
