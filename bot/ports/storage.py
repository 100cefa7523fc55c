"""Units of work, and what makes them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.journey import WorkspaceId
from bot.domain.reminders import DueReminders, ReminderKind
from bot.domain.wishes import Wish
from bot.ports.actions import Actions
from bot.ports.kpis import Kpis
from bot.ports.lessons import Lessons
from bot.ports.maps import History, Journeys, Parts
from bot.ports.note_life import NoteLife, Wishes
from bot.ports.notes import MergedNotes, Notes
from bot.ports.publications import Publications, ReviewParts, SignOffs
from bot.ports.reminders import OptOuts, Reminders, Voices
from bot.ports.themes import ThemeCorrections


class UnitOfWork(Protocol):
    """One transaction in one workspace. Leaving it without `commit` rolls it back."""

    @property
    def journeys(self) -> Journeys: ...

    @property
    def notes(self) -> Notes: ...

    @property
    def merged_notes(self) -> MergedNotes: ...

    @property
    def note_life(self) -> NoteLife: ...

    @property
    def wishes(self) -> Wishes: ...

    @property
    def theme_corrections(self) -> ThemeCorrections: ...

    @property
    def kpis(self) -> Kpis: ...

    @property
    def parts(self) -> Parts: ...

    @property
    def history(self) -> History: ...

    @property
    def publications(self) -> Publications: ...

    @property
    def review_parts(self) -> ReviewParts: ...

    @property
    def actions(self) -> Actions: ...

    @property
    def sign_offs(self) -> SignOffs: ...

    @property
    def lessons(self) -> Lessons: ...

    @property
    def voices(self) -> Voices: ...

    @property
    def reminders(self) -> Reminders: ...

    @property
    def opt_outs(self) -> OptOuts: ...

    def commit(self) -> None: ...


@dataclass(frozen=True)
class DueReview:
    """A journey whose review is due."""

    workspace: WorkspaceId
    journey_id: int


@dataclass(frozen=True)
class DuePublication:
    """A posted review about which something is left to do."""

    workspace: WorkspaceId
    publication_id: int


class Storage(Protocol):
    """Makes units of work, and answers the few questions that span workspaces."""

    def read(self, workspace: WorkspaceId) -> AbstractContextManager[UnitOfWork]: ...

    def write(self, workspace: WorkspaceId) -> AbstractContextManager[UnitOfWork]: ...

    def due_reviews(self, now: datetime, limit: int, after: int = 0) -> Sequence[DueReview]:
        """Due reviews of journeys with an id above `after`, by that id."""
        ...

    def due_publications(self, now: datetime, limit: int) -> Sequence[DuePublication]:
        """Posted reviews the clock is to look at, the longest due first."""
        ...

    def due_wishes(self, now: datetime, limit: int) -> Sequence[Wish]:
        """Wishes that may be tried, the longest due first."""
        ...

    def due_reminders(
        self, kind: ReminderKind, now: datetime, limit: int, after: int = 0
    ) -> Sequence[DueReminders]:
        """Journeys with an id above `after` that are to be looked at, by that id."""
        ...

    def workspaces_with(self, journey_key: str) -> Sequence[WorkspaceId]: ...

    def sweep(self, deleted_before: datetime, received_before: datetime) -> int:
        """Remove for good the notes of all workspaces deleted before; returns how many."""
        ...

    def check(self) -> None:
        """Raise a Storage…Error unless the database can serve."""
        ...
