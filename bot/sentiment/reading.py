"""Prepare a text for scoring: whether it says anything, and what of it is read.

Answers and messages that say nothing ("Nothing", "n/a", "no comment", "test") are no pain: people
type them where a survey or a form asks for a text.

What says nothing about a mood is blanked, and positions stay: addresses, mentions and numbers of
issues become spaces; Slack's shortcodes (`:+1:`) become their characters; words drawn out
(“baaaad”) become the word. The result has the length of the text, so a position in one is a
position in the other.

Slack sends every emoji by its name. The names are those of the library `emoji`, which also has most
of Slack's; those it lacks, or uses for another emoji, are in `data/slack_emoji.tsv`, made from
@emoji-mart/data (MIT), which has Slack's names.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.sentiment.lexicon import DATA_DIR, is_known_word

MAX_EMPTY_CHARACTERS = 60

_NOTHING = re.compile(
    r"""[-–—./?\s]* | [\W_]*(?:
    (?:no|not|nope|nah|none|nil|null|nothing|n\W?a|n\W?a\W?n|nvm|yes|yep|ok|okay|sure|maybe|idk|dunno
      |tbd|tba|todo|wip|fyi|test|tests|testing|first|second|last|ping|hello|hi|hey|same|ditto|x+)
    (?:\W+(?:at\ all|really|yet|else|here|for\ now|now|so\ far|in\ particular|particular|special
      |specific|specifically|much|thanks|thank\ you|sorry|that\ i\ (?:can|could)\ think\ of|test
      |testing|again|comes?\ to\ mind|i\ can\ think\ of|to\ (?:add|say|report|mention|note|declare)
      |as\ (?:above|before)|today|this\ (?:time|week|month)|there|all|everyone|team|\d+|no|nothing
      |none))*
    | no\ (?:comments?|opinion|suggestions?|feedback|remarks?|input|preference)
      (?:\ (?:at\ all|yet|really|from\ me|sorry|for\ now))?
    | (?:i\ )?(?:can't|can\ not|cannot)\ think\ of\ (?:anything|any)(?:\ (?:right\ )?now)?
    | (?:i\ )?(?:don't|do\ not)\ (?:know|have\ any(?:thing)?(?:\ to\ (?:add|say))?)
    | (?:see|as|same\ as)\ (?:above|before|below)
    | (?:not\ (?:applicable|sure|much) | (?:this\ is\ |just\ |only\ )+(?:a\ )?test)
    )[\W_]*""",
    re.VERBOSE,
)

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


def is_empty_answer(text: str) -> bool:
    """Return whether the whole text is an answer without content."""
    stripped = text.strip()
    if len(stripped) > MAX_EMPTY_CHARACTERS:
        return False
    return _NOTHING.fullmatch(stripped.lower().replace("’", "'")) is not None


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
        return emoji_character(match["shortcode"][1:-1].lower()) or ""
    return shorten_drawn_word(match["drawn"]) if match["drawn"] else ""


def emoji_character(name: str) -> str | None:
    """Return the first character of the emoji of this name, None for a workspace's own emoji.

    What follows the first character only varies it: its gender, colour or style.
    """
    return _emoji_characters().get(name)


@lru_cache(maxsize=1)
def _emoji_characters() -> dict[str, str]:
    # Loaded with the first shortcode: it takes as long as scoring fifty notes.
    from emoji import EMOJI_DATA  # noqa: PLC0415

    names: dict[str, str] = {}
    for emoji, properties in EMOJI_DATA.items():
        if emoji[0].isascii():
            continue  # keycaps: “1” would be read as a number
        for name in (properties["en"], *properties.get("alias", ())):
            names.setdefault(name.strip(":").lower(), emoji[0])
    for line in (DATA_DIR / "slack_emoji.tsv").read_text(encoding="utf-8").splitlines():
        name, emoji = line.split("\t")
        names[name] = emoji[0]
    return names
