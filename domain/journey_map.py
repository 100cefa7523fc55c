"""The parts of a journey map beside its stages: personas and touchpoints; and the map shown."""

from dataclasses import dataclass

from domain.journeys import Journey, Stage
from domain.map_fields import (
    ChoiceSource,
    FieldKind,
    FormValues,
    MapField,
    format_fields,
    key_choices,
)
from domain.notes import CHANNELS
from domain.periods import Period
from domain.reviews import KpiTrend, NoteCounts, StageMood
from domain.themes import PeriodTheme


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


PERSONA_FIELDS = (
    MapField(
        "name", "Name", FieldKind.NAME, example="For example: Practice manager", required=True
    ),
    MapField("demographics", "Demographics", example="Who are they?"),
    MapField("goals", "Goals", example="What do they want?"),
    MapField("pain_points", "Pain points", example="What gets in their way?"),
    MapField("behaviours", "Behaviours", example="How do they go about it?"),
    MapField("preferences", "Preferences", example="How do they like to be served?"),
)

# Channels with a person or a thing on them; all others are digital.
PHYSICAL_CHANNELS = frozenset({"in-person", "packaging", "print"})


def is_usually_physical(channel: str) -> bool:
    """Whether a channel (a key of `notes.CHANNELS`) is physical unless the form says otherwise."""
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


DIGITAL, PHYSICAL = "digital", "physical"

TOUCHPOINT_FIELDS = (
    MapField("name", "Name", FieldKind.NAME, example="For example: Pricing page", required=True),
    MapField("stage", "Stage", FieldKind.CHOICE, required=True, choices=ChoiceSource.STAGES),
    MapField(
        "channel", "Channel", FieldKind.CHOICE, required=True, choices=key_choices(list(CHANNELS))
    ),
    MapField(
        "physical",
        "Digital or physical, if not as usual for the channel",
        FieldKind.CHOICE,
        choices=((DIGITAL, "Digital"), (PHYSICAL, "Physical")),
        parse=lambda text: text == PHYSICAL,
        format=lambda physical: PHYSICAL if physical else DIGITAL,
    ),
    MapField("team", "Team that owns it", FieldKind.CHOICE, choices=ChoiceSource.TEAMS),
)


def touchpoint_values(touchpoint: Touchpoint) -> FormValues:
    """Return what the form of a touchpoint holds; `physical` only where it is unusual."""
    values = format_fields(TOUCHPOINT_FIELDS, touchpoint)
    is_usual = touchpoint.physical == is_usually_physical(touchpoint.channel)
    return {**values, "physical": None} if is_usual else values


@dataclass(frozen=True)
class MapStage:
    """One column of the map.

    `mood` holds this period's figures and the last one's (the ghost). `pains` are heaviest first,
    `opportunities` newest first (texts of notes, `opportunity_count` of them in all).
    """

    mood: StageMood
    touchpoints: tuple[Touchpoint, ...] = ()
    pains: tuple[PeriodTheme, ...] = ()
    opportunities: tuple[str, ...] = ()
    opportunity_count: int = 0
    kpis: tuple[KpiTrend, ...] = ()

    @property
    def stage(self) -> Stage:
        """The stage: name, objective, milestone and its state, owner (a Slack user id)."""
        return self.mood.stage


@dataclass(frozen=True)
class JourneyMap:
    """A whole map. `persona` is the name of the one it is filtered by, None for everybody.

    `complete` is false while the period still runs; `kpis` are those of the whole journey.
    """

    journey: Journey
    period: Period
    complete: bool
    persona: str | None
    stages: tuple[MapStage, ...]
    kpis: tuple[KpiTrend, ...]
    notes: NoteCounts
