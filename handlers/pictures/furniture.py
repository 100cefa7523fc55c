"""What stands around the stages: header, journey-wide KPIs, legend, and the sheet without any."""

from collections.abc import Iterable, Sequence

from domain.journey_map import JourneyMap
from domain.reviews import KpiTrend
from handlers.pictures import cells, telling
from handlers.pictures.bands import Block
from handlers.pictures.lines import broken
from handlers.pictures.palette import (
    BAD,
    BLUE,
    BODY,
    CARD,
    GHOST,
    GOOD,
    GUTTER,
    HAIR,
    LABEL,
    LEAD,
    LINE_HEIGHT,
    MUTED,
    NAVY,
    PADDING,
    PALE,
    PILL,
    RADIUS,
    SMALL,
    TITLE,
    VIOLET,
)
from handlers.pictures.shapes import Box, Cell, Pen, Shape, Sign, Text

_NARROWEST_KPI, _MOST_KPIS = 190.0, 12

_PILL, _PILL_PADDING = 30.0, 13.0

_LEGEND_SIGN, _APART = 18.0, 12.0

_LEGEND = (
    ("circle", BLUE, "digital"),
    ("square", VIOLET, "physical"),
    ("check", GOOD, "on target"),
    ("below", BAD, "off target"),
    ("flag", GOOD, "reached"),
    ("flag-open", MUTED, "not yet"),
    ("blocked", BAD, "blocked"),
)

_SCALE = (
    "Mood runs from −1 to +1, n is how many notes. An arrow stands only where the change is clear."
)


def header(journey_map: JourneyMap, x: float, y: float, width: float) -> Block:
    """The journey's name, and below it in pills what the map is about."""
    pen = Pen(x + PADDING + GUTTER, y + 22, width - 2 * (PADDING + GUTTER))
    pen.write("CUSTOMER JOURNEY MAP", size=LABEL, ink=PALE, bold=True, most=1)
    pen.skip(2)
    pen.write(journey_map.journey.name, size=TITLE, ink=CARD, bold=True, most=2)
    pen.skip(10)
    pills = _pills(journey_map, pen)
    bottom = max(cell.y + cell.height for cell in pills) + 22
    return Block((Box(x, y, width, bottom - y, NAVY, RADIUS),), (pen.cell(), *pills), bottom)


def journey_kpis(kpis: Sequence[KpiTrend], x: float, y: float, width: float) -> Block:
    """The KPIs of the whole journey in a card of their own."""
    title = Pen(x + PADDING + GUTTER, y + PADDING, width - 2 * (PADDING + GUTTER))
    title.write("WHOLE JOURNEY", size=LABEL, ink=MUTED, bold=True, most=1)
    shown = kpis[:_MOST_KPIS]
    across = min(len(shown), int((width - 2 * PADDING) // _NARROWEST_KPI))
    column = min((width - 2 * PADDING) / across, 300.0)
    found, at = [title.cell()], title.y + 6
    for first in range(0, len(shown), across):
        pens = [
            Pen(x + PADDING + column * index + GUTTER, at, column - 2 * GUTTER)
            for index in range(len(shown[first : first + across]))
        ]
        for pen, trend in zip(pens, shown[first:], strict=False):
            cells.kpi(pen, trend)
        bottom = max(pen.y for pen in pens)
        found.extend(pen.cell(bottom - at) for pen in pens)
        at = bottom + 10
    if len(kpis) > len(shown):
        more = Pen(title.x, at, title.width)
        more.write(f"+{len(kpis) - len(shown):,} more", size=SMALL, ink=MUTED)
        found.append(more.cell())
        at = more.y + 10
    bottom = at + PADDING - 10
    return Block((Box(x, y, width, bottom - y, CARD, RADIUS),), tuple(found), bottom)


def empty(x: float, y: float, width: float) -> Block:
    """A card that says that the map has yet to begin."""
    height = 216.0
    pen = Pen(x + PADDING + GUTTER, y + 126, width - 2 * (PADDING + GUTTER))
    ground: list[Shape] = [Box(x, y, width, height, CARD, RADIUS)]
    size = 150.0
    left = pen.x
    ground.extend(Sign("stage-to-be", left + size * i, y - 6, size, HAIR) for i in range(4))
    pen.write("No stages yet", size=LEAD + 3, bold=True, most=1)
    pen.write("The map begins with its first stage: a step your customers take.", ink=MUTED)
    return Block(tuple(ground), (pen.cell(),), y + height)


def legend(journey_map: JourneyMap, x: float, y: float, width: float) -> Block:
    """What the lines and signs mean."""
    left, room = x + PADDING + GUTTER, width - 2 * (PADDING + GUTTER)
    indent = _LEGEND_SIGN + 6
    noun = journey_map.period.noun
    curves = ("line", BLUE, f"this {noun}"), ("dashes", GHOST, f"last {noun}")
    signs = (*curves, *_LEGEND)
    lines = [line for _, _, meaning in signs for line in broken(meaning, room, 1)]
    sizes = [indent + line.width * SMALL for line in lines]
    found = []
    places = _flow(sizes, left, y, left + room, _LEGEND_SIGN + 8)
    for (sign, ink, _), line, size, (at, top) in zip(signs, lines, sizes, places, strict=True):
        shapes = (
            Sign(sign, at, top, _LEGEND_SIGN, ink),
            Text(at + indent, top, line, SMALL, MUTED),
        )
        found.append(Cell(at, top, size, _LEGEND_SIGN, shapes))
    pen = Pen(left, found[-1].y + _LEGEND_SIGN + 8, room)
    pen.write(_SCALE, size=SMALL, ink=MUTED)
    return Block((), (*found, pen.cell()), pen.y)


def _pills(journey_map: JourneyMap, pen: Pen) -> list[Cell]:
    texts = (
        telling.period(journey_map),
        telling.persona(journey_map),
        *telling.counts(journey_map),
    )
    room = pen.width - 2 * _PILL_PADDING
    lines = [line for text in texts for line in broken(text, room / BODY, 1, bold=True)]
    sizes = [line.width * BODY + 2 * _PILL_PADDING for line in lines]
    places = _flow(sizes, pen.x, pen.y, pen.x + pen.width, _PILL + 8)
    found = []
    for line, size, (x, y) in zip(lines, sizes, places, strict=True):
        text_y = y + (_PILL - BODY * LINE_HEIGHT) / 2
        shapes = (
            Box(x, y, size, _PILL, PILL, _PILL / 2),
            Text(x + _PILL_PADDING, text_y, line, BODY, CARD, bold=True),
        )
        found.append(Cell(x, y, size, _PILL, shapes))
    return found


def _flow(
    sizes: Iterable[float], x: float, y: float, end: float, step: float
) -> list[tuple[float, float]]:
    """Where things of these widths stand, one after the other, on a new row when one is full."""
    places = []
    at = x
    for size in sizes:
        if at > x and at + size > end:
            at, y = x, y + step
        places.append((at, y))
        at += size + _APART
    return places
