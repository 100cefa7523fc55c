"""Names people give things, their keys, and the nearest of them to what somebody typed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

KEY_LENGTH = 60

NEAR_MISS = 0.8

CLEAR_LEAD = 0.1

# Shorter ones are words of their own: "re: your mail" is no retention.
MIN_PREFIX = 3

# Says how to draw the character before it, as in ❤️; it is no part of a word.
_VARIATION = re.compile("[\ufe00-\ufe0f]")


def fold(text: str) -> str:
    """Its words in lower case joined by hyphens, letters of any script with their vowel signs.

    `"First use!"` gives `first-use`; a text without letters or digits gives the empty string.
    """
    once = unicodedata.normalize("NFKC", text).casefold()
    plain = _VARIATION.sub("", unicodedata.normalize("NFKC", once))
    if not any(char.isalnum() for char in plain):
        return ""
    return re.sub("-+", "-", re.sub(r"[\W_]", _mark_or_hyphen, plain)).strip("-")


def slug(name: str) -> str:
    """The key of a name: folded, and cut to the length that is kept."""
    return fold(name)[:KEY_LENGTH].strip("-")


def _mark_or_hyphen(char: re.Match[str]) -> str:
    return char[0] if unicodedata.category(char[0]) in ("Mn", "Mc") else "-"


@dataclass(frozen=True)
class Match:
    """The outcome of looking a typed word up: one key, or the keys it could have meant."""

    key: str | None
    candidates: tuple[str, ...] = ()
    exact: bool = False


def find(typed: str, names: Mapping[str, str]) -> Match:
    """Look `typed` up among `names` (key to name): by key or name, then prefix, then near miss.

    Two equally good answers are none, nor is a prefix of a letter or two an answer: `key` is then
    null and `candidates` names what it could be.
    """
    wanted = slug(typed)
    if not wanted:
        return Match(None)
    by_slug = {key: {key, slug(name)} for key, name in names.items()}
    exact = [key for key, slugs in by_slug.items() if wanted in slugs]
    if exact:
        return Match(exact[0], exact=True)
    starting = [key for key, slugs in by_slug.items() if any(s.startswith(wanted) for s in slugs)]
    if starting:
        clear = len(starting) == 1 and len(wanted) >= MIN_PREFIX
        return Match(starting[0] if clear else None, tuple(starting))
    return _nearest(wanted, by_slug)


def likeness(one: str, other: str) -> float:
    """How alike two words are, 0…1 (Ratcliff and Obershelp)."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _nearest(wanted: str, by_slug: Mapping[str, set[str]]) -> Match:
    scored = sorted(
        ((max(likeness(wanted, s) for s in slugs), key) for key, slugs in by_slug.items()),
        reverse=True,
    )
    near = [(ratio, key) for ratio, key in scored if ratio >= NEAR_MISS]
    if not near:
        return Match(None)
    if len(near) == 1 or near[0][0] - near[1][0] >= CLEAR_LEAD:
        return Match(near[0][1])
    return Match(None, tuple(key for _, key in near))
