"""The stage before the text of a note: `onboarding: …`, `onboarding - …`, or just its name."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from domain.text import NameMatch

MAX_HEAD = 80

# A stage's name may have several words.
MAX_HEAD_WORDS = 4

# Returns what `stage` or `journey/stage` means.
FindStage = Callable[[str], NameMatch]

_COLON_HEAD = re.compile(
    rf"\s*(?P<head>[^:：\n]{{1,{MAX_HEAD}}}?)\s*[:：﹕][*_~]{{0,3}}(?=\s|$)\s*(?P<rest>.*)",
    re.DOTALL,
)

_TIGHT_HEAD = re.compile(rf"\s*(?P<head>[\w/-]{{1,{MAX_HEAD}}}):(?P<rest>\S.*)", re.DOTALL)

_WIDE_HEAD = re.compile(rf"\s*(?P<head>[\w/ -]{{1,{MAX_HEAD}}})[：﹕](?P<rest>\S.*)", re.DOTALL)

# A dash between words, or another sign that stands between a heading and what it heads.
_DASH_HEAD = re.compile(
    rf"\s*(?P<head>[^:\n]{{1,{MAX_HEAD}}}?)"
    r"(?:\s+[-\u2010-\u2015\u2212]+>?(?!\d)\s*|\s*[\u2012-\u2015]\s*|\s*[>|→=\n]\s*)"
    r"(?P<rest>\S.*)",
    re.DOTALL,
)

_COMMA_HEAD = re.compile(
    rf"\s*(?P<head>[^:,;，、\n]{{1,{MAX_HEAD}}}?)\s*[,;，、]\s*(?P<rest>\S.*)", re.DOTALL
)

# Where a sentence begins, no word is missing before it.
_SENTENCE_START = re.compile(
    r"(?:the|a|an|our|my|their|your|his|her|its|this|that|these|those|it|they|we|i|he|she|you|some"
    r"|no|nobody|none|every|everyone|everybody|all|many|most|several|people|customers?|users?"
    r"|clients?|there|one|two|three|when|after|before|if|why|how|can't|cannot)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NoteHead:
    """What stands before the text of a note, and that text.

    `is_one_word`: it is one word and a colon or a dash, so surely a name. `is_run_on`: nothing but
    a space follows it, and `text` begins with it where a sentence would miss it.
    """

    name: str
    text: str
    is_one_word: bool
    is_run_on: bool = False


def split_head(
    text: str, keys: Collection[str], find_stage: FindStage | None = None, *, loose: bool = True
) -> NoteHead | None:
    """Split `stage: text` after its first colon; None where there is no head.

    The colon of a `key:value` word (its key among `keys`), a URL or a time of day makes no head.
    `stage:text` without a space may be one. With `find_stage` a stage may also be followed by a
    dash, and where `loose` by a comma or a space.
    """
    colon = _colon_head(text, keys)
    if find_stage is None or (colon and (colon.is_one_word or find_stage(colon.name).key)):
        return colon
    return (
        _dash_head(text, find_stage) or (_loose_head(text, find_stage) if loose else None) or colon
    )


def has_clear_head(text: str, keys: Collection[str]) -> bool:
    """Whether the text begins with a word and a colon: no stage has to be known to tell."""
    colon = _colon_head(text, keys)
    return colon is not None and colon.is_one_word


def _colon_head(text: str, keys: Collection[str]) -> NoteHead | None:
    loose = _COLON_HEAD.fullmatch(text)
    match = loose or _TIGHT_HEAD.fullmatch(text) or _WIDE_HEAD.fullmatch(text)
    if match is None or match["head"].casefold() in keys or _is_in_code(match["head"]):
        return None
    if loose is None and (match["head"].isdigit() or match["rest"].startswith(("//", ":"))):
        return None
    is_one_word = loose is not None and not re.search(r"\s", match["head"])
    return NoteHead(match["head"], match["rest"].strip(), is_one_word)


def _is_in_code(head: str) -> bool:
    """Whether code begins in it and does not end."""
    return head.count("`") % 2 == 1


def _dash_head(text: str, find_stage: FindStage) -> NoteHead | None:
    match = _DASH_HEAD.fullmatch(text)
    if match is None:
        return None
    is_one_word = not re.search(r"\s", match["head"])
    if _is_in_code(match["head"]):
        return None
    found = find_stage(match["head"])
    if not found.key or not (found.exact or is_one_word):
        return None
    return NoteHead(match["head"], match["rest"].strip(), is_one_word)


def _loose_head(text: str, find_stage: FindStage) -> NoteHead | None:
    comma = _COMMA_HEAD.fullmatch(text)
    if comma and find_stage(comma["head"]).exact:
        return NoteHead(comma["head"], comma["rest"].strip(), is_one_word=False)
    words = list(re.finditer(r"\S+", text[: 2 * MAX_HEAD]))
    for count in range(min(MAX_HEAD_WORDS, len(words) - 1), 0, -1):
        head, rest = text[words[0].start() : words[count - 1].end()], text[words[count].start() :]
        if not _is_in_code(head) and find_stage(head).exact:
            # "Decision makers wait" needs its first word; "decision the makers wait" does not.
            is_apart = head == head.casefold() and _SENTENCE_START.match(rest)
            return NoteHead(head, rest if is_apart else text, is_one_word=False, is_run_on=True)
    return None
