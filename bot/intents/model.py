"""A linear model of what a text is meant as, learnt from labelled messages.

`python -m benchmarks.train_intents` writes its weights. It weighs what the rules made of the text
together with its words, so that words no rule names count too.
"""

import gzip
import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from bot.intents.lexicon import DATA_DIR
from bot.intents.sentence import Sentence
from bot.intents.words import KEPT_THINGS
from domain.intents import Intent

MODEL_FILE = DATA_DIR / "model.json.gz"

# What a text may be meant as, in the order of the weights in the file.
CLASSES = tuple(intent for intent in Intent if intent is not Intent.UNCLEAR)

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[?:,!–—\"]")

# Stands for the name of something that Waymark keeps.
_MASK = "kept_thing"

_QUOTED = re.compile(r"[\"“”„«»]")

# So many words at the start are a feature of their own, together.
_STARTS = (1, 2, 3)

_NGRAMS = (2, 3, 4)

# How much all features of a group weigh together, however long the text is.
_SCALE = 1.5

_MAX_LENGTH = 30

_SHORT = 3


class IntentModel:
    """Weights of features, for each of `CLASSES`, in units of log-odds."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._unit: float = data["unit"]
        self._bias: list[int] = data["bias"]
        self._weights: dict[str, list[int]] = data["weights"]

    def probabilities(self, text: str, rules: Iterable[Intent]) -> dict[Intent, float]:
        """Return how probable each class is for a text, 0…1; `rules`: what the rules read in it."""
        sums = [float(weight) for weight in self._bias]
        for name, value in extract_features(text, rules).items():
            weights = self._weights.get(name)
            if weights:
                for number, weight in enumerate(weights):
                    sums[number] += value * weight
        greatest = max(sums)
        odds = [math.exp((one - greatest) * self._unit) for one in sums]
        total = sum(odds)
        return {intent: one / total for intent, one in zip(CLASSES, odds, strict=True)}


@cache
def trained_model() -> IntentModel:
    """Return the model of the file, loaded once."""
    return IntentModel(json.loads(gzip.decompress(MODEL_FILE.read_bytes())))


def extract_features(text: str, rules: Iterable[Intent]) -> dict[str, float]:
    """Return the features of a text with their values; `rules`: what the rules read in it."""
    sentence = Sentence(text)
    # What a question names, a note may name too: that it does is a feature, what it is is none.
    tokens = [_MASK if one in KEPT_THINGS else one for one in _TOKEN.findall(sentence.plain)]
    words = [token for token in tokens if token[0].isalnum()]
    found = {f"r {intent.value}": 1.0 for intent in rules}
    found |= _scaled({f"w {one}" for one in tokens} | _pairs(tokens))
    starts = {f"s {' '.join(words[:count])}" for count in _STARTS if len(words) >= count}
    found |= _scaled(starts | {f"e {one}" for one in tokens[-1:]})
    letters = {f"c {ngram}" for word in words if word != _MASK for ngram in _ngrams(word)}
    found |= _scaled(letters)
    found["f length"] = min(len(words), _MAX_LENGTH) / _MAX_LENGTH
    flags = {
        "f ends ?": sentence.plain.endswith("?"),
        "f ?": "?" in sentence.plain,
        "f quoted": bool(_QUOTED.search(text)),
        "f short": len(words) <= _SHORT,
        "f digit": any(char.isdigit() for char in sentence.plain),
        "f kept thing": sentence.names_kept_thing,
        "f overall": sentence.is_overall,
        "f people": sentence.is_of_people,
        "f personal": sentence.is_personal,
    }
    return found | {name: 1.0 for name, is_so in flags.items() if is_so}


def _scaled(names: set[str]) -> dict[str, float]:
    value = _SCALE / math.sqrt(len(names)) if names else 0.0
    return dict.fromkeys(names, value)


def _pairs(tokens: list[str]) -> set[str]:
    return {f"b {one} {other}" for one, other in pairwise(tokens)}


def _ngrams(word: str) -> Iterable[str]:
    padded = f" {word} "
    for length in _NGRAMS:
        for start in range(max(1, len(padded) - length + 1)):
            yield padded[start : start + length]
