"""The review of one journey and period: its figures, computed from sums and readings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.actions import ActionSeen
from bot.domain.journey import Journey, Stage
from bot.domain.kpis import Kpi, KpiStatus, status
from bot.domain.period_labels import Cadence
from bot.domain.periods import Months, Period
from bot.domain.themes import Theme
from bot.domain.trends import Change, MoodSums, change

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
    change: Change
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
        return status(self.kpi, self.last)


@dataclass(frozen=True)
class Seen:
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
    actions: tuple[ActionSeen, ...] = ()
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


def added(
    by_month: Mapping[int, Mapping[int | None, MoodSums]], months: Months
) -> dict[int | None, MoodSums]:
    """Sums by stage id over some months, from those of each."""
    whole: dict[int | None, MoodSums] = {}
    for month in range(months.first, months.last + 1):
        for stage_id, sums in by_month.get(month, {}).items():
            whole[stage_id] = whole.get(stage_id, MoodSums()) + sums
    return whole


def stage_moods(
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
        moods.append(StageMood(stage, after, before, change(before, after), noun))
    return tuple(moods)


def blind_spots(
    moods: Sequence[StageMood], teams: Sequence[str], ever: Seen, now: Seen
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


def note_counts(now: Mapping[int | None, MoodSums]) -> NoteCounts:
    """Totals from sums by stage id, null being the unsorted tray."""
    whole = sum(now.values(), start=MoodSums())
    return NoteCounts(whole.noted, now.get(None, MoodSums()).noted, whole.unread)
