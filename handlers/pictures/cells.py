"""What stands in one field of the grid: a lane of the map for one stage."""

from collections.abc import Callable, Mapping

from domain.journey_map import MapStage, Touchpoint
from domain.journeys import Milestone
from domain.kpis import KpiStatus
from domain.reviews import KpiTrend
from handlers.pictures import telling
from handlers.pictures.palette import BAD, BLUE, CARD, GOOD, INK, MUTED, SMALL, VIOLET
from handlers.pictures.shapes import Pen
from handlers.presentation import words

Names = Mapping[str, str]

Lane = Callable[[Pen, MapStage, Names], None]


_INDENT, _SIGN, _BETWEEN = 27.0, 20.0, 9.0

CHANNELS = frozenset(
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

STATUS = {
    KpiStatus.ON_TARGET: ("check", GOOD),
    KpiStatus.OFF_TARGET: ("below", BAD),
    KpiStatus.NO_TARGET: ("bar", MUTED),
    KpiStatus.NO_READING: ("question", MUTED),
}

MILESTONES = {
    Milestone.REACHED: ("flag", GOOD),
    Milestone.NOT_YET: ("flag-open", MUTED),
    Milestone.BLOCKED: ("blocked", BAD),
}


def objective(pen: Pen, stage: MapStage, _: Names) -> None:
    """What the stage is for."""
    _write_or_nothing(pen, stage.stage.objective, most=5)


def touchpoints(pen: Pen, stage: MapStage, _: Names) -> None:
    """Where a customer meets somebody or something, and whose that is."""
    for point in stage.touchpoints[: telling.MOST_TOUCHPOINTS]:
        _touchpoint(pen, point)
    _more(pen, len(stage.touchpoints), telling.MOST_TOUCHPOINTS)


def pains(pen: Pen, stage: MapStage, _: Names) -> None:
    """What hurts most."""
    for one in stage.pains[: telling.MOST_PAINS]:
        pen.sign("pain", _SIGN, BAD)
        pen.write(one.title, indent=_INDENT)
        pen.write(telling.pain(one), size=SMALL, ink=MUTED, indent=_INDENT, most=1)
        pen.skip(_BETWEEN)
    _more(pen, len(stage.pains), telling.MOST_PAINS)


def opportunities(pen: Pen, stage: MapStage, _: Names) -> None:
    """What could be made of it."""
    shown = stage.opportunities[: telling.MOST_OPPORTUNITIES]
    for text in shown:
        pen.sign("idea", _SIGN, VIOLET)
        pen.write(text, indent=_INDENT)
        pen.skip(_BETWEEN)
    _more(pen, len(shown) + telling.more_opportunities(stage), len(shown))


def kpis(pen: Pen, stage: MapStage, _: Names) -> None:
    """What is measured, against what was aimed at."""
    for trend in stage.kpis[: telling.MOST_KPIS]:
        kpi(pen, trend)
        pen.skip(_BETWEEN)
    _more(pen, len(stage.kpis), telling.MOST_KPIS)


def kpi(pen: Pen, trend: KpiTrend) -> None:
    """One KPI: its name, its value and target, and where that leaves it."""
    sign, ink = STATUS[trend.status]
    pen.sign(sign, _SIGN, ink)
    pen.write(trend.kpi.key, bold=True, indent=_INDENT, most=2)
    pen.write(telling.kpi(trend), indent=_INDENT, most=3)
    said = words.kpi_status(trend.status, trend.noun)
    pen.write(said, size=SMALL, ink=ink, bold=True, indent=_INDENT, most=2)


def milestone(pen: Pen, stage: MapStage, _: Names) -> None:
    """What success looks like here, and how far that is."""
    aim = stage.stage.milestone
    if not aim:
        _write_or_nothing(pen, aim)
        return
    sign, ink = MILESTONES[stage.stage.milestone_state]
    pen.sign(sign, _SIGN, ink)
    pen.write(aim, indent=_INDENT, most=4)
    state = telling.milestone(stage.stage)
    pen.write(state, size=SMALL, ink=ink, bold=True, indent=_INDENT, most=2)


def owner(pen: Pen, stage: MapStage, names: Names) -> None:
    """Who looks after the stage."""
    owned = stage.stage.owner is not None
    pen.sign("person" if owned else "nobody", _SIGN, BLUE if owned else MUTED)
    ink = INK if owned else MUTED
    pen.write(telling.owner(stage.stage, names), ink=ink, indent=_INDENT, most=2)


def _touchpoint(pen: Pen, point: Touchpoint) -> None:
    # Round for what is digital, square for what is physical.
    shape, ink = ("square", VIOLET) if point.physical else ("circle", BLUE)
    pen.sign(shape, _SIGN, ink)
    channel = point.channel if point.channel in CHANNELS else "other"
    pen.sign(f"on-{channel}", _SIGN, CARD)
    pen.write(point.name, indent=_INDENT, most=2)
    said = telling.touchpoint(point)
    pen.write(said, size=SMALL, ink=MUTED, indent=_INDENT, most=2)
    pen.skip(_BETWEEN)


def _write_or_nothing(pen: Pen, text: str | None, most: int = 1) -> None:
    height = pen.y
    pen.write(text or "", most=most)
    if pen.y == height:
        pen.write(telling.NOTHING, ink=MUTED)


def _more(pen: Pen, count: int, shown: int) -> None:
    """How many there are beyond those shown, or that there are none."""
    if not count:
        pen.write(telling.NOTHING, ink=MUTED)
    elif count > shown:
        pen.write(f"+{count - shown:,} more", size=SMALL, ink=MUTED, indent=_INDENT, most=1)
    else:
        pen.skip(-_BETWEEN)


LANES: tuple[tuple[str, Lane], ...] = (
    ("Objective", objective),
    ("Touchpoints", touchpoints),
    ("Pains", pains),
    ("Opportunities", opportunities),
    ("KPIs", kpis),
    ("Milestone", milestone),
    ("Owner", owner),
)

MOOD_AFTER = "Touchpoints"
