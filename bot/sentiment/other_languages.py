"""Read the mood of a text in another language than English from its meaning.

A sentence encoder puts texts that mean the same near each other in all its languages. So a linear
model that has learnt from English texts alone tells the mood of the others too, less well.
"""

from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from bot.sentiment.lexicon import DATA_DIR
from bot.sentiment.model import OTHER_LANGUAGES_FILE
from domain.notes import NoteKind
from domain.sentiment import PAIN_POINT_OFFSET, Score, mood_label, quantise

MODEL_FILE = DATA_DIR / OTHER_LANGUAGES_FILE

# To be changed with the code of this module; the digest after it changes with the weights.
_RULES_VERSION = "languages-1"

# Differences between the probabilities of positive and negative from which on a text is taken to
# be one of them; chosen on English sets left out of the training. Between them the mood is 0.
NEGATIVE_FROM = -0.15
POSITIVE_FROM = 0.15

Vector = NDArray[np.float32]


class OtherLanguageScorer:
    """Scores vectors of texts from −1 to +1, by probabilities of negative, neutral and positive.

    `weights` has one row for each of the three: the dimensions of a vector, then a constant.
    """

    def __init__(self, weights: Vector, version: str) -> None:
        self._weights = weights[:, :-1]
        self._constants = weights[:, -1]
        self.version = version

    def score(self, vector: Vector, language: str, kind: NoteKind | None = None) -> Score:
        """Return the mood of a text, read as a note of that kind where one is given; no reasons.

        0.0 where the model is not sure of a side. A pain point is `PAIN_POINT_OFFSET` lower, as in
        English.
        """
        polarity = self.polarity(vector)
        if kind is NoteKind.PAIN_POINT:
            polarity += PAIN_POINT_OFFSET
        value = quantise(polarity)
        return Score(value, mood_label(value), self.version, language=language)

    def polarity(self, vector: Vector) -> float:
        """Return the probability of positive less that of negative, 0.0 where that is not clear."""
        odds = self._weights @ vector + self._constants
        shares = np.exp(odds - odds.max())
        difference = float((shares[2] - shares[0]) / shares.sum())
        return difference if not NEGATIVE_FROM < difference < POSITIVE_FROM else 0.0


@cache
def load_other_language_scorer() -> OtherLanguageScorer:
    """Return the scorer of this process, with the weights that Waymark comes with."""
    weights = np.load(MODEL_FILE).astype(np.float32)
    digest = sha256(MODEL_FILE.read_bytes()).hexdigest()[:8]
    return OtherLanguageScorer(weights, f"{_RULES_VERSION}.{digest}")
