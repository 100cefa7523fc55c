"""Break text into lines of a given width, and put each line into the order it is displayed in.

A line too many ends in an ellipsis. Display order is a small form of the Unicode bidirectional
algorithm (UAX #9): three levels, no embeddings. The renderer orders the characters of a run.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from handlers.pictures.font_metrics import CJK, EMOJI, Font
from handlers.pictures.glyphs import Glyph, to_glyphs

ELLIPSIS = "…"
_NO_BREAK_BEFORE = frozenset(
    "、。，．：；！？）」』】〉》〕ー々”’)]}.,;:!?…%ァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ"
)
_NO_BREAK_AFTER = frozenset("「『（【〈《〔“‘([{")
_BREAK_AFTER = frozenset("-/–—_")
_HANGUL = range(0xAC00, 0xD7A4)
# Bidirectional classes of characters.
LEFT, RIGHT, NUMBER, NEUTRAL = "L", "R", "D", "N"
_DIRECTIONS = {"L": LEFT, "R": RIGHT, "AL": RIGHT, "EN": NUMBER, "AN": NUMBER}
# Right-to-left mark: invisible, and with one at each end all between them reads from the right.
_RTL_MARK = "\u200f"


@dataclass(frozen=True)
class Line:
    """One line in reading order; `rtl` is the direction of the whole text, not of the line."""

    glyphs: tuple[Glyph, ...]
    rtl: bool = False

    @property
    def width(self) -> float:
        """Return the width in em."""
        return _total_width(self.glyphs)

    @property
    def text(self) -> str:
        """Return the text."""
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True)
class Run:
    """Neighbouring glyphs of one font and direction; `x` and `width` are in em.

    `text` is what the renderer draws. `fixed_width` is True for an emoji of several characters,
    which is fitted to its width.
    """

    text: str
    font: Font
    x: float
    width: float
    rtl: bool
    fixed_width: bool


def break_lines(text: str, width: float, max_lines: int, *, bold: bool = False) -> tuple[Line, ...]:
    """Break a text into at most `max_lines` lines, none wider than `width` em.

    Breaks at spaces, after hyphens and between CJK characters; a longer word is broken anywhere.
    Returns no lines for a text without visible characters.
    """
    glyphs = to_glyphs(text, bold=bold)
    rtl = is_rtl(glyphs)
    rows: list[list[Glyph]] = [[]]
    for segment in unbreakable_segments(glyphs):
        _append_segment(rows, segment, width)
        if len(rows) > max_lines:
            break
    lines = [Line(_strip_spaces(row), rtl) for row in rows if _strip_spaces(row)]
    if len(lines) <= max_lines:
        return tuple(lines)
    return (*lines[: max_lines - 1], _add_ellipsis(lines[max_lines - 1], width, bold=bold))


def unbreakable_segments(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the parts between which a line may break."""
    if not glyphs:
        return
    segment = [glyphs[0]]
    for before, after in pairwise(glyphs):
        if _may_break(before, after):
            yield segment
            segment = []
        segment.append(after)
    yield segment


def is_rtl(glyphs: Sequence[Glyph]) -> bool:
    """Return whether a text reads from right to left, as its first directed glyph does."""
    directions = (_direction(glyph) for glyph in glyphs)
    return next((each for each in directions if each in (LEFT, RIGHT)), LEFT) == RIGHT


def to_runs(glyphs: Sequence[Glyph], *, rtl: bool) -> tuple[Run, ...]:
    """Return the runs of a line in display order, from left to right."""
    levels = _levels([_direction(glyph) for glyph in glyphs], rtl=rtl)
    pieces = [
        (level, [glyph for _, glyph in group])
        for (level, _, _), group in groupby(
            zip(levels, glyphs, strict=True),
            # An emoji sequence is a run of its own, so that it can be fitted to its width.
            key=lambda pair: (
                pair[0],
                pair[1].font,
                id(pair[1]) if pair[1].is_emoji_sequence else None,
            ),
        )
    ]
    runs: list[Run] = []
    x = 0.0
    for level, piece in _display_order(pieces):
        text = "".join(glyph.text for glyph in piece)
        width = _total_width(piece)
        marked = f"{_RTL_MARK}{text}{_RTL_MARK}" if level == 1 else text
        runs.append(Run(marked, piece[0].font, x, width, level == 1, piece[0].is_emoji_sequence))
        x += width
    return tuple(runs)


def _may_break(before: Glyph, after: Glyph) -> bool:
    if after.is_space or after.text[0] in _NO_BREAK_BEFORE or before.text in _NO_BREAK_AFTER:
        return False
    if before.is_space or before.text in _BREAK_AFTER:
        return True
    return _allows_breaks(before) or _allows_breaks(after)


def _allows_breaks(glyph: Glyph) -> bool:
    """Return whether a line may break on either side, as at an ideograph; Korean has spaces."""
    if glyph.font is EMOJI:
        return True
    return glyph.font is CJK and ord(glyph.text[0]) not in _HANGUL and not glyph.is_space


def _append_segment(rows: list[list[Glyph]], segment: list[Glyph], width: float) -> None:
    """Append a segment to the last row if it fits, else to new rows."""
    row = rows[-1]
    if _total_width(_strip_spaces((*row, *segment))) <= width:
        row.extend(segment)
        return
    if row:
        rows.append(row := [])
    used = 0.0
    for glyph in segment:
        if row and not glyph.is_space and used + glyph.width > width:
            rows.append(row := [])
            used = 0.0
        row.append(glyph)
        used += glyph.width


def _add_ellipsis(line: Line, width: float, *, bold: bool) -> Line:
    """Return the line ending in an ellipsis, shortened to fit into `width` em."""
    ellipsis = to_glyphs(ELLIPSIS, bold=bold)
    available = width - _total_width(ellipsis)
    glyphs = list(line.glyphs)
    while glyphs and (
        _total_width(glyphs) > available or glyphs[-1].is_space or glyphs[-1].text == ELLIPSIS
    ):
        glyphs.pop()
    return Line((*glyphs, *ellipsis), line.rtl)


def _strip_spaces(row: Sequence[Glyph]) -> tuple[Glyph, ...]:
    first, last = 0, len(row)
    while last > first and row[last - 1].is_space:
        last -= 1
    while first < last and row[first].is_space:
        first += 1
    return tuple(row[first:last])


def _total_width(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.width for glyph in glyphs)


def _direction(glyph: Glyph) -> str:
    return _DIRECTIONS.get(unicodedata.bidirectional(glyph.text[0]), NEUTRAL)


def _levels(directions: Sequence[str], *, rtl: bool) -> list[int]:
    """Return embedding levels: 0 left to right, 1 right to left, 2 left to right inside of 1."""
    base = RIGHT if rtl else LEFT
    resolved = _resolve_numbers(directions, base)
    ahead = base
    following = []
    for direction in reversed(resolved):
        following.append(ahead)
        ahead = ahead if direction == NEUTRAL else direction
    levels = []
    behind = base
    for direction, after in zip(resolved, reversed(following), strict=True):
        behind = behind if direction == NEUTRAL else direction
        levels.append(_level(direction, behind, after, rtl=rtl))
    return levels


def _level(direction: str, behind: str, after: str, *, rtl: bool) -> int:
    if direction == NUMBER:
        return 2
    if direction == NEUTRAL:
        neighbours = {RIGHT if each == NUMBER else each for each in (behind, after)}
        direction = neighbours.pop() if len(neighbours) == 1 else (RIGHT if rtl else LEFT)
    return 1 if direction == RIGHT else (2 if rtl else 0)


def _resolve_numbers(directions: Sequence[str], base: str) -> list[str]:
    """Return the directions with digits after left-to-right text being part of it."""
    resolved, last = [], base
    for direction in directions:
        last = direction if direction in (LEFT, RIGHT) else last
        resolved.append(LEFT if direction == NUMBER and last == LEFT else direction)
    return resolved


def _display_order(
    pieces: Sequence[tuple[int, list[Glyph]]],
) -> list[tuple[int, list[Glyph]]]:
    """Reverse what is at each level or above, from the highest level down (rule L2)."""
    order = list(pieces)
    for level in (2, 1):
        reordered: list[tuple[int, list[Glyph]]] = []
        for is_inside, group in groupby(order, key=lambda piece: piece[0] >= level):
            members = list(group)
            reordered.extend(reversed(members) if is_inside else members)
        order = reordered
    return order
