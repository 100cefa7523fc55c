"""Themes: pain points that say the same thing, ranked by how much they hurt, over the quarters."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.grouping import group
from bot.domain.notes import MISSING_SEVERITY, Note, NoteKind
from bot.domain.similar import words_of

# Of more notes than these the oldest quarters are left out: a review may not take minutes.
MOST_COMPARED = 40_000


class ThemeStatus(StrEnum):
    """How a theme stands against the quarters before.

    `resolved` is one of last quarter that nobody noted in this one.
    """

    NEW = "new"
    PERSISTING = "persisting"
    RETURNED = "returned"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Quote:
    """The words of one note; `permalink` leads to its message, where there is one."""

    text: str
    note_id: int
    permalink: str | None = None


@dataclass(frozen=True)
class Theme:
    """Pain points of one quarter that say the same.

    `title` is the text of the note that says best what all say, `quote` that note; `stage` the key
    of the stage most are in (null is the tray) and `stages` all of them. `score` is the sum of
    severities (missing = 2), each note once; `supporters` are the people who have seen them too,
    beside their authors, and weigh nothing. `quarters` is for how many quarters running it has been
    noted. A resolved one has no notes, and the words of last quarter.
    """

    title: str
    stage: str | None
    score: int
    note_ids: tuple[int, ...]
    teams: tuple[str, ...]
    stages: tuple[str | None, ...] = ()
    supporters: int = 0
    status: ThemeStatus = ThemeStatus.NEW
    quarters: int = 1
    quote: Quote | None = None

    @property
    def n(self) -> int:
        """How many notes say it."""
        return len(self.note_ids)


def rank(notes: Iterable[Note]) -> tuple[Theme, ...]:
    """The themes of one quarter's pain points by score, then count, then age."""
    return ranked_over([notes])


def ranked_over(quarters: Sequence[Iterable[Note]]) -> tuple[Theme, ...]:
    """The themes of the last of these quarters (oldest first), then those it resolved.

    The pain points of all quarters are grouped together, so that a theme is the same one in each
    of them: noted before and last quarter it persists, noted before but not last quarter it has
    returned. Which quarters are compared does not depend on the order of notes.
    """
    pains = [_pains(notes) for notes in quarters]
    while len(pains) > 2 and sum(map(len, pains)) > MOST_COMPARED:
        pains = pains[1:]
    last = len(pains) - 1
    every = [(age, note) for age, notes in enumerate(pains) for note in notes]
    labels = group([_words(note) for _, note in every])
    grouped: dict[int, list[tuple[int, Note]]] = {}
    for label, one in zip(labels, every, strict=True):
        grouped.setdefault(label, []).append(one)
    now, resolved = [], []
    for members in grouped.values():
        noted = {age for age, _ in members}
        if last in noted:
            now.append(_theme([note for age, note in members if age == last], noted, last))
        elif last - 1 in noted:
            resolved.append(_theme([note for age, note in members if age == last - 1], noted, last))
    # By when it was first felt: what was imported has other ids in another order, and the same
    # ranks.
    first = {note.id: place for place, note in enumerate(pains[last])} if pains else {}
    now.sort(key=lambda theme: first[theme.note_ids[0]])
    gone = (
        replace(theme, note_ids=(), score=0, supporters=0) for theme in sorted(resolved, key=_rank)
    )
    return (*sorted(now, key=_rank), *gone)


def _rank(theme: Theme) -> tuple[int, int]:
    return -theme.score, -theme.n


def _pains(notes: Iterable[Note]) -> list[Note]:
    pains = (note for note in notes if note.kind is NoteKind.PAIN_POINT)
    return sorted(pains, key=lambda note: (note.occurred_at, note.id))


def _words(note: Note) -> frozenset[str]:
    # What holds no words but signs is alike only to itself.
    return words_of(note.text) or frozenset((note.text,))


def _theme(notes: list[Note], noted: set[int], last: int) -> Theme:
    places = Counter(note.stage for note in notes)
    stages = tuple(dict.fromkeys(note.stage for note in notes))
    running = next((back for back in range(last + 2) if last - back not in noted), 0)
    if last not in noted:
        status = ThemeStatus.RESOLVED
    elif running > 1:
        status = ThemeStatus.PERSISTING
    else:
        status = ThemeStatus.NEW if noted == {last} else ThemeStatus.RETURNED
    telling = _telling(notes)
    return Theme(
        title=telling.text,
        stage=max(stages, key=lambda stage: places[stage]),
        score=sum(note.details.severity or MISSING_SEVERITY for note in notes),
        note_ids=tuple(note.id for note in notes),
        teams=tuple(sorted({note.details.team for note in notes if note.details.team})),
        stages=stages,
        supporters=sum(note.supporters for note in notes),
        status=status,
        quarters=running,
        quote=Quote(telling.text, telling.id, telling.permalink),
    )


def _telling(notes: Sequence[Note]) -> Note:
    """The note that says most of what most notes say and least else; of equal ones the oldest."""
    held = Counter(word for note in notes for word in _words(note))

    def shared(note: Note) -> float:
        return sum(held[word] / len(notes) - 0.5 for word in sorted(_words(note)))

    return max(notes, key=shared)
