"""How the series of a chart are told apart: by colour, and without any by dashes, marks, fills."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.pictures.charting.chart import Series
from handlers.pictures.palette import BAD, BLUE, CARD, GOOD, MAGENTA, OCHRE, SLATE
from handlers.pictures.shapes import Box, Shape, Trace

_TINT = 0.22
_OUTLINE = 1.6


@dataclass(frozen=True)
class Style:
    """One way to draw a series: `dashes` as SVG has them, `mark` a sign of the template's.

    Bars are full or `pale`; where `stripes` is not 0, lines across them are so far apart.
    """

    ink: str
    dashes: str
    mark: str
    pale: bool = False
    stripes: float = 0.0


STYLES = (
    Style(BLUE, "none", "circle"),
    Style(SLATE, "8 6", "square", pale=True),
    Style(BAD, "1 6", "triangle", stripes=7.0),
    Style(GOOD, "12 6 1 6", "diamond", pale=True, stripes=7.0),
    Style(MAGENTA, "16 7", "plus", stripes=3.5),
    Style(OCHRE, "5 5", "ring", pale=True, stripes=3.5),
)


def styled(series: Sequence[Series]) -> tuple[tuple[Series, Style], ...]:
    """Each series with its style. The last one, which is the newest, gets the strongest."""
    last = len(series) - 1
    return tuple((one, STYLES[(last - at) % len(STYLES)]) for at, one in enumerate(series))


def bar(x: float, y: float, width: float, height: float, style: Style) -> Iterator[Shape]:
    """A rectangle filled in a style."""
    if style.pale:  # the lines behind it would show through
        yield Box(x, y, width, height, CARD)
    yield Box(x, y, width, height, style.ink, 0.0, _TINT if style.pale else 1.0)
    ink = style.ink if style.pale else CARD
    down = style.stripes
    while style.stripes and down < height:
        yield Trace(f"M{x:.1f} {y + down:.1f}h{width:.1f}", ink, 1.2, "none")
        down += style.stripes
    if style.pale and width > 2 * _OUTLINE and height > 2 * _OUTLINE:
        inset = _OUTLINE / 2
        box = f"h{width - _OUTLINE:.1f}v{height - _OUTLINE:.1f}h{_OUTLINE - width:.1f}z"
        yield Trace(f"M{x + inset:.1f} {y + inset:.1f}{box}", style.ink, _OUTLINE)
