"""Find phrases, idioms and ratings: words that together mean something else than each of them.

Phrases tell friction, relief and amounts in texts that have no emotional words. Relief is matched
before friction: "no complaints since" and "the bug is gone" contain negative words, so friction is
only reported where no relief was found. Amounts are durations, counts and what rose or fell:
"9 days" until an answer is negative and "less than five minutes" is not; the words beside them
decide the rest. `data/phrases.tsv` is a file of patterns (`patterns.py`) of the kinds `friction`
and `relief`, each with or without ` amount`. Lines with the same name are alternatives.

Idioms say the opposite of their words, or nothing: "a game changer" is praise and "great, another
password reset" is not; "war room" and "the issue was closed" are neither. `data/idioms.tsv` is a
file of patterns of the kinds `good`, `bad` and `plain`. Comparisons depend on the word compared:
"less buggy" and "used to be buggy" are good, "less helpful" and "used to be helpful" are bad.

Ratings are "4.6 of 5", "2/5" or "one star".
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.sentiment.lexicon import DATA_DIR, word_valences
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
    for pattern, start, end in _phrase_patterns().matches(lower_same_length(text)):
        relief, amount = pattern.kind.startswith("relief"), pattern.kind.endswith("amount")
        if relief and not amount:
            has_relief[start:end] = b"\1" * (end - start)
            phrases.append(Phrase(pattern.name, relief, start, end))
        elif amount or 1 not in has_relief[start:end]:
            phrases.append(Phrase(pattern.name, relief, start, end))
    return phrases


@lru_cache(maxsize=1)
def _phrase_patterns() -> PatternFile:
    return PatternFile(DATA_DIR / "phrases.tsv")


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
    for idiom in _idiom_candidates(lower):
        if 1 not in taken[idiom.start : idiom.end]:
            taken[idiom.start : idiom.end] = b"\1" * (idiom.end - idiom.start)
            idioms.append(idiom)
    return sorted(idioms, key=lambda idiom: idiom.start)


def _idiom_candidates(lower: str) -> Iterator[Idiom]:
    for mood, start, end in find_ratings(lower):
        yield Idiom(mood, start, end)
    for pattern, start, end in _idiom_patterns().matches(lower):
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
def _idiom_patterns() -> PatternFile:
    return PatternFile(DATA_DIR / "idioms.tsv")


# Shares of the highest rating: from these on a rating is good, or down to these bad.
GOOD_FROM, BAD_TO = 0.75, 0.5

_NUMBER_WORDS = {"zero": 0.0, "no": 0.0, "negative": -1.0, "minus": -1.0, "half a": 0.5}
_NUMBER_WORDS |= {"a single": 1.0, "single": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
_NUMBER_WORDS |= {"four": 4.0, "five": 5.0}
_RATING = re.compile(
    r"""(?<![\w.,/:\#-])(?:
    (?P<sign>[-−]\ ?|minus\ |negative\ )?(?P<given>\d{1,3}(?:[.,]\d{1,2})?)
      \ ?(?:/|(?:out\ )?of)\ ?(?P<most>5|10|100)(?:\ (?:stars?|points?)\b | (?=\s*(?:
        $|[.,;:!?)(–—-](?!\d)|\s(?:on|in|for|from|with|by|and|but|because|so|would|rating|at|as)\b)))
    | (?P<star_sign>[-−]\ ?|minus\ |negative\ )?
      (?P<stars>\d(?:[.,]\d)?|zero|no|negative|minus|half\ a|a\ single|single
        |one|two|three|four|five)
      [- ]stars?\b(?![- ](?:hotel|restaurant|resort|trek|wars|chef|plan|menu|chart|schema
        |rating\ (?:field|widget|scale)))
    )""",
    re.VERBOSE,
)
# What is counted or dated by the same figures: "on 2/5", "step 2/5", "page 3 of 10".
_NO_RATING_BEFORE = re.compile(
    r"(?:on|by|until|till|due|since|from|before|after|step|page|part|question|slide|screen"
    r"|attempt|try|day|week|phase|lesson|module|chapter|episode|version|only|just|section|item|row)"
    r"(?: no\.?| number)? $"
)


def find_ratings(lower: str) -> Iterator[tuple[int, int, int]]:
    """Yield the mood (1 good, −1 bad, 0 between), start and end index of each rating."""
    if not ("/" in lower or "of" in lower or "star" in lower):
        return
    for match in _RATING.finditer(lower):
        share = _share(match)
        if share is None or _is_no_rating(lower, match):
            continue
        mood = 1 if share >= GOOD_FROM else -1 if share <= BAD_TO else 0
        yield mood, match.start(), match.end()


def _is_no_rating(lower: str, match: re.Match[str]) -> bool:
    return match["most"] is not None and bool(_NO_RATING_BEFORE.search(lower[: match.start()]))


def _share(match: re.Match[str]) -> float | None:
    """Return what share of the highest rating was given; None for more than that."""
    if match["most"]:
        given, most, sign = _number(match["given"]), float(match["most"]), match["sign"]
    else:
        given, most, sign = _number(match["stars"]), 5.0, match["star_sign"]
    if given > most:
        return None
    return -given / most if sign else given / most


def _number(written: str) -> float:
    known = _NUMBER_WORDS.get(written)
    return float(written.replace(",", ".")) if known is None else known
