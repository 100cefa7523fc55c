"""The grammar of what people type after a command: a head, free text and `key:value` words."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_WORD = r'(?<!\S)(?P<key>{keys}):(?P<value>"[^"]*"|“[^”]*”|\S+)'

_HEAD = re.compile(r"\s*(?P<head>[^:\n]{1,80}?)\s*:(?=\s|$)\s*(?P<rest>.*)", re.DOTALL)

_TIGHT_HEAD = re.compile(r"\s*(?P<head>[\w/-]{1,80}):(?P<rest>\S.*)", re.DOTALL)


Reader = Callable[[str], object | None]


@dataclass(frozen=True)
class ParsedWords:
    """Free text with its `key:value` words taken out.

    `found` holds what was understood. Two kinds of words with a known key stay in `text`: `refused`
    with a value that means nothing, `repeated` with a key that was understood before.
    """

    text: str
    found: dict[str, object]
    refused: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def first_word(text: str) -> tuple[str, str]:
    """The first word and what follows it, whatever white space parts them; empty where missing."""
    word, rest = (*text.split(maxsplit=1), "", "")[:2]
    return word, rest.strip()


def parse_words(text: str, readers: Mapping[str, Reader]) -> ParsedWords:
    """Take the `key:value` words named in `readers` out of `text`.

    A reader turns a value into what it means, or null when it means nothing: the word then stays
    in the text. The first understood word of a key counts, a second stays in the text too.
    """
    found: dict[str, object] = {}
    refused: list[str] = []
    repeated: list[str] = []

    def take(match: re.Match[str]) -> str:
        key = match["key"].casefold()
        if key not in readers:
            # Ignoring case, the pattern also takes ı for i: no key of ours.
            return match[0]
        bare = match["value"].rstrip(",;.") or match["value"]
        if key in found:
            repeated.append(match[0])
            return match[0]
        value = readers[key](bare.strip('"“”'))
        if value is None:
            refused.append(match[0])
            return match[0]
        found[key] = value
        return ""

    pattern = _WORD.format(keys="|".join(map(re.escape, readers)))
    left = re.sub(pattern, take, text, flags=re.IGNORECASE)
    if found:
        left = re.sub(r"[ \t]{2,}", " ", left)
    return ParsedWords(left.strip(), found, tuple(refused), tuple(repeated))


@dataclass(frozen=True)
class CommandHead:
    """What stood before the first colon, and the text after it.

    `meant` is true where a person clearly meant a name: one word, a colon, a space.
    """

    name: str
    text: str
    meant: bool


def split_head(text: str, keys: Collection[str]) -> CommandHead | None:
    """Split `stage: text` at its first colon; null where there is no head.

    The colon of a `key:value` word (its key among `keys`), a URL or a time of day makes no head.
    `stage:text` without a space may be one.
    """
    loose = _HEAD.fullmatch(text)
    match = loose or _TIGHT_HEAD.fullmatch(text)
    if match is None or match["head"].casefold() in keys:
        return None
    if loose is None and (match["head"].isdigit() or match["rest"].startswith(("//", ":"))):
        return None
    meant = loose is not None and not re.search(r"\s", match["head"])
    return CommandHead(match["head"], match["rest"].strip(), meant)


def parse_day(today: date) -> Callable[[str], date | None]:
    """A reader of days: ISO dates up to `today`, `today` and `yesterday`; else null."""

    def read(value: str) -> date | None:
        word = value.strip().casefold()
        if word in ("today", "yesterday"):
            return today - timedelta(days=word == "yesterday")
        try:
            day = date.fromisoformat(word)
        except ValueError:
            return None
        return day if date(1970, 1, 2) <= day <= today else None

    return read
