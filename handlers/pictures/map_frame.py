"""Draw what surrounds the stages of a map: header, KPIs of the journey, legend, empty state."""

from collections.abc import Iterable, Sequence

from domain.journey_map import JourneyMap
from domain.reviews import KpiTrend
from domain.trends import MIN_NOTES
from handlers.pictures import map_labels
from handlers.pictures.map_lanes import draw_kpi
from handlers.pictures.palette import (
    BAD,
    BLUE,
    BODY_SIZE,
    CARD,
    CORNER_RADIUS,
    FADED,
    GOOD,
    GUTTER,
    HAIRLINE,
    LABEL_SIZE,
    LEAD_SIZE,
    LINE_HEIGHT,
    MUTED,
    NAVY,
    PADDING,
    PALE,
    PILL,
    SMALL_SIZE,
    TITLE_SIZE,
    VIOLET,
)
from handlers.pictures.shapes import Cell, Icon, Rectangle, Section, Shape, Text, TextCursor
from handlers.pictures.text_layout import break_lines

_MIN_KPI_WIDTH, _MAX_KPI_WIDTH, _MAX_KPIS = 190.0, 300.0, 12
_PILL_HEIGHT, _PILL_PADDING = 30.0, 13.0
_LEGEND_ICON_SIZE, _ITEM_GAP = 18.0, 12.0
# Icon, colour and meaning.
_LEGEND = (
    ("circle", BLUE, "digital"),
    ("square", VIOLET, "physical"),
    ("on-target", GOOD, "on target"),
    ("off-target", BAD, "off target"),
    ("flag", GOOD, "reached"),
    ("flag-open", MUTED, "not yet"),
    ("blocked", BAD, "blocked"),
)
_MOOD_LEGEND = (
    "Net mood is the share of happy notes less that of unhappy ones, from −100 to +100. An arrow "
    "stands only where the change is clear."
)


def draw_header(journey_map: JourneyMap, x: float, y: float, width: float) -> Section:
    """Return the journey's name with pills below it: period, persona and counts."""
    cursor = TextCursor(x + PADDING + GUTTER, y + 22, width - 2 * (PADDING + GUTTER))
    cursor.write("CUSTOMER JOURNEY MAP", size=LABEL_SIZE, colour=PALE, bold=True, max_lines=1)
    cursor.skip(2)
    cursor.write(journey_map.journey.name, size=TITLE_SIZE, colour=CARD, bold=True, max_lines=2)
    cursor.skip(10)
    pills = _draw_pills(journey_map, cursor)
    bottom = max(cell.y + cell.height for cell in pills) + 22
    background = Rectangle(x, y, width, bottom - y, NAVY, CORNER_RADIUS)
    return Section((background,), (cursor.cell(), *pills), bottom)


def draw_journey_kpis(kpis: Sequence[KpiTrend], x: float, y: float, width: float) -> Section:
    """Return a card with the KPIs of the whole journey; `kpis` must not be empty."""
    title = TextCursor(x + PADDING + GUTTER, y + PADDING, width - 2 * (PADDING + GUTTER))
    title.write("WHOLE JOURNEY", size=LABEL_SIZE, colour=MUTED, bold=True, max_lines=1)
    drawn = kpis[:_MAX_KPIS]
    columns = min(len(drawn), int((width - 2 * PADDING) // _MIN_KPI_WIDTH))
    column = min((width - 2 * PADDING) / columns, _MAX_KPI_WIDTH)
    cells, top = [title.cell()], title.y + 6
    for first in range(0, len(drawn), columns):
        cursors = [
            TextCursor(x + PADDING + column * index + GUTTER, top, column - 2 * GUTTER)
            for index in range(len(drawn[first : first + columns]))
        ]
        for cursor, trend in zip(cursors, drawn[first:], strict=False):
            draw_kpi(cursor, trend)
        bottom = max(cursor.y for cursor in cursors)
        cells.extend(cursor.cell(bottom - top) for cursor in cursors)
        top = bottom + 10
    if len(kpis) > len(drawn):
        more = TextCursor(title.x, top, title.width)
        more.write(f"+{len(kpis) - len(drawn):,} more", size=SMALL_SIZE, colour=MUTED)
        cells.append(more.cell())
        top = more.y + 10
    bottom = top + PADDING - 10
    background = Rectangle(x, y, width, bottom - y, CARD, CORNER_RADIUS)
    return Section((background,), tuple(cells), bottom)


def draw_empty_state(x: float, y: float, width: float) -> Section:
    """Return a card for a map that has no stages yet."""
    height = 216.0
    cursor = TextCursor(x + PADDING + GUTTER, y + 126, width - 2 * (PADDING + GUTTER))
    background: list[Shape] = [Rectangle(x, y, width, height, CARD, CORNER_RADIUS)]
    size = 150.0
    background.extend(
        Icon("empty-stage", cursor.x + size * index, y - 6, size, HAIRLINE) for index in range(4)
    )
    cursor.write("No stages yet", size=LEAD_SIZE + 3, bold=True, max_lines=1)
    cursor.write("The map begins with its first stage: a step your customers take.", colour=MUTED)
    return Section(tuple(background), (cursor.cell(),), y + height)


def draw_legend(journey_map: JourneyMap, x: float, y: float, width: float) -> Section:
    """Return the meaning of the dots and icons."""
    left, available = x + PADDING + GUTTER, width - 2 * (PADDING + GUTTER)
    indent = _LEGEND_ICON_SIZE + 6
    noun = journey_map.period.noun
    moods = (
        ("interval", BLUE, f"this {noun}, 95% sure to lie between the ends"),
        ("ring", BLUE, f"under {MIN_NOTES} notes"),
        ("small-dot", FADED, f"last {noun}"),
    )
    entries = (*moods, *_LEGEND)
    lines = [line for _, _, meaning in entries for line in break_lines(meaning, available, 1)]
    widths = [indent + line.width * SMALL_SIZE for line in lines]
    positions = _flow(widths, left, y, left + available, _LEGEND_ICON_SIZE + 8)
    cells = []
    for (icon, colour, _), line, item_width, (item_x, item_y) in zip(
        entries, lines, widths, positions, strict=True
    ):
        shapes = (
            Icon(icon, item_x, item_y, _LEGEND_ICON_SIZE, colour),
            Text(item_x + indent, item_y, line, SMALL_SIZE, MUTED),
        )
        cells.append(Cell(item_x, item_y, item_width, _LEGEND_ICON_SIZE, shapes))
    cursor = TextCursor(left, cells[-1].y + _LEGEND_ICON_SIZE + 8, available)
    cursor.write(_MOOD_LEGEND, size=SMALL_SIZE, colour=MUTED)
    return Section((), (*cells, cursor.cell()), cursor.y)


def _draw_pills(journey_map: JourneyMap, cursor: TextCursor) -> list[Cell]:
    texts = (
        map_labels.format_period(journey_map),
        map_labels.format_persona(journey_map),
        *map_labels.format_counts(journey_map),
    )
    available = (cursor.width - 2 * _PILL_PADDING) / BODY_SIZE
    lines = [line for text in texts for line in break_lines(text, available, 1, bold=True)]
    widths = [line.width * BODY_SIZE + 2 * _PILL_PADDING for line in lines]
    end = cursor.x + cursor.width
    positions = _flow(widths, cursor.x, cursor.y, end, _PILL_HEIGHT + 8)
    cells = []
    for line, width, (x, y) in zip(lines, widths, positions, strict=True):
        text_y = y + (_PILL_HEIGHT - BODY_SIZE * LINE_HEIGHT) / 2
        shapes = (
            Rectangle(x, y, width, _PILL_HEIGHT, PILL, _PILL_HEIGHT / 2),
            Text(x + _PILL_PADDING, text_y, line, BODY_SIZE, CARD, bold=True),
        )
        cells.append(Cell(x, y, width, _PILL_HEIGHT, shapes))
    return cells


def _flow(
    widths: Iterable[float], left: float, top: float, right: float, row_height: float
) -> list[tuple[float, float]]:
    """Return the corners of items of these widths, side by side, wrapped into rows."""
    positions = []
    x, y = left, top
    for width in widths:
        if x > left and x + width > right:
            x, y = left, y + row_height
        positions.append((x, y))
        x += width + _ITEM_GAP
    return positions
