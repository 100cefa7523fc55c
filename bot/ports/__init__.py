"""What the bot needs from outside, as Protocols that storage, the clock and Slack fulfil."""

from bot.ports.kpis import Kpis
from bot.ports.maps import History, Journeys, Parts
from bot.ports.note_life import NoteLife, Wishes
from bot.ports.notes import MOST_SEARCHED, MergedNotes, NoteFilter, Notes
from bot.ports.outside import Clock, Colleagues, People, Scorer
from bot.ports.posting import Payload, PostOutcome, Publisher
from bot.ports.publications import Publications
from bot.ports.reminders import Messenger, OptOuts, Reminders, Voices
from bot.ports.storage import DueReview, Storage, UnitOfWork

__all__ = [
    "MOST_SEARCHED",
    "Clock",
    "Colleagues",
    "DueReview",
    "History",
    "Journeys",
    "Kpis",
    "MergedNotes",
    "Messenger",
    "NoteFilter",
    "NoteLife",
    "Notes",
    "OptOuts",
    "Parts",
    "Payload",
    "People",
    "PostOutcome",
    "Publications",
    "Publisher",
    "Reminders",
    "Scorer",
    "Storage",
    "UnitOfWork",
    "Voices",
    "Wishes",
]
