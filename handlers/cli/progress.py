"""How far long work is, on a terminal."""

import time
from typing import TextIO

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
