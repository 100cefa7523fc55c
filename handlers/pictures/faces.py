"""The fonts shipped here: which characters each can draw, and how wide.

Widths are in em: 1.0 is the size the text is set in.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("handlers.pictures") / "fonts"))
_HEAD_UNITS, _HHEA_METRICS = 18, 34


@dataclass(frozen=True)
class Face:
    """One font file and the family name it carries."""

    family: str
    file: str
    bold: bool = False

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return FOLDER / self.file

    def advance(self, char: str) -> float | None:
        """How far one character moves the pen, null where the font has no glyph for it."""
        return _advances(self.file).get(ord(char))


SANS = Face("Noto Sans", "NotoSans-Regular.ttf")
BOLD = Face("Noto Sans", "NotoSans-Bold.ttf", bold=True)
ARABIC = Face("Noto Sans Arabic", "NotoSansArabic-Regular.ttf")
EMOJI = Face("Noto Emoji", "NotoEmoji-Regular.ttf")
CJK = Face("Droid Sans Fallback", "DroidSansFallback.ttf")
_SCRIPTS = (
    "Hebrew Thai Devanagari Bengali Tamil Telugu Gujarati Gurmukhi Kannada Malayalam "
    "Sinhala Khmer Lao Myanmar Ethiopic Armenian Georgian Math Symbols Symbols2"
)
# The first one that has a character draws it; the largest file is read last.
FALLBACKS = (
    ARABIC,
    *(Face(f"Noto Sans {name}", f"NotoSans{name}-Regular.ttf") for name in _SCRIPTS.split()),
    EMOJI,
    CJK,
)


def faces(*, bold: bool) -> tuple[Face, ...]:
    """Every face text is drawn with, the preferred one first."""
    return (BOLD if bold else SANS, *FALLBACKS)


@cache
def _advances(file: str) -> dict[int, float]:
    """Advance by code point, from the font's own tables."""
    font = (FOLDER / file).read_bytes()
    at = _tables(font)
    units = struct.unpack_from(">H", font, at["head"] + _HEAD_UNITS)[0]
    count = struct.unpack_from(">H", font, at["hhea"] + _HHEA_METRICS)[0]
    metrics = struct.unpack_from(f">{count * 2}H", font, at["hmtx"])
    last = count - 1
    return {
        code: metrics[min(glyph, last) * 2] / units
        for code, glyph in _glyphs(font, at["cmap"])
        if glyph
    }


def _tables(font: bytes) -> dict[str, int]:
    """Where each table begins, by its tag."""
    count = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in entries}


def _glyphs(font: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Pairs of code point and glyph number from the widest character map there is."""
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    offsets = {struct.unpack_from(">HHI", font, cmap + 4 + 8 * i)[2] for i in range(count)}
    formats = {struct.unpack_from(">H", font, cmap + o)[0]: cmap + o for o in sorted(offsets)}
    return _groups(font, formats[12]) if 12 in formats else _segments(font, formats[4])


def _groups(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 12: runs of code points that map to runs of glyphs."""
    count = struct.unpack_from(">I", font, at + 12)[0]
    for first, last, glyph in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * count]):
        yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)


def _segments(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 4: segments that either shift code points or look glyphs up."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    column = f">{count}H"
    ends, starts, deltas, ranges = (
        struct.unpack_from(column, font, at + 14 + 2 * (index * count + (index > 0)))
        for index in range(4)
    )
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        own = at + 16 + 2 * (3 * count + index)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if ranges[index]:
                glyph = struct.unpack_from(">H", font, own + ranges[index] + 2 * (code - first))[0]
            if glyph or not ranges[index]:
                yield code, (glyph + deltas[index]) & 0xFFFF
