"""Work that must not keep Slack waiting for its acknowledgement."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

log = logging.getLogger("waymark.background")


class Background:
    """A few threads of our own; bolt's are for acknowledging.

    What takes seconds has threads to itself: a form has to open in three.
    """

    def __init__(self, threads: int = 4, slow_threads: int = 2) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="waymark")
        self._slow = ThreadPoolExecutor(slow_threads, thread_name_prefix="waymark-slow")
        self._closing = Event()

    def run(self, work: Callable[[], object]) -> None:
        """Do it soon; a failure is logged, for nobody waits for the answer."""
        self._pool.submit(_guarded, work)

    def run_slow(self, work: Callable[[], object]) -> None:
        """The same for work that takes seconds; others of its kind may have to be waited for."""
        self._slow.submit(_guarded, work)

    def is_closing(self) -> bool:
        """Whether the process is about to end: what takes minutes should stop where it can."""
        return self._closing.is_set()

    def close(self) -> None:
        """Finish what was begun."""
        self._closing.set()
        # In this order: what is quick may begin what is slow.
        self._pool.shutdown(wait=True)
        self._slow.shutdown(wait=True)


def _guarded(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        log.exception("background work failed")
