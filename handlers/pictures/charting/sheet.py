"""A whole chart: title, legend, plot, and what stands under it."""

from collections.abc import Iterator, Sequence

from handlers.pictures.charting import frame as framing
from handlers.pictures.charting import plots
from handlers.pictures.charting.chart import Chart
from handlers.pictures.charting.frame import Frame
from handlers.pictures.charting.scale import Scale, scale_for
from handlers.pictures.charting.styles import Style, bar, styled
from handlers.pictures.lines import broken
from handlers.pictures.page import Page
from handlers.pictures.palette import BODY, INK, LINE_HEIGHT, MUTED
from handlers.pictures.shapes import Cell, Pen, Shape, Sign, Text, Trace

# Narrow enough that its letters can be read on a phone without a tap.
WIDTH = 520.0
_MARGIN, _TITLE = 20.0, 20.0
_PLOT = 300.0
_SAMPLE, _BESIDE, _APART, _ROW = 34.0, 8.0, 22.0, 26.0
_NO_VALUES = "No values yet"


def lay_out_chart(chart: Chart, span: tuple[float, float] | None) -> Page:
    """Put everything in its place; `span` is what the axis shows at the least."""
    room = WIDTH - 2 * _MARGIN
    pen = Pen(_MARGIN, _MARGIN - 4, room)
    pen.write(chart.title, size=_TITLE, bold=True, most=2)
    pen.skip(6)
    head = [pen.cell(), *_legend(chart, pen.y)]
    at = Pen(_MARGIN, head[-1].y + head[-1].height + 4, room)
    at.write(chart.y_label, size=BODY, ink=MUTED, most=1)
    scale = scale_for(chart.values, from_zero=chart.bars, span=span)
    frame = _frame(chart, scale, at.y)
    below = _below(chart, frame)
    cells = (*head, at.cell(), _plot(chart, frame), *below)
    bottom = below[-1].y + below[-1].height
    return Page(WIDTH, bottom + _MARGIN - 4, (), cells)


def _frame(chart: Chart, scale: Scale, y: float) -> Frame:
    """The plot, as wide as what stands beside it allows."""
    right = WIDTH - _MARGIN - plots.end_room(chart)
    left = _MARGIN + framing.gutter(scale)
    count = len(chart.categories)
    if framing.turned(chart, right - left):
        left = max(left, _MARGIN + framing.reach(chart, (right - left) / count))
    return Frame(left, y, right - left, _PLOT, scale, count)


def _plot(chart: Chart, frame: Frame) -> Cell:
    shapes: list[Shape] = [*framing.grid(frame)]
    shapes.extend(plots.bars(chart, frame) if chart.bars else plots.lines(chart, frame))
    if not chart.values:
        pen = Pen(frame.x, frame.y + frame.height / 2, frame.width)
        pen.write(_NO_VALUES, ink=MUTED)
        shapes.extend(pen.shapes)
    return Cell(_MARGIN, frame.y, WIDTH - 2 * _MARGIN, frame.height, tuple(shapes))


def _below(chart: Chart, frame: Frame) -> Sequence[Cell]:
    if framing.turned(chart, frame.width):
        named = framing.turned_categories(chart, frame, _MARGIN)
    else:
        named = framing.level_categories(chart, frame)
    return named, framing.axis_label(chart.x_label, frame, named.y + named.height + 6)


def _legend(chart: Chart, y: float) -> list[Cell]:
    """What each line or fill means, as many side by side as fit."""
    found: list[Cell] = []
    x, end = _MARGIN, WIDTH - _MARGIN
    for one, style in styled(chart.series):
        for line in broken(one.name, (end - _MARGIN - _SAMPLE - _BESIDE) / BODY, 1):
            wide = _SAMPLE + _BESIDE + line.width * BODY
            if x > _MARGIN and x + wide > end:
                x, y = _MARGIN, y + _ROW
            words_y = y + (_ROW - BODY * LINE_HEIGHT) / 2
            words = Text(x + _SAMPLE + _BESIDE, words_y, line, BODY, INK)
            sample = _sample(x, y + _ROW / 2, style, bars=chart.bars)
            found.append(Cell(x, y, wide, _ROW, (*sample, words)))
            x += wide + _APART
    return found


def _sample(x: float, middle: float, style: Style, *, bars: bool) -> Iterator[Shape]:
    if bars:
        yield from bar(x, middle - 8, _SAMPLE, 16, style)
        return
    path = f"M{x + 2:.1f} {middle:.1f}h{_SAMPLE - 4:.1f}"
    yield Trace(path, style.ink, 3, style.dashes)
    yield Sign(style.mark, x + _SAMPLE / 2 - 6, middle - 6, 12, style.ink)
