"""Letters broken into lines of a given width; what is too much ends in an ellipsis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handlers.pictures.faces import CJK, EMOJI
from handlers.pictures.letters import Letter, letters
from handlers.pictures.runs import is_rtl

ELLIPSIS = "…"
_NEVER_FIRST = frozenset(
    "、。，．：；！？）」』】〉》〕ー々”’)]}.,;:!?…%ァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ"
)
_NEVER_LAST = frozenset("「『（【〈《〔“‘([{")
_AFTER_THESE = frozenset("-/–—_")
_HANGUL = range(0xAC00, 0xD7A4)


@dataclass(frozen=True)
class Line:
    """One line in reading order. `width` is in em; `rtl` as the whole text is, not the line."""

    letters: tuple[Letter, ...]
    rtl: bool = False

    @property
    def width(self) -> float:
        """How wide its letters are together."""
        return sum(letter.width for letter in self.letters)

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(letter.text for letter in self.letters)


def broken(text: str, width: float, most: int, *, bold: bool = False) -> tuple[Line, ...]:
    """The text in at most `most` lines, none wider than `width` em.

    Breaks at spaces, after hyphens and between CJK letters; a longer word is broken anywhere. No
    text is no line.
    """
    found = letters(text, bold=bold)
    rtl = is_rtl(found)
    rows: list[list[Letter]] = [[]]
    for word in pieces(found):
        _add(rows, word, width)
        if len(rows) > most:
            break
    lines = [Line(_trimmed(row), rtl) for row in rows if _trimmed(row)]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(lines[most - 1], width, bold=bold))


def pieces(found: Sequence[Letter]) -> Iterator[list[Letter]]:
    """The pieces between which a line may end."""
    if not found:
        return
    word = [found[0]]
    for before, after in pairwise(found):
        if _may_break(before, after):
            yield word
            word = []
        word.append(after)
    yield word


def _may_break(before: Letter, after: Letter) -> bool:
    if after.blank or after.text[0] in _NEVER_FIRST or before.text in _NEVER_LAST:
        return False
    return before.blank or before.text in _AFTER_THESE or _is_loose(before) or _is_loose(after)


def _is_loose(letter: Letter) -> bool:
    """Whether a line may end beside it, as beside an ideograph; Korean has spaces for that."""
    if letter.face is EMOJI:
        return True
    return letter.face is CJK and ord(letter.text[0]) not in _HANGUL and not letter.blank


def _add(rows: list[list[Letter]], word: list[Letter], width: float) -> None:
    """Put a word at the end of the last row, or into rows of its own."""
    row = rows[-1]
    if _wide(_trimmed((*row, *word))) <= width:
        row.extend(word)
        return
    if row:
        rows.append(row := [])
    used = 0.0
    for letter in word:
        if row and not letter.blank and used + letter.width > width:
            rows.append(row := [])
            used = 0.0
        row.append(letter)
        used += letter.width


def _cut(line: Line, width: float, *, bold: bool) -> Line:
    dots = letters(ELLIPSIS, bold=bold)
    room = width - _wide(dots)
    kept = list(line.letters)
    while kept and (_wide(kept) > room or kept[-1].blank or kept[-1].text == ELLIPSIS):
        kept.pop()
    return Line((*kept, *dots), line.rtl)


def _trimmed(row: Sequence[Letter]) -> tuple[Letter, ...]:
    first, last = 0, len(row)
    while last > first and row[last - 1].blank:
        last -= 1
    while first < last and row[first].blank:
        first += 1
    return tuple(row[first:last])


def _wide(row: Sequence[Letter]) -> float:
    return sum(letter.width for letter in row)
