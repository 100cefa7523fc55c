"""Draw the lanes of the map: objective, touchpoints, pains and so on, for one stage each."""

from collections.abc import Callable

from domain.journey_map import MapStage, Touchpoint
from domain.journeys import Milestone
from domain.kpis import KpiStatus
from domain.reviews import KpiTrend
from handlers.pictures import map_labels
from handlers.pictures.map_labels import Names
from handlers.pictures.palette import BAD, BLUE, CARD, GOOD, INK, MUTED, SMALL_SIZE, VIOLET
from handlers.pictures.shapes import TextCursor
from handlers.presentation import words

# Draws one stage at the cursor, which it leaves below what it drew.
Lane = Callable[[TextCursor, MapStage, Names], None]

_INDENT, _ICON_SIZE, _ITEM_GAP = 27.0, 20.0, 9.0
_CHANNELS_WITH_ICON = frozenset(
    [
        "website",
        "mobile-app",
        "email",
        "social",
        "chat",
        "phone",
        "in-person",
        "packaging",
        "print",
        "other",
    ]
)
_KPI_ICONS = {
    KpiStatus.ON_TARGET: ("on-target", GOOD),
    KpiStatus.OFF_TARGET: ("off-target", BAD),
    KpiStatus.NO_TARGET: ("no-target", MUTED),
    KpiStatus.NO_READING: ("no-reading", MUTED),
}
_MILESTONE_ICONS = {
    Milestone.REACHED: ("flag", GOOD),
    Milestone.NOT_YET: ("flag-open", MUTED),
    Milestone.BLOCKED: ("blocked", BAD),
}


def draw_kpi(cursor: TextCursor, trend: KpiTrend) -> None:
    """Draw one KPI: its key, its value and target, and its status."""
    icon, colour = _KPI_ICONS[trend.status]
    cursor.icon(icon, _ICON_SIZE, colour)
    cursor.write(trend.kpi.key, bold=True, indent=_INDENT, max_lines=2)
    cursor.write(map_labels.format_kpi(trend), indent=_INDENT, max_lines=3)
    status = words.kpi_status(trend.status, trend.noun)
    cursor.write(status, size=SMALL_SIZE, colour=colour, bold=True, indent=_INDENT, max_lines=2)


def _draw_objective(cursor: TextCursor, stage: MapStage, _: Names) -> None:
    _write_or_dash(cursor, stage.stage.objective, max_lines=5)


def _draw_touchpoints(cursor: TextCursor, stage: MapStage, _: Names) -> None:
    for touchpoint in stage.touchpoints[: map_labels.MAX_TOUCHPOINTS]:
        _draw_touchpoint(cursor, touchpoint)
    _finish_list(cursor, len(stage.touchpoints), map_labels.MAX_TOUCHPOINTS)


def _draw_pains(cursor: TextCursor, stage: MapStage, _: Names) -> None:
    for theme in stage.pains[: map_labels.MAX_PAINS]:
        cursor.icon("pain", _ICON_SIZE, BAD)
        cursor.write(theme.title, indent=_INDENT)
        times = map_labels.format_pain(theme)
        cursor.write(times, size=SMALL_SIZE, colour=MUTED, indent=_INDENT, max_lines=1)
        cursor.skip(_ITEM_GAP)
    _finish_list(cursor, len(stage.pains), map_labels.MAX_PAINS)


def _draw_opportunities(cursor: TextCursor, stage: MapStage, _: Names) -> None:
    drawn = stage.opportunities[: map_labels.MAX_OPPORTUNITIES]
    for text in drawn:
        cursor.icon("idea", _ICON_SIZE, VIOLET)
        cursor.write(text, indent=_INDENT)
        cursor.skip(_ITEM_GAP)
    _finish_list(cursor, len(drawn) + map_labels.count_more_opportunities(stage), len(drawn))


def _draw_kpis(cursor: TextCursor, stage: MapStage, _: Names) -> None:
    for trend in stage.kpis[: map_labels.MAX_KPIS]:
        draw_kpi(cursor, trend)
        cursor.skip(_ITEM_GAP)
    _finish_list(cursor, len(stage.kpis), map_labels.MAX_KPIS)


def _draw_milestone(cursor: TextCursor, stage: MapStage, _: Names) -> None:
    milestone = stage.stage.milestone
    if not milestone:
        _write_or_dash(cursor, milestone)
        return
    icon, colour = _MILESTONE_ICONS[stage.stage.milestone_state]
    cursor.icon(icon, _ICON_SIZE, colour)
    cursor.write(milestone, indent=_INDENT, max_lines=4)
    state = map_labels.format_milestone(stage.stage)
    cursor.write(state, size=SMALL_SIZE, colour=colour, bold=True, indent=_INDENT, max_lines=2)


def _draw_owner(cursor: TextCursor, stage: MapStage, names: Names) -> None:
    has_owner = stage.stage.owner is not None
    cursor.icon("person" if has_owner else "no-owner", _ICON_SIZE, BLUE if has_owner else MUTED)
    colour = INK if has_owner else MUTED
    name = map_labels.format_owner(stage.stage, names)
    cursor.write(name, colour=colour, indent=_INDENT, max_lines=2)


def _draw_touchpoint(cursor: TextCursor, touchpoint: Touchpoint) -> None:
    # A circle for digital, a square for physical.
    shape, colour = ("square", VIOLET) if touchpoint.physical else ("circle", BLUE)
    cursor.icon(shape, _ICON_SIZE, colour)
    channel = touchpoint.channel if touchpoint.channel in _CHANNELS_WITH_ICON else "other"
    cursor.icon(f"channel-{channel}", _ICON_SIZE, CARD)
    cursor.write(touchpoint.name, indent=_INDENT, max_lines=2)
    details = map_labels.format_touchpoint(touchpoint)
    cursor.write(details, size=SMALL_SIZE, colour=MUTED, indent=_INDENT, max_lines=2)
    cursor.skip(_ITEM_GAP)


def _write_or_dash(cursor: TextCursor, text: str | None, max_lines: int = 1) -> None:
    """Write a text, or a dash where it has no visible characters."""
    before = cursor.y
    cursor.write(text or "", max_lines=max_lines)
    if cursor.y == before:
        cursor.write(map_labels.EMPTY, colour=MUTED)


def _finish_list(cursor: TextCursor, count: int, drawn: int) -> None:
    """End a list: write how many items were left out, or a dash if there are none at all."""
    if not count:
        cursor.write(map_labels.EMPTY, colour=MUTED)
    elif count > drawn:
        more = f"+{count - drawn:,} more"
        cursor.write(more, size=SMALL_SIZE, colour=MUTED, indent=_INDENT, max_lines=1)
    else:
        cursor.skip(-_ITEM_GAP)


LANES: tuple[tuple[str, Lane], ...] = (
    ("Objective", _draw_objective),
    ("Touchpoints", _draw_touchpoints),
    ("Pains", _draw_pains),
    ("Opportunities", _draw_opportunities),
    ("KPIs", _draw_kpis),
    ("Milestone", _draw_milestone),
    ("Owner", _draw_owner),
)
# Title of the lane that the moods follow.
LANE_BEFORE_MOOD = "Touchpoints"
