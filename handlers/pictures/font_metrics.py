"""Fonts shipped with Waymark: which characters each can draw, and their widths.

Widths are in em: 1.0 is the font size.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

FONT_DIR = Path(str(files("handlers.pictures") / "fonts"))
# Offsets inside the font's `head` and `hhea` tables.
_UNITS_PER_EM_OFFSET, _METRIC_COUNT_OFFSET = 18, 34


@dataclass(frozen=True)
class Font:
    """One font file and the family name in it."""

    family: str
    file: str
    bold: bool = False

    @property
    def path(self) -> Path:
        """Return the path of the font file."""
        return FONT_DIR / self.file

    def advance(self, char: str) -> float | None:
        """Return the advance width of one character in em, or None without a glyph for it."""
        return _advances(self.file).get(ord(char))


SANS = Font("Noto Sans", "NotoSans-Regular.ttf")
BOLD = Font("Noto Sans", "NotoSans-Bold.ttf", bold=True)
ARABIC = Font("Noto Sans Arabic", "NotoSansArabic-Regular.ttf")
EMOJI = Font("Noto Emoji", "NotoEmoji-Regular.ttf")
CJK = Font("Droid Sans Fallback", "DroidSansFallback.ttf")
_SCRIPTS = (
    "Hebrew Thai Devanagari Bengali Tamil Telugu Gujarati Gurmukhi Kannada Malayalam "
    "Sinhala Khmer Lao Myanmar Ethiopic Armenian Georgian Math Symbols Symbols2"
)
# The first font that has a character draws it. CJK is last because its file is the largest.
FALLBACKS = (
    ARABIC,
    *(Font(f"Noto Sans {name}", f"NotoSans{name}-Regular.ttf") for name in _SCRIPTS.split()),
    EMOJI,
    CJK,
)


def font_stack(*, bold: bool) -> tuple[Font, ...]:
    """Return all fonts in order of preference."""
    return (BOLD if bold else SANS, *FALLBACKS)


@cache
def _advances(file: str) -> dict[int, float]:
    """Return advance widths in em by code point, read from the font's own tables."""
    data = (FONT_DIR / file).read_bytes()
    offsets = _table_offsets(data)
    units_per_em = struct.unpack_from(">H", data, offsets["head"] + _UNITS_PER_EM_OFFSET)[0]
    count = struct.unpack_from(">H", data, offsets["hhea"] + _METRIC_COUNT_OFFSET)[0]
    metrics = struct.unpack_from(f">{count * 2}H", data, offsets["hmtx"])
    last = count - 1
    return {
        code: metrics[min(glyph, last) * 2] / units_per_em
        for code, glyph in _character_map(data, offsets["cmap"])
        if glyph
    }


def _table_offsets(data: bytes) -> dict[str, int]:
    """Return the offset of each table in bytes, by its tag."""
    count = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * index) for index in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in entries}


def _character_map(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of code point and glyph number from the largest character map."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    offsets = {struct.unpack_from(">HHI", data, cmap + 4 + 8 * i)[2] for i in range(count)}
    formats = {struct.unpack_from(">H", data, cmap + o)[0]: cmap + o for o in sorted(offsets)}
    return _read_format_12(data, formats[12]) if 12 in formats else _read_format_4(data, formats[4])


def _read_format_12(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Yield pairs from ranges of code points that map to ranges of glyphs."""
    count = struct.unpack_from(">I", data, start + 12)[0]
    groups = struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * count])
    for first, last, glyph in groups:
        yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)


def _read_format_4(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Yield pairs from segments that either shift code points or look glyphs up."""
    count = struct.unpack_from(">H", data, start + 6)[0] // 2
    column = f">{count}H"
    ends, starts, deltas, ranges = (
        struct.unpack_from(column, data, start + 14 + 2 * (index * count + (index > 0)))
        for index in range(4)
    )
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        offset = start + 16 + 2 * (3 * count + index)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if ranges[index]:
                position = offset + ranges[index] + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, position)[0]
            if glyph or not ranges[index]:
                yield code, (glyph + deltas[index]) & 0xFFFF
