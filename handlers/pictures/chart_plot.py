"""Draw a chart's plot: grid lines, axis labels, lines or bars, and the values beside them.

Series differ by colour and also by dashes, marks and fills, for readers who see no colours.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from handlers.pictures.chart_scale import Scale, format_value
from handlers.pictures.glyphs import to_glyphs
from handlers.pictures.palette import (
    BAD,
    BLUE,
    BODY_SIZE,
    CARD,
    FADED,
    GOOD,
    HAIRLINE,
    INK,
    LINE_HEIGHT,
    MAGENTA,
    MUTED,
    OCHRE,
    SLATE,
    SMALL_SIZE,
)
from handlers.pictures.shapes import Cell, Icon, Rectangle, Shape, Stroke, Text, centred_text
from handlers.pictures.text_layout import Line, break_lines, unbreakable_segments
from handlers.presentation.charts import Chart, Series

# More values than these would overlap: then only the last value of each line is written.
MAX_LABELLED_SERIES, MAX_LABELLED_POINTS = 2, 8
# Space for a value above the highest point and below the lowest.
_VALUE_SPACE = 30.0
_LINE_WIDTH, _MARK_SIZE, _HALO_SIZE, _MIN_MARK_SIZE = 3.0, 12.0, 16.0, 7.0
_VALUE_GAP, _BAR_VALUE_GAP = 9.0, 3.0
_VALUE_HEIGHT = BODY_SIZE * LINE_HEIGHT
# Share of a category's width that its bars use.
_BAR_SHARE, _MAX_BAR_WIDTH = 0.78, 72.0
_END_GAP = 10.0
_TICK_GAP, _CATEGORY_GAP = 8.0, 6.0
# Rotation of category labels in degrees; those closer than `_MIN_WIDTH_FOR_ROTATION` get the
# steeper one and smaller text.
_ROTATION, _STEEP_ROTATION, _MIN_WIDTH_FOR_ROTATION = 40.0, 62.0, 28.0
_MAX_ROTATED_WIDTH = 150.0
_MAX_CATEGORY_LINES = 3
# In em: wide enough that a short number never breaks.
_NO_WRAP = 99
_TINT_OPACITY = 0.22
_OUTLINE_WIDTH, _STRIPE_WIDTH = 1.6, 1.2


@dataclass(frozen=True)
class SeriesStyle:
    """How to draw a series: `dashes` as in SVG, `mark` is the name of an icon.

    Bars are solid or `tinted`; `stripes` is the distance of the lines across them, 0 for none.
    """

    colour: str
    dashes: str
    mark: str
    tinted: bool = False
    stripes: float = 0.0


SERIES_STYLES = (
    SeriesStyle(BLUE, "none", "circle"),
    SeriesStyle(SLATE, "8 6", "square", tinted=True),
    SeriesStyle(BAD, "1 6", "triangle", stripes=7.0),
    SeriesStyle(GOOD, "12 6 1 6", "diamond", tinted=True, stripes=7.0),
    SeriesStyle(MAGENTA, "16 7", "plus", stripes=3.5),
    SeriesStyle(OCHRE, "5 5", "ring", tinted=True, stripes=3.5),
)


@dataclass(frozen=True)
class Plot:
    """The area values are drawn in: corner, size, scale, and number of categories across it."""

    x: float
    y: float
    width: float
    height: float
    scale: Scale
    count: int

    @property
    def category_width(self) -> float:
        """Return the width of a category."""
        return self.width / max(1, self.count)

    @property
    def bottom(self) -> float:
        """Return the y of the lower edge."""
        return self.y + self.height

    def category_x(self, index: int) -> float:
        """Return the x of the middle of a category."""
        return self.x + self.category_width * (index + 0.5)

    def value_y(self, value: float) -> float:
        """Return the y of a value."""
        inner = self.height - 2 * _VALUE_SPACE
        return self.y + _VALUE_SPACE + (1 - self.scale.fraction(value)) * inner


def with_styles(series: Sequence[Series]) -> tuple[tuple[Series, SeriesStyle], ...]:
    """Return each series with its style; the last one, the newest, gets the most prominent."""
    last = len(series) - 1
    return tuple(
        (one, SERIES_STYLES[(last - index) % len(SERIES_STYLES)])
        for index, one in enumerate(series)
    )


def tick_labels_width(scale: Scale) -> float:
    """Return the width of the tick labels to the left of a plot."""
    return max(_text_width(scale.tick_label(tick)) for tick in scale.ticks) + _TICK_GAP


def end_values_width(chart: Chart) -> float:
    """Return the width of the last values to the right of a plot, 0 if they are not written."""
    if chart.has_bars or chart.has_dots or _labels_every_value(chart):
        return 0.0
    values = (one.values[-1] for one in chart.series)
    widths = (value_width(value) for value in values if value is not None)
    return _END_GAP + _MARK_SIZE + 6 + max(widths, default=0.0)


def needs_rotation(chart: Chart, width: float) -> bool:
    """Return whether the categories are too long or too many to be level under a plot."""
    available = width / len(chart.categories) - _CATEGORY_GAP
    longest = max(
        (
            sum(glyph.width for glyph in segment)
            for category in chart.categories
            for segment in unbreakable_segments(to_glyphs(category))
        ),
        default=0.0,
    )
    wrapped = (break_lines(category, available / BODY_SIZE, 9) for category in chart.categories)
    return longest * BODY_SIZE > available or any(
        len(lines) > _MAX_CATEGORY_LINES for lines in wrapped
    )


def rotated_overhang(chart: Chart, category_width: float) -> float:
    """Return how far rotated categories extend to the left of the plot."""
    degrees, size = _rotation(category_width)
    cosine = math.cos(math.radians(degrees))
    return max(
        line.width * size * cosine - (index + 0.5) * category_width
        for index, line in enumerate(_one_line_each(chart.categories, size))
    )


def draw_grid(plot: Plot) -> Iterator[Shape]:
    """Yield a line at each tick and its label."""
    for tick in plot.scale.ticks:
        y = plot.value_y(tick)
        colour, thickness = (FADED, 1.8) if tick == 0 else (HAIRLINE, 1.2)
        yield Stroke(f"M{plot.x:.1f} {y:.1f}h{plot.width:.1f}", colour, thickness)
        for line in break_lines(plot.scale.tick_label(tick), _NO_WRAP, 1):
            x = plot.x - _TICK_GAP - line.width * BODY_SIZE
            yield Text(x, y - BODY_SIZE * LINE_HEIGHT / 2, line, BODY_SIZE, MUTED)


def draw_level_categories(chart: Chart, plot: Plot) -> Cell:
    """Return the categories under the plot, each in up to three lines."""
    available = (plot.category_width - _CATEGORY_GAP) / BODY_SIZE
    texts: list[Text] = []
    for index, category in enumerate(chart.categories):
        for row, line in enumerate(break_lines(category, available, _MAX_CATEGORY_LINES)):
            x = plot.category_x(index) - line.width * BODY_SIZE / 2
            y = plot.bottom + row * BODY_SIZE * LINE_HEIGHT
            texts.append(Text(x, y, line, BODY_SIZE, INK))
    lowest = max((text.y + text.height for text in texts), default=plot.bottom)
    return Cell(plot.x, plot.bottom, plot.width, lowest - plot.bottom, tuple(texts))


def draw_rotated_categories(chart: Chart, plot: Plot, left: float) -> Cell:
    """Return the categories under the plot, rising towards it; none begins left of `left`."""
    texts: list[Shape] = []
    height = 0.0
    degrees, size = _rotation(plot.category_width)
    sine = math.sin(math.radians(degrees))
    for index, line in enumerate(_one_line_each(chart.categories, size)):
        width = line.width * size
        # Rotated letters lean left, so the text ends a little to the right of its point.
        end = plot.category_x(index) + size / 3
        texts.append(Text(end - width, plot.bottom, line, size, INK, rotation=-degrees))
        height = max(height, width * sine + size * LINE_HEIGHT)
    return Cell(left, plot.bottom, plot.x + plot.width - left, height, tuple(texts))


def draw_x_label(text: str, plot: Plot, y: float) -> Cell:
    """Return the label of the category axis, centred under the plot."""
    middle = plot.x + plot.width / 2
    shapes = centred_text(text, middle, y, plot.width, size=BODY_SIZE, colour=MUTED)
    height = BODY_SIZE * LINE_HEIGHT if shapes else 0.0
    return Cell(plot.x, y, plot.width, height, tuple(shapes))


def draw_lines(chart: Chart, plot: Plot) -> Iterator[Shape]:
    """Yield a line with marks for each series, the newest on top."""
    for one, style in with_styles(chart.series):
        if path := _line_path(one, plot):
            yield Stroke(path, style.colour, _LINE_WIDTH, style.dashes)
    for one, style in with_styles(chart.series):
        yield from _draw_marks(one, style, plot)
    if _labels_every_value(chart):
        for index in range(len(chart.categories)):
            yield from _draw_category_values(chart, index, plot)
    else:
        yield from _draw_end_values(chart, plot)


def draw_bars(chart: Chart, plot: Plot) -> Iterator[Shape]:
    """Yield a group of bars for each category, up or down from 0."""
    width = min(_MAX_BAR_WIDTH, plot.category_width * _BAR_SHARE / len(chart.series))
    zero = plot.value_y(0.0)
    values_fit = all(value_width(value) <= width + 4 for value in chart.values)
    gap = min(2.0, width / 6)
    for position, (one, style) in enumerate(with_styles(chart.series)):
        for index, value in enumerate(one.values):
            if value is None:
                continue
            x = plot.category_x(index) + width * (position - len(chart.series) / 2)
            end = plot.value_y(value)
            top, height = min(zero, end), abs(end - zero)
            yield from draw_bar(x + gap / 2, top, width - gap, height, style)
            if values_fit:
                middle = x + width / 2
                yield from draw_value(value, middle, end, above=value >= 0, gap=_BAR_VALUE_GAP)


def draw_bar(
    x: float, y: float, width: float, height: float, style: SeriesStyle
) -> Iterator[Shape]:
    """Yield a rectangle filled in the style of a series."""
    if style.tinted:  # hides the grid lines, which would show through
        yield Rectangle(x, y, width, height, CARD)
    opacity = _TINT_OPACITY if style.tinted else 1.0
    yield Rectangle(x, y, width, height, style.colour, 0.0, opacity)
    stripe_colour = style.colour if style.tinted else CARD
    offset = style.stripes
    while style.stripes and offset < height:
        path = f"M{x:.1f} {y + offset:.1f}h{width:.1f}"
        yield Stroke(path, stripe_colour, _STRIPE_WIDTH, "none")
        offset += style.stripes
    if style.tinted and width > 2 * _OUTLINE_WIDTH and height > 2 * _OUTLINE_WIDTH:
        inset = _OUTLINE_WIDTH / 2
        inner_width, inner_height = width - _OUTLINE_WIDTH, height - _OUTLINE_WIDTH
        outline = f"h{inner_width:.1f}v{inner_height:.1f}h{_OUTLINE_WIDTH - width:.1f}z"
        yield Stroke(f"M{x + inset:.1f} {y + inset:.1f}{outline}", style.colour, _OUTLINE_WIDTH)


def _labels_every_value(chart: Chart) -> bool:
    """Return whether each point of a line has its value beside it."""
    few_points = len(chart.categories) <= MAX_LABELLED_POINTS
    return few_points and len(chart.series) <= MAX_LABELLED_SERIES


def _rotation(category_width: float) -> tuple[float, float]:
    """Return the rotation of category labels in degrees and their text size."""
    is_narrow = category_width < _MIN_WIDTH_FOR_ROTATION
    return (_STEEP_ROTATION, SMALL_SIZE) if is_narrow else (_ROTATION, BODY_SIZE)


def _one_line_each(categories: Sequence[str], size: float) -> Iterator[Line]:
    for category in categories:
        yield next(iter(break_lines(category, _MAX_ROTATED_WIDTH / size, 1)), Line(()))


def _text_width(text: str) -> float:
    return sum(glyph.width for glyph in to_glyphs(text)) * BODY_SIZE


def value_width(value: float) -> float:
    """Return the width of a value as it is written beside its point."""
    lines = break_lines(format_value(value), _NO_WRAP, 1, bold=True)
    return sum(line.width for line in lines) * BODY_SIZE


def _line_path(series: Series, plot: Plot) -> str:
    """Return straight lines from point to point, with a gap where a value is missing."""
    parts = []
    points = list(enumerate(series.values))
    for has_value, group in groupby(points, key=lambda point: point[1] is not None):
        positions = [
            f"{plot.category_x(index):.1f} {plot.value_y(value):.1f}"
            for index, value in group
            if value is not None
        ]
        if has_value and len(positions) > 1:
            parts.append(f"M{'L'.join(positions)}")
    return "".join(parts)


def _draw_marks(series: Series, style: SeriesStyle, plot: Plot) -> Iterator[Shape]:
    size = min(_MARK_SIZE, max(_MIN_MARK_SIZE, plot.category_width * 0.5))
    for index, value in enumerate(series.values):
        if value is not None:
            x, y = plot.category_x(index), plot.value_y(value)
            halo = size * _HALO_SIZE / _MARK_SIZE
            yield Icon("circle", x - halo / 2, y - halo / 2, halo, CARD)
            yield Icon(style.mark, x - size / 2, y - size / 2, size, style.colour)


def _draw_category_values(chart: Chart, index: int, plot: Plot) -> Iterator[Shape]:
    """Yield the values of one category, the highest above its point, the other below."""
    values = [value for one in chart.series if (value := one.values[index]) is not None]
    for rank, value in enumerate(sorted(values, reverse=True)):
        fits_below = len(chart.series) == 1 and _is_valley(chart.series[0].values, index)
        above = rank == 0 and not fits_below
        yield from draw_value(value, plot.category_x(index), plot.value_y(value), above=above)


def _is_valley(values: Sequence[float | None], index: int) -> bool:
    """Return whether all neighbours of a value are higher, which leaves space below it."""
    value = values[index]
    neighbours = (*values[max(0, index - 1) : index], *values[index + 1 : index + 2])
    return (
        value is not None
        and bool(neighbours)
        and all(other is not None and other > value for other in neighbours)
    )


def _draw_end_values(chart: Chart, plot: Plot) -> Iterator[Shape]:
    """Yield the last value of each series to the right of its line, without overlaps."""
    ends = [
        (plot.value_y(value), value, style)
        for one, style in with_styles(chart.series)
        if (value := one.values[-1]) is not None
    ]
    ends.sort(key=lambda end: end[0])
    x = plot.x + plot.width + _END_GAP
    middles = _spread([y for y, _, _ in ends], plot.y, plot.bottom)
    for middle, (_, value, style) in zip(middles, ends, strict=True):
        yield Icon(style.mark, x, middle - _MARK_SIZE / 2, _MARK_SIZE, style.colour)
        for line in break_lines(format_value(value), _NO_WRAP, 1, bold=True):
            text_x, text_y = x + _MARK_SIZE + 6, middle - _VALUE_HEIGHT / 2
            yield Text(text_x, text_y, line, BODY_SIZE, INK, bold=True)


def _spread(middles: Sequence[float], top: float, bottom: float) -> list[float]:
    """Move ascending y positions apart so that a line of text fits between each two."""
    spread: list[float] = []
    for middle in middles:
        minimum = spread[-1] + _VALUE_HEIGHT if spread else top + _VALUE_HEIGHT / 2
        spread.append(max(middle, minimum))
    maximum = bottom - _VALUE_HEIGHT / 2
    for index in reversed(range(len(spread))):
        spread[index] = min(spread[index], maximum)
        maximum = spread[index] - _VALUE_HEIGHT
    return spread


def draw_value(
    value: float, x: float, point_y: float, *, above: bool, gap: float = _VALUE_GAP
) -> Iterator[Shape]:
    """Yield a value above or below its point, on a ground that hides the lines behind it."""
    y = point_y - gap - _VALUE_HEIGHT + 2 if above else point_y + gap - 2
    text = format_value(value)
    for label in centred_text(text, x, y, 200, size=BODY_SIZE, colour=INK, bold=True):
        width, height = label.width + 4, label.height - 4
        yield Rectangle(label.x - 2, label.y + 2, width, height, CARD, 3, 0.75)
        yield label
