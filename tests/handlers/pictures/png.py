"""Read PNG files as the renderer writes them: RGBA, eight bits per channel."""

import struct
import zlib
from collections.abc import Iterator


def size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">II", png, 16)
    return int(width), int(height)


def rows(png: bytes) -> list[bytes]:
    """Return the pixels of every row, four bytes each; slow for large pictures."""
    width, height = size(png)
    assert png[24:26] == b"\x08\x06"
    raw = zlib.decompress(b"".join(_chunks(png, b"IDAT")))
    line = width * 4
    decoded = [bytes(line)]
    for index in range(height):
        start = index * (line + 1)
        decoded.append(_unfilter(raw[start], raw[start + 1 : start + 1 + line], decoded[-1]))
    return decoded[1:]


def inked_columns(png: bytes) -> list[int]:
    """Return the x of all columns that are not fully transparent."""
    opacities = [row[3::4] for row in rows(png)]
    return [x for x, column in enumerate(zip(*opacities, strict=True)) if any(column)]


def _chunks(png: bytes, chunk_type: bytes) -> Iterator[bytes]:
    offset = 8
    while offset < len(png):
        length, kind = struct.unpack_from(">I4s", png, offset)
        if kind == chunk_type:
            yield png[offset + 8 : offset + 8 + length]
        offset += length + 12


def _unfilter(kind: int, line: bytes, above: bytes) -> bytes:
    out = bytearray(line)
    for i, value in enumerate(line):
        left = out[i - 4] if i >= 4 else 0
        corner = above[i - 4] if i >= 4 else 0
        guess = (0, left, above[i], (left + above[i]) // 2, _paeth(left, above[i], corner))[kind]
        out[i] = (value + guess) & 0xFF
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    distances = [abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)]
    return (left, up, corner)[distances.index(min(distances))]
