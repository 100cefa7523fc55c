"""A band of the map: up to six stages side by side, and under them every lane."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.journey_map import MapStage
from handlers.pictures import cells, mood
from handlers.pictures.cells import Lane, Names
from handlers.pictures.palette import (
    CARD,
    CHEVRON,
    GUTTER,
    HAIR,
    LABEL,
    LEAD,
    LINE_HEIGHT,
    MUTED,
    PADDING,
    PALE,
    RADIUS,
)
from handlers.pictures.shapes import Area, Box, Cell, Pen, Shape, Trace

MOST_COLUMNS = 6

_COLUMN_WIDTHS = {4: 232.0, 5: 212.0, 6: 196.0}

_ALL_NARROW = 696.0

_TIP, _GAP = 14.0, 5.0

_NUMBER = 26.0

_LANE_GAP = 12.0


@dataclass(frozen=True)
class Block:
    """A part of the picture: what lies under its cells, its cells, and where it ends."""

    ground: tuple[Shape, ...]
    cells: tuple[Cell, ...]
    bottom: float


@dataclass(frozen=True)
class Grid:
    """Where a band's stages stand: `x` is the left edge of the first, `column` its width.

    `first` is the number of the first stage, `names` those of the owners.
    """

    stages: Sequence[MapStage]
    first: int
    x: float
    column: float
    names: Names

    def pens(self, y: float, left: float = GUTTER, right: float = GUTTER) -> list[Pen]:
        """A pen for every stage, inside the edges of its column."""
        return [
            Pen(self.x + self.column * index + left, y, self.column - left - right)
            for index in range(len(self.stages))
        ]


def columns_for(count: int) -> int:
    """How many stages stand side by side: as evenly as the fewest bands allow."""
    bands = max(1, math.ceil(count / MOST_COLUMNS))
    return max(1, math.ceil(count / bands))


def column_width(columns: int) -> float:
    """How wide a stage is; few stages share what is a comfortable width for a picture."""
    return _COLUMN_WIDTHS.get(columns, _ALL_NARROW / columns)


def band(grid: Grid, y: float, width: float) -> Block:
    """The stages in a card `width` wide whose top is `y`."""
    blocks = [_heads(grid, y + PADDING)]
    for title, lane in cells.LANES:
        blocks.append(_lane(grid, blocks[-1].bottom, title, lane))
        if title == cells.MOOD_AFTER:
            blocks.append(_mood(grid, blocks[-1].bottom))
    bottom = blocks[-1].bottom + PADDING / 2
    card = Box(grid.x - PADDING, y, width, bottom - y, CARD, RADIUS)
    ground = [shape for block in blocks for shape in block.ground]
    found = tuple(cell for block in blocks for cell in block.cells)
    return Block((card, *_edges(grid, blocks[0].bottom, bottom), *ground), found, bottom)


def _heads(grid: Grid, y: float) -> Block:
    """The stages' names in arrows that point the way."""
    pens = grid.pens(y + 12, left=_TIP + _NUMBER + 8, right=_TIP + 4)
    for pen, stage in zip(pens, grid.stages, strict=True):
        pen.write(stage.stage.name, size=LEAD, ink=CARD, bold=True)
    lowest = max(pen.y for pen in pens)
    bottom = lowest + 12
    ground: list[Shape] = []
    found = []
    for index, pen in enumerate(pens):
        left = grid.x + grid.column * index
        ground.append(Area(_arrow(left, y, grid.column - _GAP + _TIP, bottom - y), CHEVRON))
        ground.extend(_number(grid.first + index, left + _TIP + 6, (y + bottom) / 2))
        pen.lower((lowest - pen.y) / 2)
        found.append(pen.cell(lowest - y - 12))
    return Block(tuple(ground), tuple(found), bottom)


def _arrow(x: float, y: float, width: float, height: float) -> str:
    half = height / 2
    return (
        f"M{x:.1f} {y:.1f}h{width - _TIP:.1f}l{_TIP:.1f} {half:.1f}l{-_TIP:.1f} {half:.1f}"
        f"h{_TIP - width:.1f}l{_TIP:.1f} {-half:.1f}z"
    )


def _number(number: int, x: float, middle: float) -> Iterator[Shape]:
    pen = Pen(x, middle - LEAD * LINE_HEIGHT / 2, _NUMBER)
    pen.write(str(number), size=LEAD, ink=PALE, bold=True, most=1)
    yield from pen.shapes


def _lane(grid: Grid, y: float, title: str, lane: Lane) -> Block:
    ground, heading, at = _titled(grid, y, title)
    pens = grid.pens(at)
    for pen, stage in zip(pens, grid.stages, strict=True):
        lane(pen, stage, grid.names)
    bottom = max(pen.y for pen in pens)
    found = (heading, *(pen.cell(bottom - at) for pen in pens))
    return Block(ground, found, bottom + _LANE_GAP)


def _mood(grid: Grid, y: float) -> Block:
    ground, heading, at = _titled(grid, y, "Mood")
    plot = mood.plot(grid.stages, grid.x, at, grid.column)
    under = at + mood.PLOT
    pens = grid.pens(under)
    for pen, stage in zip(pens, grid.stages, strict=True):
        mood.caption(pen, stage.mood)
    bottom = max(pen.y for pen in pens)
    found = (heading, plot, *(pen.cell(bottom - under) for pen in pens))
    return Block(ground, found, bottom + _LANE_GAP)


def _titled(grid: Grid, y: float, title: str) -> tuple[tuple[Shape, ...], Cell, float]:
    """A line across, the lane's title, and where the lane begins."""
    width = grid.column * len(grid.stages)
    pen = Pen(grid.x + GUTTER, y + 8, width - 2 * GUTTER)
    pen.write(title.upper(), size=LABEL, ink=MUTED, bold=True, most=1)
    return (Trace(f"M{grid.x:.1f} {y:.1f}h{width:.1f}", HAIR, 1.5),), pen.cell(), pen.y + 4


def _edges(grid: Grid, top: float, bottom: float) -> Iterator[Shape]:
    """Lines between neighbours."""
    for index in range(1, len(grid.stages)):
        x = grid.x + grid.column * index
        yield Trace(f"M{x:.1f} {top + 30:.1f}V{bottom - 12:.1f}", HAIR, 1.0)
