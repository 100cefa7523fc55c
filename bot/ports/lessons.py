"""What people taught the scorer."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.lessons import Lesson


class Lessons(Protocol):
    """The corrections of moods in one workspace; those of notes that are deleted rest."""

    def teach(self, lesson: Lesson) -> None:
        """Keep a correction in place of an earlier one of that note, and what was before that."""
        ...

    def of_note(self, note_id: int) -> Lesson | None: ...

    def forget(self, note_id: int) -> None: ...

    def newest(self, limit: int, offset: int = 0) -> Sequence[Lesson]: ...

    def count(self) -> int: ...
