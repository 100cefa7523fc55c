"""Compute reviews, compare two of them, and list the notes and readings behind a figure."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.improvements import improvements_of_period
from bot.journeys.lookup import (
    ANY_CHANNEL,
    RequestScope,
    default_calendar,
    find_journey,
    find_or_create_journey,
)
from bot.notes.listing import NoteListService, NotePage
from bot.ports import Clock
from bot.reviews.answers import load_answers
from bot.reviews.highlights import load_highlights
from bot.themes.ranking import load_pains
from domain import reviews as review_figures
from domain.access import EVERYONE, Audience
from domain.errors import BadInputError, NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.kpi_movement import MAX_EARLIER, ReadingSamples
from domain.kpis import Kpi, Reading, last_reading_in
from domain.map_history import Subject
from domain.periods import Cadence, Months, Period
from domain.reviews import (
    BlindSpots,
    Comparison,
    KpiTrend,
    NamedKeys,
    PeriodFigures,
    Review,
    StageMood,
    compare_periods,
    parse_comparison,
    split_comparison,
)
from domain.themes import visible_themes
from domain.trends import MoodSums
from domain.typed_periods import read_period
from storage.session import Database, UnitOfWork

# How many periods, this one included, a KPI trend shows.
TREND_PERIODS = 8

MAX_READINGS = 50


def compute_review(
    uow: UnitOfWork,
    journey: Journey,
    period: Period,
    *,
    complete: bool,
    now: datetime,
    audience: Audience = EVERYONE,
) -> Review:
    """Return the review as an audience may see it, read in an open transaction."""
    sums, moods = load_stage_moods(uow, journey, period)
    pains = load_pains(uow, journey, period, audience=audience)
    return Review(
        journey=journey,
        period=period,
        complete=complete,
        stages=moods,
        pains=visible_themes(pains.themes),
        kpis=load_review_kpis(uow, journey, period),
        blind_spots=load_blind_spots(uow, journey, period, moods),
        notes=review_figures.count_notes(sums),
        muted=tuple(pain for pain in pains.themes if pain.is_muted),
        said_once=pains.said_once,
        highlights=load_highlights(uow, journey, period, sums, pains, audience, now),
        improvements=improvements_of_period(uow, journey, period, now),
        answers=load_answers(uow, journey, period, audience),
        previous_answers=load_answers(uow, journey, period.shifted(-1), audience),
    )


def load_stage_moods(
    uow: UnitOfWork, journey: Journey, period: Period
) -> tuple[dict[int | None, MoodSums], tuple[StageMood, ...]]:
    """Return the sums of a period by stage id, and the mood of each stage in a review."""
    sums = uow.notes.moods(journey.id, period.months)
    before = uow.notes.moods(journey.id, period.shifted(-1).months)
    return sums, review_figures.compute_stage_moods(journey.stages, sums, before, period.noun)


def load_blind_spots(
    uow: UnitOfWork, journey: Journey, period: Period, moods: Sequence[StageMood]
) -> BlindSpots:
    """Return what a review of a period names as without notes; `moods` are those of its stages."""
    ever, now = _load_named_keys(uow, journey, period)
    return review_figures.find_blind_spots(moods, journey.teams, ever, now)


def _load_named_keys(
    uow: UnitOfWork, journey: Journey, period: Period
) -> tuple[NamedKeys, NamedKeys]:
    """Return the keys that notes have named up to a period or that are on the map; and in it."""
    named, now = uow.notes.named_keys(journey.id, period.months)
    personas = {part.key for part in uow.parts.personas(journey.id) if not part.archived}
    stages = {stage.key for stage in journey.stages}
    channels = {
        part.channel
        for part in uow.parts.touchpoints(journey.id)
        if not part.archived and part.stage in stages
    }
    ever = NamedKeys(named.teams, named.personas | personas, named.channels | channels)
    return ever, now


def load_review_kpis(uow: UnitOfWork, journey: Journey, period: Period) -> tuple[KpiTrend, ...]:
    """Return the KPIs of a period's review: none that was created later and has no reading yet."""
    trends = load_kpi_trends(uow, journey, period, uow.kpis.of_journey(journey.id))
    later = uow.history.created_since(journey.id, Subject.KPI, period.end)
    return tuple(
        trend
        for trend in trends
        if trend.kpi.id not in later or any(last is not None for last in trend.last_by_period)
    )


def load_kpi_trends(
    uow: UnitOfWork, journey: Journey, period: Period, kpis: Sequence[Kpi]
) -> tuple[KpiTrend, ...]:
    """Return the KPIs with their last reading in each of the last TREND_PERIODS periods."""
    periods = period.last(TREND_PERIODS)
    span = Months(periods[0].months.first, period.months.last)
    by_month = uow.kpis.last_by_month([journey.id], span)
    samples = _load_samples(uow, period, [kpi.id for kpi in kpis])
    return tuple(
        KpiTrend(
            kpi,
            tuple(last_reading_in(by_month.get(kpi.id, {}), one.months) for one in periods),
            period.noun,
            samples[kpi.id],
        )
        for kpi in kpis
    )


def _load_samples(
    uow: UnitOfWork, period: Period, kpi_ids: Sequence[int]
) -> dict[int, ReadingSamples]:
    """Return each KPI's readings in a period and the one before, and those before the period."""
    if not kpi_ids:
        return {}
    values = uow.kpis.values(kpi_ids, period.shifted(-1).first_day, period.last_day)
    earlier = uow.kpis.values_before(kpi_ids, period.first_day, MAX_EARLIER)

    def samples_of(kpi_id: int) -> ReadingSamples:
        both = values.get(kpi_id, [])
        return ReadingSamples(
            now=tuple(value for day, value in both if day >= period.first_day),
            previous=tuple(value for day, value in both if day < period.first_day),
            earlier=tuple(earlier.get(kpi_id, ())),
        )

    return {kpi_id: samples_of(kpi_id) for kpi_id in kpi_ids}


def find_period(journey: Journey, typed: str | None, now: datetime) -> Period:
    """Return the period that was typed, or the running one.

    Raises BadInputError for other text, and for a period that has not started.
    """
    if not typed:
        return journey.period_of(now)
    period = read_period(typed, journey.calendar, journey.cadence, now)
    check_period_started(period, now)
    return period


def check_is_period(typed: str | None, now: datetime) -> None:
    """Raise BadInputError for text that is no period of a journey still to be created."""
    if typed:
        read_period(typed, default_calendar(), Cadence.QUARTERLY, now)


def check_period_started(period: Period, now: datetime) -> None:
    """Raise BadInputError for a period that has not started."""
    running = period.calendar.period_of(now, period.cadence)
    if period > running:
        raise BadInputError(
            f"{period.label} has not begun yet; the running {period.noun} is {running.label}."
        )


def is_over(period: Period, now: datetime) -> bool:
    """Return whether the period has ended."""
    return period.end <= now


@dataclass(frozen=True)
class KpiReadings:
    """A KPI's latest readings, newest first, at most MAX_READINGS of `total`."""

    journey: Journey
    kpi: Kpi
    readings: tuple[Reading, ...]
    total: int


class ReviewService:
    """Computes and compares reviews, and lists what is behind their figures. Posts nothing."""

    def __init__(self, storage: Database, clock: Clock, note_lists: NoteListService) -> None:
        self._storage = storage
        self._clock = clock
        self._note_lists = note_lists

    def compute(
        self,
        workspace: WorkspaceId,
        journey_key: str | None = None,
        period: str | None = None,
        place: RequestScope = ANY_CHANNEL,
    ) -> Review:
        """Return the review of a period as typed, or of the running period.

        Creates the workspace's first journey if there is none. Raises BadInputError for an unknown
        label or a period that has not started, NotFoundError for an unknown journey.
        """
        now = self._clock.now()
        with self._storage.read(workspace) as uow:
            if uow.journeys.default() is None:
                check_is_period(period, now)
            journey = find_journey(uow, journey_key, place)
            if journey is not None:
                found, audience = find_period(journey, period, now), Audience(place.channel)
                complete = is_over(found, now)
                return compute_review(
                    uow, journey, found, complete=complete, now=now, audience=audience
                )
        with self._storage.write(workspace) as uow:
            find_or_create_journey(uow, journey_key, now, place)
            uow.commit()
        return self.compute(workspace, journey_key, period, place)

    def compare(
        self,
        workspace: WorkspaceId,
        words: str,
        journey_key: str | None = None,
        place: RequestScope = ANY_CHANNEL,
    ) -> Comparison:
        """Compare the two periods named in `2026-Q3 vs 2026-Q1`, in either order.

        Raises BadInputError for unknown labels, the same period twice, or periods of different
        length; NotFoundError for an unknown journey, or when there is none yet.
        """
        split_comparison(words)
        now = self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, journey_key, place)
            if journey is None:
                raise NotFoundError("There is no journey yet. Add a note to start one.")
            periods = parse_comparison(words, journey, now)
            check_period_started(periods[-1], now)
            earlier, later = (
                PeriodFigures(
                    one,
                    is_over(one, now),
                    uow.notes.moods(journey.id, one.months),
                    load_review_kpis(uow, journey, one),
                )
                for one in periods
            )
            pains = load_pains(
                uow, journey, periods[1], before=periods[0], audience=Audience(place.channel)
            )
        return compare_periods(journey, earlier, later, pains)

    def list_notes_behind(
        self,
        workspace: WorkspaceId,
        user: str,
        channel: str | None,
        journey_id: int,
        period: str,
        filters: str,
    ) -> NotePage:
        """Return the notes of a journey's period that match the filter words.

        Raises NotFoundError if the journey is gone.
        """
        key = self._find_journey(workspace, journey_id).key
        words = f"in:{key} {filters} period:{period}"
        return self._note_lists.list_notes(workspace, user, words, channel)

    def list_readings_behind(
        self, workspace: WorkspaceId, journey_id: int, kpi_id: int
    ) -> KpiReadings:
        """Return the readings of a KPI; raises NotFoundError if it is gone."""
        journey = self._find_journey(workspace, journey_id)
        with self._storage.read(workspace) as uow:
            kpis = uow.kpis.of_journey(journey_id, archived=True)
            kpi = next((one for one in kpis if one.id == kpi_id), None)
            if kpi is None:
                raise NotFoundError("That KPI is no longer there.")
            numbered = enumerate(uow.kpis.readings(kpi_id), start=1)
            latest = deque(numbered, maxlen=MAX_READINGS)
        total = latest[-1][0] if latest else 0
        newest_first = tuple(reading for _, reading in reversed(latest))
        return KpiReadings(journey, kpi, newest_first, total)

    def _find_journey(self, workspace: WorkspaceId, journey_id: int) -> Journey:
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
        if journey is None:
            raise NotFoundError("That journey is no longer there.")
        return journey
