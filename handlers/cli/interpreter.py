"""Check that this Python can run Waymark. Imports the standard library only."""

from __future__ import annotations  # A Python that is too old must get as far as saying so.

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

MIN_PYTHON = (3, 11)
OWN_PACKAGES = frozenset({"app", "bot", "domain", "handlers", "sandbox", "storage"})


def check_interpreter() -> None:
    """Exit with 2 and one line if Python is too old, or later if a dependency cannot be imported.

    Call it before the first import of a dependency.
    """
    if sys.version_info[:2] < MIN_PYTHON:
        version = ".".join(map(str, sys.version_info[:2]))
        sys.stderr.write(
            f"Waymark needs Python 3.11 or newer, and this is {version}: "
            f"run `make PYTHON=/path/to/python3.11 setup`, then {_command()}.\n"
        )
        sys.exit(2)
    sys.excepthook = _explain_failed_import


def _explain_failed_import(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    """Replace the traceback of a failed import of a dependency; leave all others as they are."""
    package = (getattr(error, "name", None) or "").partition(".")[0]
    if not isinstance(error, ImportError) or package in OWN_PACKAGES | {""}:
        sys.__excepthook__(kind, error, traceback)
        return
    state = "not installed" if isinstance(error, ModuleNotFoundError) else "too old or broken"
    sys.stderr.write(
        f"Waymark's dependencies are {state} for this Python ({error}): "
        f"run `make setup`, then {_command()}.\n"
    )
    sys.exit(2)


def _command() -> str:
    """Return the command line that was typed, with the Python of `make setup`."""
    return f"`{' '.join(['.venv/bin/python', *sys.argv])}`"
