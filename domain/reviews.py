"""The review of one journey and period: its figures, computed from sums and readings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import BadInputError
from domain.improvements import ImprovementSnapshot
from domain.journeys import Journey, Stage
from domain.kpis import Kpi, KpiStatus, compare_with_target
from domain.periods import Cadence, Months, Period, PeriodLabel
from domain.themes import Theme
from domain.trends import MoodChange, MoodSums, Verdict, compare_moods

QUESTIONS = (
    "What do customer-feedback trends tell us that we did not know before?",
    "Have buying habits changed?",
    "Are customers using communication platforms we are not on?",
    "Which technology changed what customers expect?",
    "What moved in the market?",
)


@dataclass(frozen=True)
class StageMood:
    """A stage's mood this period and last, and the change between them.

    `noun` is what these periods are called.
    """

    stage: Stage
    now: MoodSums
    previous: MoodSums
    change: MoodChange
    noun: str = Cadence.QUARTERLY.noun


@dataclass(frozen=True)
class KpiTrend:
    """A KPI's last reading of each of the last periods, oldest first; null without one.

    `noun` is what these periods are called.
    """

    kpi: Kpi
    last_by_period: tuple[float | None, ...]
    noun: str = Cadence.QUARTERLY.noun

    @property
    def last(self) -> float | None:
        """Last reading in this period."""
        return self.last_by_period[-1]

    @property
    def previous_last(self) -> float | None:
        """Last reading in the period before."""
        return self.last_by_period[-2]

    @property
    def status(self) -> KpiStatus:
        """Where the KPI stands."""
        return compare_with_target(self.kpi, self.last)


@dataclass(frozen=True)
class NamedKeys:
    """Keys that notes of a journey name."""

    teams: frozenset[str] = frozenset()
    personas: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BlindSpots:
    """Keys with no evidence this period; `unowned` are the keys of stages nobody owns."""

    stages: tuple[str, ...]
    teams: tuple[str, ...]
    personas: tuple[str, ...]
    channels: tuple[str, ...]
    unowned: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteCounts:
    """How many notes the period has; `unsorted` ones are in no stage.

    Those in an `unread` language have no mood.
    """

    total: int
    unsorted: int
    unread: int = 0


@dataclass(frozen=True)
class Review:
    """The figures of one journey and period. `complete` is false while the period still runs.

    `muted` are the pains somebody wants left out; every other figure counts their notes.
    `missed` are the labels of earlier periods that went by without a review since the last one that
    was posted, `skipped` those of them that somebody wanted none of.
    """

    journey: Journey
    period: Period
    complete: bool
    stages: tuple[StageMood, ...]
    pains: tuple[Theme, ...]
    kpis: tuple[KpiTrend, ...]
    blind_spots: BlindSpots
    notes: NoteCounts
    muted: tuple[Theme, ...] = ()
    actions: tuple[ImprovementSnapshot, ...] = ()
    missed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def noted(self) -> tuple[Theme, ...]:
        """The pains that were noted this period, heaviest first."""
        return tuple(pain for pain in self.pains if pain.n)

    @property
    def resolved(self) -> tuple[Theme, ...]:
        """The pains of the last period that were not."""
        return tuple(pain for pain in self.pains if not pain.n)


def sum_months(
    by_month: Mapping[int, Mapping[int | None, MoodSums]], months: Months
) -> dict[int | None, MoodSums]:
    """Sums by stage id over some months, from those of each."""
    whole: dict[int | None, MoodSums] = {}
    for month in range(months.first, months.last + 1):
        for stage_id, sums in by_month.get(month, {}).items():
            whole[stage_id] = whole.get(stage_id, MoodSums()) + sums
    return whole


def compute_stage_moods(
    stages: Sequence[Stage],
    now: Mapping[int | None, MoodSums],
    previous: Mapping[int | None, MoodSums],
    noun: str = Cadence.QUARTERLY.noun,
) -> tuple[StageMood, ...]:
    """The mood of every stage in order, from sums by stage id of two periods called so."""
    moods = []
    for stage in stages:
        after = now.get(stage.id, MoodSums())
        before = previous.get(stage.id, MoodSums())
        moods.append(StageMood(stage, after, before, compare_moods(before, after), noun))
    return tuple(moods)


def find_blind_spots(
    moods: Sequence[StageMood], teams: Sequence[str], ever: NamedKeys, now: NamedKeys
) -> BlindSpots:
    """Stages, teams, personas and channels without a note this period.

    Every team the workspace names counts; a persona or channel counts once it is on the map or a
    note has named it (`ever`).
    """
    return BlindSpots(
        stages=tuple(mood.stage.key for mood in moods if not mood.now.noted),
        teams=tuple(t for t in dict.fromkeys((*teams, *sorted(ever.teams))) if t not in now.teams),
        personas=tuple(sorted(ever.personas - now.personas)),
        channels=tuple(sorted(ever.channels - now.channels)),
        unowned=tuple(mood.stage.key for mood in moods if not mood.stage.owner),
    )


def count_notes(now: Mapping[int | None, MoodSums]) -> NoteCounts:
    """Totals from sums by stage id, null being the unsorted tray."""
    whole = sum(now.values(), start=MoodSums())
    return NoteCounts(whole.noted, now.get(None, MoodSums()).noted, whole.unread)


class Contradiction(StrEnum):
    """What does not fit: the figure is good and the mood falls, or the other way round."""

    GOOD_FIGURE = "on target, mood falling"
    GOOD_MOOD = "off target, mood rising"


@dataclass(frozen=True)
class CallOut:
    """A KPI that tells another story than the notes of its stage."""

    trend: KpiTrend
    mood: StageMood
    what: Contradiction


def find_call_outs(kpis: Sequence[KpiTrend], moods: Sequence[StageMood]) -> tuple[CallOut, ...]:
    """The KPIs on target whose stage's mood falls, and those off target whose stage's mood rises.

    A KPI of the whole journey has no stage to be held against.
    """
    by_stage = {mood.stage.key: mood for mood in moods}
    found = []
    for trend in kpis:
        mood = by_stage.get(trend.kpi.stage or "")
        what = _CONTRADICTIONS.get((trend.status, mood.change.verdict)) if mood else None
        if mood and what:
            found.append(CallOut(trend, mood, what))
    return tuple(found)


_CONTRADICTIONS = {
    (KpiStatus.ON_TARGET, Verdict.FALLING): Contradiction.GOOD_FIGURE,
    (KpiStatus.OFF_TARGET, Verdict.RISING): Contradiction.GOOD_MOOD,
}


_AGAINST = re.compile(r"\s+(?:vs\.?|versus|against|and)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Comparison:
    """Two reviews of one journey, whole, and what differs from the earlier to the later.

    `moods` hold the earlier period as the one before, `kpis` the last readings of both.
    Of the `pains`, those that persist were noted in both, new ones in the later alone, resolved
    ones in the earlier alone.
    """

    earlier: Review
    later: Review
    moods: tuple[StageMood, ...]
    kpis: tuple[KpiTrend, ...]
    pains: tuple[Theme, ...]


def is_comparison(words: str) -> bool:
    """Whether somebody wants two periods compared."""
    return _AGAINST.search(f" {words.strip()} ") is not None


def parse_comparison(words: str) -> tuple[PeriodLabel, PeriodLabel]:
    """The earlier and the later period of `2026-Q3 vs 2026-Q1`; raises BadInputError."""
    parts = _AGAINST.split(words.strip())
    if len(parts) != 2:
        raise BadInputError("Name two periods: `/journey review 2026-Q3 vs 2026-Q1`.")
    one, other = sorted((PeriodLabel.parse(part) for part in parts), key=str)
    if one.cadence is not other.cadence:
        raise BadInputError(
            f"{one} is a {one.cadence.noun} and {other} a {other.cadence.noun}: only periods of "
            "one length can be compared."
        )
    if one == other:
        noun = one.cadence.noun
        raise BadInputError(f"Both are {one}. Name two {noun}s to compare them.")
    return one, other


def compare_periods(earlier: Review, later: Review, pains: tuple[Theme, ...]) -> Comparison:
    """Put two reviews side by side; `pains` are the themes of both together.

    A stage is said to have risen or fallen by the same rule as between neighbouring periods: the
    95% Welch interval excludes 0 and both have five notes.
    """
    before = {mood.stage.id: mood.now for mood in earlier.stages}
    readings = {trend.kpi.id: trend.last for trend in earlier.kpis}
    return Comparison(
        earlier,
        later,
        moods=tuple(_mood(mood, before.get(mood.stage.id, MoodSums())) for mood in later.stages),
        kpis=tuple(
            KpiTrend(trend.kpi, (readings.get(trend.kpi.id), trend.last), trend.noun)
            for trend in later.kpis
        ),
        pains=pains,
    )


def _mood(mood: StageMood, before: MoodSums) -> StageMood:
    return StageMood(mood.stage, mood.now, before, compare_moods(before, mood.now), mood.noun)
