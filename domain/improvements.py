"""Improvements people own ("actions" to people): states, progress and measured effects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import takewhile
from typing import Any

from domain.kpi_movement import KpiMovement, ReadingSamples, judge_movement, samples_of_last
from domain.kpis import Direction, Kpi
from domain.notes import Message
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
class ImprovementSource:
    """What a new improvement was made from; nothing of it is saved with it.

    `theme` is the id of a theme, `thread` the first message of the thread that had the button.
    """

    theme: int | None = None
    thread: Message | None = None


NO_SOURCE = ImprovementSource()


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
class StateChange:
    """An improvement's change to a state, at an instant."""

    state: ImprovementState
    at: datetime


def as_it_was(
    improvement: Improvement, changes: Sequence[StateChange], end: datetime, zone: tzinfo
) -> Improvement:
    """Return an improvement with the state it had before an instant; `changes` are oldest first.

    What else was edited since is as it is now. The day of implementation is the local day it got
    there, or the one saved if it has not been taken back since.
    """
    later = [change for change in changes if change.at >= end]
    if not later:
        return improvement
    then = [change for change in changes if change.at < end]
    if not then:
        proposed = ImprovementState.PROPOSED
        return replace(
            improvement,
            state=proposed,
            state_at=improvement.created_at,
            implemented_on=None,
            measured=None,
        )
    state, day = then[-1].state, None
    if state in DONE_STATES:
        done = list(takewhile(lambda change: change.state in DONE_STATES, reversed(then)))
        day = done[-1].at.astimezone(zone).date()
        if all(change.state in DONE_STATES for change in later):
            day = improvement.implemented_on or day
    measured = improvement.measured if state is ImprovementState.MEASURED else None
    return replace(
        improvement, state=state, state_at=then[-1].at, implemented_on=day, measured=measured
    )


# Work in progress first, what is finished last.
STATE_ORDER = (
    ImprovementState.IN_PROGRESS,
    ImprovementState.PLANNED,
    ImprovementState.PROPOSED,
    ImprovementState.IMPLEMENTED,
    ImprovementState.MEASURED,
    ImprovementState.DROPPED,
)


def select_for_period(
    improvements: Iterable[Improvement], start: datetime
) -> tuple[Improvement, ...]:
    """Return those that were not measured or dropped before a period's start, in STATE_ORDER."""
    finished = (ImprovementState.MEASURED, ImprovementState.DROPPED)
    shown = [one for one in improvements if one.state not in finished or one.state_at >= start]
    return tuple(sorted(shown, key=lambda one: (STATE_ORDER.index(one.state), one.id)))


@dataclass(frozen=True)
class Effect:
    """Moods and KPI before and after an improvement was implemented; not proof that it caused them.

    `before` and `after` are the moods of its stage (without one: of the whole journey) in equal
    windows; `kpi_before` is the last reading before, `kpi_after` the last one of the window since,
    None without. `samples` are all readings of both windows, None where only these are known.
    """

    before: MoodSums
    after: MoodSums
    change: MoodChange
    kpi: Kpi | None = None
    kpi_before: float | None = None
    kpi_after: float | None = None
    samples: ReadingSamples | None = None

    @property
    def kpi_movement(self) -> KpiMovement:
        """Judge how the KPI moved, as in a review."""
        return judge_movement(self.samples or samples_of_last(self.kpi_after, self.kpi_before))

    @property
    def movement(self) -> str:
        """Return `better`, `worse`, `unchanged`, or why nothing can be said."""
        direction = self.kpi.direction if self.kpi else Direction.HIGHER
        return self.kpi_movement.describe(direction)


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
    samples: ReadingSamples | None = None,
) -> Effect:
    """Compare moods by the rule for a stage's change between quarters; `readings` before, after."""
    return Effect(before, after, compare_moods(before, after), kpi, *readings, samples)


@dataclass(frozen=True)
class ImprovementFilter:
    """Which improvements to list; None means any. `due_before` excludes those without a date."""

    states: tuple[ImprovementState, ...] | None = None
    owner: str | None = None
    due_before: date | None = None
