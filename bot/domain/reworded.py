"""What a note says after the message it was made of was edited."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from bot.domain.errors import BadInputError
from bot.domain.free_text import FreeNote, read_free
from bot.domain.journey import Journey
from bot.domain.names import Match
from bot.domain.notes import Note, NoteDetails, NoteKind


@dataclass(frozen=True)
class Reworded:
    """The parts of a note that may follow its message; `stage` is a key, null for the tray."""

    kind: NoteKind
    text: str
    stage: str | None
    details: NoteDetails
    occurred_at: datetime


def reword(
    journey: Journey,
    note: Note,
    said: str,
    was: str | None,
    now: datetime,
    taken: Collection[NoteKind],
) -> Reworded:
    """The note after its message said `was` and says `said` now; null where `was` is not known.

    Only what the edit added is taken over: what somebody chose for the note since then stays.
    A kind in `taken` has a note of its own.
    """
    today = journey.calendar.today(now)
    same = Reworded(note.kind, said, note.stage, note.details, note.occurred_at)
    new = _read(journey, said, today)
    # A message that was saved word by word stays so.
    whole = _words(journey, _read(journey, note.text, today), note.text) != note.text
    if new is None or whole:
        return same
    old = _read(journey, was, today) if was else None
    kind, stage, occurred = note.kind, note.stage, note.occurred_at
    if new.kind and new.kind not in (old and old.kind, *taken):
        kind = new.kind
    match = _match(journey, new)
    if match.key and match.key != (_match(journey, old).key if old else None):
        stage = match.key
    day = new.typed.day
    if day and day not in (today, old and old.typed.day):
        occurred = journey.calendar.noon(day)
    return Reworded(
        kind=kind,
        text=_words(journey, new, said),
        stage=stage,
        details=_details(note.details, new, old),
        occurred_at=occurred,
    )


def _read(journey: Journey, text: str, today: date) -> FreeNote | None:
    """The text as somebody's own words; null where nothing but words for a form is in it."""
    try:
        return read_free(text, today, journey.has_place)
    except BadInputError:
        return None


def _match(journey: Journey, free: FreeNote) -> Match:
    typed = free.typed
    if not typed.stage or typed.journey not in (None, journey.key):
        return Match(None)
    match = journey.find_stage(typed.stage)
    return match if match.exact or typed.meant else Match(None)


def _words(journey: Journey, free: FreeNote | None, text: str) -> str:
    """The note in what was said to Waymark: without the kind and the stage before it."""
    if free is None:
        return text
    typed = free.typed
    match = journey.find_stage(typed.stage) if typed.stage else Match(None)
    return typed.filed_as(stage_found=match.key is not None, exactly=match.exact)


def _details(kept: NoteDetails, new: FreeNote, old: FreeNote | None) -> NoteDetails:
    """The details with those that are said anew."""
    said, before = new.typed.details, old.typed.details if old else NoteDetails()
    names = [field.name for field in fields(NoteDetails)]
    added = {
        name: getattr(said, name)
        for name in names
        if getattr(said, name) not in (None, getattr(before, name))
    }
    return replace(kept, **added)
