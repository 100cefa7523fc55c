"""Find phrases of friction, relief and amounts in texts that have no emotional words.

Relief is matched before friction: "no complaints since" and "the bug is gone" contain negative
words, so friction is only reported where no relief was found. Amounts are durations, counts and
what rose or fell: "9 days" until an answer is negative and "less than five minutes" is not; the
words beside them decide the rest.

`data/phrases.tsv` has four tab-separated columns: kind (`friction`, `relief`, each with or without
` amount`), name, regular expression of lower-case text, and optionally words of which at least one
must occur in the text (a fast check before the expression is tried). Lines with the same name are
alternatives. Kind `let` defines a fragment to be used as `{{name}}`; lines with `#` are comments.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.sentiment.lexicon import DATA_DIR
from bot.sentiment.regex_prefixes import MAX_PREFIX_LENGTH, normalize_digits, regex_prefixes

_FRAGMENT_REFERENCE = re.compile(r"\{\{(\w+)\}\}")
# Runs of lower-case letters and digits. The ASCII expression is much faster.
_ALNUM_RUN_ASCII, _ALNUM_RUN = re.compile("[a-z0-9]+"), re.compile(r"[^\W_]+")


class Phrase(NamedTuple):
    """A phrase in a text: its name, whether it is relief, and its start and end index."""

    name: str
    relief: bool
    start: int
    end: int


class _Pattern(NamedTuple):
    """One line of `phrases.tsv`; with `required_words`, one of them must occur in the text."""

    name: str
    relief: bool
    amount: bool
    required_words: tuple[str, ...]
    regex: re.Pattern[str]
    prefixes: frozenset[str]

    @property
    def matches_anywhere(self) -> bool:
        """Whether a match may start with anything but a letter or digit."""
        return not all(prefix and prefix[0].isalnum() for prefix in self.prefixes)


def find_phrases(text: str) -> list[Phrase]:
    """Return all relief phrases and amounts, and the friction phrases that overlap no relief."""
    lower = text.lower()
    if len(lower) != len(text):
        # "İ" becomes two characters in lower case; that would shift all later positions.
        lower = "".join(character.lower()[0] for character in text)
    phrases: list[Phrase] = []
    has_relief = bytearray(len(text))
    for index, starts in sorted(_candidate_positions(lower).items()):
        name, relief, amount, required_words, regex, _ = _patterns()[index]
        if required_words and not any(word in lower for word in required_words):
            continue
        spans = _match_at(regex, lower, starts) if starts else _search_all(regex, lower)
        for start, end in spans:
            if relief and not amount:
                has_relief[start:end] = b"\1" * (end - start)
                phrases.append(Phrase(name, relief, start, end))
            elif amount or 1 not in has_relief[start:end]:
                phrases.append(Phrase(name, relief, start, end))
    return phrases


def _candidate_positions(lower: str) -> dict[int, list[int]]:
    """Map pattern indexes to the positions where they may match; an empty list is anywhere."""
    positions: dict[int, list[int]] = {index: [] for index in _patterns_matching_anywhere()}
    for run in (_ALNUM_RUN_ASCII if lower.isascii() else _ALNUM_RUN).finditer(lower):
        start = run.start()
        for index in _patterns_starting_with(lower[start : start + MAX_PREFIX_LENGTH]):
            positions.setdefault(index, []).append(start)
    return positions


def _match_at(
    regex: re.Pattern[str], lower: str, starts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the spans of non-overlapping matches at the given positions."""
    end = 0
    for start in starts:
        match = regex.match(lower, start) if start >= end else None
        if match:
            end = match.end()
            yield start, end


def _search_all(regex: re.Pattern[str], lower: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of all matches that do not start inside a word."""
    match = regex.search(lower)
    while match:
        start, end = match.span()
        if start and lower[start - 1].isalnum():
            # Inside a word: another match may start within this one.
            end = start + 1
        else:
            yield start, end
        match = regex.search(lower, end)


@lru_cache(maxsize=20_000)
def _patterns_starting_with(characters: str) -> tuple[int, ...]:
    """Return indexes of the patterns that may match text that starts with `characters`."""
    characters, by_prefix = normalize_digits(characters), _patterns_by_prefix()
    indexes: set[int] = set()
    for length in range(1, len(characters) + 1):
        indexes.update(by_prefix.get(characters[:length], ()))
    return tuple(sorted(indexes))


@lru_cache(maxsize=1)
def _patterns_by_prefix() -> dict[str, list[int]]:
    by_prefix: dict[str, list[int]] = {}
    for index, pattern in enumerate(_patterns()):
        for prefix in () if pattern.matches_anywhere else pattern.prefixes:
            by_prefix.setdefault(prefix, []).append(index)
    return by_prefix


@lru_cache(maxsize=1)
def _patterns_matching_anywhere() -> tuple[int, ...]:
    return tuple(index for index, pattern in enumerate(_patterns()) if pattern.matches_anywhere)


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    """Read `phrases.tsv`, in its order: relief comes before friction.

    Phrases start at word starts only, which `find_phrases` checks; a leading `\\b` is removed.
    """
    fragments: dict[str, str] = {}
    patterns: list[_Pattern] = []
    for line in (DATA_DIR / "phrases.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, name, written, *required = line.split("\t")
        expression = _FRAGMENT_REFERENCE.sub(lambda match: fragments[match[1]], written)
        if kind == "let":
            fragments[name] = expression
        else:
            relief, amount = kind.startswith("relief"), kind.endswith("amount")
            expression = expression.removeprefix(r"\b")
            required_words = tuple(required[0].split()) if required else ()
            regex, prefixes = re.compile(expression), regex_prefixes(expression)
            patterns.append(_Pattern(name, relief, amount, required_words, regex, prefixes))
    return tuple(patterns)
