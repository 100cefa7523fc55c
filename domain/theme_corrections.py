"""What people know better about themes than their words tell."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.similarity import word_weights

NoteGroups = tuple[tuple[int, ...], ...]


class ThemeCorrectionKind(StrEnum):
    """What can be said of themes."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    MUTED = "muted"


@dataclass(frozen=True)
class NewThemeCorrection:
    """Somebody corrects themes. A theme has no id of its own: it is held by the ids of its notes.

    `sides`: the notes of the theme that is renamed or muted; those of each theme that is merged;
    those that are split off, and those they were with.
    """

    kind: ThemeCorrectionKind
    sides: NoteGroups
    author: str
    at: datetime
    name: str | None = None


@dataclass(frozen=True)
class ThemeCorrection:
    """A correction as it is kept; one that was taken back is kept too, and in force no more.

    A note that was merged into another has that one in its place.
    """

    id: int
    kind: ThemeCorrectionKind
    sides: NoteGroups
    author: str
    at: datetime
    name: str | None = None
    undone_by: str | None = None
    undone_at: datetime | None = None


Words = frozenset[str]


LABEL_KINDS = (ThemeCorrectionKind.RENAMED, ThemeCorrectionKind.MUTED)


@dataclass(frozen=True)
class CorrectedCluster:
    """A group's notes, oldest first, and the corrections that name and that mute it."""

    notes: tuple[int, ...]
    names: tuple[ThemeCorrection, ...] = ()
    mutes: tuple[ThemeCorrection, ...] = ()


@dataclass
class _LabelCorrection:
    """A correction that stays with most of the notes it was made of."""

    correction: ThemeCorrection
    notes: set[int] = field(default_factory=set)


def correct_clusters(
    groups: Sequence[Sequence[int]],
    corrections: Sequence[ThemeCorrection],
    words: Mapping[int, Words],
) -> list[CorrectedCluster]:
    """The groups (ids of notes, each oldest first) as people corrected them.

    `words` holds those of each note: by them a note that came after a split finds its side.
    Deterministic; without corrections the groups are as they were.
    """
    parts = _NoteClusters(groups, words)
    marks: list[_LabelCorrection] = []
    for correction in corrections:
        sides = [{note for note in side if note in words} for side in correction.sides]
        if correction.kind is ThemeCorrectionKind.MERGED:
            parts.merge(sides)
        elif correction.kind is ThemeCorrectionKind.SPLIT:
            _detach_labels(marks, *sides)
            parts.split(*sides)
        else:
            marks.append(_LabelCorrection(correction, sides[0]))
    return _attach_labels(parts, marks)


def _detach_labels(
    marks: Iterable[_LabelCorrection], off: AbstractSet[int], rest: AbstractSet[int]
) -> None:
    """A name stays with the theme that others were split off."""
    for mark in marks:
        if not mark.notes.isdisjoint(rest):
            mark.notes -= off


def _attach_labels(
    parts: "_NoteClusters", marks: Iterable[_LabelCorrection]
) -> list[CorrectedCluster]:
    of_group: dict[int, list[ThemeCorrection]] = {}
    for mark in marks:
        if mark.notes:
            of_group.setdefault(parts.home(mark.notes), []).append(mark.correction)
    found = []
    for number, notes in parts.ordered():
        mine = of_group.get(number, ())
        names, mutes = (tuple(one for one in mine if one.kind is kind) for kind in LABEL_KINDS)
        found.append(CorrectedCluster(notes, names, mutes))
    return found


class _NoteClusters:
    """Which notes are together, which have to be, and which must not."""

    def __init__(self, groups: Sequence[Sequence[int]], words: Mapping[int, Words]) -> None:
        self._words = words
        self._members = {number: set(notes) for number, notes in enumerate(groups)}
        self._group_of = {note: number for number, notes in enumerate(groups) for note in notes}
        self._place = {note: place for place, note in enumerate(words)}
        self._next = len(groups)
        self._bonds: dict[int, set[int]] = {}
        self._bars: list[tuple[AbstractSet[int], AbstractSet[int]]] = []

    def ordered(self) -> list[tuple[int, tuple[int, ...]]]:
        """The groups with their numbers, that with the oldest note first."""
        found = [
            (number, tuple(sorted(notes, key=self._place.__getitem__)))
            for number, notes in self._members.items()
        ]
        return sorted(found, key=lambda pair: self._place[pair[1][0]])

    def home(self, notes: AbstractSet[int]) -> int:
        """The group most of these notes are in; of equals that with the oldest of them."""
        oldest_first = sorted(notes, key=self._place.__getitem__)
        # Of equals the first that was counted.
        return Counter(self._group_of[note] for note in oldest_first).most_common(1)[0][0]

    def merge(self, sides: Iterable[AbstractSet[int]]) -> None:
        """Have all these notes be together, each side with the group that it is in."""
        there = [side for side in sides if side]
        along = [self._members[self.home(side)] for side in there]
        notes: set[int] = set().union(*there)
        self._bind(notes)
        self._gather(notes, set().union(*along))

    def split(self, off: AbstractSet[int], rest: AbstractSet[int]) -> None:
        """Have some notes be a group of their own, without any of those they were with."""
        off = set(off) - rest
        if not off:
            return
        group = self._members[self.home(off)]
        for note in off:
            self._bonds.pop(note, set()).discard(note)
        self._bind(off)
        self._bars.append((off, rest))
        along = group if group.isdisjoint(rest) else self._nearer(group - rest - off, off, rest)
        self._gather(off, set(along))

    def _bind(self, notes: set[int]) -> None:
        whole = self._bound(notes)
        for note in whole:
            self._bonds[note] = whole

    def _bound(self, notes: Iterable[int]) -> set[int]:
        """These notes and those that have to be with them."""
        return set().union(*(self._bonds.get(note, {note}) for note in notes))

    def _gather(self, notes: set[int], along: set[int]) -> None:
        """Put notes into one group, and with them what may come along."""
        held = self._bound(notes)
        # The latest wins: what is put together now is kept apart no more.
        self._bars = [bar for bar in self._bars if not _separates(bar, held, held)]
        for note in sorted(along - held, key=self._place.__getitem__):
            unit = self._bonds.get(note, {note})
            if note not in held and not any(_separates(bar, unit, held) for bar in self._bars):
                held |= unit
        self._move(held)

    def _move(self, notes: set[int]) -> None:
        if not notes:
            return
        for note in notes:
            number = self._group_of[note]
            self._members[number].discard(note)
            if not self._members[number]:
                del self._members[number]
        self._members[self._next] = notes
        self._group_of.update(dict.fromkeys(notes, self._next))
        self._next += 1

    def _nearer(
        self, notes: AbstractSet[int], one: AbstractSet[int], other: AbstractSet[int]
    ) -> list[int]:
        """Those free notes whose words are rather those of one side than those of the other."""
        weights = word_weights([self._words[note] for note in sorted(notes | one | other)])
        ours, theirs = (self._shares(side) for side in (one, other))

        def told(words: Words, shares: Mapping[str, float]) -> float:
            return sum(weights[word] * shares.get(word, 0.0) for word in sorted(words))

        free = (note for note in notes if note not in self._bonds)
        return [n for n in free if told(self._words[n], ours) > told(self._words[n], theirs)]

    def _shares(self, notes: AbstractSet[int]) -> dict[str, float]:
        held = Counter(word for note in notes for word in self._words[note])
        return {word: count / len(notes) for word, count in held.items()}


def _separates(
    bar: tuple[AbstractSet[int], AbstractSet[int]],
    one: AbstractSet[int],
    other: AbstractSet[int],
) -> bool:
    """Whether a bar runs between two sets of notes."""
    off, rest = bar
    return (not one.isdisjoint(off) and not other.isdisjoint(rest)) or (
        not one.isdisjoint(rest) and not other.isdisjoint(off)
    )
