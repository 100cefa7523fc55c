"""The inputs of stages, personas, touchpoints and KPIs, and what they hold of one."""

from bot.domain.history import MapParts
from bot.domain.journey import Journey, Milestone, Stage
from bot.domain.kpis import Direction, Kpi, Unit, show_value
from bot.domain.notes import CHANNELS
from bot.domain.personas import Persona
from bot.domain.touchpoints import Touchpoint, usually_physical
from handlers.blocks import forms
from handlers.blocks.forms import Choice, Field, Values
from handlers.blocks.keeping import inputs
from handlers.blocks.keeping.inputs import NONE

DIGITAL, PHYSICAL = "digital", "physical"


def _stages(journey: Journey) -> tuple[Choice, ...]:
    return tuple((stage.key, stage.name) for stage in journey.stages)


def stage_fields(parts: MapParts, stage: Stage | None, held: Values) -> list[Field]:
    """A stage card; since when, only where the milestone `held` is reached or blocked."""
    count = len(parts.journey.stages) + (stage is None)
    here = stage.position if stage else count - 1
    # Others may move stages meanwhile: only a place that somebody chose is one.
    values = [
        NONE if n == here and held.get("position") != str(n) else str(n) for n in range(count)
    ]
    places = tuple((value, f"{n} of {count}") for n, value in enumerate(values, start=1))
    states = tuple((state.value, state.value.capitalize()) for state in Milestone)
    state = forms.select("milestone_state", "Choose", states)
    waiting = held.get("milestone_state") in (None, Milestone.NOT_YET.value)
    since = [] if waiting else [Field("milestone_since", "Since", forms.day("milestone_since"))]
    return [
        inputs.name(example="For example: Onboarding"),
        inputs.text("objective", "Objective", "What do customers want to get done here?"),
        inputs.text("milestone", "Milestone", "What does success look like here?"),
        Field("milestone_state", "Milestone is", state, optional=False, tells=True),
        *since,
        Field("owner", "Owner", forms.person("owner")),
        inputs.chosen("position", "Place in the journey", places, optional=False),
    ]


def stage_values(stage: Stage | None) -> Values:
    """What a stage card holds."""
    if stage is None:
        return {"milestone_state": Milestone.NOT_YET.value, "position": NONE}
    since = stage.milestone_since
    return {
        "name": stage.name,
        "objective": stage.objective,
        "milestone": stage.milestone,
        "milestone_state": stage.milestone_state.value,
        "milestone_since": since.isoformat() if since else None,
        "owner": stage.owner,
        "position": NONE,
    }


def persona_fields() -> list[Field]:
    """A persona's profile."""
    return [
        inputs.name(example="For example: Practice manager"),
        inputs.text("demographics", "Demographics", "Who are they?"),
        inputs.text("goals", "Goals", "What do they want?"),
        inputs.text("pain_points", "Pain points", "What gets in their way?"),
        inputs.text("behaviours", "Behaviours", "How do they go about it?"),
        inputs.text("preferences", "Preferences", "How do they like to be served?"),
    ]


def persona_values(persona: Persona | None) -> Values:
    """What a persona's profile holds."""
    if persona is None:
        return {}
    fields = ("name", "demographics", "goals", "pain_points", "behaviours", "preferences")
    return {field: getattr(persona, field) for field in fields}


def touchpoint_fields(parts: MapParts) -> list[Field]:
    """A touchpoint."""
    kinds = ((DIGITAL, "Digital"), (PHYSICAL, "Physical"))
    return [
        inputs.name(example="For example: Pricing page"),
        inputs.chosen("stage", "Stage", _stages(parts.journey), optional=False),
        inputs.chosen("channel", "Channel", inputs.named(tuple(CHANNELS)), optional=False),
        inputs.chosen("physical", "Digital or physical, if not as usual for the channel", kinds),
        inputs.chosen("team", "Team that owns it", inputs.named(parts.journey.teams)),
    ]


def touchpoint_values(touchpoint: Touchpoint | None) -> Values:
    """What a touchpoint's form holds."""
    if touchpoint is None:
        return {}
    usual = touchpoint.physical == usually_physical(touchpoint.channel)
    return {
        "name": touchpoint.name,
        "stage": touchpoint.stage,
        "channel": touchpoint.channel,
        "physical": None if usual else PHYSICAL if touchpoint.physical else DIGITAL,
        "team": touchpoint.team,
    }


def kpi_fields(parts: MapParts) -> list[Field]:
    """A KPI."""
    stages = ((NONE, "The whole journey"), *_stages(parts.journey))
    directions = ((Direction.HIGHER.value, "Higher"), (Direction.LOWER.value, "Lower"))
    return [
        inputs.name("Name, as it is typed after /kpi", "For example: trial-to-paid"),
        inputs.chosen("stage", "Measures", stages, optional=False),
        inputs.chosen("unit", "Unit", inputs.named([unit.value for unit in Unit]), optional=False),
        inputs.chosen("direction", "Better is", directions),
        Field("target", "Target", forms.words("target", "For example: 22%, 2h, 15", most=40)),
        Field("baseline", "Baseline, where it began", forms.words("baseline", most=40)),
    ]


def kpi_values(kpi: Kpi | None) -> Values:
    """What a KPI's form holds."""
    if kpi is None:
        return {"stage": NONE}

    def shown(value: float | None) -> str | None:
        return None if value is None else show_value(value, kpi.unit, kpi.currency)

    return {
        "name": kpi.key,
        "stage": kpi.stage or NONE,
        "unit": kpi.unit.value,
        "direction": kpi.direction.value,
        "target": shown(kpi.target),
        "baseline": shown(kpi.baseline),
    }


def archive_stage_fields(journey: Journey, stage: Stage | None) -> list[Field]:
    """Where the notes of a stage go that is taken out of use."""
    others = [(other.key, other.name) for other in journey.stages if other != stage]
    places = ((NONE, "The unsorted tray"), *others)
    return [inputs.chosen("to", "Where do its notes go?", places, optional=False)]
