"""Format the texts of a journey map; the picture and its alt text share them."""

from collections.abc import Mapping

from domain.journey_map import JourneyMap, MapStage, Touchpoint
from domain.journeys import Milestone, Stage
from domain.reviews import KpiTrend, StageMood
from domain.themes import PeriodTheme
from handlers.presentation import words

# Slack user ids to display names; an owner without a name has left.
Names = Mapping[str, str]

MAX_TOUCHPOINTS, MAX_PAINS, MAX_OPPORTUNITIES, MAX_KPIS = 4, 3, 3, 4
EMPTY = "–"


def format_period(journey_map: JourneyMap) -> str:
    """Return the period, such as `2026-Q3 so far`."""
    label = journey_map.period.label
    return label if journey_map.complete else f"{label} so far"


def format_persona(journey_map: JourneyMap) -> str:
    """Return the persona the map is filtered by, or `All personas`."""
    return f"Persona: {journey_map.persona}" if journey_map.persona else "All personas"


def format_counts(journey_map: JourneyMap) -> tuple[str, ...]:
    """Return the numbers of stages, notes and, if there are any, unsorted notes."""
    stages = len(journey_map.stages)
    notes = journey_map.notes
    return (
        "1 stage" if stages == 1 else f"{stages} stages",
        words.notes(notes.total),
        *((f"{notes.unsorted:,} unsorted",) if notes.unsorted else ()),
    )


def format_previous_mood(mood: StageMood) -> str:
    """Return the net mood of the previous period, such as `was +12 (9 notes)`."""
    if not mood.previous.n:
        return f"no notes last {mood.noun}"
    return f"was {words.net_mood(mood.previous)} ({words.notes(mood.previous.n)})"


def format_note_count(mood: StageMood) -> str:
    """Return the number of notes a mood is computed from, such as `12 notes`."""
    unread = f" ({mood.now.unsupported:,} not read)" if mood.now.unsupported else ""
    if not mood.now.n and mood.now.ideas:
        return f"only ideas{unread}"
    return f"{words.notes(mood.now.n)}{unread}" if mood.now.note_count else "no notes"


def format_verdict(mood: StageMood) -> str:
    """Return the verdict on the change, or an empty text if a period has no notes."""
    return words.change(mood) if mood.now.n and mood.previous.n else ""


def format_touchpoint(touchpoint: Touchpoint) -> str:
    """Return channel, digital or physical, and team, such as `email, digital, support`."""
    place = "physical" if touchpoint.physical else "digital"
    return f"{touchpoint.channel}, {place}, {touchpoint.team or 'no team'}"


def format_pain(theme: PeriodTheme) -> str:
    """Return how often it was noted, such as `18 times`."""
    return words.times(theme.n)


def format_kpi(trend: KpiTrend) -> str:
    """Return the last value and the target, such as `71.4%, target 75%`."""
    latest = words.kpi_latest(trend)
    if trend.kpi.target is None:
        return latest
    return f"{latest}, target {words.kpi_value(trend, trend.kpi.target)}"


def format_milestone(stage: Stage) -> str:
    """Return the milestone's state, such as `reached since 4 Aug 2026`."""
    since = f" since {stage.milestone_since:%-d %b %Y}" if stage.milestone_since else ""
    is_open = stage.milestone_state is Milestone.NOT_YET
    return f"{stage.milestone_state.value}{'' if is_open else since}"


def format_owner(stage: Stage, names: Names) -> str:
    """Return the display name of the stage's owner, or that there is none."""
    if stage.owner is None:
        return "no owner"
    return words.person(stage.owner, names)


def count_more_opportunities(stage: MapStage) -> int:
    """Return the number of opportunities beyond those on the map."""
    return max(stage.opportunity_count, len(stage.opportunities)) - len(
        stage.opportunities[:MAX_OPPORTUNITIES]
    )
