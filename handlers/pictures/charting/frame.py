"""Where a chart's values stand: the plot, its scale, and the words along both axes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.pictures.charting.chart import Chart
from handlers.pictures.charting.scale import Scale
from handlers.pictures.letters import letters
from handlers.pictures.lines import Line, broken, pieces
from handlers.pictures.palette import BODY, GHOST, HAIR, INK, LINE_HEIGHT, MUTED, SMALL
from handlers.pictures.shapes import Cell, Shape, Text, Trace, centred

# Room for a value above the highest point and under the lowest.
HEAD = 30.0
# In degrees: the closer categories stand, the steeper they rise.
_TURN, _STEEP, _CLOSE = 40.0, 62.0, 28.0
_LONGEST_TURNED = 150.0
_MOST_LINES = 3
_BESIDE = 8.0
_ROOM_BETWEEN = 6.0


@dataclass(frozen=True)
class Frame:
    """A plot: its corner, its size, its scale, and how many categories share its width."""

    x: float
    y: float
    width: float
    height: float
    scale: Scale
    count: int

    @property
    def slot(self) -> float:
        """How wide a category is."""
        return self.width / max(1, self.count)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height

    def middle(self, index: int) -> float:
        """Where a category stands from left to right."""
        return self.x + self.slot * (index + 0.5)

    def height_of(self, value: float) -> float:
        """Where a value stands from top to bottom."""
        inner = self.height - 2 * HEAD
        return self.y + HEAD + (1 - self.scale.share(value)) * inner


def gutter(scale: Scale) -> float:
    """How much room the numbers beside a plot take."""
    return max(_wide(scale.tick_label(tick)) for tick in scale.ticks) + _BESIDE


def turned(chart: Chart, width: float) -> bool:
    """Whether the categories are too long, or too many, to stand level under so wide a plot."""
    room = width / len(chart.categories) - _ROOM_BETWEEN
    longest = max(
        (
            sum(letter.width for letter in piece)
            for category in chart.categories
            for piece in pieces(letters(category))
        ),
        default=0.0,
    )
    whole = (broken(category, room / BODY, 9) for category in chart.categories)
    return longest * BODY > room or any(len(lines) > _MOST_LINES for lines in whole)


def reach(chart: Chart, slot: float) -> float:
    """How far turned categories reach to the left of the plot."""
    degrees, size = _lean(slot)
    level = math.cos(math.radians(degrees))
    return max(
        line.width * size * level - (index + 0.5) * slot
        for index, line in enumerate(_single(chart.categories, size))
    )


def grid(frame: Frame) -> Iterator[Shape]:
    """A line at each round value, and the number beside it."""
    for tick in frame.scale.ticks:
        y = frame.height_of(tick)
        zero = tick == 0
        ink, thickness = (GHOST, 1.8) if zero else (HAIR, 1.2)
        yield Trace(f"M{frame.x:.1f} {y:.1f}h{frame.width:.1f}", ink, thickness)
        for line in broken(frame.scale.tick_label(tick), 99, 1):
            x = frame.x - _BESIDE - line.width * BODY
            yield Text(x, y - BODY * LINE_HEIGHT / 2, line, BODY, MUTED)


def level_categories(chart: Chart, frame: Frame) -> Cell:
    """The categories under the plot, each in up to three lines."""
    room = (frame.slot - _ROOM_BETWEEN) / BODY
    found: list[Text] = []
    for index, category in enumerate(chart.categories):
        for row, line in enumerate(broken(category, room, _MOST_LINES)):
            x = frame.middle(index) - line.width * BODY / 2
            found.append(Text(x, frame.bottom + row * BODY * LINE_HEIGHT, line, BODY, INK))
    lowest = max((text.y + text.height for text in found), default=frame.bottom)
    return Cell(frame.x, frame.bottom, frame.width, lowest - frame.bottom, tuple(found))


def turned_categories(chart: Chart, frame: Frame, left: float) -> Cell:
    """The categories under the plot, rising towards it; they begin at `left` or after."""
    found: list[Shape] = []
    deepest = 0.0
    degrees, size = _lean(frame.slot)
    for index, line in enumerate(_single(chart.categories, size)):
        wide = line.width * size
        # The end of a text stands a little to the right of its point, as high letters lean left.
        end = frame.middle(index) + size / 3
        found.append(Text(end - wide, frame.bottom, line, size, INK, turn=-degrees))
        deepest = max(deepest, wide * math.sin(math.radians(degrees)) + size * LINE_HEIGHT)
    return Cell(left, frame.bottom, frame.x + frame.width - left, deepest, tuple(found))


def axis_label(text: str, frame: Frame, y: float) -> Cell:
    """What the categories are, in the middle under them."""
    middle = frame.x + frame.width / 2
    shapes = centred(text, middle, y, frame.width, size=BODY, ink=MUTED)
    return Cell(frame.x, y, frame.width, BODY * LINE_HEIGHT if shapes else 0.0, tuple(shapes))


def _lean(slot: float) -> tuple[float, float]:
    """By how many degrees categories are turned, and the size of their letters."""
    return (_STEEP, SMALL) if slot < _CLOSE else (_TURN, BODY)


def _single(categories: Sequence[str], size: float) -> Iterator[Line]:
    for category in categories:
        yield next(iter(broken(category, _LONGEST_TURNED / size, 1)), Line(()))


def _wide(text: str) -> float:
    return sum(letter.width for letter in letters(text)) * BODY
