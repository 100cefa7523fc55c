"""What the bot needs from outside, as Protocols that storage, the clock and Slack fulfil."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from bot.domain.history import Snapshot, Subject, Version
from bot.domain.journey import Journey, Stage, WorkspaceId
from bot.domain.kpis import Kpi, Reading
from bot.domain.note_changes import Habit, NoteChange
from bot.domain.notes import Likeness, Message, NewNote, Note, NoteKind
from bot.domain.personas import Persona
from bot.domain.publication import Claim, PostedReview, Publication
from bot.domain.quarters import Period
from bot.domain.reactions import Reactions
from bot.domain.review import Review, Seen
from bot.domain.roles import Role
from bot.domain.sentiment import Score
from bot.domain.templates import Template
from bot.domain.touchpoints import Touchpoint
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


class People(Protocol):
    """Who people are in their workspace, as far as Slack says."""

    def role(self, workspace: WorkspaceId, user: str) -> Role:
        """What somebody is there; unknown where Slack does not say."""
        ...


@dataclass(frozen=True)
class NoteFilter:
    """Which notes to list; null means any. `unsorted` true means the tray alone.

    `mood` is one of negative, neutral, positive; `words` have to stand in the text.
    """

    stage_id: int | None = None
    kind: NoteKind | None = None
    quarter: int | None = None
    author: str | None = None
    persona: str | None = None
    unsorted: bool = False
    team: str | None = None
    channel: str | None = None
    mood: str | None = None
    words: str | None = None


class Journeys(Protocol):
    """The journeys of one workspace, with their stages."""

    def ensure_workspace(self) -> bool:
        """Make sure the workspace is known; true when this call made it so."""
        ...

    def default(self) -> Journey | None: ...

    def by_key(self, key: str) -> Journey | None:
        """The journey with that key, archived or not."""
        ...

    def by_id(self, journey_id: int) -> Journey | None: ...

    def bound(self, channel: str) -> Journey | None:
        """The journey that is meant in that channel."""
        ...

    def all(self, *, archived: bool = False) -> Sequence[Journey]:
        """The journeys in use, or those archived."""
        ...

    def locked(self, journey_id: int) -> Journey | None:
        """The journey, kept from other writers until this transaction ends."""
        ...

    def add(
        self,
        template: Template,
        review_due_at: datetime,
        created_at: datetime,
        *,
        is_default: bool = True,
    ) -> Journey: ...

    def change(self, journey: Journey) -> None:
        """Keep everything about a journey but its stages and teams."""
        ...

    def set_home_channel(self, journey_id: int, channel: str) -> None: ...

    def set_review_due(self, journey_id: int, due_at: datetime) -> None: ...

    def set_customs(
        self, teams: Sequence[str], reactions: Reactions, *, thread_replies: bool
    ) -> None:
        """The teams the workspace names, and how it saves messages."""
        ...

    def bind(self, channel: str, journey_id: int) -> None: ...

    def channels(self) -> dict[str, int]:
        """Every bound channel with the id of its journey."""
        ...

    def add_stage(self, journey_id: int, stage: Stage) -> int: ...

    def change_stage(self, stage: Stage) -> None: ...


class Parts(Protocol):
    """The personas and touchpoints of one workspace, what is archived included."""

    def personas(self, journey_id: int) -> Sequence[Persona]: ...

    def touchpoints(self, journey_id: int) -> Sequence[Touchpoint]: ...

    def save_persona(self, journey_id: int, persona: Persona) -> int:
        """Make a persona (id 0) or keep a changed one; returns its id."""
        ...

    def save_touchpoint(self, journey_id: int, stage_id: int, touchpoint: Touchpoint) -> int:
        """Make a touchpoint (id 0) or keep a changed one; returns its id."""
        ...


class History(Protocol):
    """The versions of one workspace's maps."""

    def add(self, journey_id: int, version: Version, kept: Snapshot) -> None: ...

    def last_number(self, journey_id: int) -> int: ...

    def since(
        self, journey_id: int, number: int, subject: Subject, subject_id: int
    ) -> Sequence[Version]:
        """What was done to one part after a version, oldest first."""
        ...

    def listed(self, journey_id: int, limit: int, offset: int = 0) -> Sequence[Version]:
        """The changes of a journey, newest first."""
        ...

    def as_of(self, journey_id: int, instant: datetime) -> Snapshot | None:
        """The map as it stood just before an instant, null where no version is so old."""
        ...


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

    def move(self, note_id: int, journey_id: int, stage_id: int | None, quarter: int) -> None: ...

    def delete(self, note_id: int, at: datetime | None) -> None:
        """Take a note out of everything; null puts it back."""
        ...

    def set_permalink(self, note_id: int, permalink: str | None) -> None: ...

    def reword(
        self, note_id: int, text: str, score: Score, mood: float, edited_at: datetime
    ) -> None:
        """Keep another text with its score."""
        ...

    def of_message(self, message: Message) -> Sequence[tuple[int, Note]]:
        """The living notes made of a message, each with the id of its journey."""
        ...

    def move_all(self, stage_id: int, to_stage_id: int | None) -> int:
        """File every note of a stage under another, null for the tray; returns how many."""
        ...

    def rename_persona(self, journey_id: int, key: str, new_key: str) -> None: ...

    def rename_touchpoint(self, stage_id: int, key: str, new_key: str) -> None: ...

    def listed(
        self, journey_id: int, wanted: NoteFilter, limit: int, offset: int = 0
    ) -> Sequence[Note]: ...

    def count(self, journey_id: int, wanted: NoteFilter) -> int: ...

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

    def pains(
        self, journey_id: int, quarter: int, persona: str | None = None
    ) -> Sequence[Note]: ...

    def moods(
        self, journey_id: int, quarter: int, persona: str | None = None
    ) -> dict[int | None, MoodSums]:
        """Sums by stage id; null is the unsorted tray."""
        ...

    def glance(
        self, quarters: Mapping[int, int]
    ) -> dict[tuple[int, int], dict[int | None, MoodSums]]:
        """Sums by (journey id, quarter) and stage id, of each journey's quarter and the last."""
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

    def requarter(self, journey_id: int, period: Period) -> None:
        """Put the notes that happened in a period into its quarter."""
        ...

    def seen(self, journey_id: int, first: int | None, last: int) -> Seen:
        """What notes of the quarters first…last name; null first means from the beginning."""
        ...

    def every(self, journey_id: int) -> Iterator[Note]:
        """All notes of a journey, oldest first, without holding them in memory."""
        ...


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


class Kpis(Protocol):
    """The KPIs of one workspace and their readings."""

    def of_journey(self, journey_id: int, *, archived: bool = False) -> Sequence[Kpi]:
        """Those in use alone, or with the archived ones."""
        ...

    def of_journeys(
        self, journey_ids: Sequence[int], *, archived: bool = False
    ) -> dict[int, list[Kpi]]: ...

    def save(self, journey_id: int, stage_id: int | None, kpi: Kpi) -> int:
        """Make a KPI (id 0) or keep a changed one; returns its id."""
        ...

    def record(self, kpi_id: int, reading: Reading) -> None: ...

    def record_all(self, readings: Sequence[tuple[int, Reading]]) -> None:
        """Keep many readings, each with the id of its KPI."""
        ...

    def readings(self, kpi_id: int) -> Iterator[Reading]:
        """All readings of a KPI by day, as noted, without holding them in memory."""
        ...

    def recorded(
        self, kpi_ids: Collection[int], days: Collection[date]
    ) -> Sequence[tuple[int, Reading]]:
        """The readings of those KPIs on those days, each with the id of its KPI."""
        ...

    def has_readings(self, kpi_id: int) -> bool: ...

    def days(self, journey_id: int) -> tuple[date, date] | None:
        """The first and the last day of its readings."""
        ...

    def requarter(self, journey_id: int, quarter: int, first: date, after: date) -> None:
        """Put the readings of the days first ≤ day < after into a quarter."""
        ...

    def last_by_quarter(
        self, journey_ids: Sequence[int], first: int, last: int
    ) -> dict[int, dict[int, float]]:
        """KPI id → quarter index → last reading of that quarter, for first ≤ quarter ≤ last."""
        ...


class Publications(Protocol):
    """Which reviews were posted, or are being posted."""

    def of_period(self, journey_id: int, period: str) -> Publication | None: ...

    def posted(self, journey_id: int) -> Iterator[PostedReview]:
        """The reviews that are in their channel, oldest quarter first."""
        ...

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
    def note_life(self) -> NoteLife: ...

    @property
    def kpis(self) -> Kpis: ...

    @property
    def parts(self) -> Parts: ...

    @property
    def history(self) -> History: ...

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

    def sweep(self, deleted_before: datetime, received_before: datetime) -> int:
        """Remove for good the notes of all workspaces deleted before; returns how many."""
        ...

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
