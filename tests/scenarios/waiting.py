"""Waiting for something that happens on another thread."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(look: Callable[[], Found | None], seconds: float = 15.0) -> Found:
    """What `look` finds, as soon as it finds something; fails when it never does."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            message = f"{look} found nothing in {seconds} s"
            raise AssertionError(message)
        time.sleep(0.02)
