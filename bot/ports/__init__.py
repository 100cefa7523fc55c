"""What the bot needs from outside, as Protocols that storage, the clock and Slack fulfil."""

from bot.ports.actions import ActionFilter, Actions
from bot.ports.kpis import Kpis
from bot.ports.lessons import Lessons
from bot.ports.maps import History, Journeys, Parts
from bot.ports.note_life import NoteLife, Wishes
from bot.ports.notes import MOST_SEARCHED, MergedNotes, NoteFilter, Notes
from bot.ports.outside import Channels, Clock, Colleagues, People, Scorer
from bot.ports.posting import Payload, PostOutcome, Publisher, Rendered
from bot.ports.publications import Publications, ReviewParts, SignOffs
from bot.ports.reminders import Messenger, OptOuts, Reminders, Voices
from bot.ports.storage import DuePublication, DueReview, Storage, UnitOfWork
from bot.ports.themes import ThemeCorrections

__all__ = [
    "MOST_SEARCHED",
    "ActionFilter",
    "Actions",
    "Channels",
    "Clock",
    "Colleagues",
    "DuePublication",
    "DueReview",
    "History",
    "Journeys",
    "Kpis",
    "Lessons",
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
    "Rendered",
    "ReviewParts",
    "Scorer",
    "SignOffs",
    "Storage",
    "ThemeCorrections",
    "UnitOfWork",
    "Voices",
    "Wishes",
]
