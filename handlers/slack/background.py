"""Run work in the background that must not delay the acknowledgement to Slack."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

# What may wait in a queue: at ten pieces of work a second, more than a minute of it.
MAX_QUEUED = 1000

log = logging.getLogger("waymark.background")

Work = Callable[[], object]


class Background:
    """Two small thread pools beside Bolt's.

    Work that takes seconds has its own pool: a modal must open within three seconds.
    """

    def __init__(
        self, threads: int = 4, slow_threads: int = 2, max_queued: int = MAX_QUEUED
    ) -> None:
        self._quick = _Pool("waymark", threads, max_queued)
        self._slow = _Pool("waymark-slow", slow_threads, max_queued)
        self._closing = Event()

    def run(self, work: Work) -> bool:
        """Run `work` soon and log its failure.

        Never raises: what was committed before is answered as saved. Returns False, and logs it,
        if the queue is full or closed and `work` will not be run.
        """
        return self._quick.submit(work)

    def run_slow(self, work: Work) -> bool:
        """Like `run`, for work that takes seconds."""
        return self._slow.submit(work)

    def is_closing(self) -> bool:
        """Return whether the process is shutting down: work that takes minutes should stop."""
        return self._closing.is_set()

    def close(self) -> None:
        """Finish the work that was submitted and stop the threads."""
        self._closing.set()
        # In this order: quick work may submit slow work.
        self._quick.close()
        self._slow.close()


class _Pool:
    """Threads with a queue of at most `max_queued` pieces of work."""

    def __init__(self, name: str, threads: int, max_queued: int) -> None:
        self._name = name
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        # Counts the work that waits and the work that runs.
        self._pending = 0
        self._max_pending = threads + max_queued
        self._closed = False
        self._lock = Lock()

    def submit(self, work: Work) -> bool:
        with self._lock:
            reason = self._refusal()
            if reason is None:
                self._pending += 1
                self._executor.submit(self._run, work)
        if reason:
            log.error("background work not started", extra={"pool": self._name, "reason": reason})
        return reason is None

    def close(self) -> None:
        with self._lock:
            self._closed = True
        self._executor.shutdown(wait=True)

    def _refusal(self) -> str | None:
        if self._closed:
            return "shutting down"
        return "queue full" if self._pending >= self._max_pending else None

    def _run(self, work: Work) -> None:
        try:
            work()
        except Exception:
            log.exception("background work failed")
        finally:
            with self._lock:
                self._pending -= 1
