"""Notes: which ones, what is done with them, and what they add up to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.audience import Audience
from bot.domain.notes import Likeness, Message, NewNote, Note, NoteKind
from bot.domain.periods import Months, Period
from bot.domain.review import Seen
from bot.domain.sentiment import Score
from bot.domain.trends import MoodSums
from bot.domain.typed_period import Days

# More words than these are not looked for in a text.
MOST_SEARCHED = 20


@dataclass(frozen=True)
class NoteFilter:
    """Which notes to list; null means any. `unsorted` true means the tray alone.

    `mood` is one of negative, neutral, positive; `days` is when they happened; the first twenty of
    `words` have to stand in the text, where that is for the `audience` (null: whoever it is).
    """

    stage_id: int | None = None
    kind: NoteKind | None = None
    months: Months | None = None
    author: str | None = None
    persona: str | None = None
    unsorted: bool = False
    team: str | None = None
    channel: str | None = None
    mood: str | None = None
    words: str | None = None
    source: str | None = None
    touchpoint: str | None = None
    days: Days | None = None
    audience: Audience | None = None


class Notes(Protocol):
    """The notes of one workspace."""

    def add(self, journey_id: int, note: NewNote) -> int: ...

    def add_once(self, journey_id: int, note: NewNote) -> int | None:
        """The same, null where its message is saved as that kind already."""
        ...

    def add_all(self, journey_id: int, new: Sequence[NewNote]) -> Sequence[int]:
        """File many notes; their ids in the same order."""
        ...

    def alike(self, journey_id: int, instants: Collection[datetime]) -> Sequence[Likeness]:
        """What the journey's notes that happened at those instants say, deleted ones too."""
        ...

    def by_id(self, note_id: int) -> tuple[int, Note] | None:
        """The note, deleted or not, with the id of its journey."""
        ...

    def place(self, note_id: int, stage_id: int) -> None: ...

    def rewrite(self, note_id: int, journey_id: int, note: NewNote, edited_at: datetime) -> None:
        """Keep an edited note in place of what it was; its author and its origin stay."""
        ...

    def move(self, note_id: int, journey_id: int, stage_id: int | None, month: int) -> None: ...

    def delete(self, note_id: int, at: datetime | None) -> None:
        """Take a note out of everything; null puts it back."""
        ...

    def set_permalink(self, note_id: int, permalink: str | None) -> None: ...

    def set_reply_to(self, note_id: int, excerpt: str) -> None: ...

    def of_message(self, message: Message) -> Sequence[tuple[int, Note]]:
        """The notes made of a message, merged ones too, each with the id of its journey."""
        ...

    def move_all(self, stage_id: int, to_stage_id: int | None) -> int:
        """File every note of a stage under another, null for the tray; returns how many."""
        ...

    def rename_persona(self, journey_id: int, key: str, new_key: str) -> None: ...

    def rename_touchpoint(self, stage_id: int, key: str, new_key: str) -> None: ...

    def listed(
        self, journey_id: int, wanted: NoteFilter, limit: int, offset: int = 0
    ) -> Sequence[Note]: ...

    def similar(
        self,
        journey_id: int,
        words: Collection[str],
        limit: int,
        *,
        sorted_only: bool = False,
        since: datetime | None = None,
    ) -> Sequence[Note]:
        """Living notes that hold any of those words (stems, as `words_of` has them), best first.

        `sorted_only` leaves out the tray; `since` is when they happened at the earliest.
        """
        ...

    def count(self, journey_id: int, wanted: NoteFilter) -> int: ...

    def pains(
        self, journey_id: int, months: Months, persona: str | None = None
    ) -> Sequence[Note]: ...

    def moods(
        self, journey_id: int, months: Months, persona: str | None = None
    ) -> dict[int | None, MoodSums]:
        """Sums by stage id; null is the unsorted tray."""
        ...

    def moods_between(
        self, journey_id: int, stage: str | None, start: datetime, end: datetime
    ) -> MoodSums:
        """Sums over what happened in start ≤ t < end, in a stage by its key or everywhere."""
        ...

    def by_month(
        self, months: Mapping[int, Months]
    ) -> dict[int, dict[int, dict[int | None, MoodSums]]]:
        """Journey id → month → sums by stage id, for the months named for each journey."""
        ...

    def tray(self, journey_ids: Sequence[int], limit: int) -> Sequence[tuple[int, Note]]:
        """The newest unsorted notes of those journeys, each with the id of its journey."""
        ...

    def in_tray(self, journey_ids: Sequence[int]) -> dict[int, int]:
        """How many unsorted notes each of those journeys has."""
        ...

    def span(self, journey_id: int) -> tuple[datetime, datetime] | None:
        """When the first and the last note happened."""
        ...

    def refile(self, journey_id: int, month: Period) -> None:
        """Put the notes that happened in a month of the journey's calendar into it."""
        ...

    def seen(self, journey_id: int, first: int | None, last: int) -> Seen:
        """What notes of the months first…last name; null first means from the beginning."""
        ...

    def open_channel(self, channel: str) -> None:
        """Have the words of what was noted from a channel be for everybody."""
        ...

    def after(self, journey_id: int, note_id: int, limit: int) -> Sequence[Note]:
        """Notes with an id above one, by that id; deleted and merged ones too."""
        ...

    def rescore(self, note: Note, score: Score, mood: float | None) -> bool:
        """Keep another score of a note; false where it was changed since it was read."""
        ...

    def every(self, journey_id: int) -> Iterator[Note]:
        """All notes of a journey, oldest first, without holding them in memory."""
        ...


class MergedNotes(Protocol):
    """Which of one workspace's notes are merged into which."""

    def merge(self, note_id: int, into: int | None, counted_in: int | None) -> None:
        """Merge a note into another, null to have it stand for itself again.

        `counted_in` is the note that stands for them all; what was merged into this one before
        goes along.
        """
        ...
