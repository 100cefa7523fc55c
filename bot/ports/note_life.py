"""What became of notes, and what people ask for until it is done."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.note_changes import Habit, NoteChange
from bot.domain.notes import Message, NoteKind
from bot.domain.wishes import NewWish


class NoteLife(Protocol):
    """What became of one workspace's notes."""

    def remember(self, note_id: int, change: NoteChange) -> None: ...

    def changes(self, note_id: int) -> Sequence[NoteChange]: ...

    def support(self, note_id: int, user: str, at: datetime) -> bool:
        """Count somebody as a supporter; false when they are one already."""
        ...

    def unsupport(self, note_id: int, user: str) -> None: ...

    def habit(self, user: str) -> Habit: ...

    def set_habit(self, user: str, habit: Habit) -> None: ...

    def made_by(self, key: str) -> int | None:
        """The id of the note a delivery has made."""
        ...

    def receive(self, key: str, note_id: int, at: datetime) -> bool:
        """Keep which note a delivery made; false when it had made one already."""
        ...

    def made(self, keys: Collection[str]) -> Sequence[str]:
        """Those of the keys that have made a note."""
        ...

    def receive_for_ever(self, made: Mapping[str, int]) -> None:
        """Keep which note (id) each key made, for as long as the note is kept."""
        ...


class Wishes(Protocol):
    """The notes of one workspace that are wished for and not made yet."""

    def add(self, wish: NewWish) -> int | None:
        """Keep a wish; null where its event is kept already."""
        ...

    def claim(self, wish_id: int, tries: int, until: datetime) -> bool:
        """Begin another try of a wish seen with that many; false when somebody else did."""
        ...

    def postpone(self, wish_id: int, due_at: datetime) -> None: ...

    def take(self, wish_id: int) -> bool:
        """Take a wish away; false when it was gone."""
        ...

    def withdraw(self, user: str, message: Message, kind: NoteKind | None) -> None: ...
