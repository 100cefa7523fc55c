"""How every match of a regular expression begins, so that it is tried only where it can match."""

import re

# Heads of this length tell "there is" from "the" and most words from each other.
SIZE = 6
# Stands for every decimal digit.
DIGIT = "0"
_DIGITS = re.compile(r"\d")

# The beginning of a match, and whether what follows it is known too.
_Head = tuple[str, bool]
_NOTHING: frozenset[_Head] = frozenset({("", True)})
_ANYTHING: frozenset[_Head] = frozenset({("", False)})


def beginnings(pattern: str) -> frozenset[str]:
    """Strings of at most `SIZE` characters: each match of `pattern` begins with one of them.

    Reads what `phrases.tsv` is written in: letters, groups, alternatives, sets of characters,
    `\\b`, `\\d`, `\\w`, `\\W`, what must or must not follow, and how often. An empty string among
    them says that a match may begin with anything.
    """
    reader = _Reader(pattern)
    heads = reader.alternatives()
    if reader.at < len(pattern):
        message = f"cannot read {pattern!r} at {reader.at}"
        raise ValueError(message)
    return frozenset(head for head, _ in heads)


def normal(text: str) -> str:
    """The text with every digit as one, as `beginnings` has them."""
    return _DIGITS.sub(DIGIT, text)


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self.at = 0

    def alternatives(self) -> frozenset[_Head]:
        found = self._sequence()
        while self._skipped("|"):
            found |= self._sequence()
        return found

    def _sequence(self) -> frozenset[_Head]:
        heads = _NOTHING
        while self.at < len(self._pattern) and self._pattern[self.at] not in "|)":
            heads = _joined(heads, self._as_often(self._piece()))
        return heads

    def _piece(self) -> frozenset[_Head]:
        if self._skipped("(?!") or self._skipped("(?="):
            self.alternatives()
            self._skipped(")")
            return _NOTHING
        if self._skipped("(?:"):
            inside = self.alternatives()
            self._skipped(")")
            return inside
        if self._skipped("["):
            end = self._pattern.index("]", self.at)
            signs = self._taken(end + 1 - self.at)[:-1]
            if signs[0] == "^" or "\\" in signs or "-" in signs[1:-1]:
                return _ANYTHING
            return frozenset((normal(sign), True) for sign in signs)
        if self._skipped("\\"):
            return _escaped(self._taken(1))
        sign = self._taken(1)
        # Of a group that is none of the above, a dot or an anchor nothing is said.
        return _ANYTHING if sign in "(^.$" else frozenset({(normal(sign), True)})

    def _as_often(self, piece: frozenset[_Head]) -> frozenset[_Head]:
        if self._skipped("?"):
            piece |= _NOTHING
        elif self._skipped("*"):
            piece = _ANYTHING
        elif self._skipped("+"):
            piece = frozenset((head, False) for head, _ in piece)
        elif self._skipped("{"):
            self.at = self._pattern.index("}", self.at) + 1
            piece = _ANYTHING
        # As few as possible, it may say, which is not of how it begins.
        self._skipped("?")
        return piece

    def _skipped(self, what: str) -> bool:
        found = self._pattern.startswith(what, self.at)
        self.at += len(what) if found else 0
        return found

    def _taken(self, many: int) -> str:
        self.at += many
        return self._pattern[self.at - many : self.at]


def _escaped(sign: str) -> frozenset[_Head]:
    if sign == "b":
        return _NOTHING
    if sign == "d":
        return frozenset({(DIGIT, True)})
    return _ANYTHING if sign.isalnum() else frozenset({(sign, True)})


def _joined(heads: frozenset[_Head], pieces: frozenset[_Head]) -> frozenset[_Head]:
    found: set[_Head] = set()
    for head, known in heads:
        if known:
            found.update(((head + piece)[:SIZE], more) for piece, more in pieces)
        else:
            found.add((head, False))
    return frozenset((head, known and len(head) < SIZE) for head, known in found)
