"""What Slack said, remembered for a while: nobody should wait for the same answer twice."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

REMEMBERED_SECONDS = 600.0
# After Slack did not answer: soon enough for a hiccup, rarely enough not to slow every command.
FAILED_SECONDS = 60.0

V = TypeVar("V")


class Remembered(Generic[V]):
    """Answers by what was asked. `failed` is the one that stands for no answer."""

    def __init__(self, failed: V, now: Callable[[], float]) -> None:
        self._failed = failed
        self._now = now
        self._lock = Lock()
        self._known: dict[Hashable, tuple[float, V]] = {}

    def get(self, key: Hashable, ask: Callable[[], V]) -> V:
        """The answer, asked for where it is not known any more."""
        with self._lock:
            until, answer = self._known.get(key, (0.0, self._failed))
        if self._now() < until:
            return answer
        answer = ask()
        kept = FAILED_SECONDS if answer is self._failed else REMEMBERED_SECONDS
        with self._lock:
            self._known[key] = (self._now() + kept, answer)
        return answer
