"""Find phrases of friction, relief and amounts in texts that have no emotional words.

Relief is matched before friction: "no complaints since" and "the bug is gone" contain negative
words, so friction is only reported where no relief was found. Amounts are durations, counts and
what rose or fell: "9 days" until an answer is negative and "less than five minutes" is not; the
words beside them decide the rest.

`data/phrases.tsv` is a file of patterns (`patterns.py`) of the kinds `friction` and `relief`, each
with or without ` amount`. Lines with the same name are alternatives.
"""

from functools import lru_cache
from typing import NamedTuple

from bot.sentiment.lexicon import DATA_DIR
from bot.sentiment.patterns import PatternFile, lower_same_length


class Phrase(NamedTuple):
    """A phrase in a text: its name, whether it is relief, and its start and end index."""

    name: str
    relief: bool
    start: int
    end: int


def find_phrases(text: str) -> list[Phrase]:
    """Return all relief phrases and amounts, and the friction phrases that overlap no relief."""
    phrases: list[Phrase] = []
    has_relief = bytearray(len(text))
    for pattern, start, end in _load_patterns().matches(lower_same_length(text)):
        relief, amount = pattern.kind.startswith("relief"), pattern.kind.endswith("amount")
        if relief and not amount:
            has_relief[start:end] = b"\1" * (end - start)
            phrases.append(Phrase(pattern.name, relief, start, end))
        elif amount or 1 not in has_relief[start:end]:
            phrases.append(Phrase(pattern.name, relief, start, end))
    return phrases


@lru_cache(maxsize=1)
def _load_patterns() -> PatternFile:
    return PatternFile(DATA_DIR / "phrases.tsv")
