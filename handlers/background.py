"""Work that must not keep Slack waiting for its acknowledgement."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger("waymark.background")


class Background:
    """A few threads of our own; bolt's are for acknowledging."""

    def __init__(self, threads: int = 4) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="waymark")

    def run(self, work: Callable[[], object]) -> None:
        """Do it soon; a failure is logged, for nobody waits for the answer."""

        def guarded() -> None:
            try:
                work()
            except Exception:
                log.exception("background work failed")

        self._pool.submit(guarded)

    def close(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown(wait=True)
