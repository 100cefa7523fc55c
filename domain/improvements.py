"""Actions: improvements somebody owns, from a theme or a note to what they did for customers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.kpis import Direction, Kpi
from domain.trends import MoodChange, MoodSums, compare_moods

# How long before and after an action its effect is looked for.
EFFECT_WINDOW = timedelta(days=90)


MAX_TITLE = 150


MAX_TEXT = 2000


RATINGS = range(1, 6)


class ImprovementState(StrEnum):
    """How far an action is; measured once what it did was looked at."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    IMPLEMENTED = "implemented"
    MEASURED = "measured"
    DROPPED = "dropped"


TRANSITIONS: dict[ImprovementState, tuple[ImprovementState, ...]] = {
    ImprovementState.PROPOSED: (
        ImprovementState.PLANNED,
        ImprovementState.IN_PROGRESS,
        ImprovementState.IMPLEMENTED,
        ImprovementState.DROPPED,
    ),
    ImprovementState.PLANNED: (
        ImprovementState.IN_PROGRESS,
        ImprovementState.IMPLEMENTED,
        ImprovementState.PROPOSED,
        ImprovementState.DROPPED,
    ),
    ImprovementState.IN_PROGRESS: (
        ImprovementState.IMPLEMENTED,
        ImprovementState.PLANNED,
        ImprovementState.DROPPED,
    ),
    ImprovementState.IMPLEMENTED: (ImprovementState.MEASURED, ImprovementState.IN_PROGRESS),
    ImprovementState.MEASURED: (ImprovementState.IN_PROGRESS,),
    ImprovementState.DROPPED: (ImprovementState.PROPOSED,),
}


OPEN_STATES = (ImprovementState.PROPOSED, ImprovementState.PLANNED, ImprovementState.IN_PROGRESS)


DONE_STATES = (ImprovementState.IMPLEMENTED, ImprovementState.MEASURED)


class ImprovementProgress(StrEnum):
    """How an action stands on a day; overdue where it is open after its day."""

    DONE = "done"
    IN_PROGRESS = "in progress"
    OVERDUE = "overdue"
    TO_COME = "to come"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ImprovementDraft:
    """An action as it was filled in. `impact` and `ease` 1-5, `kpi_id` the KPI it should move.

    `note_ids` are the notes it comes from: one, or those of a theme; `stage` is a key.
    """

    title: str
    why: str | None = None
    stage: str | None = None
    owner: str | None = None
    impact: int | None = None
    ease: int | None = None
    resources: str | None = None
    expected_return: str | None = None
    kpi_id: int | None = None
    due: date | None = None
    note_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Improvement:
    """An action as it is kept. `implemented_on` is the day it reached customers.

    `state_at` is when it came into its state; `measured` the JSON of its effect, frozen when it
    was measured.
    """

    id: int
    draft: ImprovementDraft
    state: ImprovementState
    state_at: datetime
    created_by: str | None
    created_at: datetime
    implemented_on: date | None = None
    measured: dict[str, Any] | None = None

    @property
    def priority(self) -> int | None:
        """Impact times ease, 1-25; null where one is missing."""
        draft = self.draft
        if draft.impact is None or draft.ease is None:
            return None
        return draft.impact * draft.ease

    def standing(self, today: date) -> ImprovementProgress:
        """How it stands on a local day."""
        if self.state is ImprovementState.DROPPED:
            return ImprovementProgress.DROPPED
        if self.state in DONE_STATES:
            return ImprovementProgress.DONE
        if self.draft.due and self.draft.due < today:
            return ImprovementProgress.OVERDUE
        if self.state is ImprovementState.IN_PROGRESS:
            return ImprovementProgress.IN_PROGRESS
        return ImprovementProgress.TO_COME


@dataclass(frozen=True)
class Effect:
    """What happened before and after an action was implemented; it does not say why.

    Moods of the action's stage (of the whole journey without one) in equal windows before and
    after; `kpi_before` is its KPI's last reading before, `kpi_after` its last one since.
    """

    before: MoodSums
    after: MoodSums
    change: MoodChange
    kpi: Kpi | None = None
    kpi_before: float | None = None
    kpi_after: float | None = None

    @property
    def movement(self) -> str:
        """`better`, `worse`, `unchanged` or `no comparison`, by the KPI's direction."""
        if self.kpi is None or self.kpi_before is None or self.kpi_after is None:
            return "no comparison"
        if self.kpi_before == self.kpi_after:
            return "unchanged"
        rose = self.kpi_after > self.kpi_before
        return "better" if rose == (self.kpi.direction is Direction.HIGHER) else "worse"


@dataclass(frozen=True)
class ImprovementSnapshot:
    """An action with how it stands, and what it did once it is implemented."""

    action: Improvement
    standing: ImprovementProgress
    effect: Effect | None = None
    kpi: Kpi | None = None


def build_effect(
    before: MoodSums,
    after: MoodSums,
    kpi: Kpi | None,
    readings: tuple[float | None, float | None],
) -> Effect:
    """The effect, by the same rule as a stage's change between quarters."""
    return Effect(before, after, compare_moods(before, after), kpi, *readings)


@dataclass(frozen=True)
class ImprovementFilter:
    """Which actions to list; null means any. `due_before` leaves out those that are not due."""

    states: tuple[ImprovementState, ...] | None = None
    owner: str | None = None
    due_before: date | None = None
