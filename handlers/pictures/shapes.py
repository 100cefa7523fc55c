"""What a picture is made of, and the pen that sets text into a column. Units: see `palette`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.pictures.lines import Line, broken
from handlers.pictures.palette import BODY, INK, LINE_HEIGHT
from handlers.pictures.runs import Run, runs

_BASELINE = 1.03


@dataclass(frozen=True)
class Text:
    """One line of text; `x` and `y` are the top left corner of the box it stands in.

    `turn` is by how many degrees it is turned about the end of its baseline, clockwise.
    """

    x: float
    y: float
    line: Line
    size: float
    ink: str
    bold: bool = False
    turn: float = 0.0
    kind: str = field(default="text", init=False)

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.line.width * self.size

    @property
    def height(self) -> float:
        """How high the line is."""
        return self.size * LINE_HEIGHT

    @property
    def baseline(self) -> float:
        """Where the letters stand."""
        return self.y + self.size * _BASELINE

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its parts in the order they are seen."""
        return runs(self.line.letters, rtl=self.line.rtl)


@dataclass(frozen=True)
class Sign:
    """A drawn sign, one of the template's, in a square of `size`."""

    name: str
    x: float
    y: float
    size: float
    ink: str
    kind: str = field(default="sign", init=False)


@dataclass(frozen=True)
class Box:
    """A rectangle, filled, with or without round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0
    opacity: float = 1.0
    kind: str = field(default="box", init=False)


@dataclass(frozen=True)
class Trace:
    """An SVG path as a line."""

    path: str
    ink: str
    width: float
    dashes: str = "none"
    kind: str = field(default="trace", init=False)


@dataclass(frozen=True)
class Area:
    """An SVG path, filled."""

    path: str
    fill: str
    kind: str = field(default="area", init=False)


Shape = Text | Sign | Box | Trace | Area


@dataclass(frozen=True)
class Cell:
    """A field of the grid with all that stands in it."""

    x: float
    y: float
    width: float
    height: float
    shapes: tuple[Shape, ...]


class Pen:
    """Sets text and signs from the top of a column downwards."""

    def __init__(self, x: float, y: float, width: float) -> None:
        self.x, self.y, self.width = x, y, width
        self.shapes: list[Shape] = []
        self._top = y

    def write(
        self,
        text: str,
        *,
        size: float = BODY,
        ink: str = INK,
        bold: bool = False,
        most: int = 3,
        indent: float = 0.0,
    ) -> None:
        """Set a text in at most `most` lines; one that is read from the right ends at the right."""
        room = self.width - indent
        for line in broken(text, room / size, most, bold=bold):
            x = self.x + indent + (room - line.width * size if line.rtl else 0.0)
            self.shapes.append(Text(x, self.y, line, size, ink, bold))
            self.y += size * LINE_HEIGHT

    def sign(self, name: str, size: float, ink: str, indent: float = 0.0) -> None:
        """Draw a sign beside the line that is written next."""
        y = self.y + (BODY * LINE_HEIGHT - size) / 2
        self.shapes.append(Sign(name, self.x + indent, y, size, ink))

    def skip(self, height: float) -> None:
        """Leave some room."""
        self.y += height

    def lower(self, height: float) -> None:
        """Move the texts that are set, to bring them into the middle of a cell."""
        self.shapes = [
            replace(shape, y=shape.y + height) if isinstance(shape, Text) else shape
            for shape in self.shapes
        ]

    def cell(self, height: float | None = None) -> Cell:
        """What was set so far, as a cell that is as high as it or as said."""
        return Cell(self.x, self._top, self.width, height or self.y - self._top, tuple(self.shapes))


def centred(
    text: str, middle: float, y: float, width: float, *, size: float, ink: str, bold: bool = False
) -> list[Text]:
    """One line of text in the middle of a width, as a list that is empty for no text."""
    lines: Sequence[Line] = broken(text, width / size, 1, bold=bold)
    return [Text(middle - line.width * size / 2, y, line, size, ink, bold) for line in lines]
