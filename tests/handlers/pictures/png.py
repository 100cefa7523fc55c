"""Read PNG files as the renderer writes them: RGBA, eight bits per channel."""

import struct
import zlib
from collections.abc import Iterator

PAETH = 4


def size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">II", png, 16)
    return int(width), int(height)


def opacities(png: bytes, count: int | None = None) -> list[bytes]:
    """Return the opacity of every pixel of the first `count` rows, or of all rows."""
    width, height = size(png)
    assert png[24:26] == b"\x08\x06"
    raw = zlib.decompress(b"".join(_chunks(png, b"IDAT")))
    line = width * 4
    decoded = [bytes(width)]
    for start in range(0, (height if count is None else count) * (line + 1), line + 1):
        # Each channel is filtered by itself, and opacity is the fourth.
        filtered = raw[start + 4 : start + 1 + line : 4]
        decoded.append(_unfilter(raw[start], filtered, decoded[-1]))
    return decoded[1:]


def inked_columns(png: bytes) -> list[int]:
    """Return the x of all columns that are not fully transparent."""
    return [x for x, column in enumerate(zip(*opacities(png), strict=True)) if any(column)]


def _chunks(png: bytes, chunk_type: bytes) -> Iterator[bytes]:
    offset = 8
    while offset < len(png):
        length, kind = struct.unpack_from(">I4s", png, offset)
        if kind == chunk_type:
            yield png[offset + 8 : offset + 8 + length]
        offset += length + 12


def _unfilter(kind: int, line: bytes, above: bytes) -> bytes:
    if kind == 0:
        return line
    out = bytearray(line)
    left = corner = 0
    for i, (value, up) in enumerate(zip(line, above, strict=True)):
        guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner) if kind == PAETH else 0)
        left = out[i] = (value + guess[kind]) & 0xFF
        corner = up
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    distances = [abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)]
    return (left, up, corner)[distances.index(min(distances))]
