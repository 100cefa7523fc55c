"""Recognise what is surely a note: so marked, quoted from a customer, or told of one."""

import re

from bot.intents.lexicon import pattern
from domain.note_head import split_head
from domain.note_text import starts_with_kind

_QUOTE = r"[\"“”„«»]"

_STARTS_QUOTED = re.compile(rf"\s*(?:[-–—*_>]\s*)*(?:{_QUOTE}|'(?=\w)|>\s)")

_LONG_QUOTE = re.compile(rf"{_QUOTE}[^\"“”„«»]*\s[^\"“”„«»]*{_QUOTE}")

_FILE = "quotes.txt"

_MARK = pattern(_FILE, "mark", re.IGNORECASE)

# “Would you kindly log that …”, “please note: …”.
_REQUEST = pattern(_FILE, "request", re.IGNORECASE)

_HEAD_OF_QUESTION = pattern(_FILE, "question head", re.IGNORECASE)

_SAID_AFTER = pattern(_FILE, "said after", re.IGNORECASE)

_TOLD = pattern(_FILE, "told", re.IGNORECASE)

# A quoted question under a head of its own: “mail from a supplier: when will you pay?”.
MAX_HEAD_WORDS = 9


def is_marked_note(text: str) -> bool:
    """Return whether it is said to be a note: by a kind, by “note: …”, or by a request to save."""
    return bool(_MARK.match(text) or _REQUEST.match(text) or starts_with_kind(text))


def note_in_request(text: str) -> str:
    """Return a note without the request to save it before it: “please log that …”."""
    found = _REQUEST.match(text) or _NOTE_WORD.match(text)
    return text[found.end() :] if found else text


_NOTE_WORD = re.compile(
    r"\s*[*_]*(?:notes?|notiz|nota|notitie)[*_]*\s*(?:[:–—]|\s-)\s*(?=\S)", re.IGNORECASE
)


def is_quoted(text: str) -> bool:
    """Return whether it begins with a quotation, or says after one whose it is."""
    return bool(_STARTS_QUOTED.match(text) or _SAID_AFTER.search(text))


def has_quote(text: str) -> bool:
    """Return whether it quotes several words."""
    return bool(_LONG_QUOTE.search(text))


def is_told(plain: str) -> bool:
    """Return whether a sentence in lower case, without accents, tells what a customer said."""
    return bool(_TOLD.search(plain))


def has_head_of_note(text: str) -> bool:
    """Return whether words before a colon say where it comes from: “caller at noon: who …?”."""
    head = split_head(text, ())
    if head is None or "?" in head.name:
        return False
    name = head.name.strip(" *_")
    is_short = len(name.split()) <= MAX_HEAD_WORDS
    return is_short and not _HEAD_OF_QUESTION.fullmatch(name)
