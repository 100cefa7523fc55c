"""Read what people type: clean text, keys of names, the nearest name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from domain.errors import BadFieldError

ALLOWED_CONTROLS = "\n\t"


# Zero width space and byte order mark show nothing; the others turn what follows them round.
INVISIBLE_CHARACTERS = frozenset(
    "\u200b\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


_ASCII_WORDS = re.compile("[A-Za-z0-9]+")


# The accents that are no letter's own; 0004_search takes the same out of what it indexes.
_ACCENTS = re.compile("[\u0300-\u036f]+")


def clean_text(text: str) -> str:
    """Remove control characters (except line breaks and tabs) and broken surrogates."""
    if text.isprintable():
        return text.strip()
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    return "".join(
        char
        for char in whole
        if char in ALLOWED_CONTROLS
        or (unicodedata.category(char) != "Cc" and char not in INVISIBLE_CHARACTERS)
    ).strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in it: an emoji alone says little to a later reader."""
    return any(char.isalnum() for char in text)


def split_words(text: str) -> list[str]:
    """Return runs of letters and digits, with the vowel signs of some scripts."""
    if text.isascii():
        return _ASCII_WORDS.findall(text)
    spaced = "".join(
        char if char.isalnum() or unicodedata.category(char).startswith("M") else " "
        for char in text
    )
    return [word for word in spaced.split() if has_words(word)]


def strip_accents(text: str) -> str:
    """Return the text without accents, like the full-text index."""
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare)


def truncate(text: str, limit: int) -> str:
    """Return at most `limit` characters of the text, with an ellipsis if some are missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def list_words(words: Iterable[str]) -> str:
    """Return `low, medium or high`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def shorten(text: str, limit: int) -> str:
    """Return the text in one line of at most `limit` characters, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


MAX_NAME_LENGTH = 80


MAX_FORM_TEXT = 3000


def validate_name(
    text: str | None, taken: Mapping[str, str], field: str = "name"
) -> tuple[str, str]:
    """Return (key, name) of a typed name; `taken` has the keys and names in use.

    Raises BadFieldError where it is missing, too long, without letters, or taken.
    """
    name = " ".join(clean_text(text or "").split())
    if not name:
        raise BadFieldError(field, "It needs a name.")
    if len(name) > MAX_NAME_LENGTH:
        raise BadFieldError(
            field, f"A name has at most {MAX_NAME_LENGTH} characters; this has {len(name)}."
        )
    key = slug(name)
    if not key:
        raise BadFieldError(field, "A name needs at least one letter or digit.")
    if key in taken:
        raise BadFieldError(field, f"There is “{taken[key]}” already; choose another name.")
    return key, name


def split_for_form(text: str) -> tuple[str, str]:
    """Return what an input of a form holds of a text, and the rest; cut between words if it can.

    Slack counts an emoji as two characters.
    """
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * MAX_FORM_TEXT:
        return text, ""
    most = len(units[: 2 * MAX_FORM_TEXT].decode("utf-16-le", "ignore"))
    space = max(text.rfind(char, most - MAX_NAME_LENGTH, most) for char in " \n")
    cut = space if space > 0 else most
    return text[:cut], text[cut:]


def validate_text(text: str | None, field: str) -> str | None:
    """Return a longer text, None where it is empty; raises BadFieldError above 3,000 characters."""
    cleaned = clean_text(text or "")
    if len(cleaned) > MAX_FORM_TEXT:
        raise BadFieldError(
            field, f"At most {MAX_FORM_TEXT:,} characters; this has {len(cleaned):,}."
        )
    return cleaned or None


MAX_KEY_LENGTH = 60


MIN_NAME_SIMILARITY = 0.8


MIN_LEAD = 0.1


# Shorter ones are words of their own: "re: your mail" is no retention.
MIN_PREFIX = 3


# Those of the stages and journeys of a busy hour: each note asks for them all.
MAX_CACHED_NAMES = 2_000


# Says how to draw the character before it, as in ❤️; it is no part of a word.
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f]")


@lru_cache(maxsize=MAX_CACHED_NAMES)
def fold_name(text: str) -> str:
    """Return a name's words in lower case joined by hyphens, in any script.

    `"First use!"` gives `first-use`; a text without letters or digits gives the empty string.
    """
    once = unicodedata.normalize("NFKC", text).casefold()
    plain = _VARIATION_SELECTORS.sub("", unicodedata.normalize("NFKC", once))
    if not any(char.isalnum() for char in plain):
        return ""
    return re.sub("-+", "-", re.sub(r"[\W_]", _mark_or_hyphen, plain)).strip("-")


def slug(name: str) -> str:
    """Return the key of a name: folded, and cut to the maximum length."""
    return fold_name(name)[:MAX_KEY_LENGTH].strip("-")


def _mark_or_hyphen(char: re.Match[str]) -> str:
    return char[0] if unicodedata.category(char[0]) in ("Mn", "Mc") else "-"


@dataclass(frozen=True)
class NameMatch:
    """The result of looking up a typed name: one key, or the keys it could mean."""

    key: str | None
    candidates: tuple[str, ...] = ()
    exact: bool = False


def find_name(typed: str, names: Mapping[str, str]) -> NameMatch:
    """Look `typed` up among `names` (key to name): by key or name, then prefix, then near miss.

    Two equally good matches, or a prefix of a letter or two, give no match: `key` is then None and
    `candidates` are the names it could be.
    """
    wanted = slug(typed)
    if not wanted:
        return NameMatch(None)
    by_slug = {key: {key, slug(name)} for key, name in names.items()}
    exact = [key for key, slugs in by_slug.items() if wanted in slugs]
    if exact:
        return NameMatch(exact[0], exact=True)
    starting = [key for key, slugs in by_slug.items() if any(s.startswith(wanted) for s in slugs)]
    if starting:
        clear = len(starting) == 1 and len(wanted) >= MIN_PREFIX
        return NameMatch(starting[0] if clear else None, tuple(starting))
    return _find_nearest(wanted, by_slug)


def name_similarity(one: str, other: str) -> float:
    """Return the similarity of two words, 0…1 (Ratcliff and Obershelp)."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _find_nearest(wanted: str, by_slug: Mapping[str, set[str]]) -> NameMatch:
    scored = sorted(
        ((max(name_similarity(wanted, s) for s in slugs), key) for key, slugs in by_slug.items()),
        reverse=True,
    )
    near = [(ratio, key) for ratio, key in scored if ratio >= MIN_NAME_SIMILARITY]
    if not near:
        return NameMatch(None)
    if len(near) == 1 or near[0][0] - near[1][0] >= MIN_LEAD:
        return NameMatch(near[0][1])
    return NameMatch(None, tuple(key for _, key in near))


def split_first_word(text: str) -> tuple[str, str]:
    """Return the first word and the rest after any white space; empty if missing."""
    word, rest = (*text.split(maxsplit=1), "", "")[:2]
    return word, rest.strip()
