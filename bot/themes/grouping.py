"""Suggest groups of notes nobody has sorted yet, and an order in which alike notes meet."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from bot.themes.clusters import Clusters
from bot.themes.encoder import Vector, unit_rows
from bot.themes.likeness import (
    WORDS_ALONE,
    Matrix,
    SortableNote,
    WeightedWords,
    WordIndex,
    WordRows,
    chunks,
    likeness,
    vectors_of,
)
from domain.similarity import content_words, stems_in_order, word_weights
from domain.text import shorten

# Notes this much alike on average are one group, whatever their stages and number…
CLEARLY_ALIKE = 0.4

# …and notes of one stage in small groups, if they are more alike than the least alike quarter.
BARELY_ALIKE = 0.1

SMALL_GROUP = 4

# The heaviest notes are compared each with each, in seconds; the others join what these make.
MAX_COMPARED = 1_000

MAX_NAME_WORDS = 3

# In characters, where a group shares no word and is called by one of its notes.
MAX_QUOTED_NAME = 60


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Notes that may be about the same. `weight` is the sum of theirs."""

    name: str
    notes: tuple[int, ...]
    weight: float


def group_unsorted(notes: Collection[SortableNote]) -> list[NoteGroup]:
    """Return groups of two notes or more, the heaviest first; what fits nothing is in none.

    Notes and groups are merged by their mean likeness, the most alike first (average linkage,
    R. Sokal and C. Michener, "A statistical method for evaluating systematic relationships", 1958).
    """
    ordered = _heaviest_first(notes)
    compared = ordered[:MAX_COMPARED]
    space = WeightedWords([content_words(note.text) for note in ordered])
    stages = list(dict.fromkeys(note.stage for note in compared if note.stage is not None))
    clusters = Clusters(
        _likeness_of_each(compared, space),
        [-1 if note.stage is None else stages.index(note.stage) for note in compared],
    )
    clusters.merge(CLEARLY_ALIKE, BARELY_ALIKE, SMALL_GROUP)
    found = [[compared[k] for k in members] for members in clusters.members if len(members) > 1]
    _attach(ordered[MAX_COMPARED:], found, space)
    weights = word_weights([content_words(note.text) for note in ordered])
    groups = [
        NoteGroup(
            _name(members, weights),
            tuple(sorted(note.id for note in members)),
            sum(note.weight for note in sorted(members, key=lambda note: note.id)),
        )
        for members in found
    ]
    return sorted(groups, key=lambda group: (-group.weight, group.notes))


class GroupNames:
    """Names of groups of notes nobody has sorted, to find by words the one a note belongs to."""

    def __init__(self, notes: Collection[SortableNote]) -> None:
        groups = group_unsorted(notes)
        by_id = {note.id: note for note in notes}
        members = [by_id[note_id] for group in groups for note_id in group.notes]
        self._names = [group.name for group in groups]
        self._sizes = np.array([len(group.notes) for group in groups], np.int64)
        self._group_of = np.repeat(np.arange(len(groups)), self._sizes)
        self._space = WeightedWords([content_words(note.text) for note in notes])
        self._index = WordIndex(_word_rows(members, self._space))

    def find(self, text: str) -> str | None:
        """Return the name of the group that a text is clearly alike, or None."""
        if not self._names:
            return None
        shared = self._index.products(self._space.rows([content_words(text)]))[0]
        means = WORDS_ALONE * np.bincount(self._group_of, shared) / self._sizes
        best = int(means.argmax())
        return self._names[best] if means[best] >= CLEARLY_ALIKE else None


def order_alike(notes: Collection[SortableNote]) -> list[int]:
    """Return the ids of the notes, usually of one stage, with alike ones beside each other.

    The order is that of the leaves of the tree that average linkage makes, each two branches
    turned so that their most alike ends meet. Beyond MAX_COMPARED, each note follows the one of
    the heaviest that it is most alike.
    """
    ordered = _heaviest_first(notes)
    compared, others = ordered[:MAX_COMPARED], ordered[MAX_COMPARED:]
    space = WeightedWords([content_words(note.text) for note in ordered])
    clusters = Clusters(_likeness_of_each(compared, space), [-1] * len(compared))
    clusters.merge(-np.inf)
    followers: dict[int, list[int]] = {}
    for start, end in chunks(len(others)):
        part = others[start:end]
        nearest = _likeness(part, compared, space).argmax(axis=1)
        for note, leader in zip(part, nearest, strict=True):
            followers.setdefault(int(leader), []).append(note.id)
    return [
        note_id
        for members in clusters.members
        for k in members
        for note_id in (compared[k].id, *followers.get(k, ()))
    ]


def _heaviest_first(notes: Collection[SortableNote]) -> list[SortableNote]:
    return sorted(notes, key=lambda note: (-note.weight, note.id))


def _likeness_of_each(notes: Sequence[SortableNote], space: WeightedWords) -> NDArray[np.float32]:
    """Return how alike each two notes are."""
    whole = np.zeros((len(notes), len(notes)), np.float32)
    for start, end in chunks(len(notes)):
        whole[start:end] = _likeness(notes[start:end], notes, space)
    return whole


def _likeness(
    some: Sequence[SortableNote], others: Sequence[SortableNote], space: WeightedWords
) -> Matrix:
    vectors, has_vector = vectors_of(some)
    other_vectors, others_have = vectors_of(others)
    words = WordIndex(_word_rows(others, space)).products(_word_rows(some, space))
    return likeness(vectors @ other_vectors.T, words, has_vector[:, None] & others_have)


def _word_rows(notes: Sequence[SortableNote], space: WeightedWords) -> WordRows:
    return space.rows([content_words(note.text) for note in notes])


def _attach(
    others: Sequence[SortableNote], groups: list[list[SortableNote]], space: WeightedWords
) -> None:
    """Add each of the other notes to the group it is clearly alike, if there is one."""
    if not (others and groups):
        return
    members = [note for group in groups for note in group]
    group_of = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    sizes = np.bincount(group_of)
    for start, end in chunks(len(others)):
        sums = np.zeros((end - start, len(groups)))
        np.add.at(sums.T, group_of, _likeness(others[start:end], members, space).T)
        means = sums / sizes
        best = means.argmax(axis=1)
        for row, group in enumerate(best):
            if means[row, group] >= CLEARLY_ALIKE:
                groups[group].append(others[start + row])


def _name(members: Sequence[SortableNote], weights: dict[str, float]) -> str:
    """Return the rarest words most of the notes share, as people wrote them; else a note's text."""
    said = [
        stems_in_order(note.text) for note in sorted(members, key=lambda note: (note.id, note.text))
    ]
    counts = Counter(stem for words in said for stem in {stem for stem, _ in words})
    least = max(2, len(members) / 2)
    shared = [stem for stem, count in counts.items() if count >= least and not stem[:1].isdecimal()]
    # One word that two notes happen to share is no name.
    if not shared or (len(shared) == 1 and counts[shared[0]] == 2):
        return shorten(_middle(members).text, MAX_QUOTED_NAME)
    shared.sort(key=lambda stem: (-counts[stem] * weights[stem], stem))
    words = _joined_phrases(shared[:MAX_NAME_WORDS], said)
    name = ", ".join(" ".join(_as_written(stem, said) for stem in phrase) for phrase in words)
    return name[:1].upper() + name[1:]


def _middle(members: Sequence[SortableNote]) -> SortableNote:
    """Return the note nearest to all; without vectors the heaviest."""
    first = _heaviest_first(members)
    vectors, has_vector = vectors_of(first)
    if not has_vector.any():
        return first[0]
    mean: Vector = unit_rows(vectors.sum(axis=0, keepdims=True))
    return first[int((vectors @ mean[0]).argmax())]


def _joined_phrases(
    stems: Sequence[str], said: Sequence[Sequence[tuple[str, str]]]
) -> list[list[str]]:
    """Return the stems; the two that most notes write one after the other are one phrase."""
    pairs = Counter(
        pair
        for words in said
        for pair in {(one, other) for (one, _), (other, _) in pairwise(words)}
    )
    together = max(
        ((a, b) for a, b in permutations(stems, 2) if pairs[a, b] > 1),
        key=lambda pair: pairs[pair],
        default=None,
    )
    phrases = [list(together)] if together else []
    return phrases + [[stem] for stem in stems if not together or stem not in together]


def _as_written(stem: str, said: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Return the form of a word that most notes have; of two the shorter."""
    forms = Counter(word for words in said for found, word in words if found == stem)
    return min(forms, key=lambda word: (-forms[word], len(word), not word.islower(), word))
