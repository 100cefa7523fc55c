"""The words of a text, where they stand in it, and which of them are negated."""

import re

# A word, number or mark: as written, in lower case, where it begins and ends in the text, whether
# it is a word, and whether a "not" reaches it. A plain tuple, as a note has twenty of them.
Token = tuple[str, str, int, int, bool, bool]

_MARK = r"""[:;=8xX]['’]?-?[()\[\]DPpoO/\\|3](?!\w) | <3"""  # :-) and its kin
# Words are what there is most of, so they are tried first, where a mark does not begin.
_TOKEN = rf"""
    ((?!{_MARK}) LETTER+(?:['’\-]LETTER+)*)
    | ({_MARK})
    | (\d+(?:[.,:]\d+)*)
    | ([.!?…;,]{{1,30}} | [()—–]|\s-\s | \n)
    | ([^\w\s])
    """
_WORD, _NUMBER, _STOP = 1, 3, 4
_TOKEN_ASCII, _TOKEN_ANY = (
    re.compile(_TOKEN.replace("LETTER", letter), re.VERBOSE) for letter in ("[a-zA-Z]", r"[^\W\d_]")
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
_NEGATES = dict.fromkeys(_ENDS, False) | dict.fromkeys(_NEGATORS, True)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text in their order."""
    found: list[Token] = []
    reach = 0
    for match in (_TOKEN_ASCII if text.isascii() else _TOKEN_ANY).finditer(text):
        written, kind = match[0], match.lastindex
        start, end = match.span()
        word = written.lower().replace("’", "'")
        if kind == _STOP:
            word, reach = word.strip(), 0
        negates = _NEGATES.get(word)
        if negates is False:
            reach = 0
        found.append((written, word, start, end, kind == _WORD, reach > 0))
        if negates:
            reach = _REACH
        elif reach and kind in (_WORD, _NUMBER):
            reach -= 1
    return found


def is_negator(word: str) -> bool:
    """Whether a word in lower case negates the words after it."""
    return word in _NEGATORS
