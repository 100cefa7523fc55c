"""Compute the review of a journey and period from the sums and readings kept."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import review, themes
from bot.domain.audience import EVERYBODY, Audience
from bot.domain.errors import BadInputError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.kpis import Kpi, last_within
from bot.domain.period_labels import PeriodLabel
from bot.domain.periods import Months, Period
from bot.domain.review import KpiTrend, Review, Seen
from bot.domain.theme_corrections import Correction
from bot.domain.themes import Theme
from bot.ports import Clock, Storage, UnitOfWork
from bot.usecases.journeys import ANYWHERE, Place, existing_journey, ready_journey
from bot.usecases.reviewing_actions import of_period

# So many periods, this one included, tell a trend, and a theme that returns from a new one.
PERIODS = 8


def compute(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    *,
    complete: bool,
    now: datetime,
    audience: Audience = EVERYBODY,
) -> Review:
    """The review for an audience, inside a transaction that is already open."""
    sums = uow.notes.moods(journey.id, period.months)
    before = uow.notes.moods(journey.id, period.shifted(-1).months)
    moods = review.stage_moods(journey.stages, sums, before, period.noun)
    corrections = uow.theme_corrections.of_journey(journey.id)
    pains = themes_of(uow, journey, period, corrections, audience)
    return Review(
        journey=journey,
        period=period,
        complete=complete,
        stages=moods,
        pains=themes.heard(pains),
        kpis=trends(uow, journey, period, uow.kpis.of_journey(journey.id)),
        blind_spots=review.blind_spots(
            moods,
            journey.teams,
            _known(uow, journey, period),
            uow.notes.seen(journey.id, period.months.first, period.months.last),
        ),
        notes=review.note_counts(sums),
        muted=tuple(pain for pain in pains if pain.muted),
        actions=of_period(uow, journey, period, now),
    )


def themes_of(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    corrections: Sequence[Correction],
    audience: Audience = EVERYBODY,
) -> tuple[Theme, ...]:
    """The themes of a period as people corrected them, muted ones among them."""
    return themes.ranked_over(
        [uow.notes.pains(journey.id, one.months) for one in period.last(PERIODS)],
        corrections,
        audience,
    )


def _known(uow: UnitOfWork, journey: Journey, period: Period) -> Seen:
    """What notes have named up to a period, and what stands on the map."""
    named = uow.notes.seen(journey.id, None, period.months.last)
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
        """The review of a period label, of the running period where none is named.

        Raises BadInputError for a label that is none, NotFoundError for an unknown journey.
        """
        wanted = PeriodLabel.parse(period) if period else None
        now = self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, journey_key, place)
            if journey is not None:
                asked, audience = wished(journey, wanted, now), Audience(place.channel)
                complete = is_over(asked, now)
                return compute(uow, journey, asked, complete=complete, now=now, audience=audience)
        with self._storage.write(workspace) as uow:
            ready_journey(uow, journey_key, now, place)
            uow.commit()
        return self(workspace, journey_key, period, place)


def wished(journey: Journey, label: PeriodLabel | None, now: datetime) -> Period:
    """The period somebody named, or the running one; raises BadInputError for one ahead."""
    running = journey.period_of(now)
    period = journey.calendar.period(label) if label else running
    check_begun(period, now)
    return period


def check_begun(period: Period, now: datetime) -> None:
    """Raise BadInputError for a period that lies ahead."""
    running = period.calendar.period_of(now, period.cadence)
    if period > running:
        raise BadInputError(
            f"{period.label} has not begun yet; the running {period.noun} is {running.label}."
        )


def is_over(period: Period, now: datetime) -> bool:
    """Whether nothing can happen in it any more."""
    return period.end <= now


def trends(
    uow: UnitOfWork, journey: Journey, period: Period, kpis: Sequence[Kpi]
) -> tuple[KpiTrend, ...]:
    """The KPIs with their readings of the last eight periods."""
    periods = period.last(PERIODS)
    span = Months(periods[0].months.first, period.months.last)
    by_month = uow.kpis.last_by_month([journey.id], span)
    return tuple(
        KpiTrend(
            kpi,
            tuple(last_within(by_month.get(kpi.id, {}), one.months) for one in periods),
            period.noun,
        )
        for kpi in kpis
    )
