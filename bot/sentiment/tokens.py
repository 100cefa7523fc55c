"""The words of a text, where they stand in it, and which of them are negated."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<mark>[:;=8xX]['’]?-?[()\[\]DPpoO/\\|3](?!\w) | <3)      # :-) and its kin
    | (?P<word>[^\W\d_]+(?:['’\-][^\W\d_]+)*)
    | (?P<number>\d+(?:[.,:]\d+)*)
    | (?P<stop>[.!?…;,]{1,30} | [()—–]|\s-\s | \n)
    | (?P<other>[^\w\s])
    """,
    re.VERBOSE,
)

# How far a "not" reaches: Pang et al. (2002) negate up to the next punctuation; in notes without
# any, four words are what it is about.
_REACH = 4
_NEGATORS = frozenset(
    [
        "no",
        "not",
        "never",
        "none",
        "nobody",
        "nothing",
        "neither",
        "nor",
        "without",
        "cannot",
        "can't",
        "cant",
        "don't",
        "dont",
        "doesn't",
        "doesnt",
        "didn't",
        "didnt",
        "isn't",
        "isnt",
        "aren't",
        "arent",
        "wasn't",
        "wasnt",
        "weren't",
        "werent",
        "won't",
        "wont",
        "wouldn't",
        "couldn't",
        "couldnt",
        "shouldn't",
        "hasn't",
        "hasnt",
        "haven't",
        "havent",
        "hadn't",
        "ain't",
        "hardly",
        "barely",
        "zero",
        "unable",
    ]
)
_ENDS = frozenset(["but", "however", "although", "though", "yet", "because", "so"])


class Token(NamedTuple):
    """A word, number or mark: as written, in lower case, where it stands, and what it is.

    `start` and `end` count characters of the text; `negated` says whether a "not" reaches it.
    """

    written: str
    word: str
    start: int
    end: int
    is_word: bool
    negated: bool


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text in their order."""
    found: list[Token] = []
    reach = 0
    for match in _TOKEN.finditer(text):
        written = match.group()
        kind = match.lastgroup
        word = written.strip().lower().replace("’", "'")
        if kind == "stop" or word in _ENDS:
            reach = 0
        found.append(
            Token(written, word, match.start(), match.end(), kind == "word", negated=reach > 0)
        )
        if word in _NEGATORS:
            reach = _REACH
        elif kind in {"word", "number"}:
            reach -= reach > 0
    return found


def is_negator(word: str) -> bool:
    """Whether a word in lower case negates the words after it."""
    return word in _NEGATORS
