"""Text as it is kept: what people wrote, minus what no database or screen can hold."""

import re
import unicodedata
from collections.abc import Mapping

from domain.errors import BadFieldError
from domain.names import slug

KEPT_CONTROLS = "\n\t"

# Zero width space and byte order mark show nothing; the others turn what follows them round.
UNSEEN = frozenset("\u200b\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# The accents that are no letter's own; 0004_search takes the same out of what it indexes.
_ACCENTS = re.compile("[\u0300-\u036f]+")


def clean(text: str) -> str:
    """The text without control characters (line breaks and tabs stay) and broken surrogates."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    return "".join(
        char
        for char in whole
        if char in KEPT_CONTROLS or (unicodedata.category(char) != "Cc" and char not in UNSEEN)
    ).strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in it: an emoji alone says little to a later reader."""
    return any(char.isalnum() for char in text)


def words_in(text: str) -> list[str]:
    """Runs of letters and digits, with the vowel signs that some scripts put beside them."""
    kept = "".join(
        char if char.isalnum() or unicodedata.category(char).startswith("M") else " "
        for char in text
    )
    return [word for word in kept.split() if has_words(word)]


def without_accents(text: str) -> str:
    """The text without accents, as the full-text index has it."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare)


def shortened(text: str, limit: int) -> str:
    """The text in one line of at most `limit` characters, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


MAX_NAME_LENGTH = 80

MAX_FORM_TEXT = 3000


def validate_name(
    text: str | None, taken: Mapping[str, str], field: str = "name"
) -> tuple[str, str]:
    """(key, name) of what somebody calls a thing; `taken` are the keys and names beside it.

    Raises BadFieldError where it is missing, too long, without letters, or taken.
    """
    name = " ".join(clean(text or "").split())
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


def validate_text(text: str | None, field: str) -> str | None:
    """A longer text, null where there is none; raises BadFieldError above 3,000 characters."""
    kept = clean(text or "")
    if len(kept) > MAX_FORM_TEXT:
        raise BadFieldError(field, f"At most {MAX_FORM_TEXT:,} characters; this has {len(kept):,}.")
    return kept or None
