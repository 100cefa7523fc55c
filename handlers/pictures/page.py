"""The whole picture: header, journey-wide KPIs, bands of stages, legend."""

from dataclasses import dataclass
from itertools import chain

from domain.journey_map import JourneyMap
from handlers.pictures.bands import Block, Grid, band, column_width, columns_for
from handlers.pictures.cells import Names
from handlers.pictures.furniture import empty, header, journey_kpis, legend
from handlers.pictures.palette import MARGIN, PADDING
from handlers.pictures.shapes import Cell, Shape

_BETWEEN = 14.0


@dataclass(frozen=True)
class Page:
    """A picture laid out: its size and what is on it, what lies below first."""

    width: float
    height: float
    ground: tuple[Shape, ...]
    cells: tuple[Cell, ...]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Everything in the order it is drawn."""
        return (*self.ground, *chain.from_iterable(cell.shapes for cell in self.cells))


def lay_out(journey_map: JourneyMap, names: Names) -> Page:
    """Put everything in its place, from the top downwards."""
    columns = columns_for(len(journey_map.stages))
    column = column_width(columns)
    width = column * columns + 2 * PADDING
    blocks = [header(journey_map, MARGIN, MARGIN, width)]
    if journey_map.kpis:
        blocks.append(journey_kpis(journey_map.kpis, MARGIN, _below(blocks), width))
    for first in range(0, len(journey_map.stages), columns):
        stages = journey_map.stages[first : first + columns]
        grid = Grid(stages, first + 1, MARGIN + PADDING, column, names)
        blocks.append(band(grid, _below(blocks), width))
    below = _below(blocks)
    if journey_map.stages:
        blocks.append(legend(journey_map, MARGIN, below, width))
    else:
        blocks.append(empty(MARGIN, below, width))
    return Page(
        width + 2 * MARGIN,
        blocks[-1].bottom + MARGIN,
        tuple(shape for block in blocks for shape in block.ground),
        tuple(cell for block in blocks for cell in block.cells),
    )


def _below(blocks: list[Block]) -> float:
    return blocks[-1].bottom + _BETWEEN
