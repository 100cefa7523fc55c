"""Lay out the map of a journey and draw it as PNG or SVG.

From the top downwards: header, KPIs of the whole journey, bands of up to six stages side by side,
legend.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.journey_map import JourneyMap, MapStage
from handlers.pictures.alt_text import describe_map
from handlers.pictures.map_frame import (
    draw_empty_state,
    draw_header,
    draw_journey_kpis,
    draw_legend,
)
from handlers.pictures.map_labels import Names
from handlers.pictures.map_lanes import LANE_BEFORE_MOOD, LANES, Lane
from handlers.pictures.mood_dots import PLOT_HEIGHT, draw_mood_caption, draw_moods
from handlers.pictures.palette import (
    CARD,
    CHEVRON,
    CORNER_RADIUS,
    GUTTER,
    HAIRLINE,
    LABEL_SIZE,
    LEAD_SIZE,
    LINE_HEIGHT,
    MARGIN,
    MUTED,
    PADDING,
    PAGE,
    PALE,
)
from handlers.pictures.render import render_png, render_svg
from handlers.pictures.shapes import (
    Cell,
    Fill,
    Layout,
    Rectangle,
    Section,
    Shape,
    Stroke,
    TextCursor,
)

MAX_COLUMNS = 6
# Width of a stage by number of columns; fewer than four share the width in `_NARROW_MAP_WIDTH`.
_COLUMN_WIDTHS = {4: 232.0, 5: 212.0, 6: 196.0}
_NARROW_MAP_WIDTH = 696.0
_ARROW_TIP, _ARROW_GAP = 14.0, 5.0
_NUMBER_WIDTH = 26.0
_LANE_GAP = 12.0
_SECTION_GAP = 14.0
# Pixels per unit.
_MIN_SCALE, _MAX_SCALE = 1.4, 2.0


@dataclass(frozen=True)
class Grid:
    """The stages of a band: `x` is the left edge of the first, `column` the width of each.

    `first` is the number of the first stage.
    """

    stages: Sequence[MapStage]
    first: int
    x: float
    column: float
    names: Names

    def cursors(self, y: float, left: float = GUTTER, right: float = GUTTER) -> list[TextCursor]:
        """Return a cursor for every stage, `left` and `right` inside the edges of its column."""
        return [
            TextCursor(self.x + self.column * index + left, y, self.column - left - right)
            for index in range(len(self.stages))
        ]


def draw_map(journey_map: JourneyMap, names: Names) -> bytes:
    """Return the map as a PNG; the same map and names give the same bytes.

    `names` maps Slack user ids to display names; an owner who is not in it has left.
    """
    layout = lay_out_map(journey_map, names)
    return render_png(layout, PAGE, min_scale=_MIN_SCALE, max_scale=_MAX_SCALE)


def map_svg(journey_map: JourneyMap, names: Names) -> str:
    """Return the map as an `svg` element for a web page, labelled with its description."""
    label = describe_map(journey_map, names)
    return render_svg(lay_out_map(journey_map, names), PAGE, for_browser=True, label=label)


def lay_out_map(journey_map: JourneyMap, names: Names) -> Layout:
    """Return the layout of the whole map; `names` as in `draw_map`."""
    columns = columns_for(len(journey_map.stages))
    column = _column_width(columns)
    width = column * columns + 2 * PADDING
    sections = [draw_header(journey_map, MARGIN, MARGIN, width)]
    if journey_map.kpis:
        kpis = draw_journey_kpis(journey_map.kpis, MARGIN, _next_y(sections), width)
        sections.append(kpis)
    for first in range(0, len(journey_map.stages), columns):
        stages = journey_map.stages[first : first + columns]
        grid = Grid(stages, first + 1, MARGIN + PADDING, column, names)
        sections.append(_draw_band(grid, _next_y(sections), width))
    if journey_map.stages:
        sections.append(draw_legend(journey_map, MARGIN, _next_y(sections), width))
    else:
        sections.append(draw_empty_state(MARGIN, _next_y(sections), width))
    return Layout(
        width + 2 * MARGIN,
        sections[-1].bottom + MARGIN,
        tuple(shape for section in sections for shape in section.background),
        tuple(cell for section in sections for cell in section.cells),
    )


def columns_for(count: int) -> int:
    """Return how many stages go side by side, spread evenly over as few bands as possible."""
    bands = max(1, math.ceil(count / MAX_COLUMNS))
    return max(1, math.ceil(count / bands))


def _column_width(columns: int) -> float:
    return _COLUMN_WIDTHS.get(columns, _NARROW_MAP_WIDTH / columns)


def _next_y(sections: Sequence[Section]) -> float:
    return sections[-1].bottom + _SECTION_GAP


def _draw_band(grid: Grid, y: float, width: float) -> Section:
    """Return a card with the stages of a grid side by side, and every lane below them."""
    sections = [_draw_stage_names(grid, y + PADDING)]
    for title, lane in LANES:
        sections.append(_draw_lane(grid, sections[-1].bottom, title, lane))
        if title == LANE_BEFORE_MOOD:
            sections.append(_draw_mood(grid, sections[-1].bottom))
    bottom = sections[-1].bottom + PADDING / 2
    card = Rectangle(grid.x - PADDING, y, width, bottom - y, CARD, CORNER_RADIUS)
    background = [shape for section in sections for shape in section.background]
    cells = tuple(cell for section in sections for cell in section.cells)
    separators = _draw_separators(grid, sections[0].bottom, bottom)
    return Section((card, *separators, *background), cells, bottom)


def _draw_stage_names(grid: Grid, y: float) -> Section:
    """Return the names of the stages, each in an arrow with its number."""
    cursors = grid.cursors(y + 12, left=_ARROW_TIP + _NUMBER_WIDTH + 8, right=_ARROW_TIP + 4)
    for cursor, stage in zip(cursors, grid.stages, strict=True):
        cursor.write(stage.stage.name, size=LEAD_SIZE, colour=CARD, bold=True)
    lowest = max(cursor.y for cursor in cursors)
    bottom = lowest + 12
    background: list[Shape] = []
    cells = []
    for index, cursor in enumerate(cursors):
        left = grid.x + grid.column * index
        arrow = _arrow_path(left, y, grid.column - _ARROW_GAP + _ARROW_TIP, bottom - y)
        background.append(Fill(arrow, CHEVRON))
        number_x = left + _ARROW_TIP + 6
        background.extend(_draw_number(grid.first + index, number_x, (y + bottom) / 2))
        cursor.shift_texts((lowest - cursor.y) / 2)
        cells.append(cursor.cell(lowest - y - 12))
    return Section(tuple(background), tuple(cells), bottom)


def _arrow_path(x: float, y: float, width: float, height: float) -> str:
    tip, half = _ARROW_TIP, height / 2
    return (
        f"M{x:.1f} {y:.1f}h{width - tip:.1f}l{tip:.1f} {half:.1f}l{-tip:.1f} {half:.1f}"
        f"h{tip - width:.1f}l{tip:.1f} {-half:.1f}z"
    )


def _draw_number(number: int, x: float, middle: float) -> Iterator[Shape]:
    cursor = TextCursor(x, middle - LEAD_SIZE * LINE_HEIGHT / 2, _NUMBER_WIDTH)
    cursor.write(str(number), size=LEAD_SIZE, colour=PALE, bold=True, max_lines=1)
    yield from cursor.shapes


def _draw_lane(grid: Grid, y: float, title: str, lane: Lane) -> Section:
    background, heading, top = _draw_lane_title(grid, y, title)
    cursors = grid.cursors(top)
    for cursor, stage in zip(cursors, grid.stages, strict=True):
        lane(cursor, stage, grid.names)
    bottom = max(cursor.y for cursor in cursors)
    cells = (heading, *(cursor.cell(bottom - top) for cursor in cursors))
    return Section(background, cells, bottom + _LANE_GAP)


def _draw_mood(grid: Grid, y: float) -> Section:
    background, heading, top = _draw_lane_title(grid, y, "Net mood")
    dots = draw_moods(grid.stages, grid.x, top, grid.column)
    caption_y = top + PLOT_HEIGHT
    cursors = grid.cursors(caption_y)
    for cursor, stage in zip(cursors, grid.stages, strict=True):
        draw_mood_caption(cursor, stage.mood)
    bottom = max(cursor.y for cursor in cursors)
    cells = (heading, dots, *(cursor.cell(bottom - caption_y) for cursor in cursors))
    return Section(background, cells, bottom + _LANE_GAP)


def _draw_lane_title(grid: Grid, y: float, title: str) -> tuple[tuple[Shape, ...], Cell, float]:
    """Return a line across the grid, the cell of the lane's title, and the y of its content."""
    width = grid.column * len(grid.stages)
    cursor = TextCursor(grid.x + GUTTER, y + 8, width - 2 * GUTTER)
    cursor.write(title.upper(), size=LABEL_SIZE, colour=MUTED, bold=True, max_lines=1)
    line = Stroke(f"M{grid.x:.1f} {y:.1f}h{width:.1f}", HAIRLINE, 1.5)
    return (line,), cursor.cell(), cursor.y + 4


def _draw_separators(grid: Grid, top: float, bottom: float) -> Iterator[Shape]:
    """Yield a vertical line between each two stages."""
    for index in range(1, len(grid.stages)):
        x = grid.x + grid.column * index
        yield Stroke(f"M{x:.1f} {top + 30:.1f}V{bottom - 12:.1f}", HAIRLINE, 1.0)
