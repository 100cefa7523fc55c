"""Where a command's result goes: a file, or standard output."""

import sys
import time
from pathlib import Path
from typing import TextIO

from domain.errors import BadInputError, WaymarkError


def write_out(content: bytes, path: str | None, *, binary: bool = False) -> None:
    """Write it all; raises BadInputError for binary content on a terminal or a file it cannot be.

    A file that cannot be written is a WaymarkError with the system's reason.
    """
    if path is None:
        if binary and sys.stdout.isatty():
            raise BadInputError(
                "A picture cannot be shown here: add --output map.png, or `> map.png`."
            )
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise WaymarkError(f"{path} cannot be written: {error.strerror}.") from error


EVERY_SECONDS = 0.2


class Progress:
    """One line that is written over, and only where somebody can see it."""

    def __init__(self, out: TextIO, of: int | None = None, *, shown: bool = True) -> None:
        """`of` is how many rows there are, null where nobody knows."""
        self._out = out
        self._of = "" if of is None else f" of {of:,}"
        self._shown = shown and out.isatty()
        self._next = 0.0

    def at(self, count: int) -> None:
        """So many rows are done."""
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY_SECONDS
            self._out.write(f"\r\x1b[K{count:,}{self._of} rows")
            self._out.flush()

    def end(self) -> None:
        """Leave no line behind."""
        if self._shown:
            self._out.write("\r\x1b[K")
            self._out.flush()
