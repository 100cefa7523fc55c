"""`key:value` words in what people type, in all the ways of typing them."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from domain.text import name_similarity
from domain.written_days import DAYS_OF_SEVERAL_WORDS

OptionReader = Callable[[str], object | None]

DAY_KEY = "on"

COLON = "[:：﹕]"

# Every kind of quotation mark, single and double ones apart; phones exchange them at will.
_DOUBLE = '"“”„‟«»＂「」『』'
_SINGLE = "'‘’‚‛‹›"

_QUOTED = (
    rf"[{_DOUBLE}][^{_DOUBLE}\n]{{0,200}}[{_DOUBLE}]"
    # An apostrophe within a word closes nothing.
    rf"|[{_SINGLE}][^\n]{{0,200}}?[{_SINGLE}](?!\w)"
)

# Words in code stay as they are.
_CODE = r"```.*?```|`[^`\n]+`"

# After a key and a space, other words than these are prose: "carry on: slow".
_DAY_WORD = re.compile(r"\d|to|yes|last|mon|tue|wed|thu|fri|sat|sun", re.IGNORECASE)

# What is as near to a key as this is a typing mistake.
MIN_KEY_SIMILARITY = 0.75

MIN_KEY_LENGTH = 4

_ANY_OPTION = re.compile(rf"(?s:{_CODE})|(?<!\S)(?P<key>[^\W\d_]{{3,20}}){COLON}(?P<value>\S+)")


@dataclass(frozen=True)
class ParsedOptions:
    """Free text without its `key:value` words.

    `found` has the values. Two kinds of words with a known key stay in `text`: `refused` ones with
    an invalid value, `repeated` ones whose key was given before. `misspelt` are words with a key
    that is nearly a known one, and that one.
    """

    text: str
    found: dict[str, object]
    refused: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    misspelt: tuple[tuple[str, str], ...] = ()


def has_option(text: str, key: str) -> bool:
    """Return whether `parse_options` finds a `key:value` word of this key, valid or not."""
    words = _option_pattern((key,)).finditer(text)
    return any(word["key"] and not _is_prose(word, has_name=False) for word in words)


def parse_options(
    text: str, readers: Mapping[str, OptionReader], names: Collection[str] = ()
) -> ParsedOptions:
    """Take the `key:value` words named in `readers` out of `text`, but for those in code.

    A reader parses a value, or returns None for an invalid one: the word then stays in the text.
    The first valid word of a key counts; a second one stays in the text. Keys in `names` take any
    name: after a space that has to be followed by nothing, or by another `key:value` word.
    """
    found: dict[str, object] = {}
    refused: list[str] = []
    repeated: list[str] = []

    def take(match: re.Match[str]) -> str:
        key = (match["key"] or "").casefold()
        if key not in readers or _is_prose(match, has_name=key in names):
            # Ignoring case, the pattern also takes ı for i: no key of ours.
            return match[0]
        value = readers[key](_bare_value(match["value"]))
        if match["gap"] and (value is None or key in found):
            return match[0]
        if key in found:
            repeated.append(match[0])
            return match[0]
        if value is None:
            refused.append(match[0])
            return match[0]
        found[key] = value
        return ""

    left = _option_pattern(tuple(readers)).sub(take, text)
    if found:
        left = re.sub(r"[ \t]{2,}", " ", left)
    misspelt = _misspelt_words(left, readers)
    return ParsedOptions(left.strip(), found, tuple(refused), tuple(repeated), misspelt)


@cache
def _option_pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    others = [re.escape(key) for key in keys if key != DAY_KEY]
    is_day = f"(?P<day>{DAY_KEY})" if DAY_KEY in keys else "(?P<day>(?!))"
    key = "|".join([*others, is_day])
    value = rf"(?(day)(?:{DAYS_OF_SEVERAL_WORDS})|(?!))|{_QUOTED}|\S+"
    option = (
        rf"(?<!\S)(?P<key>{key}){COLON}(?P<gap>[ \t]?)(?!(?:{'|'.join(keys)}){COLON})"
        rf"(?P<value>{value})"
    )
    return re.compile(rf"(?s:{_CODE})|{option}", re.IGNORECASE)


def _bare_value(value: str) -> str:
    """Return a value without quotation marks, and without the mark that ends its sentence."""
    if value[0] in _DOUBLE + _SINGLE:
        return value.strip(_DOUBLE + _SINGLE)
    return (value.rstrip(",;.") or value).strip(_DOUBLE)


def _is_prose(word: re.Match[str], *, has_name: bool) -> bool:
    """Whether a key, a colon and a space belong to a sentence: "severity: high, said she"."""
    if not word["gap"]:
        return False
    value, rest = word["value"], word.string[word.end() :].lstrip()
    if word["day"] and not _DAY_WORD.match(value.lstrip(_DOUBLE + _SINGLE)):
        return True
    if word.start() == 0 and value.endswith((",", ";")):
        return True
    is_quoted = value[0] in _DOUBLE + _SINGLE
    is_last = not rest or word.re.match(rest) is not None
    return has_name and not is_quoted and not is_last


def _misspelt_words(text: str, keys: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return the words whose key is nearly one of these, each with the likeliest key."""
    found = []
    for word in _ANY_OPTION.finditer(text):
        typed = (word["key"] or "").casefold()
        near = [(name_similarity(typed, key), key) for key in keys if len(key) >= MIN_KEY_LENGTH]
        likeness, key = max(near, default=(0.0, ""))
        if typed not in keys and likeness >= MIN_KEY_SIMILARITY:
            found.append((word[0], key))
    return tuple(found)
