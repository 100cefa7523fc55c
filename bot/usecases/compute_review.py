"""Compute the review of a journey and quarter from the sums and readings kept."""

from bot.domain import pains, review
from bot.domain.errors import BadInputError
from bot.domain.journey import DEFAULT_TEAMS, Journey, WorkspaceId
from bot.domain.quarters import Quarter
from bot.domain.review import KpiTrend, Review
from bot.ports import Clock, Storage, UnitOfWork
from bot.usecases.journeys import existing_journey, ready_journey

KPI_QUARTERS = 8


def compute(uow: UnitOfWork, journey: Journey, quarter: Quarter, *, complete: bool) -> Review:
    """The review inside a transaction that is already open."""
    now = uow.notes.moods(journey.id, quarter.index)
    moods = review.stage_moods(journey.stages, now, uow.notes.moods(journey.id, quarter.index - 1))
    return Review(
        journey=journey,
        period=journey.calendar.period(quarter),
        complete=complete,
        stages=moods,
        pains=pains.rank(uow.notes.pains(journey.id, quarter.index)),
        kpis=_trends(uow, journey, quarter),
        blind_spots=review.blind_spots(
            moods,
            DEFAULT_TEAMS,
            uow.notes.seen(journey.id, None, quarter.index),
            uow.notes.seen(journey.id, quarter.index, quarter.index),
        ),
        notes=review.note_counts(now),
    )


class ComputeReview:
    """Computes reviews without posting them."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(
        self, workspace: WorkspaceId, journey_key: str | None = None, period: str | None = None
    ) -> Review:
        """The review of a period label, of the running quarter where none is named.

        Raises BadInputError for a label that is none, NotFoundError for an unknown journey.
        """
        wanted = Quarter.parse(period) if period else None
        now = self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, journey_key)
            if journey is not None:
                running = journey.calendar.quarter_of(now)
                quarter = wanted or running
                _check_begun(quarter, running)
                return compute(uow, journey, quarter, complete=quarter < running)
        with self._storage.write(workspace) as uow:
            ready_journey(uow, journey_key, now)
            uow.commit()
        return self(workspace, journey_key, period)


def _check_begun(quarter: Quarter, running: Quarter) -> None:
    if quarter > running:
        raise BadInputError(
            f"{quarter.label} has not begun yet; the running quarter is {running.label}."
        )


def _trends(uow: UnitOfWork, journey: Journey, quarter: Quarter) -> tuple[KpiTrend, ...]:
    first = quarter.index - KPI_QUARTERS + 1
    last = uow.kpis.last_by_quarter(journey.id, first, quarter.index)
    quarters = range(first, quarter.index + 1)
    return tuple(
        KpiTrend(kpi, tuple(last.get(kpi.id, {}).get(index) for index in quarters))
        for kpi in uow.kpis.of_journey(journey.id)
    )
