"""What the sorted notes of each theme have in common: their meaning, their words, their stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.themes.encoder import Vector, unit_rows
from bot.themes.likeness import (
    WORDS_ALONE,
    Matrix,
    Numbers,
    SortableNote,
    StageId,
    WordIndex,
    WordRows,
    likeness,
    vectors_of,
)

# A theme's mean vector includes the mean of all notes as one more note: of few notes it is vague.
VAGUENESS = 1.0

# Added to each count of a theme's notes in a stage, so that a stage never met is unlikely only.
STAGE_PRIOR = 0.5

# What being e times more frequent in the note's stage weighs, beside a cosine.
STAGE_WEIGHT = 0.2

# Where nothing is more alike, a note that belongs to no theme counts as this much alike.
STRANGER = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class NoteBlock:
    """Notes to compare with profiles, as arrays. `stages` has −1 for a stage no example is in."""

    words: WordRows
    vectors: Vector
    has_vector: NDArray[np.bool_]
    stages: Numbers

    @classmethod
    def of(
        cls,
        notes: Sequence[SortableNote],
        words: WordRows,
        stages: Mapping[StageId, int],
        *,
        use_vectors: bool,
    ) -> "NoteBlock":
        """Return notes and their words as arrays; without `use_vectors` as if none had a vector."""
        vectors, has_vector = vectors_of(notes)
        places = [-1 if note.stage is None else stages.get(note.stage, -1) for note in notes]
        return cls(
            words,
            vectors if use_vectors else np.zeros_like(vectors),
            has_vector & use_vectors,
            np.array(places, np.int64),
        )

    @property
    def count(self) -> int:
        """How many notes these are."""
        return len(self.stages)


class ThemeProfiles:
    """The examples of each theme, summed up. `theme_of` has −1 for “said once”."""

    def __init__(
        self, examples: NoteBlock, theme_of: Numbers, theme_count: int, stage_count: int
    ) -> None:
        self._sum_vectors(examples, theme_of, theme_count)
        sums = examples.words.combine(theme_of, theme_count)
        self._word_index, self._word_lengths = WordIndex(sums), sums.lengths()
        self._odds = _stage_odds(examples.stages, theme_of, (theme_count, stage_count))
        self._collect_strangers(examples, theme_of)

    def nearness(self, notes: NoteBlock) -> Matrix:
        """Return how near each note is to each theme; the last column says to no theme."""
        meaning = notes.vectors @ self._centres.T
        words = self._word_index.products(notes.words) / np.maximum(self._word_lengths, 1e-9)
        alike = likeness(meaning, words, notes.has_vector[:, None] & self._any_vectors)
        return np.column_stack(
            [alike + STAGE_WEIGHT * self._odds[notes.stages], self._to_strangers(notes)]
        )

    def _sum_vectors(self, examples: NoteBlock, theme_of: Numbers, theme_count: int) -> None:
        known = int(examples.has_vector.sum())
        self._any_vectors = known > 0
        mean = examples.vectors.sum(axis=0) / np.float32(max(1, known))
        sums = np.zeros((theme_count, examples.vectors.shape[1]), np.float32)
        is_sorted = theme_of >= 0
        np.add.at(sums, theme_of[is_sorted], examples.vectors[is_sorted])
        self._centres = unit_rows(sums + np.float32(VAGUENESS) * mean)

    def _collect_strangers(self, examples: NoteBlock, theme_of: Numbers) -> None:
        chosen = np.flatnonzero(theme_of < 0)
        self._stranger_count = len(chosen)
        places = np.full(examples.count, -1)
        places[chosen] = np.arange(len(chosen))
        self._stranger_words = WordIndex(examples.words.combine(places, len(chosen)))
        self._stranger_vectors = examples.vectors[chosen]

    def _to_strangers(self, notes: NoteBlock) -> Matrix:
        """Return how near the nearest “said once” example is, STRANGER if that is farther."""
        if not self._stranger_count:
            return np.full(notes.count, STRANGER)
        if self._any_vectors:
            alike = notes.vectors @ self._stranger_vectors.T
        else:
            alike = WORDS_ALONE * self._stranger_words.products(notes.words)
        nearest: Matrix = np.maximum(alike.max(axis=1), STRANGER).astype(np.float64)
        return nearest


def scores(near: Matrix, softness: float) -> Matrix:
    """Return nearness as shares of certainty 0…1 that sum to 1 (softmax), “no theme” last."""
    raised = np.exp((near - near.max(axis=1, keepdims=True)) / softness)
    shares: Matrix = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _stage_odds(stages: Numbers, theme_of: Numbers, shape: tuple[int, int]) -> Matrix:
    """Return, a row for each stage, ln of how much more often a theme's notes are in it.

    More often than if they were in every stage alike. The last row is of notes in none: zeros.
    """
    counts = np.zeros(shape)
    placed = (theme_of >= 0) & (stages >= 0)
    np.add.at(counts, (theme_of[placed], stages[placed]), 1)
    counts += STAGE_PRIOR
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), STAGE_PRIOR)
    return np.vstack([np.log(shares * shape[1]).T, np.zeros(shape[0])])
