"""Do the same for many, so that one that fails does not keep the others waiting."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Failures:
    """What went wrong for some of many."""

    def __init__(self) -> None:
        self._errors: list[Exception] = []

    def keep(self, work: Callable[[T], None], one: T) -> None:
        """Do the work for one, and keep what it fails with."""
        try:
            work(one)
        except Exception as error:
            self._errors.append(error)

    def tell(self) -> None:
        """Raise all of them as one ExceptionGroup, if there are any."""
        if self._errors:
            raise ExceptionGroup("some of what was due failed", self._errors)
