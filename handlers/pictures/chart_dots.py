"""Draw values as dots with their intervals: a hollow dot stands for few notes."""

from collections.abc import Iterator

from handlers.pictures.chart_plot import Plot, SeriesStyle, draw_value, value_width, with_styles
from handlers.pictures.shapes import Icon, Shape, Stroke
from handlers.presentation.charts import Chart, Series, Span

_DOT, _MIN_DOT = 13.0, 8.0
_WHISKER_WIDTH, _CAP_WIDTH = 2.2, 9.0
# Of a category's width that its dots are spread over, and how far apart they are at most.
_SPREAD, _MAX_DISTANCE = 0.5, 26.0
_VALUE_GAP = 3.0


def draw_dot(
    x: float, y: float, size: float, colour: str, *, hollow: bool, whisker: Span | None = None
) -> Iterator[Shape]:
    """Yield a dot in the middle of its whisker; `whisker` holds the y of both ends."""
    if whisker:
        ends = "".join(f"M{x - _CAP_WIDTH / 2:.1f} {end:.1f}h{_CAP_WIDTH}" for end in whisker)
        path = f"M{x:.1f} {whisker[0]:.1f}V{whisker[1]:.1f}{ends}"
        yield Stroke(path, colour, _WHISKER_WIDTH)
    yield Icon("ring" if hollow else "dot", x - size / 2, y - size / 2, size, colour)


def draw_dots(chart: Chart, plot: Plot) -> Iterator[Shape]:
    """Yield a dot for each value, the series side by side; no line joins categories."""
    styles = with_styles(chart.series)
    distance = min(_MAX_DISTANCE, plot.category_width * _SPREAD / len(styles))
    for position, (series, style) in enumerate(styles):
        shift = distance * (position - (len(styles) - 1) / 2)
        for index, value in enumerate(series.values):
            if value is not None:
                yield from _draw_value_dot(series, index, value, style, plot, shift)
    yield from _draw_newest_values(chart, plot, distance * (len(styles) - 1) / 2)


def _draw_value_dot(
    series: Series, index: int, value: float, style: SeriesStyle, plot: Plot, shift: float
) -> Iterator[Shape]:
    interval = series.intervals[index] if series.intervals else None
    whisker = (plot.value_y(interval[0]), plot.value_y(interval[1])) if interval else None
    size = max(_MIN_DOT, min(_DOT, plot.category_width / 3))
    x, y = plot.category_x(index) + shift, plot.value_y(value)
    yield from draw_dot(x, y, size, style.colour, hollow=index in series.hollow, whisker=whisker)


def _draw_newest_values(chart: Chart, plot: Plot, shift: float) -> Iterator[Shape]:
    """Yield the values of the last series beyond their whiskers, if all of them fit."""
    newest = chart.series[-1]
    room = plot.category_width - 2 * shift
    values = [None if value is None else float(round(value)) for value in newest.values]
    if any(value_width(value) > room for value in values if value is not None):
        return
    for index, value in enumerate(values):
        if value is not None:
            low, high = (newest.intervals[index] if newest.intervals else None) or (value, value)
            above = value >= 0
            end = plot.value_y(high if above else low)
            x = plot.category_x(index) + shift
            gap = _VALUE_GAP if (low, high) != (value, value) else _DOT / 2 + _VALUE_GAP
            yield from draw_value(value, x, end, above=above, gap=gap)
