"""Improvements people own ("actions" to people): states, progress and measured effects."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.kpis import Direction, Kpi
from domain.trends import MoodChange, MoodSums, compare_moods

# The longest time before and after an improvement that is compared.
EFFECT_WINDOW = timedelta(days=90)


MAX_TITLE = 150


MAX_TEXT = 2000


RATINGS = range(1, 6)


class ImprovementState(StrEnum):
    """The state people give an improvement; measured once its effect was saved."""

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
    """The progress of an improvement on a day; overdue if it is open after its due date."""

    DONE = "done"
    IN_PROGRESS = "in progress"
    OVERDUE = "overdue"
    TO_COME = "to come"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ImprovementDraft:
    """An improvement as typed in the form. `impact` and `ease` 1-5; `stage` is a key.

    `kpi_id` is the KPI it should move, `note_ids` the notes it comes from: one, or a theme's.
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
    """A saved improvement. `implemented_on` is the day it reached customers.

    `state_at` is when it got its state; `measured` is the JSON of its effect, saved when it became
    measured.
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
        """Return impact times ease, 1-25; None if one is missing."""
        draft = self.draft
        if draft.impact is None or draft.ease is None:
            return None
        return draft.impact * draft.ease

    def progress_on(self, today: date) -> ImprovementProgress:
        """Return its progress on a day in the journey's time zone."""
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
    """Moods and KPI before and after an improvement was implemented; not proof that it caused them.

    `before` and `after` are the moods of its stage (without one: of the whole journey) in equal
    windows; `kpi_before` is the last reading before, `kpi_after` the last one since, None without.
    """

    before: MoodSums
    after: MoodSums
    change: MoodChange
    kpi: Kpi | None = None
    kpi_before: float | None = None
    kpi_after: float | None = None

    @property
    def movement(self) -> str:
        """Return `better`, `worse`, `unchanged` or `no comparison`, by the KPI's direction."""
        if self.kpi is None or self.kpi_before is None or self.kpi_after is None:
            return "no comparison"
        if self.kpi_before == self.kpi_after:
            return "unchanged"
        rose = self.kpi_after > self.kpi_before
        return "better" if rose == (self.kpi.direction is Direction.HIGHER) else "worse"


@dataclass(frozen=True)
class ImprovementSnapshot:
    """An improvement with its progress on a day and, once implemented, its effect."""

    improvement: Improvement
    progress: ImprovementProgress
    effect: Effect | None = None
    kpi: Kpi | None = None


def build_effect(
    before: MoodSums,
    after: MoodSums,
    kpi: Kpi | None,
    readings: tuple[float | None, float | None],
) -> Effect:
    """Compare moods by the rule for a stage's change between quarters; `readings` before, after."""
    return Effect(before, after, compare_moods(before, after), kpi, *readings)


@dataclass(frozen=True)
class ImprovementFilter:
    """Which improvements to list; None means any. `due_before` excludes those without a date."""

    states: tuple[ImprovementState, ...] | None = None
    owner: str | None = None
    due_before: date | None = None
