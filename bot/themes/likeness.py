"""What makes notes alike: what they mean, and the rare words they share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.themes.encoder import DIMENSIONS, Vector
from domain.similarity import word_weights

StageId = int | str

Numbers = NDArray[np.int64]

Matrix = NDArray[np.float64]

# What the words of two notes weigh beside the cosine of their vectors, and where there is none.
# Words alone are on the scale of cosines then: the same thresholds serve (docs/themes.md).
WORDS_BESIDE_MEANING = 0.2

WORDS_ALONE = 2.0

# What a note without severity weighs.
DEFAULT_WEIGHT = 2.0

# Notes compared at once with all others: 256 × 20,000 numbers are 40 MB.
CHUNK = 256


@dataclass(frozen=True, slots=True, eq=False)
class SortableNote:
    """A note as it is sorted into themes.

    `vector` is what the encoder made of its text, None without encoder. `weight` is its severity,
    `DEFAULT_WEIGHT` where it has none.
    """

    id: int
    text: str
    stage: StageId | None = None
    vector: Vector | None = None
    weight: float = DEFAULT_WEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class WordRows:
    """Texts as sparse rows: entry k says that text `rows[k]` has word `words[k]`, how heavily."""

    count: int
    rows: Numbers
    words: Numbers
    values: Matrix

    def combine(self, group_of: Numbers, groups: int) -> "WordRows":
        """Return the sums of the texts of each group; −1 is no group."""
        grouped = group_of[self.rows] >= 0
        width = int(self.words.max(initial=0)) + 1
        keys = group_of[self.rows[grouped]] * width + self.words[grouped]
        found, place = np.unique(keys, return_inverse=True)
        values = _sums(place, self.values[grouped], len(found))
        return WordRows(groups, found // width, found % width, values)

    def lengths(self) -> Matrix:
        """Return the length of each row."""
        lengths: Matrix = np.sqrt(_sums(self.rows, self.values**2, self.count))
        return lengths


class WeightedWords:
    """The words of a collection of texts, each with its weight: rare ones weigh more.

    A text is the set of its words (`similarity.content_words`).
    """

    def __init__(self, texts: Sequence[frozenset[str]]) -> None:
        self._weights = word_weights(texts)
        self._numbers = {word: number for number, word in enumerate(sorted(self._weights))}

    def rows(self, texts: Sequence[frozenset[str]]) -> WordRows:
        """Return the texts as rows of length 1; words the collection lacks only add to a length."""
        rows: list[int] = []
        words: list[int] = []
        values: list[float] = []
        for row, text in enumerate(texts):
            found = sorted(text)
            weights = [self._weights.get(word, 1.0) for word in found]
            length = sum(weight * weight for weight in weights) ** 0.5
            for word, weight in zip(found, weights, strict=True):
                if word in self._numbers:
                    rows.append(row)
                    words.append(self._numbers[word])
                    values.append(weight / length)
        return WordRows(
            len(texts), np.array(rows, np.int64), np.array(words, np.int64), np.array(values)
        )


class WordIndex:
    """Rows by their words, to find quickly what a text shares with each of them."""

    def __init__(self, rows: WordRows) -> None:
        order = np.argsort(rows.words, kind="stable")
        self._count = rows.count
        self._rows, self._values = rows.rows[order], rows.values[order]
        self._words = rows.words[order]

    def products(self, texts: WordRows) -> Matrix:
        """Return the scalar product of each text with each row; only shared words cost time."""
        first = np.searchsorted(self._words, texts.words, "left")
        shared = np.searchsorted(self._words, texts.words, "right") - first
        # For each word of each text, the places of the rows that have it, one after the other.
        starts = np.cumsum(shared) - shared
        places = np.arange(shared.sum()) + np.repeat(first - starts, shared)
        cells = np.repeat(texts.rows, shared) * self._count + self._rows[places]
        products = np.repeat(texts.values, shared) * self._values[places]
        size = texts.count * self._count
        return _sums(cells, products, size).reshape(texts.count, self._count)


def vectors_of(notes: Sequence[SortableNote]) -> tuple[Vector, NDArray[np.bool_]]:
    """Return the notes' vectors, zeros where there is none, and which notes have one."""
    vectors = np.zeros((len(notes), DIMENSIONS), np.float32)
    for row, note in enumerate(notes):
        if note.vector is not None:
            vectors[row] = note.vector
    return vectors, np.array([note.vector is not None for note in notes], np.bool_)


def likeness(meaning: Matrix | Vector, words: Matrix, has_meaning: NDArray[np.bool_]) -> Matrix:
    """Return how alike notes are: by meaning and words where both have vectors, else by words."""
    return np.where(has_meaning, meaning + WORDS_BESIDE_MEANING * words, WORDS_ALONE * words)


def chunks(count: int, size: int = CHUNK) -> Iterator[tuple[int, int]]:
    """Yield the bounds of parts of at most `size`."""
    for start in range(0, count, size):
        yield start, min(start + size, count)


def _sums(places: Numbers, values: Matrix, count: int) -> Matrix:
    """Return the sum of the values of each place."""
    return np.bincount(places, values, minlength=count).astype(np.float64, copy=False)
