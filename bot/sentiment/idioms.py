"""Find idioms: words that together mean something else than each of them.

"A game changer" is praise and "great, another password reset" is not; "war room" and "the issue was
closed" are neither. `data/idioms.tsv` is a file of patterns (`patterns.py`) of the kinds `good`,
`bad` and `plain`. Comparisons depend on the word compared: "less buggy" and "used to be buggy" are
good, "less helpful" and "used to be helpful" are bad.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.sentiment.lexicon import DATA_DIR, word_valences
from bot.sentiment.patterns import PatternFile, lower_same_length
from bot.sentiment.ratings import find_ratings


class Idiom(NamedTuple):
    """An idiom in a text: 1 for good, −1 for bad or 0 for plain, and its start and end index."""

    mood: int
    start: int
    end: int


_MOODS = {"good": 1, "bad": -1, "plain": 0}
_COMPARISON = re.compile(
    r"""\b(?:
    (?:much\ |a\ lot\ |far\ |way\ )?(?:less|fewer)\ (?P<less>[\w-]+)(?:\ than\ (?:before|ever))?
    | (?:not|isn't|aren't|wasn't|weren't|never|nowhere\ near)\ (?:nearly\ |quite\ |half\ )?
      (?:as|so)\ (?P<not_as>[\w-]+)\ as(?:\ before)?
    | used\ to\ (?:be\ |work\ |feel\ |look\ |run\ )?
      (?:(?:very|really|so|quite|much|that|pretty|rather|way|far|a\ bit|a\ lot)\ )*
      (?P<used_to>[\w-]+)
    )""",
    re.VERBOSE,
)
_COMPARISON_WORDS = ("less ", "fewer ", " as ", "used to ")


def find_idioms(text: str) -> list[Idiom]:
    """Return the idioms, ratings and comparisons of a text, in order and without overlaps."""
    lower = lower_same_length(text)
    taken = bytearray(len(lower))
    idioms: list[Idiom] = []
    for idiom in _candidates(lower):
        if 1 not in taken[idiom.start : idiom.end]:
            taken[idiom.start : idiom.end] = b"\1" * (idiom.end - idiom.start)
            idioms.append(idiom)
    return sorted(idioms, key=lambda idiom: idiom.start)


def _candidates(lower: str) -> Iterator[Idiom]:
    for mood, start, end in find_ratings(lower):
        yield Idiom(mood, start, end)
    for pattern, start, end in _load_patterns().matches(lower):
        yield Idiom(_MOODS[pattern.kind], start, end)
    if any(word in lower for word in _COMPARISON_WORDS):
        yield from _find_comparisons(lower)


def _find_comparisons(lower: str) -> Iterator[Idiom]:
    """Yield comparisons with a word of the lexicon: they mean the opposite of this word."""
    for match in _COMPARISON.finditer(lower):
        word = match["less"] or match["not_as"] or match["used_to"]
        valence = word_valences().get(word, 0.0)
        if valence:
            yield Idiom(-1 if valence > 0 else 1, *match.span())


@lru_cache(maxsize=1)
def _load_patterns() -> PatternFile:
    return PatternFile(DATA_DIR / "idioms.tsv")
