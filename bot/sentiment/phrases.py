"""Phrases of friction and of relief, in notes that hold no word of feeling.

Relief goes before friction: "no complaints since" and "the bug is gone" are made of words that
hurt, so friction is looked for only where no relief was found. Amounts are durations, counts and
what rose or fell: "9 days" until an answer hurts and "less than five minutes" does not, and what
else they mean is left to the words beside them.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.sentiment.lexicon import DATA

_NAMED = re.compile(r"\{\{(\w+)\}\}")


class Phrase(NamedTuple):
    """A phrase found in a text: its name, whether it is a relief, and where it stands."""

    name: str
    relief: bool
    start: int
    end: int


class _Kind(NamedTuple):
    name: str
    relief: bool
    amount: bool


def phrases_of(text: str) -> list[Phrase]:
    """Every phrase of relief, those of friction that touch none of them, and every amount."""
    found: list[Phrase] = []
    relieved = bytearray(len(text))
    low = text.lower()
    if len(low) != len(text):
        # Of a letter whose lower case is two ("İ") the first would shift all that follow it.
        low = "".join(sign.lower()[0] for sign in text)
    for kind, needed, pattern in _patterns():
        if needed and not any(piece in low for piece in needed):
            continue
        match = pattern.search(low)
        while match:
            start, end = match.span()
            if start and low[start - 1].isalnum():
                # In the middle of a word: what begins within it may still be a phrase.
                end = start + 1
            elif kind.relief and not kind.amount:
                relieved[start:end] = b"\1" * (end - start)
                found.append(Phrase(kind.name, kind.relief, start, end))
            elif kind.amount or 1 not in relieved[start:end]:
                found.append(Phrase(kind.name, kind.relief, start, end))
            match = pattern.search(low, end)
    return found


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[_Kind, tuple[str, ...], re.Pattern[str]], ...]:
    """The lines of `phrases.tsv`, in its order.

    A pattern that begins with a letter is searched for several times as fast as one that begins
    with a word boundary, so the boundary is left to `phrases_of`.
    """
    pieces: dict[str, str] = {}
    patterns: list[tuple[_Kind, tuple[str, ...], re.Pattern[str]]] = []
    for line in (DATA / "phrases.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, name, written, *needed = line.split("\t")
        pattern = _NAMED.sub(lambda piece: pieces[piece[1]], written)
        if kind == "let":
            pieces[name] = pattern
        else:
            relief, amount = kind.startswith("relief"), kind.endswith("amount")
            compiled = re.compile(pattern.removeprefix(r"\b"))
            pieces_needed = tuple(needed[0].split()) if needed else ()
            patterns.append((_Kind(name, relief, amount), pieces_needed, compiled))
    return tuple(patterns)
