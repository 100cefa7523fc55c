"""Asking the sorted notes where an unsorted one may belong."""

from collections.abc import Iterable

from bot.domain.journey import Journey, Stage
from bot.domain.notes import NewNote, Note
from bot.domain.similar import words_of
from bot.domain.suggestion import suggested_stage
from bot.ports import UnitOfWork

# The most alike by full-text search; who of them votes is decided with likeness.
CANDIDATES = 30


def suggestion(uow: UnitOfWork, journey: Journey, note: NewNote | Note) -> Stage | None:
    """The stage an unsorted note may belong to, null where nothing is convincing."""
    similar = uow.notes.similar(journey.id, words_of(note.text), CANDIDATES, sorted_only=True)
    keys = [stage.key for stage in journey.stages]
    return journey.stage(suggested_stage(note.text, note.details, similar, keys))


def suggestions(uow: UnitOfWork, tray: Iterable[tuple[Journey, Note]]) -> dict[int, Stage]:
    """The same for many unsorted notes, by their ids."""
    found = {note.id: suggestion(uow, journey, note) for journey, note in tray}
    return {note_id: stage for note_id, stage in found.items() if stage}
