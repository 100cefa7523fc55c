"""What the bot needs from outside, as Protocols that storage, the clock and Slack fulfil."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.domain.journey import Journey, Template, WorkspaceId
from bot.domain.kpis import Direction, Kpi, Reading, Unit
from bot.domain.notes import NewNote, Note, NoteKind
from bot.domain.publication import Claim, Publication
from bot.domain.review import Review, Seen
from bot.domain.sentiment import Score
from bot.domain.trends import MoodSums

Payload = dict[str, Any]


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """The current instant, aware, UTC."""
        ...


class Scorer(Protocol):
    """Scores how the customer feels in a text."""

    def score(self, text: str) -> Score:
        """The score of one text."""
        ...


@dataclass(frozen=True)
class NoteFilter:
    """Which notes to list; null means any. `unsorted` true means the tray alone."""

    stage_id: int | None = None
    kind: NoteKind | None = None
    quarter: int | None = None
    author: str | None = None
    unsorted: bool = False


class Journeys(Protocol):
    """The journeys of one workspace."""

    def ensure_workspace(self) -> bool:
        """Make sure the workspace is known; true when this call made it so."""
        ...

    def default(self) -> Journey | None: ...

    def by_key(self, key: str) -> Journey | None: ...

    def by_id(self, journey_id: int) -> Journey | None: ...

    def all(self) -> Sequence[Journey]: ...

    def add(self, template: Template, review_due_at: datetime, created_at: datetime) -> Journey: ...

    def set_home_channel(self, journey_id: int, channel: str) -> None: ...

    def set_review_due(self, journey_id: int, due_at: datetime) -> None: ...


class Notes(Protocol):
    """The notes of one workspace."""

    def add(self, journey_id: int, note: NewNote) -> int: ...

    def by_id(self, note_id: int) -> tuple[int, Note] | None:
        """The note with the id of its journey."""
        ...

    def place(self, note_id: int, stage_id: int) -> None: ...

    def listed(
        self, journey_id: int, wanted: NoteFilter, limit: int, offset: int = 0
    ) -> Sequence[Note]: ...

    def count(self, journey_id: int, wanted: NoteFilter) -> int: ...

    def pains(self, journey_id: int, quarter: int) -> Sequence[Note]: ...

    def moods(self, journey_id: int, quarter: int) -> dict[int | None, MoodSums]:
        """Sums by stage id; null is the unsorted tray."""
        ...

    def seen(self, journey_id: int, first: int | None, last: int) -> Seen:
        """What notes of the quarters first…last name; null first means from the beginning."""
        ...

    def every(self, journey_id: int) -> Iterator[Note]:
        """All notes of a journey, oldest first, without holding them in memory."""
        ...


class Kpis(Protocol):
    """The KPIs of one workspace and their readings."""

    def of_journey(self, journey_id: int) -> Sequence[Kpi]: ...

    def add(
        self,
        journey_id: int,
        stage_id: int | None,
        key: str,
        unit: Unit,
        direction: Direction,
        target: float | None,
        currency: str | None = None,
    ) -> Kpi: ...

    def change(self, kpi_id: int, direction: Direction, target: float | None) -> None: ...

    def record(self, kpi_id: int, reading: Reading) -> None: ...

    def last_by_quarter(
        self, journey_id: int, first: int, last: int
    ) -> dict[int, dict[int, float]]:
        """KPI id → quarter index → last reading of that quarter, for first ≤ quarter ≤ last."""
        ...


class Publications(Protocol):
    """Which reviews were posted, or are being posted."""

    def of_period(self, journey_id: int, period: str) -> Publication | None: ...

    def claim(self, claim: Claim) -> bool:
        """Take the right to post a review; false when somebody has or had it."""
        ...

    def reclaim(self, publication_id: int, attempts: int, retry_at: datetime, channel: str) -> bool:
        """Take over a claim seen with that number of attempts; false when somebody else did.

        `claimed_at` stays: the post may be as old as the first claim.
        """
        ...

    def published(self, publication_id: int, message_ts: str, now: datetime) -> None: ...

    def failed(self, publication_id: int, reason: str, retry_at: datetime) -> None: ...

    def unsure(self, publication_id: int, reason: str, retry_at: datetime) -> None: ...


class UnitOfWork(Protocol):
    """One transaction in one workspace. Leaving it without `commit` rolls it back."""

    @property
    def journeys(self) -> Journeys: ...

    @property
    def notes(self) -> Notes: ...

    @property
    def kpis(self) -> Kpis: ...

    @property
    def publications(self) -> Publications: ...

    def commit(self) -> None: ...


@dataclass(frozen=True)
class DueReview:
    """A journey whose review is due."""

    workspace: WorkspaceId
    journey_id: int


class Storage(Protocol):
    """Makes units of work, and answers the few questions that span workspaces."""

    def read(self, workspace: WorkspaceId) -> AbstractContextManager[UnitOfWork]: ...

    def write(self, workspace: WorkspaceId) -> AbstractContextManager[UnitOfWork]: ...

    def due_reviews(self, now: datetime, limit: int, after: int = 0) -> Sequence[DueReview]:
        """Due reviews of journeys with an id above `after`, by that id."""
        ...

    def workspaces_with(self, journey_key: str) -> Sequence[WorkspaceId]: ...

    def check(self) -> None:
        """Raise a Storage…Error unless the database can serve."""
        ...


@dataclass(frozen=True)
class PostOutcome:
    """What became of a post: `ts` when it is there; else whether it is certain that it is not.

    `retry_after`: when Slack asked to be left alone for so long.
    """

    ts: str | None
    certain: bool
    reason: str = ""
    retry_after: timedelta | None = None


class Publisher(Protocol):
    """Posts reviews where people see them."""

    def render(self, review: Review) -> Payload:
        """The post of a review, as it will be frozen."""
        ...

    def post(self, workspace: WorkspaceId, channel: str, payload: Payload, key: str) -> PostOutcome:
        """Post once; `key` is opaque and lets `find` recognise the post."""
        ...

    def find(self, workspace: WorkspaceId, channel: str, key: str, since: datetime) -> PostOutcome:
        """Look for a post made under `key`: there (`ts`), certainly not, or unsure."""
        ...
