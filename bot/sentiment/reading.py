"""Prepare a text for scoring: what says nothing about a mood is blanked, positions stay.

Addresses, mentions and numbers of issues become spaces; Slack's shortcodes (`:+1:`) become their
characters; words drawn out (“baaaad”) become the word. The result has the length of the text, so a
position in one is a position in the other.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.sentiment.lexicon import is_known_word
from bot.sentiment.shortcodes import character

# Most texts have none of these and are read as they are.
_ANYTHING_SPECIAL = re.compile(r"[@#<:/’]|\.[a-z]|www|(\w)\1\1", re.IGNORECASE)

_ADDRESS_END = r"[^\s<>|]*[^\s<>|.,;:!?)'\"\]]"
_SPECIAL = re.compile(
    rf"""(?P<silent>
      <[@\#!][^>\n]{{0,200}}> | <(?:https?|mailto|tel):[^|>\s]*
      | (?:\b[a-z][a-z0-9+.-]{{1,9}}://|\bwww\.|\bmailto:){_ADDRESS_END}
      | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+ | (?<![\w/])@[\w.-]*\w
      | (?<![\w&])\#\d+\b
      | (?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|eu|gov|edu|de|fr|uk)\b
        (?:[/?]{_ADDRESS_END})?
    )
    | (?<!\w)(?P<shortcode>:[a-z0-9_+'’-]+:)(?::skin-tone-[2-6]:)?(?!\w)
    | (?<!\w)(?P<drawn>[^\W\d_]*([^\W\d_])\4\4[^\W\d_]*)(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REPEATED = re.compile(r"(\w)\1{2,}", re.IGNORECASE)


class ReadText(NamedTuple):
    """The text as it is scored, and what was shortened in it.

    `ends` maps the end of a shortened word or shortcode to its end in the text as written.
    """

    text: str
    ends: Mapping[int, int]


def read_text(text: str) -> ReadText:
    """Return the text as it is scored, of the same length."""
    if not _ANYTHING_SPECIAL.search(text):
        return ReadText(text, {})
    ends: dict[int, int] = {}

    def replace(match: re.Match[str]) -> str:
        written = _reading(match)
        start, end = match.span()
        if written:
            ends[start + len(written)] = end
        return written.ljust(end - start)

    return ReadText(_SPECIAL.sub(replace, text), ends)


def shorten_drawn_word(word: str) -> str:
    """Return “bad” for “baaaad”, “good” for “gooood”: a known word if there is one."""
    single, double = (_REPEATED.sub(letters, word) for letters in (r"\1", r"\1\1"))
    if not any(letter != single[0] for letter in single):
        return word
    return double if is_known_word(double.lower()) else single


def _reading(match: re.Match[str]) -> str:
    """Return what stands for a match; nothing for what is silent."""
    if match["shortcode"]:
        return character(match["shortcode"][1:-1].lower()) or ""
    return shorten_drawn_word(match["drawn"]) if match["drawn"] else ""
