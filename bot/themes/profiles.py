"""What the sorted notes of each theme have in common: their meaning, their words, their stages.

Each profile says how near notes are to each theme. For the examples it can also say so as if each
had never been sorted, which shows how often it would be right (leave-one-out).
"""

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

    def take(self, chosen: Numbers) -> "NoteBlock":
        """Return the notes with these numbers."""
        places = np.full(self.count, -1)
        places[chosen] = np.arange(len(chosen))
        return NoteBlock(
            self.words.combine(places, len(chosen)),
            self.vectors[chosen],
            self.has_vector[chosen],
            self.stages[chosen],
        )


class ThemeProfiles:
    """The examples of each theme, summed up. `theme_of` has −1 for “said once”."""

    def __init__(
        self, examples: NoteBlock, theme_of: Numbers, theme_count: int, stage_count: int
    ) -> None:
        self._examples, self._theme_of = examples, theme_of
        self.sizes = np.bincount(theme_of[theme_of >= 0], minlength=theme_count)
        self._sum_vectors(theme_count)
        self._sum_words(theme_count)
        self._count_stages(theme_count, stage_count)
        self._collect_strangers()

    def nearness(self, notes: NoteBlock) -> Matrix:
        """Return how near each note is to each theme; the last column says to no theme."""
        centres = unit_rows(self._vector_sums + VAGUENESS * self._mean)
        meaning = notes.vectors @ centres.T
        words = self._word_index.products(notes.words) / np.maximum(self._word_lengths, 1e-9)
        alike = likeness(meaning, words, notes.has_vector[:, None] & self._any_vectors)
        return np.column_stack(
            [alike + STAGE_WEIGHT * self._stage_odds(notes.stages), self._to_strangers(notes)]
        )

    def nearness_left_out(self, chosen: Numbers) -> Matrix:
        """Return the nearness of the examples with these numbers, each as if it were no example.

        The only example of a theme is infinitely far from it: without it there is no theme.
        """
        block, own = self._examples.take(chosen), self._theme_of[chosen]
        near = self.nearness(block)
        rows = np.flatnonzero(own >= 0)
        near[rows, own[rows]] = self._own_nearness(block, rows, own[rows])
        near[:, -1] = self._to_strangers(block, chosen)
        return near

    def _sum_vectors(self, theme_count: int) -> None:
        known = self._examples.has_vector
        self._any_vectors = bool(known.any())
        self._vector_count = int(known.sum())
        vectors = self._examples.vectors
        self._mean = vectors.sum(axis=0) / np.float32(max(1, self._vector_count))
        self._vector_sums = np.zeros((theme_count, vectors.shape[1]), np.float32)
        sorted_rows = self._theme_of >= 0
        np.add.at(self._vector_sums, self._theme_of[sorted_rows], vectors[sorted_rows])

    def _sum_words(self, theme_count: int) -> None:
        sums = self._examples.words.combine(self._theme_of, theme_count)
        self._word_index, self._word_lengths = WordIndex(sums), sums.lengths()

    def _count_stages(self, theme_count: int, stage_count: int) -> None:
        self._counts = np.zeros((theme_count, max(1, stage_count)))
        placed = (self._theme_of >= 0) & (self._examples.stages >= 0)
        np.add.at(self._counts, (self._theme_of[placed], self._examples.stages[placed]), 1)

    def _collect_strangers(self) -> None:
        self._strangers = np.flatnonzero(self._theme_of < 0)
        places = np.full(self._examples.count, -1)
        places[self._strangers] = np.arange(len(self._strangers))
        chosen = self._examples.words.combine(places, len(self._strangers))
        self._stranger_words = WordIndex(chosen)
        self._stranger_vectors = self._examples.vectors[self._strangers]

    def _stage_odds(self, stages: Numbers) -> Matrix:
        """Return ln of how much more often a theme's notes are in the stage than by chance."""
        by_stage = _log_odds(self._counts, self._counts.sum(axis=1, keepdims=True), self._counts)
        # The last row is of notes in no known stage.
        padded = np.vstack([by_stage.T, np.zeros(len(self._counts))])
        odds: Matrix = padded[stages]
        return odds

    def _to_strangers(self, notes: NoteBlock, themselves: Numbers | None = None) -> Matrix:
        """Return how near the nearest “said once” example is, other than the notes themselves."""
        if not len(self._strangers):
            return np.full(notes.count, STRANGER)
        if self._any_vectors:
            alike = notes.vectors @ self._stranger_vectors.T
        else:
            alike = WORDS_ALONE * self._stranger_words.products(notes.words)
        if themselves is not None:
            alike[themselves[:, None] == self._strangers] = 0.0
        nearest: Matrix = np.maximum(alike.max(axis=1), STRANGER)
        return nearest

    def _own_nearness(self, block: NoteBlock, rows: Numbers, own: Numbers) -> Matrix:
        """Return how near examples are to what is left of their own themes without them."""
        vectors = block.vectors[rows]
        others_mean = self._mean + (self._mean - vectors) / max(1, self._vector_count - 1)
        centres = unit_rows(self._vector_sums[own] - vectors + VAGUENESS * others_mean)
        meaning = np.einsum("ij,ij->i", vectors, centres)
        words = self._own_words(block, rows, own)
        alike = likeness(meaning, words, block.has_vector[rows] & (self._vector_count > 1))
        stages = block.stages[rows]
        known = stages >= 0
        counts = self._counts[own, np.maximum(stages, 0)] - known
        totals = self._counts[own].sum(axis=1) - known
        odds = np.where(known, _log_odds(counts, totals, self._counts), 0.0)
        return np.where(self.sizes[own] > 1, alike + STAGE_WEIGHT * odds, -np.inf)

    def _own_words(self, block: NoteBlock, rows: Numbers, own: Numbers) -> Matrix:
        """Return the cosine with the theme's words less the example's own."""
        products = self._word_index.products(block.words)[rows, own]
        squares = block.words.lengths()[rows] ** 2
        left = self._word_lengths[own] ** 2 - 2 * products + squares
        cosines: Matrix = (products - squares) / np.sqrt(np.maximum(left, 1e-9))
        return np.where(left > 1e-9, np.maximum(cosines, 0.0), 0.0)


def scores(near: Matrix, softness: float) -> Matrix:
    """Return nearness as shares of certainty 0…1 that sum to 1 (softmax), “no theme” last."""
    raised = np.exp((near - near.max(axis=1, keepdims=True)) / softness)
    shares: Matrix = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _log_odds(counts: Matrix, totals: Matrix, table: Matrix) -> Matrix:
    stages = table.shape[1]
    shares = (counts + STAGE_PRIOR) / (totals + STAGE_PRIOR * stages)
    odds: Matrix = np.log(shares * stages)
    return odds
