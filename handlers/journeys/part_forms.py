"""What a form or button is about, carried along unseen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.journey_map import Persona, Touchpoint, is_usually_physical
from domain.journeys import Journey, Milestone, Stage
from domain.kpis import Direction, Kpi, Unit, format_value
from domain.map_history import MapParts
from domain.notes import CHANNELS
from domain.text import MAX_NAME_LENGTH
from handlers.slack import forms
from handlers.slack.forms import Choice, Field, Values
from handlers.slack.ids import View


@dataclass(frozen=True)
class Target:
    """A part of a map: `form` says of which kind, `part` is its id, 0 for one to be made.

    `seen` is the version of the map a form was opened at; `channel` where to answer.
    """

    form: View
    journey: int = 0
    part: int = 0
    seen: int = 0
    channel: str | None = None

    @property
    def value(self) -> str:
        """What a button holds."""
        return f"{self.form.value}:{self.journey}:{self.part}"

    @classmethod
    def of(cls, value: str, channel: str | None = None) -> "Target":
        """What a button held."""
        form, journey, part = value.split(":")
        return cls(View(form), int(journey), int(part), channel=channel)

    def at(self, seen: int) -> "Target":
        """The same, opened at a version."""
        return replace(self, seen=seen)

    def metadata(self) -> str:
        """What a form holds."""
        return json.dumps(
            {"journey": self.journey, "part": self.part, "seen": self.seen, "at": self.channel}
        )

    @classmethod
    def held(cls, form: View, metadata: str) -> "Target":
        """What a form held."""
        kept = json.loads(metadata)
        return cls(form, kept["journey"], kept["part"], kept["seen"], kept["at"])


# An option needs a value: this one stands for none.
NONE = "-"


def chosen(field: str, label: str, choices: Sequence[Choice], *, optional: bool = True) -> Field:
    """A menu."""
    return Field(field, label, forms.select(field, "Choose", choices), optional=optional)


def named(keys: Sequence[str]) -> tuple[Choice, ...]:
    """Choices of keys, as words."""
    return tuple((key, key.replace("-", " ").capitalize()) for key in keys)


def name(label: str = "Name", example: str = "") -> Field:
    """The input of a name."""
    return Field(
        "name", label, forms.text_input("name", example, most=MAX_NAME_LENGTH), optional=False
    )


def text(field: str, label: str, example: str = "") -> Field:
    """The input of a longer text."""
    return Field(field, label, forms.text_input(field, example, lines=True))


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
    since = (
        [] if waiting else [Field("milestone_since", "Since", forms.date_picker("milestone_since"))]
    )
    return [
        name(example="For example: Onboarding"),
        text("objective", "Objective", "What do customers want to get done here?"),
        text("milestone", "Milestone", "What does success look like here?"),
        Field("milestone_state", "Milestone is", state, optional=False, tells=True),
        *since,
        Field("owner", "Owner", forms.user_select("owner")),
        chosen("position", "Place in the journey", places, optional=False),
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
        name(example="For example: Practice manager"),
        text("demographics", "Demographics", "Who are they?"),
        text("goals", "Goals", "What do they want?"),
        text("pain_points", "Pain points", "What gets in their way?"),
        text("behaviours", "Behaviours", "How do they go about it?"),
        text("preferences", "Preferences", "How do they like to be served?"),
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
        name(example="For example: Pricing page"),
        chosen("stage", "Stage", _stages(parts.journey), optional=False),
        chosen("channel", "Channel", named(tuple(CHANNELS)), optional=False),
        chosen("physical", "Digital or physical, if not as usual for the channel", kinds),
        chosen("team", "Team that owns it", named(parts.journey.teams)),
    ]


def touchpoint_values(touchpoint: Touchpoint | None) -> Values:
    """What a touchpoint's form holds."""
    if touchpoint is None:
        return {}
    usual = touchpoint.physical == is_usually_physical(touchpoint.channel)
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
        name("Name, as it is typed after /kpi", "For example: trial-to-paid"),
        chosen("stage", "Measures", stages, optional=False),
        chosen("unit", "Unit", named([unit.value for unit in Unit]), optional=False),
        chosen("direction", "Better is", directions),
        Field("target", "Target", forms.text_input("target", "For example: 22%, 2h, 15", most=40)),
        Field("baseline", "Baseline, where it began", forms.text_input("baseline", most=40)),
    ]


def kpi_values(kpi: Kpi | None) -> Values:
    """What a KPI's form holds."""
    if kpi is None:
        return {"stage": NONE}

    def shown(value: float | None) -> str | None:
        return None if value is None else format_value(value, kpi.unit, kpi.currency)

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
    return [chosen("to", "Where do its notes go?", places, optional=False)]
