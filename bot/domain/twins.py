"""Whether two notes say the same, by their words. Better silent than wrong: people are asked."""

import re
import unicodedata
from collections.abc import Set as AbstractSet

from bot.domain.similar import words_of

# Of all the words of two notes so many have to be common, where one says no more than the other…
WITHIN = 0.7
# …and where each says something the other does not: “gmail” for “outlook” is another problem.
BESIDE = 0.75
FEWEST = 3

_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# E-mail is email, a t-shirt is a tshirt.
_E_MAIL = re.compile(r"(?<=\b[^\W\d_])-(?=\w)")
_SAY_NO = "no not never none nobody nothing without cannot cant"
_DENIED = frozenset(_SAY_NO.split())


def stems(text: str) -> frozenset[str]:
    """The words of a text that say something, without accents, capitals and endings."""
    return words_of(_E_MAIL.sub("", text))


def say_the_same(one: str, other: str) -> bool:
    """Whether two texts are so alike that somebody should be asked if they say the same."""
    if _words(one) == _words(other):
        return bool(_words(one))
    ours, theirs = stems(one), stems(other)
    if _denies(one) != _denies(other) or _numbers(ours) != _numbers(theirs):
        return False
    common = ours & theirs
    needed = WITHIN if ours <= theirs or theirs <= ours else BESIDE
    return len(common) >= FEWEST and closeness(ours, theirs) >= needed


def closeness(ours: AbstractSet[str], theirs: AbstractSet[str]) -> float:
    """The share of common words among all of both, 0…1."""
    return len(ours & theirs) / (len(ours | theirs) or 1)


def _words(text: str) -> list[str]:
    split = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    bare = "".join(char for char in split if not unicodedata.combining(char))
    return _WORDS.findall(_E_MAIL.sub("", unicodedata.normalize("NFC", bare)))


def _denies(text: str) -> bool:
    return any(word in _DENIED or word.endswith("n't") for word in _words(text))


def _numbers(words: AbstractSet[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(char.isdigit() for char in word))
