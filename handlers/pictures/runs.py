"""A line's letters in the order they are seen, in runs that one font draws in one direction.

A small form of the Unicode bidirectional algorithm (UAX #9): three levels, no embeddings. The
order inside a run is the font shaper's work.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from handlers.pictures.faces import Face
from handlers.pictures.letters import Letter

LEFT, RIGHT, NUMBER, NEUTRAL = "L", "R", "D", "N"
_SIDES = {"L": LEFT, "R": RIGHT, "AL": RIGHT, "EN": NUMBER, "AN": NUMBER}
# Seen by nobody: with one at each end everything between is read from the right.
_MARK = "\u200f"


@dataclass(frozen=True)
class Run:
    """Letters of one font and direction; `text` as a shaper wants it, `x` and `width` in em."""

    text: str
    face: Face
    x: float
    width: float
    rtl: bool
    squeezed: bool


def is_rtl(letters: Sequence[Letter]) -> bool:
    """Whether a text is read from the right: its first letter of a direction says so."""
    sides = (_side(letter) for letter in letters)
    return next((side for side in sides if side in (LEFT, RIGHT)), LEFT) == RIGHT


def runs(letters: Sequence[Letter], *, rtl: bool) -> tuple[Run, ...]:
    """The runs of a line from left to right."""
    levels = _levels([_side(letter) for letter in letters], rtl=rtl)
    pieces = [
        (level, [letter for _, letter in group])
        for (level, _, _), group in groupby(
            zip(levels, letters, strict=True),
            # What is one glyph stands alone, so that it can be held to its width.
            key=lambda pair: (pair[0], pair[1].face, id(pair[1]) if pair[1].one_glyph else None),
        )
    ]
    found: list[Run] = []
    x = 0.0
    for level, piece in _seen_order(pieces):
        text = "".join(letter.text for letter in piece)
        width = sum(letter.width for letter in piece)
        shaped = f"{_MARK}{text}{_MARK}" if level == 1 else text
        found.append(Run(shaped, piece[0].face, x, width, level == 1, piece[0].one_glyph))
        x += width
    return tuple(found)


def _side(letter: Letter) -> str:
    return _SIDES.get(unicodedata.bidirectional(letter.text[0]), NEUTRAL)


def _levels(sides: Sequence[str], *, rtl: bool) -> list[int]:
    """0 read from the left, 1 from the right, 2 from the left inside of that."""
    base = RIGHT if rtl else LEFT
    settled = _numbers_settled(sides, base)
    ahead = base
    following = []
    for side in reversed(settled):
        following.append(ahead)
        ahead = ahead if side == NEUTRAL else side
    levels = []
    behind = base
    for side, after in zip(settled, reversed(following), strict=True):
        behind = behind if side == NEUTRAL else side
        levels.append(_level(side, behind, after, rtl=rtl))
    return levels


def _level(side: str, behind: str, after: str, *, rtl: bool) -> int:
    if side == NUMBER:
        return 2
    if side == NEUTRAL:
        outer = {RIGHT if s == NUMBER else s for s in (behind, after)}
        side = outer.pop() if len(outer) == 1 else (RIGHT if rtl else LEFT)
    return 1 if side == RIGHT else (2 if rtl else 0)


def _numbers_settled(sides: Sequence[str], base: str) -> list[str]:
    """Digits after what is read from the left are part of it."""
    settled, last = [], base
    for side in sides:
        last = side if side in (LEFT, RIGHT) else last
        settled.append(LEFT if side == NUMBER and last == LEFT else side)
    return settled


def _seen_order(
    pieces: Sequence[tuple[int, list[Letter]]],
) -> list[tuple[int, list[Letter]]]:
    """From the highest level down, turn round what stands at it or above (rule L2)."""
    order = list(pieces)
    for level in (2, 1):
        turned: list[tuple[int, list[Letter]]] = []
        for inside, group in groupby(order, key=lambda piece: piece[0] >= level):
            together = list(group)
            turned.extend(reversed(together) if inside else together)
        order = turned
    return order
