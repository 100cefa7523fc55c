"""Where a command's result goes: a file, or standard output."""

import sys
from pathlib import Path

from bot.domain.errors import BadInputError, WaymarkError


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
