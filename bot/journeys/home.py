"""The Home tab of a person: a summary of their journeys, in a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.notes.inbox import suggest_note_stages
from bot.ports import Clock, People
from domain import reviews as review_figures
from domain.access import Audience, Role, may_edit
from domain.improvements import Improvement
from domain.journeys import Journey, Stage, WorkspaceId
from domain.kpis import last_reading_in
from domain.notes import Note
from domain.periods import Months, Period
from domain.reviews import KpiTrend, NoteCounts, StageMood
from storage.session import Database, UnitOfWork

MAX_UNSORTED = 5


MAX_IMPROVEMENTS = 5


@dataclass(frozen=True)
class JourneySummary:
    """One journey in its running period. `unsorted` counts its unsorted notes of all time."""

    journey: Journey
    period: Period
    stages: tuple[StageMood, ...]
    kpis: tuple[KpiTrend, ...]
    notes: NoteCounts
    unsorted: int
    may_edit: bool

    @property
    def silent(self) -> tuple[str, ...]:
        """Names of the stages without a note this period."""
        return tuple(mood.stage.name for mood in self.stages if not mood.now.note_count)

    @property
    def unowned(self) -> tuple[str, ...]:
        """Names of the stages without an owner."""
        return tuple(stage.name for stage in self.journey.stages if not stage.owner)


@dataclass(frozen=True)
class Home:
    """A person's Home tab: journeys, the newest unsorted notes, own stages and open actions.

    `suggested` maps the id of an unsorted note to the stage it may belong to. For a guest
    everything is empty.
    """

    user: str
    guest: bool
    journeys: tuple[JourneySummary, ...]
    unsorted: tuple[tuple[Journey, Note], ...]
    now: datetime
    suggested: Mapping[int, Stage] = field(default_factory=dict)
    improvements: tuple[tuple[Journey, Improvement], ...] = ()

    @property
    def mine(self) -> tuple[tuple[Journey, StageMood], ...]:
        """The stages this person owns, each with its journey."""
        return tuple(
            (summary.journey, mood)
            for summary in self.journeys
            for mood in summary.stages
            if mood.stage.owner == self.user
        )


class HomeService:
    """Builds the content of Home tabs."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def show(self, workspace: WorkspaceId, user: str) -> Home:
        """Return a person's Home; before the first use it has no journeys, and none is created."""
        now = self._clock.now()
        role = self._people.role(workspace, user) if self._people else Role.MEMBER
        if role is Role.GUEST:
            return Home(user, guest=True, journeys=(), unsorted=(), now=now)
        with self._storage.read(workspace) as uow:
            journeys = {journey.id: journey for journey in uow.journeys.all()}
            ids = list(journeys)
            summaries = _summarize(uow, journeys, now, user, role) if ids else ()
            newest = uow.notes.unsorted(ids, MAX_UNSORTED) if ids else ()
            unsorted = tuple((journeys[journey_id], note) for journey_id, note in newest)
            suggested = suggest_note_stages(uow, unsorted)
            owned = uow.improvements.open_of_owner(user, MAX_IMPROVEMENTS)
        audience = Audience(user=user)
        unsorted = tuple((journey, audience.redact(note)) for journey, note in unsorted)
        return Home(
            user,
            guest=False,
            journeys=summaries,
            unsorted=unsorted,
            now=now,
            suggested=suggested,
            improvements=tuple(
                (journeys[id_], improvement) for id_, improvement in owned if id_ in journeys
            ),
        )


def _summarize(
    uow: UnitOfWork, journeys: dict[int, Journey], now: datetime, user: str, role: Role
) -> tuple[JourneySummary, ...]:
    ids = list(journeys)
    periods = {id_: journey.period_of(now) for id_, journey in journeys.items()}
    months = {id_: _with_last(period) for id_, period in periods.items()}
    sums = uow.notes.by_month(months)
    kpis = uow.kpis.of_journeys(ids)
    first = min(span.first for span in months.values())
    last = uow.kpis.last_by_month(ids, Months(first, max(span.last for span in months.values())))
    unsorted = uow.notes.count_unsorted(ids)

    def summarize(journey: Journey) -> JourneySummary:
        period = periods[journey.id]
        by_month = sums.get(journey.id, {})
        running = review_figures.sum_months(by_month, period.months)
        before = review_figures.sum_months(by_month, period.shifted(-1).months)
        return JourneySummary(
            journey=journey,
            period=period,
            stages=review_figures.compute_stage_moods(journey.stages, running, before, period.noun),
            kpis=tuple(
                KpiTrend(
                    kpi,
                    tuple(last_reading_in(last.get(kpi.id, {}), p.months) for p in period.last(2)),
                    period.noun,
                )
                for kpi in kpis.get(journey.id, [])
            ),
            notes=review_figures.count_notes(running),
            unsorted=unsorted.get(journey.id, 0),
            may_edit=may_edit(journey, user, role),
        )

    ordered = sorted(journeys.values(), key=lambda journey: (not journey.is_default, journey.name))
    return tuple(summarize(journey) for journey in ordered)


def _with_last(period: Period) -> Months:
    """Return the months of a period and of the one before."""
    return Months(period.shifted(-1).months.first, period.months.last)
