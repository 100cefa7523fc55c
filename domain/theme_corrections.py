"""Corrections of themes: people rename, merge, split and mute what clustering found."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.similarity import word_weights

Words = frozenset[str]

NoteGroups = tuple[tuple[int, ...], ...]


class ThemeCorrectionKind(StrEnum):
    """What people can do with themes."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    MUTED = "muted"


LABEL_KINDS = (ThemeCorrectionKind.RENAMED, ThemeCorrectionKind.MUTED)


@dataclass(frozen=True)
class NewThemeCorrection:
    """A correction to save. Themes have no ids: one is identified by the ids of its notes.

    `note_groups` are the notes of the theme that is renamed or muted; of each theme that is
    merged; or those that are split off, and those they leave.
    """

    kind: ThemeCorrectionKind
    note_groups: NoteGroups
    author: str
    at: datetime
    name: str | None = None


@dataclass(frozen=True)
class ThemeCorrection:
    """A saved correction; one with `undone_at` no longer applies.

    A note that was merged into another is replaced by that one.
    """

    id: int
    kind: ThemeCorrectionKind
    note_groups: NoteGroups
    author: str
    at: datetime
    name: str | None = None
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True)
class CorrectedCluster:
    """The notes of a cluster, oldest first, and the corrections that name and mute it."""

    notes: tuple[int, ...]
    names: tuple[ThemeCorrection, ...] = ()
    mutes: tuple[ThemeCorrection, ...] = ()


@dataclass
class _LabelCorrection:
    """A rename or mute, which follows most of the notes it was made for."""

    correction: ThemeCorrection
    notes: set[int] = field(default_factory=set)


def correct_clusters(
    clusters: Sequence[Sequence[int]],
    corrections: Sequence[ThemeCorrection],
    words: Mapping[int, Words],
) -> list[CorrectedCluster]:
    """Apply corrections to clusters (note ids, each cluster oldest first).

    `words` maps each note to its words: a note that came after a split goes to the part with more
    similar words. Deterministic; without corrections the clusters stay as they are.
    """
    corrected = _NoteClusters(clusters, words)
    labels: list[_LabelCorrection] = []
    for correction in corrections:
        groups = [{note for note in group if note in words} for group in correction.note_groups]
        if correction.kind is ThemeCorrectionKind.MERGED:
            corrected.merge(groups)
        elif correction.kind is ThemeCorrectionKind.SPLIT:
            _detach_labels(labels, *groups)
            corrected.split(*groups)
        else:
            labels.append(_LabelCorrection(correction, groups[0]))
    return _attach_labels(corrected, labels)


def _detach_labels(
    labels: Iterable[_LabelCorrection], split_off: AbstractSet[int], rest: AbstractSet[int]
) -> None:
    """Leave a name with the theme that notes are split off from."""
    for label in labels:
        if not label.notes.isdisjoint(rest):
            label.notes -= split_off


def _attach_labels(
    clusters: "_NoteClusters", labels: Iterable[_LabelCorrection]
) -> list[CorrectedCluster]:
    """Return the clusters, each with the labels whose notes are mostly in it."""
    by_cluster: dict[int, list[ThemeCorrection]] = {}
    for label in labels:
        if label.notes:
            number = clusters.find(label.notes)
            by_cluster.setdefault(number, []).append(label.correction)
    corrected = []
    for number, notes in clusters.ordered():
        mine = by_cluster.get(number, ())
        names, mutes = (tuple(one for one in mine if one.kind is kind) for kind in LABEL_KINDS)
        corrected.append(CorrectedCluster(notes, names, mutes))
    return corrected


class _NoteClusters:
    """Notes in numbered clusters, and which of them must or must not be together.

    `_bound` maps a note to the notes it must stay with. `_barriers` are pairs of sets of notes:
    no note of the one may be with a note of the other.
    """

    def __init__(self, clusters: Sequence[Sequence[int]], words: Mapping[int, Words]) -> None:
        self._words = words
        self._members = {number: set(notes) for number, notes in enumerate(clusters)}
        self._cluster_of = {note: number for number, notes in enumerate(clusters) for note in notes}
        self._age = {note: place for place, note in enumerate(words)}
        self._next_number = len(clusters)
        self._bound: dict[int, set[int]] = {}
        self._barriers: list[tuple[AbstractSet[int], AbstractSet[int]]] = []

    def ordered(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return the clusters with their numbers, by their oldest note."""
        found = [
            (number, tuple(sorted(notes, key=self._age.__getitem__)))
            for number, notes in self._members.items()
        ]
        return sorted(found, key=lambda pair: self._age[pair[1][0]])

    def find(self, notes: AbstractSet[int]) -> int:
        """Return the cluster most of these notes are in; of equals the one with the oldest."""
        oldest_first = sorted(notes, key=self._age.__getitem__)
        # Of equal counts, most_common returns the first counted.
        return Counter(self._cluster_of[note] for note in oldest_first).most_common(1)[0][0]

    def merge(self, groups: Iterable[AbstractSet[int]]) -> None:
        """Put all groups of notes together, each with the cluster it is in."""
        present = [group for group in groups if group]
        clusters = [self._members[self.find(group)] for group in present]
        notes: set[int] = set().union(*present)
        self._bind(notes)
        self._gather(notes, set().union(*clusters))

    def split(self, split_off: AbstractSet[int], rest: AbstractSet[int]) -> None:
        """Make some notes a cluster of their own, without any of the `rest` they were with."""
        split_off = set(split_off) - rest
        if not split_off:
            return
        members = self._members[self.find(split_off)]
        for note in split_off:
            self._bound.pop(note, set()).discard(note)
        self._bind(split_off)
        self._barriers.append((split_off, rest))
        if members.isdisjoint(rest):
            followers = set(members)
        else:
            followers = set(self._more_similar(members - rest - split_off, split_off, rest))
        self._gather(split_off, followers)

    def _bind(self, notes: set[int]) -> None:
        together = self._with_bound(notes)
        for note in together:
            self._bound[note] = together

    def _with_bound(self, notes: Iterable[int]) -> set[int]:
        """Return these notes and those that must stay with them."""
        return set().union(*(self._bound.get(note, {note}) for note in notes))

    def _gather(self, notes: set[int], followers: set[int]) -> None:
        """Move notes into a new cluster, with the followers that no barrier keeps from it."""
        gathered = self._with_bound(notes)
        # The latest correction wins: notes merged now are no longer separated.
        self._barriers = [
            barrier for barrier in self._barriers if not _separates(barrier, gathered, gathered)
        ]
        for note in sorted(followers - gathered, key=self._age.__getitem__):
            unit = self._bound.get(note, {note})
            if note not in gathered and not any(
                _separates(barrier, unit, gathered) for barrier in self._barriers
            ):
                gathered |= unit
        self._move(gathered)

    def _move(self, notes: set[int]) -> None:
        """Move notes into a new cluster; delete clusters that become empty."""
        if not notes:
            return
        for note in notes:
            number = self._cluster_of[note]
            self._members[number].discard(note)
            if not self._members[number]:
                del self._members[number]
        self._members[self._next_number] = notes
        self._cluster_of.update(dict.fromkeys(notes, self._next_number))
        self._next_number += 1

    def _more_similar(
        self, notes: AbstractSet[int], one: AbstractSet[int], other: AbstractSet[int]
    ) -> list[int]:
        """Return the unbound notes whose words are more like those of one group than the other."""
        weights = word_weights([self._words[note] for note in sorted(notes | one | other)])
        one_shares, other_shares = (self._word_shares(group) for group in (one, other))

        def similarity(words: Words, shares: Mapping[str, float]) -> float:
            return sum(weights[word] * shares.get(word, 0.0) for word in sorted(words))

        free = ((note, self._words[note]) for note in notes if note not in self._bound)
        return [
            note
            for note, words in free
            if similarity(words, one_shares) > similarity(words, other_shares)
        ]

    def _word_shares(self, notes: AbstractSet[int]) -> dict[str, float]:
        """Return for each word the share of notes that have it."""
        counts = Counter(word for note in notes for word in self._words[note])
        return {word: count / len(notes) for word, count in counts.items()}


def _separates(
    barrier: tuple[AbstractSet[int], AbstractSet[int]],
    one: AbstractSet[int],
    other: AbstractSet[int],
) -> bool:
    """Return whether a barrier keeps two sets of notes apart."""
    left, right = barrier
    return (not one.isdisjoint(left) and not other.isdisjoint(right)) or (
        not one.isdisjoint(right) and not other.isdisjoint(left)
    )
