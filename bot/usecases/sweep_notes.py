"""Remove for good what was deleted long ago."""

from bot.domain.note_changes import KEPT_AFTER_DELETION, RECEIPTS_KEPT
from bot.ports import Clock, Storage


class SweepNotes:
    """Sweeps deleted notes and old receipts away, in all workspaces."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(self) -> int:
        """Returns how many notes are gone for good: those deleted more than thirty days ago."""
        now = self._clock.now()
        return self._storage.sweep(now - KEPT_AFTER_DELETION, now - RECEIPTS_KEPT)
