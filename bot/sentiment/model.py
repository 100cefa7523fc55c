"""The linear model: what each feature says for and against, learnt by `train_sentiment.py`."""

import gzip
import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from math import exp
from typing import Any, NamedTuple

from bot.domain.sentiment import NEGATIVE_AT, POSITIVE_AT
from bot.sentiment.features import Feature, parts_of
from bot.sentiment.lexicon import DATA

_FILE = DATA / "model.json.gz"
_NOTHING = (0, 0)


class Vote(NamedTuple):
    """What the model makes of a feature, and the characters of the text it stands for.

    `negative` and `positive` are log-odds, each against neutral; `phrase` says that the words
    belong together, as those of a phrase of friction do.
    """

    negative: float
    positive: float
    start: int
    end: int
    phrase: bool = False

    @property
    def mood(self) -> float:
        """How far it moves from negative to positive, in log-odds."""
        return self.positive - self.negative


class Model:
    """Weights in whole parts of `unit`, and where the borders between the moods lie.

    `features` and `parts` map a name to its two weights; `borders` are the differences between the
    probabilities of positive and negative from which on a text is either.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._unit: float = data["unit"]
        self._negative_from, self._positive_from = data["borders"]
        self._features = _table(data["features"])
        self._parts = _table(data["parts"])
        self._read = lru_cache(maxsize=20_000)(self._read_by_parts)

    def votes(self, features: Iterable[Feature]) -> list[Vote]:
        """What each feature says; those the model has no opinion on are left out."""
        found: list[Vote] = []
        weights_of, unit = self._features.get, self._unit
        for name, amount, start, end in features:
            weights = weights_of(name) or (self._read(name) if name[0] == "w" else _NOTHING)
            negative, positive = weights
            if negative or positive:
                by = amount * unit
                # What Vote(…) does, in a third of the time.
                vote = (negative * by, positive * by, start, end, name[0] == "p")
                found.append(tuple.__new__(Vote, vote))
        return found

    def _read_by_parts(self, name: str) -> tuple[int, int]:
        """What a word never met says by its parts, which know of no "not"."""
        if name.startswith("w not "):
            return _NOTHING
        known = map(self._parts.get, parts_of(name.removeprefix("w ")))
        parts = [part for part in known if part is not None]
        return sum(part[0] for part in parts), sum(part[1] for part in parts)

    def value(self, votes: Iterable[Vote]) -> float:
        """The mood −1…+1 of all votes together; 0.0 without any.

        The softmax of the three log-odds gives probabilities; their difference, positive less
        negative, is stretched so that the borders come to lie where the labels change.
        """
        negative = positive = 0.0
        for vote in votes:
            negative += vote.negative
            positive += vote.positive
        most = max(0.0, negative, positive)
        odds = exp(negative - most), exp(-most), exp(positive - most)
        difference = (odds[2] - odds[0]) / sum(odds)
        if difference < 0:
            return -_stretched(-difference, self._negative_from, -NEGATIVE_AT)
        return _stretched(difference, self._positive_from, POSITIVE_AT)


def _stretched(difference: float, border: float, at: float) -> float:
    if difference < border:
        return difference / border * at
    return at + (difference - border) / (1 - border) * (1 - at)


def _table(rows: str) -> dict[str, tuple[int, int]]:
    table: dict[str, tuple[int, int]] = {}
    for row in rows.split("\n"):
        name, negative, positive = row.split("\t")
        table[name] = (int(negative), int(positive))
    return table


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with Waymark."""
    return Model(json.loads(gzip.decompress(_FILE.read_bytes())))


@lru_cache(maxsize=1)
def digest() -> str:
    """Eight hexadecimal digits that change whenever a weight or a word's valence does."""
    found = sha256()
    for path in sorted(DATA.iterdir()):
        content = path.read_bytes()
        # A gzip file bears the time it was made.
        found.update(gzip.decompress(content) if path.suffix == ".gz" else content)
    return found.hexdigest()[:8]
