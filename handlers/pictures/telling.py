"""The map in words, the same in the picture and in its description."""

from collections.abc import Mapping

from domain.journey_map import JourneyMap, MapStage, Touchpoint
from domain.journeys import Milestone, Stage
from domain.reviews import KpiTrend, StageMood
from domain.themes import Theme
from domain.trends import Verdict
from handlers.presentation import words

MOST_TOUCHPOINTS, MOST_PAINS, MOST_OPPORTUNITIES, MOST_KPIS = 4, 3, 3, 4

NOTHING = "–"


def period(journey_map: JourneyMap) -> str:
    """`2026-Q3 so far`."""
    label = journey_map.period.label
    return label if journey_map.complete else f"{label} so far"


def persona(journey_map: JourneyMap) -> str:
    """Whom it is about."""
    return f"Persona: {journey_map.persona}" if journey_map.persona else "All personas"


def counts(journey_map: JourneyMap) -> tuple[str, ...]:
    """Numbers of stages and notes, each in words."""
    stages = len(journey_map.stages)
    notes = journey_map.notes
    return (
        "1 stage" if stages == 1 else f"{stages} stages",
        words.notes(notes.total),
        *((f"{notes.unsorted:,} unsorted",) if notes.unsorted else ()),
    )


def before(mood: StageMood) -> str:
    """The mood of the period before: `was +0.12 (n=9)`."""
    if mood.previous.mean is None:
        return f"no notes last {mood.noun}"
    return f"was {words.signed(mood.previous.mean)} (n={mood.previous.n})"


def heard(mood: StageMood) -> str:
    """How many notes stand behind a mood: `n=12`."""
    unread = f" ({mood.now.unread:,} not read)" if mood.now.unread else ""
    return f"n={mood.now.n}{unread}" if mood.now.noted else "no notes"


def verdict(mood: StageMood) -> str:
    """What may be said of the change; nothing where one of the periods has no notes."""
    if mood.now.mean is None or mood.previous.mean is None:
        return ""
    if mood.change.verdict is Verdict.TOO_FEW:
        return words.verdict(mood)
    return mood.change.verdict.value


def touchpoint(point: Touchpoint) -> str:
    """Where it is and whose: `email, digital, support`."""
    place = "physical" if point.physical else "digital"
    return f"{point.channel}, {place}, {point.team or 'no team'}"


def pain(one: Theme) -> str:
    """How much it hurts: `weight 7, 3 notes`."""
    return f"weight {one.score:,}, {words.notes(one.n)}"


def kpi(trend: KpiTrend) -> str:
    """Value and target: `71.4%, target 75%`."""
    latest = words.kpi_latest(trend)
    if trend.kpi.target is None:
        return latest
    return f"{latest}, target {words.kpi_value(trend, trend.kpi.target)}"


def milestone(stage: Stage) -> str:
    """How far it is: `reached since 4 Aug 2026`."""
    since = f" since {stage.milestone_since:%-d %b %Y}" if stage.milestone_since else ""
    is_open = stage.milestone_state is Milestone.NOT_YET
    return f"{stage.milestone_state.value}{'' if is_open else since}"


def owner(stage: Stage, names: Mapping[str, str]) -> str:
    """The display name of who looks after a stage."""
    if stage.owner is None:
        return "no owner"
    return names.get(stage.owner) or "someone who left"


def more_opportunities(stage: MapStage) -> int:
    """How many are not among those shown."""
    return max(stage.opportunity_count, len(stage.opportunities)) - len(
        stage.opportunities[:MOST_OPPORTUNITIES]
    )
