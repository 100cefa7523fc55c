"""The map of a journey in one period: every stage with what is known of it, ready to be drawn."""

from dataclasses import dataclass

from bot.domain.journey import Journey, Stage
from bot.domain.periods import Period
from bot.domain.review import KpiTrend, NoteCounts, StageMood
from bot.domain.themes import Theme
from bot.domain.touchpoints import Touchpoint


@dataclass(frozen=True)
class MapStage:
    """One column of the map.

    `mood` holds this period's figures and the last one's (the ghost). `pains` are heaviest first,
    `opportunities` newest first (texts of notes, `opportunity_count` of them in all).
    """

    mood: StageMood
    touchpoints: tuple[Touchpoint, ...] = ()
    pains: tuple[Theme, ...] = ()
    opportunities: tuple[str, ...] = ()
    opportunity_count: int = 0
    kpis: tuple[KpiTrend, ...] = ()

    @property
    def stage(self) -> Stage:
        """The stage: name, objective, milestone and its state, owner (a Slack user id)."""
        return self.mood.stage


@dataclass(frozen=True)
class JourneyMap:
    """A whole map. `persona` is the name of the one it is narrowed to, null for everybody.

    `complete` is false while the period still runs; `kpis` are those of the whole journey.
    """

    journey: Journey
    period: Period
    complete: bool
    persona: str | None
    stages: tuple[MapStage, ...]
    kpis: tuple[KpiTrend, ...]
    notes: NoteCounts
