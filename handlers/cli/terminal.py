"""Write a command's result to a file or standard output, and its progress to a terminal."""

import sys
import time
from pathlib import Path
from typing import TextIO

from domain.errors import BadInputError, WaymarkError

REDRAW_SECONDS = 0.2


def write_out(content: bytes, path: str | None, *, binary: bool = False) -> None:
    """Write `content` to the file `path`, or to standard output if it is None.

    Raises BadInputError for binary content on a terminal, WaymarkError with the system's reason if
    the file cannot be written.
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


class Progress:
    """A line of progress that is redrawn in place, on a terminal only."""

    def __init__(self, out: TextIO, total: int | None = None, *, shown: bool = True) -> None:
        """`total` is the number of rows, None if unknown."""
        self._out = out
        self._total = "" if total is None else f" of {total:,}"
        self._shown = shown and out.isatty()
        self._next_redraw = 0.0

    def show(self, count: int) -> None:
        """Show that `count` rows are done."""
        if self._shown and time.monotonic() >= self._next_redraw:
            self._next_redraw = time.monotonic() + REDRAW_SECONDS
            self._out.write(f"\r\x1b[K{count:,}{self._total} rows")
            self._out.flush()

    def say(self, text: str) -> None:
        """Show a text in place of the count."""
        if self._shown:
            self._out.write(f"\r\x1b[K{text}")
            self._out.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            self._out.write("\r\x1b[K")
            self._out.flush()
