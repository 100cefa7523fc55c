"""Whose turn it is at a message about a file: the newest look, or the one import."""

from collections import OrderedDict
from threading import Lock

from handlers.blocks.importing.offer import Spot

REMEMBERED = 1000
IMPORTING = -1


class Turns:
    """Remembers the last thousand messages; whatever is forgotten may only be shown twice.

    That nothing is imported twice is up to the import itself.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._turns: OrderedDict[Spot, int] = OrderedDict()

    def look(self, spot: Spot) -> int | None:
        """The number of a new look, null once the file is being imported."""
        with self._lock:
            last = self._turns.get(spot, 0)
            if last == IMPORTING:
                return None
            self._put(spot, last + 1)
            return last + 1

    def is_newest(self, spot: Spot, look: int) -> bool:
        """Whether nothing was begun since that look."""
        with self._lock:
            return self._turns.get(spot, look) == look

    def begin(self, spot: Spot) -> bool:
        """Whether an import, or a farewell, may begin: the first one may."""
        with self._lock:
            if self._turns.get(spot) == IMPORTING:
                return False
            self._put(spot, IMPORTING)
            return True

    def reopen(self, spot: Spot) -> None:
        """The import came to nothing and may be begun anew."""
        with self._lock:
            self._put(spot, 0)

    def _put(self, spot: Spot, turn: int) -> None:
        self._turns[spot] = turn
        self._turns.move_to_end(spot)
        while len(self._turns) > REMEMBERED:
            self._turns.popitem(last=False)
