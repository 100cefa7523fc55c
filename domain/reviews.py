"""The review of one journey and period: its figures, from mood sums and KPI readings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import BadInputError
from domain.highlights import NO_HIGHLIGHTS, Highlights
from domain.improvements import ImprovementSnapshot
from domain.journeys import Journey, Stage
from domain.kpi_movement import KpiMovement, ReadingSamples, judge_movement, samples_of_last
from domain.kpis import Kpi, KpiStatus, compare_with_target
from domain.periods import Cadence, Months, Period
from domain.review_answers import ReviewAnswer
from domain.themes import (
    MIN_THEME_NOTES,
    NO_PAINS,
    PeriodTheme,
    RankedPains,
    SaidOnce,
    visible_themes,
)
from domain.trends import MoodChange, MoodSums, Verdict, compare_moods, judge_changes
from domain.typed_periods import read_period


@dataclass(frozen=True)
class StageMood:
    """A stage's mood in this period and the one before, and the change between them.

    `noun` is the word for such a period, such as `quarter`.
    """

    stage: Stage
    now: MoodSums
    previous: MoodSums
    change: MoodChange
    noun: str = Cadence.QUARTERLY.noun


@dataclass(frozen=True)
class KpiTrend:
    """A KPI's last reading in each of the last periods, oldest first; None without a reading.

    `noun` is the word for such a period, such as `quarter`. `samples` are all its readings of this
    period and the one before, None where they were not loaded: then the last ones stand for them.
    """

    kpi: Kpi
    last_by_period: tuple[float | None, ...]
    noun: str = Cadence.QUARTERLY.noun
    samples: ReadingSamples | None = None

    @property
    def last(self) -> float | None:
        """Return the last reading in this period."""
        return self.last_by_period[-1]

    @property
    def previous_last(self) -> float | None:
        """Return the last reading in the period before."""
        return self.last_by_period[-2]

    @property
    def movement(self) -> KpiMovement:
        """Judge how it moved since the period before."""
        return judge_movement(self.samples or samples_of_last(self.last, self.previous_last))

    @property
    def status(self) -> KpiStatus:
        """Compare the last reading with the target."""
        return compare_with_target(self.kpi, self.last)


@dataclass(frozen=True)
class NamedKeys:
    """Keys of teams, personas and channels that notes name."""

    teams: frozenset[str] = frozenset()
    personas: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BlindSpots:
    """Keys without a note in the period; `unowned` are the keys of stages without an owner."""

    stages: tuple[str, ...]
    teams: tuple[str, ...]
    personas: tuple[str, ...]
    channels: tuple[str, ...]
    unowned: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteCounts:
    """How many notes the period has.

    `unsorted` ones are in no stage; `unsupported` ones are in a language without mood scores.
    """

    total: int
    unsorted: int
    unsupported: int = 0


@dataclass(frozen=True)
class Review:
    """The figures of one journey and period; `complete` is false until the period has ended.

    `pains` and `muted` are themes; people hid the muted ones, but their notes count in all other
    figures. `said_once` are the pain points in no theme. `missed` are the labels of the periods
    since the last posted review that have none, `skipped` those of them that people skipped.
    `answers` were given to the questions of this period's posted review, `previous_answers` to
    those of the period before.
    """

    journey: Journey
    period: Period
    complete: bool
    stages: tuple[StageMood, ...]
    pains: tuple[PeriodTheme, ...]
    kpis: tuple[KpiTrend, ...]
    blind_spots: BlindSpots
    notes: NoteCounts
    muted: tuple[PeriodTheme, ...] = ()
    said_once: SaidOnce = NO_PAINS
    highlights: Highlights = NO_HIGHLIGHTS
    improvements: tuple[ImprovementSnapshot, ...] = ()
    missed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    answers: tuple[ReviewAnswer, ...] = ()
    previous_answers: tuple[ReviewAnswer, ...] = ()

    @property
    def current_pains(self) -> tuple[PeriodTheme, ...]:
        """Return the pains with notes in this period, heaviest first."""
        return tuple(pain for pain in self.pains if pain.n)

    @property
    def quiet_pains(self) -> tuple[PeriodTheme, ...]:
        """Return the pains of the period before that have gone quiet in this one."""
        return tuple(pain for pain in self.pains if not pain.n)


def sum_months(
    by_month: Mapping[int, Mapping[int | None, MoodSums]], months: Months
) -> dict[int | None, MoodSums]:
    """Return the sums by stage id over a range of months."""
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
    """Return the mood of each stage in order, from the sums by stage id of two periods.

    The changes are judged together: the more stages there are, the more change by chance.
    """
    pairs = [
        (previous.get(stage.id, MoodSums()), now.get(stage.id, MoodSums())) for stage in stages
    ]
    changes = judge_changes([compare_moods(before, after) for before, after in pairs])
    return tuple(
        StageMood(stage, after, before, change, noun)
        for stage, (before, after), change in zip(stages, pairs, changes, strict=True)
    )


def find_blind_spots(
    moods: Sequence[StageMood], teams: Sequence[str], ever: NamedKeys, now: NamedKeys
) -> BlindSpots:
    """Return the stages, teams, personas and channels without a note in this period.

    Every team of the journey counts; a persona or channel counts once it is on the map or a note
    has named it (`ever`).
    """
    return BlindSpots(
        stages=tuple(mood.stage.key for mood in moods if not mood.now.note_count),
        teams=tuple(t for t in dict.fromkeys((*teams, *sorted(ever.teams))) if t not in now.teams),
        personas=tuple(sorted(ever.personas - now.personas)),
        channels=tuple(sorted(ever.channels - now.channels)),
        unowned=tuple(mood.stage.key for mood in moods if not mood.stage.owner),
    )


def count_notes(now: Mapping[int | None, MoodSums]) -> NoteCounts:
    """Return the totals of sums by stage id; None is the id of unsorted notes."""
    whole = sum(now.values(), start=MoodSums())
    return NoteCounts(whole.note_count, now.get(None, MoodSums()).note_count, whole.unsupported)


class Contradiction(StrEnum):
    """How a KPI and the mood of its stage disagree."""

    GOOD_FIGURE = "on target, mood falling"
    GOOD_MOOD = "off target, mood rising"


@dataclass(frozen=True)
class CallOut:
    """A KPI that disagrees with the mood of its stage."""

    trend: KpiTrend
    mood: StageMood
    contradiction: Contradiction


def find_call_outs(kpis: Sequence[KpiTrend], moods: Sequence[StageMood]) -> tuple[CallOut, ...]:
    """Return the KPIs on target whose stage's mood falls, and those off target where it rises.

    KPIs of the whole journey are left out: they have no stage to compare with.
    """
    by_stage = {mood.stage.key: mood for mood in moods}
    found = []
    for trend in kpis:
        mood = by_stage.get(trend.kpi.stage or "")
        contradiction = _CONTRADICTIONS.get((trend.status, mood.change.verdict)) if mood else None
        if mood and contradiction:
            found.append(CallOut(trend, mood, contradiction))
    return tuple(found)


_CONTRADICTIONS = {
    (KpiStatus.ON_TARGET, Verdict.FALLING): Contradiction.GOOD_FIGURE,
    (KpiStatus.OFF_TARGET, Verdict.RISING): Contradiction.GOOD_MOOD,
}


_AGAINST = re.compile(r"\s+(?:vs\.?|versus|against|and)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class PeriodFigures:
    """The figures of one period that are compared; `sums` are its moods by stage id."""

    period: Period
    complete: bool
    sums: Mapping[int | None, MoodSums]
    kpis: tuple[KpiTrend, ...]

    @property
    def notes(self) -> NoteCounts:
        """Return how many notes the period has."""
        return count_notes(self.sums)


@dataclass(frozen=True)
class Comparison:
    """Two periods of one journey, and what differs from the earlier to the later.

    In `moods`, `kpis` and `pains` the earlier period is the one before. Each of the `pains` is a
    theme of at least one of the periods.
    """

    journey: Journey
    earlier: PeriodFigures
    later: PeriodFigures
    moods: tuple[StageMood, ...]
    kpis: tuple[KpiTrend, ...]
    pains: tuple[PeriodTheme, ...]


def is_comparison(words: str) -> bool:
    """Return whether the words name two periods to compare."""
    return _AGAINST.search(f" {words.strip()} ") is not None


def split_comparison(words: str) -> tuple[str, str]:
    """Return what is on both sides of `2026-Q3 vs 2026-Q1`; raises BadInputError."""
    parts = _AGAINST.split(words.strip())
    if len(parts) != 2:
        raise BadInputError("Name two periods: `/journey review 2026-Q3 vs 2026-Q1`.")
    return parts[0], parts[1]


def parse_comparison(words: str, journey: Journey, now: datetime) -> tuple[Period, Period]:
    """Return the earlier and the later period of `2026-Q3 vs 2026-Q1`; raises BadInputError."""
    parts = split_comparison(words)
    periods = (read_period(part, journey.calendar, journey.cadence, now) for part in parts)
    one, other = sorted(periods)
    if one.cadence is not other.cadence:
        raise BadInputError(
            f"{one.label} is a {one.noun} and {other.label} a {other.noun}: only periods of "
            "one length can be compared."
        )
    if one == other:
        raise BadInputError(f"Both are {one.label}. Name two {one.noun}s to compare them.")
    return one, other


def compare_periods(
    journey: Journey, earlier: PeriodFigures, later: PeriodFigures, pains: RankedPains
) -> Comparison:
    """Compare two periods; `pains` are the later one's, ranked against the earlier.

    A stage rises or falls by the same rule as between neighbouring periods.
    """
    return Comparison(
        journey,
        earlier,
        later,
        moods=compute_stage_moods(journey.stages, later.sums, earlier.sums, later.period.noun),
        kpis=compare_kpis(earlier.kpis, later.kpis),
        pains=visible_themes((*pains.themes, *_left_with_one_note(pains))),
    )


def _left_with_one_note(pains: RankedPains) -> Iterator[PeriodTheme]:
    """Yield the themes of the earlier period that have too few notes to be one of the later."""
    for pain in pains.others:
        if pain.n and pain.previous_n >= MIN_THEME_NOTES:
            yield pain


def compare_kpis(earlier: Sequence[KpiTrend], later: Sequence[KpiTrend]) -> tuple[KpiTrend, ...]:
    """Return the KPIs of a period beside those of an earlier one, which need not be neighbours."""
    trends = {trend.kpi.id: trend for trend in earlier}
    return tuple(_compare_trends(trends.get(trend.kpi.id), trend) for trend in later)


def _compare_trends(earlier: KpiTrend | None, later: KpiTrend) -> KpiTrend:
    """Return a KPI's trend from one period to another, which need not be neighbours."""
    samples = None
    if earlier and earlier.samples and later.samples:
        samples = replace(later.samples, previous=earlier.samples.now)
    last = earlier.last if earlier else None
    return KpiTrend(later.kpi, (last, later.last), later.noun, samples)
