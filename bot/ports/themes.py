"""What people said of themes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.theme_corrections import Correction, NewCorrection


class ThemeCorrections(Protocol):
    """The corrections of one workspace's themes. None is ever lost: taken back, it is history."""

    def add(self, journey_id: int, correction: NewCorrection) -> int: ...

    def of_journey(self, journey_id: int) -> Sequence[Correction]:
        """Those in force, the oldest first."""
        ...

    def history(self, journey_id: int, limit: int) -> Sequence[Correction]:
        """The newest first, those taken back too; without the notes they hold."""
        ...

    def by_id(self, correction_id: int) -> tuple[int, Correction] | None:
        """A correction with the id of its journey, without the notes it holds."""
        ...

    def undo(self, correction_id: int, author: str, at: datetime) -> bool:
        """Take a correction back; false where it was taken back before."""
        ...
