"""Personas: customer segments, each with the five fields of a profile."""

from dataclasses import dataclass

from domain.journeys import Journey, Stage
from domain.periods import Period
from domain.reviews import KpiTrend, NoteCounts, StageMood
from domain.themes import Theme


@dataclass(frozen=True)
class Persona:
    """A customer segment of a journey. Notes name it by its key."""

    id: int
    key: str
    name: str
    demographics: str | None = None
    goals: str | None = None
    pain_points: str | None = None
    behaviours: str | None = None
    preferences: str | None = None
    archived: bool = False


# Where a customer meets somebody or holds something; all other channels are digital.
PHYSICAL_CHANNELS = frozenset({"in-person", "packaging", "print"})


def is_usually_physical(channel: str) -> bool:
    """Whether a channel (a key of `notes.CHANNELS`) is physical unless somebody says otherwise."""
    return channel in PHYSICAL_CHANNELS


@dataclass(frozen=True)
class Touchpoint:
    """A named interaction: `stage` and `channel` are keys, `team` is the team that owns it."""

    id: int
    key: str
    name: str
    stage: str
    channel: str
    physical: bool
    team: str | None = None
    archived: bool = False


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
