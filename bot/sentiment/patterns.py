"""Find the patterns of a data file in a text, trying each only where it can start.

The file has four tab-separated columns: kind, name, regular expression of lower-case text, and
optionally words of which at least one must occur in the text (a fast check before the expression is
tried). Kind `let` defines a fragment to be used as `{{name}}`; lines with `#` are comments.

A match can start with certain characters only, and `regex_prefixes` says which: an expression is
tried only at the positions of a text that have one of its prefixes.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_FRAGMENT_REFERENCE = re.compile(r"\{\{(\w+)\}\}")
# Runs of lower-case letters and digits. The ASCII expression is much faster.
_ALNUM_RUN_ASCII, _ALNUM_RUN = re.compile("[a-z0-9]+"), re.compile(r"[^\W_]+")

# Long enough to tell "there is" from "the" and most words from each other.
MAX_PREFIX_LENGTH = 6
# Stands for every decimal digit.
DIGIT = "0"
_DIGITS = re.compile(r"\d")

# The start of a match, and whether it is complete: False if unknown characters may follow it.
_Prefix = tuple[str, bool]
_EMPTY: frozenset[_Prefix] = frozenset({("", True)})
_ANYTHING: frozenset[_Prefix] = frozenset({("", False)})


class Pattern(NamedTuple):
    """One line of a file; with `required_words`, one of them must occur in the text."""

    kind: str
    name: str
    required_words: tuple[str, ...]
    regex: re.Pattern[str]
    prefixes: frozenset[str]

    @property
    def matches_anywhere(self) -> bool:
        """Whether a match may start with anything but a letter or digit."""
        return not all(prefix and prefix[0].isalnum() for prefix in self.prefixes)


class PatternFile:
    """The patterns of one file, in its order."""

    def __init__(self, path: Path) -> None:
        self.patterns = tuple(_read_patterns(path))
        self._anywhere: list[int] = []
        self._at_start: list[int] = []
        self._by_prefix: dict[str, list[int]] = {}
        for index, pattern in enumerate(self.patterns):
            if pattern.regex.pattern.startswith("^"):
                self._at_start.append(index)
                continue
            if pattern.matches_anywhere:
                self._anywhere.append(index)
                continue
            for prefix in pattern.prefixes:
                self._by_prefix.setdefault(prefix, []).append(index)
        self._starting_with = lru_cache(maxsize=20_000)(self._find_starting_with)

    def matches(self, lower: str) -> Iterator[tuple[Pattern, int, int]]:
        """Yield each match in a lower-case text with its start and end, in the order of the file.

        Matches start at word starts only.
        """
        for index, starts in sorted(self._candidate_positions(lower).items()):
            pattern = self.patterns[index]
            if pattern.required_words and not any(word in lower for word in pattern.required_words):
                continue
            regex = pattern.regex
            for start, end in _match_at(regex, lower, starts) if starts else _search(regex, lower):
                yield pattern, start, end

    def _candidate_positions(self, lower: str) -> dict[int, list[int]]:
        """Map pattern indexes to the positions where they may match; an empty list is anywhere."""
        positions: dict[int, list[int]] = {index: [] for index in self._anywhere}
        positions |= {index: [0] for index in self._at_start}
        for run in (_ALNUM_RUN_ASCII if lower.isascii() else _ALNUM_RUN).finditer(lower):
            start = run.start()
            for index in self._starting_with(lower[start : start + MAX_PREFIX_LENGTH]):
                positions.setdefault(index, []).append(start)
        return positions

    def _find_starting_with(self, characters: str) -> tuple[int, ...]:
        """Return indexes of the patterns that may match text that starts with `characters`."""
        characters = normalize_digits(characters)
        indexes: set[int] = set()
        for length in range(1, len(characters) + 1):
            indexes.update(self._by_prefix.get(characters[:length], ()))
        return tuple(sorted(indexes))


def lower_same_length(text: str) -> str:
    """Return the text in lower case, with every character at its place."""
    lower = text.lower()
    if len(lower) != len(text):
        # "İ" becomes two characters in lower case; that would shift all later positions.
        lower = "".join(character.lower()[0] for character in text)
    return lower


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


def _search(regex: re.Pattern[str], lower: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of all matches that do not start inside a word."""
    match = regex.search(lower)
    while match:
        start, end = match.span()
        if start and lower[start - 1].isalnum():
            # Inside a word: another match may start within this one.
            end = start + 1
        else:
            yield start, end
            # An empty match would be found again.
            end = max(end, start + 1)
        match = regex.search(lower, end)


def _read_patterns(path: Path) -> Iterator[Pattern]:
    """Yield the patterns of a file; a leading `\\b` is removed, as `matches` checks it."""
    fragments: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, name, written, *required = line.split("\t")
        expression = _FRAGMENT_REFERENCE.sub(lambda match: fragments[match[1]], written)
        if kind == "let":
            fragments[name] = expression
            continue
        expression = expression.removeprefix(r"\b")
        required_words = tuple(required[0].split()) if required else ()
        regex, prefixes = re.compile(expression), regex_prefixes(expression)
        yield Pattern(kind, name, required_words, regex, prefixes)


def regex_prefixes(pattern: str) -> frozenset[str]:
    """Return strings of at most `MAX_PREFIX_LENGTH`: each match of `pattern` starts with one.

    Supports the syntax used in `phrases.tsv`: literals, groups, alternatives, character sets,
    `\\b`, `\\d`, `\\w`, `\\W`, lookaheads and quantifiers. An empty string in the result means that
    a match may start with anything. Digits appear as `DIGIT`: compare with `normalize_digits`.

    Raises ValueError if the pattern has an unbalanced closing bracket.
    """
    parser = _PatternParser(pattern)
    prefixes = parser.parse_alternatives()
    if parser.position < len(pattern):
        message = f"cannot read {pattern!r} at {parser.position}"
        raise ValueError(message)
    return frozenset(prefix for prefix, _ in prefixes)


def normalize_digits(text: str) -> str:
    """Replace every digit by `DIGIT`, as in the result of `regex_prefixes`."""
    return _DIGITS.sub(DIGIT, text)


class _PatternParser:
    """Recursive-descent parser that returns the prefixes of each part of a pattern."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self.position = 0

    def parse_alternatives(self) -> frozenset[_Prefix]:
        prefixes = self._parse_sequence()
        while self._skip("|"):
            prefixes |= self._parse_sequence()
        return prefixes

    def _parse_sequence(self) -> frozenset[_Prefix]:
        prefixes = _EMPTY
        while self.position < len(self._pattern) and self._pattern[self.position] not in "|)":
            prefixes = _concatenate(prefixes, self._parse_quantifier(self._parse_atom()))
        return prefixes

    def _parse_atom(self) -> frozenset[_Prefix]:
        if self._skip("(?!") or self._skip("(?="):
            self.parse_alternatives()
            self._skip(")")
            return _EMPTY
        if self._skip("(?:"):
            prefixes = self.parse_alternatives()
            self._skip(")")
            return prefixes
        if self._skip("["):
            end = self._pattern.index("]", self.position)
            characters = self._read(end + 1 - self.position)[:-1]
            if characters[0] == "^" or "\\" in characters or "-" in characters[1:-1]:
                return _ANYTHING
            return frozenset((normalize_digits(character), True) for character in characters)
        if self._skip("\\"):
            return _escape_prefixes(self._read(1))
        character = self._read(1)
        # Other kinds of groups, dots and anchors are not analysed.
        not_analysed = character in "(^.$"
        return _ANYTHING if not_analysed else frozenset({(normalize_digits(character), True)})

    def _parse_quantifier(self, atom: frozenset[_Prefix]) -> frozenset[_Prefix]:
        if self._skip("?"):
            atom |= _EMPTY
        elif self._skip("*"):
            atom = _ANYTHING
        elif self._skip("+"):
            atom = frozenset((prefix, False) for prefix, _ in atom)
        elif self._skip("{"):
            self.position = self._pattern.index("}", self.position) + 1
            atom = _ANYTHING
        # Whether a quantifier is lazy does not change the prefixes.
        self._skip("?")
        return atom

    def _skip(self, expected: str) -> bool:
        """Move past `expected` if it comes next; return whether it did."""
        matches = self._pattern.startswith(expected, self.position)
        self.position += len(expected) if matches else 0
        return matches

    def _read(self, count: int) -> str:
        """Return the next `count` characters and move past them."""
        self.position += count
        return self._pattern[self.position - count : self.position]


def _escape_prefixes(character: str) -> frozenset[_Prefix]:
    """Return the prefixes of a backslash followed by `character`."""
    if character == "b":
        return _EMPTY
    if character == "d":
        return frozenset({(DIGIT, True)})
    return _ANYTHING if character.isalnum() else frozenset({(character, True)})


def _concatenate(left: frozenset[_Prefix], right: frozenset[_Prefix]) -> frozenset[_Prefix]:
    """Return the prefixes of `left` followed by `right`, cut to `MAX_PREFIX_LENGTH`."""
    joined: set[_Prefix] = set()
    for prefix, complete in left:
        if complete:
            joined.update(
                ((prefix + following)[:MAX_PREFIX_LENGTH], following_complete)
                for following, following_complete in right
            )
        else:
            joined.add((prefix, False))
    return frozenset(
        (prefix, complete and len(prefix) < MAX_PREFIX_LENGTH) for prefix, complete in joined
    )
