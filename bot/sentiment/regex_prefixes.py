"""Find the prefixes that matches of a regular expression can start with.

A pattern is then tried only at the positions of a text that have one of its prefixes.
"""

import re

# Long enough to tell "there is" from "the" and most words from each other.
MAX_PREFIX_LENGTH = 6
# Stands for every decimal digit.
DIGIT = "0"
_DIGITS = re.compile(r"\d")

# The start of a match, and whether it is complete: False if unknown characters may follow it.
_Prefix = tuple[str, bool]
_EMPTY: frozenset[_Prefix] = frozenset({("", True)})
_ANYTHING: frozenset[_Prefix] = frozenset({("", False)})


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
