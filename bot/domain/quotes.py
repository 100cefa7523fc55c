"""The note of a theme that says best what all of its notes say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.audience import Audience
from bot.domain.notes import Note
from bot.domain.similar import words_of


@dataclass(frozen=True)
class Quote:
    """The words of one note; `permalink` leads to its message, where there is one."""

    text: str
    note_id: int
    permalink: str | None = None


def quoted(notes: Sequence[Note], audience: Audience) -> Quote | None:
    """The note that says best what all say, of those whose words are for the audience."""
    readable = [note for note in notes if audience.may_read(note)]
    if not readable:
        return None
    note = _telling(readable)
    return Quote(note.text, note.id, note.permalink)


def stems_of(note: Note) -> frozenset[str]:
    """What a note says; what holds no words but signs is alike only to itself."""
    return words_of(note.text) or frozenset((note.text,))


def _telling(notes: Sequence[Note]) -> Note:
    """The note that says most of what most notes say and least else; of equal ones the oldest."""
    held = Counter(word for note in notes for word in stems_of(note))

    def shared(note: Note) -> float:
        return sum(held[word] / len(notes) - 0.5 for word in sorted(stems_of(note)))

    return max(notes, key=shared)
