"""Phrases of friction and of relief, in notes that hold no word of feeling.

Relief goes before friction: "no complaints since" and "the bug is gone" are made of words that
hurt, so friction is looked for only where no relief was found. Amounts are durations, counts and
what rose or fell: "9 days" until an answer hurts and "less than five minutes" does not, and what
else they mean is left to the words beside them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.sentiment.beginnings import SIZE, beginnings, normal
from bot.sentiment.lexicon import DATA

_NAMED = re.compile(r"\{\{(\w+)\}\}")
# Letters and digits in lower case; the first of these is much faster.
_RUN_ASCII, _RUN = re.compile("[a-z0-9]+"), re.compile(r"[^\W_]+")


class Phrase(NamedTuple):
    """A phrase found in a text: its name, whether it is a relief, and where it stands."""

    name: str
    relief: bool
    start: int
    end: int


class _Pattern(NamedTuple):
    name: str
    relief: bool
    amount: bool
    needed: tuple[str, ...]
    compiled: re.Pattern[str]
    heads: frozenset[str]

    @property
    def anywhere(self) -> bool:
        """Whether a match may begin with anything but a letter or digit."""
        return not all(head and head[0].isalnum() for head in self.heads)


def phrases_of(text: str) -> list[Phrase]:
    """Every phrase of relief, those of friction that touch none of them, and every amount."""
    low = text.lower()
    if len(low) != len(text):
        # Of a letter whose lower case is two ("İ") the first would shift all that follow it.
        low = "".join(sign.lower()[0] for sign in text)
    found: list[Phrase] = []
    relieved = bytearray(len(text))
    for number, starts in sorted(_candidates(low).items()):
        name, relief, amount, needed, compiled, _ = _patterns()[number]
        if needed and not any(piece in low for piece in needed):
            continue
        spans = _matched(compiled, low, starts) if starts else _searched(compiled, low)
        for start, end in spans:
            if relief and not amount:
                relieved[start:end] = b"\1" * (end - start)
                found.append(Phrase(name, relief, start, end))
            elif amount or 1 not in relieved[start:end]:
                found.append(Phrase(name, relief, start, end))
    return found


def _candidates(low: str) -> dict[int, list[int]]:
    """The numbers of the patterns that may match, and where; nowhere stands for anywhere."""
    found: dict[int, list[int]] = {number: [] for number in _anywhere()}
    for run in (_RUN_ASCII if low.isascii() else _RUN).finditer(low):
        start = run.start()
        for number in _beginning(low[start : start + SIZE]):
            found.setdefault(number, []).append(start)
    return found


def _matched(
    pattern: re.Pattern[str], low: str, starts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    end = 0
    for start in starts:
        match = pattern.match(low, start) if start >= end else None
        if match:
            end = match.end()
            yield start, end


def _searched(pattern: re.Pattern[str], low: str) -> Iterator[tuple[int, int]]:
    match = pattern.search(low)
    while match:
        start, end = match.span()
        if start and low[start - 1].isalnum():
            # In the middle of a word: what begins within it may still be a phrase.
            end = start + 1
        else:
            yield start, end
        match = pattern.search(low, end)


@lru_cache(maxsize=20_000)
def _beginning(signs: str) -> tuple[int, ...]:
    """The numbers of the patterns that may match where a word and what follows begin like that."""
    signs, by_head = normal(signs), _by_head()
    found: set[int] = set()
    for size in range(1, len(signs) + 1):
        found.update(by_head.get(signs[:size], ()))
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _by_head() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, pattern in enumerate(_patterns()):
        for head in () if pattern.anywhere else pattern.heads:
            found.setdefault(head, []).append(number)
    return found


@lru_cache(maxsize=1)
def _anywhere() -> tuple[int, ...]:
    return tuple(number for number, pattern in enumerate(_patterns()) if pattern.anywhere)


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    """The lines of `phrases.tsv`, in its order.

    A phrase begins where a word does, so the boundary before it is left to `phrases_of`.
    """
    pieces: dict[str, str] = {}
    patterns: list[_Pattern] = []
    for line in (DATA / "phrases.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, name, written, *needed = line.split("\t")
        pattern = _NAMED.sub(lambda piece: pieces[piece[1]], written)
        if kind == "let":
            pieces[name] = pattern
        else:
            relief, amount = kind.startswith("relief"), kind.endswith("amount")
            pattern = pattern.removeprefix(r"\b")
            any_of = tuple(needed[0].split()) if needed else ()
            compiled, heads = re.compile(pattern), beginnings(pattern)
            patterns.append(_Pattern(name, relief, amount, any_of, compiled, heads))
    return tuple(patterns)
