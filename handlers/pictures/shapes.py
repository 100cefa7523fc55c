"""Shapes of a laid-out picture, and the cursor that sets text into a column.

All lengths are in layout units, see `palette`; x grows to the right and y downwards.
"""

from dataclasses import dataclass, field, replace
from itertools import chain

from handlers.pictures.palette import BODY_SIZE, INK, LINE_HEIGHT
from handlers.pictures.text_layout import Line, Run, break_lines, to_runs

# Distance from the top of a line to its baseline, as a multiple of the text size.
_BASELINE = 1.03


@dataclass(frozen=True)
class Text:
    """One line of text; `x` and `y` are its top left corner.

    `rotation` is in degrees clockwise about the end of the baseline.
    """

    x: float
    y: float
    line: Line
    size: float
    colour: str
    bold: bool = False
    rotation: float = 0.0
    kind: str = field(default="text", init=False)

    @property
    def width(self) -> float:
        """Return the width."""
        return self.line.width * self.size

    @property
    def height(self) -> float:
        """Return the height of the line."""
        return self.size * LINE_HEIGHT

    @property
    def baseline(self) -> float:
        """Return the y of the baseline."""
        return self.y + self.size * _BASELINE

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the runs in display order."""
        return to_runs(self.line.glyphs, rtl=self.line.rtl)


@dataclass(frozen=True)
class Icon:
    """An icon of the template `icons.svg.j2`, in a square of `size`."""

    name: str
    x: float
    y: float
    size: float
    colour: str
    kind: str = field(default="icon", init=False)


@dataclass(frozen=True)
class Rectangle:
    """A filled rectangle; `radius` is that of its corners."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0.0
    opacity: float = 1.0
    kind: str = field(default="rectangle", init=False)


@dataclass(frozen=True)
class Stroke:
    """An SVG path drawn as a line; `dashes` is its `stroke-dasharray`."""

    path: str
    colour: str
    width: float
    dashes: str = "none"
    kind: str = field(default="stroke", init=False)


@dataclass(frozen=True)
class Fill:
    """An SVG path, filled."""

    path: str
    colour: str
    kind: str = field(default="fill", init=False)


Shape = Text | Icon | Rectangle | Stroke | Fill


@dataclass(frozen=True)
class Cell:
    """A rectangular area with the shapes in it; cells of a layout do not overlap."""

    x: float
    y: float
    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Section:
    """A horizontal part of a layout: shapes behind its cells, its cells, and the y of its end."""

    background: tuple[Shape, ...]
    cells: tuple[Cell, ...]
    bottom: float


@dataclass(frozen=True)
class Layout:
    """A laid-out picture: its size, the shapes behind its cells, and its cells."""

    width: float
    height: float
    background: tuple[Shape, ...]
    cells: tuple[Cell, ...]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Return all shapes in drawing order."""
        return (*self.background, *chain.from_iterable(cell.shapes for cell in self.cells))


class TextCursor:
    """Sets text and icons from the top of a column downwards; `y` is where the next line goes."""

    def __init__(self, x: float, y: float, width: float) -> None:
        self.x, self.y, self.width = x, y, width
        self.shapes: list[Shape] = []
        self._top = y

    def write(
        self,
        text: str,
        *,
        size: float = BODY_SIZE,
        colour: str = INK,
        bold: bool = False,
        max_lines: int = 3,
        indent: float = 0.0,
    ) -> None:
        """Set a text in at most `max_lines` lines; right-to-left text is aligned to the right."""
        available = self.width - indent
        for line in break_lines(text, available / size, max_lines, bold=bold):
            x = self.x + indent + (available - line.width * size if line.rtl else 0.0)
            self.shapes.append(Text(x, self.y, line, size, colour, bold))
            self.y += size * LINE_HEIGHT

    def icon(self, name: str, size: float, colour: str, indent: float = 0.0) -> None:
        """Draw an icon beside the line that is written next."""
        y = self.y + (BODY_SIZE * LINE_HEIGHT - size) / 2
        self.shapes.append(Icon(name, self.x + indent, y, size, colour))

    def skip(self, height: float) -> None:
        """Move down by `height`."""
        self.y += height

    def shift_texts(self, height: float) -> None:
        """Move the texts already set down by `height`, to centre them in a cell."""
        self.shapes = [
            replace(shape, y=shape.y + height) if isinstance(shape, Text) else shape
            for shape in self.shapes
        ]

    def cell(self, height: float | None = None) -> Cell:
        """Return what was set so far as a cell, as high as its content unless `height` is given."""
        return Cell(self.x, self._top, self.width, height or self.y - self._top, tuple(self.shapes))


def centred_text(
    text: str,
    middle: float,
    y: float,
    width: float,
    *,
    size: float,
    colour: str,
    bold: bool = False,
) -> list[Text]:
    """Return one line of text centred on x = `middle`, or an empty list for an empty text."""
    lines = break_lines(text, width / size, 1, bold=bold)
    return [Text(middle - line.width * size / 2, y, line, size, colour, bold) for line in lines]
