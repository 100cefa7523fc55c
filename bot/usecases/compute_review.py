"""Compute the review of a journey and quarter from the sums and readings kept."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import review, themes
from bot.domain.audience import EVERYBODY, Audience
from bot.domain.errors import BadInputError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.kpis import Kpi
from bot.domain.quarters import Quarter
from bot.domain.review import KpiTrend, Review, Seen
from bot.domain.theme_corrections import Correction
from bot.domain.themes import Theme
from bot.ports import Clock, Storage, UnitOfWork
from bot.usecases.journeys import ANYWHERE, Place, existing_journey, ready_journey
from bot.usecases.reviewing_actions import of_period

# So many quarters, this one included, tell a trend, and a theme that returns from a new one.
QUARTERS = 8


def compute(
    uow: UnitOfWork,
    journey: Journey,
    quarter: Quarter,
    *,
    complete: bool,
    now: datetime,
    audience: Audience = EVERYBODY,
) -> Review:
    """The review for an audience, inside a transaction that is already open."""
    period = journey.calendar.period(quarter)
    sums = uow.notes.moods(journey.id, quarter.index)
    moods = review.stage_moods(journey.stages, sums, uow.notes.moods(journey.id, quarter.index - 1))
    corrections = uow.theme_corrections.of_journey(journey.id)
    pains = themes_of(uow, journey, quarter, corrections, audience)
    return Review(
        journey=journey,
        period=period,
        complete=complete,
        stages=moods,
        pains=themes.heard(pains),
        kpis=trends(uow, journey, quarter, uow.kpis.of_journey(journey.id)),
        blind_spots=review.blind_spots(
            moods,
            journey.teams,
            _known(uow, journey, quarter),
            uow.notes.seen(journey.id, quarter.index, quarter.index),
        ),
        notes=review.note_counts(sums),
        muted=tuple(pain for pain in pains if pain.muted),
        actions=of_period(uow, journey, period, now),
    )


def themes_of(
    uow: UnitOfWork,
    journey: Journey,
    quarter: Quarter,
    corrections: Sequence[Correction],
    audience: Audience = EVERYBODY,
) -> tuple[Theme, ...]:
    """The themes of a quarter as people corrected them, muted ones among them."""
    first = quarter.index - QUARTERS + 1
    return themes.ranked_over(
        [uow.notes.pains(journey.id, index) for index in range(first, quarter.index + 1)],
        corrections,
        audience,
    )


def _known(uow: UnitOfWork, journey: Journey, quarter: Quarter) -> Seen:
    """What notes have named up to a quarter, and what stands on the map."""
    named = uow.notes.seen(journey.id, None, quarter.index)
    personas = {part.key for part in uow.parts.personas(journey.id) if not part.archived}
    stages = {stage.key for stage in journey.stages}
    channels = {
        part.channel
        for part in uow.parts.touchpoints(journey.id)
        if not part.archived and part.stage in stages
    }
    return Seen(named.teams, named.personas | personas, named.channels | channels)


class ComputeReview:
    """Computes reviews without posting them."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(
        self,
        workspace: WorkspaceId,
        journey_key: str | None = None,
        period: str | None = None,
        place: Place = ANYWHERE,
    ) -> Review:
        """The review of a period label, of the running quarter where none is named.

        Raises BadInputError for a label that is none, NotFoundError for an unknown journey.
        """
        wanted = Quarter.parse(period) if period else None
        now = self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, journey_key, place)
            if journey is not None:
                running = journey.calendar.quarter_of(now)
                quarter = wanted or running
                check_begun(quarter, running)
                audience = Audience(place.channel)
                complete = quarter < running
                return compute(uow, journey, quarter, complete=complete, now=now, audience=audience)
        with self._storage.write(workspace) as uow:
            ready_journey(uow, journey_key, now, place)
            uow.commit()
        return self(workspace, journey_key, period, place)


def check_begun(quarter: Quarter, running: Quarter) -> None:
    """Raise BadInputError for a quarter that lies ahead."""
    if quarter > running:
        raise BadInputError(
            f"{quarter.label} has not begun yet; the running quarter is {running.label}."
        )


def trends(
    uow: UnitOfWork, journey: Journey, quarter: Quarter, kpis: Sequence[Kpi]
) -> tuple[KpiTrend, ...]:
    """The KPIs with their readings of the last eight quarters."""
    first = quarter.index - QUARTERS + 1
    last = uow.kpis.last_by_quarter([journey.id], first, quarter.index)
    quarters = range(first, quarter.index + 1)
    return tuple(
        KpiTrend(kpi, tuple(last.get(kpi.id, {}).get(index) for index in quarters)) for kpi in kpis
    )
