"""Lay out a chart and draw it as PNG or SVG, for workspaces that refuse Slack's own charts.

From the top downwards: title, legend, label of the value axis, plot, categories and their label.
"""

from collections.abc import Iterator, Sequence

from handlers.pictures.alt_text import describe_chart
from handlers.pictures.chart_dots import draw_dot, draw_dots
from handlers.pictures.chart_plot import (
    Plot,
    SeriesStyle,
    draw_bar,
    draw_bars,
    draw_grid,
    draw_level_categories,
    draw_lines,
    draw_rotated_categories,
    draw_x_label,
    end_values_width,
    needs_rotation,
    rotated_overhang,
    tick_labels_width,
    with_styles,
)
from handlers.pictures.chart_scale import Scale, scale_for
from handlers.pictures.palette import BODY_SIZE, CARD, INK, LINE_HEIGHT, MUTED
from handlers.pictures.render import render_png, render_svg
from handlers.pictures.shapes import Cell, Icon, Layout, Shape, Stroke, Text, TextCursor
from handlers.pictures.text_layout import break_lines
from handlers.presentation.charts import Chart

# Narrow enough to be read on a phone without zooming in.
WIDTH = 520.0
_MARGIN, _TITLE_SIZE = 20.0, 20.0
_PLOT_HEIGHT = 300.0
_SAMPLE_WIDTH, _SAMPLE_GAP = 34.0, 8.0
_LEGEND_GAP, _LEGEND_ROW_HEIGHT = 22.0, 26.0
_NO_VALUES = "No values yet"
# Pixels per unit; even the largest chart is small enough for a phone.
_MIN_SCALE, _MAX_SCALE = 2.0, 2.5


def draw_chart(chart: Chart) -> bytes:
    """Return a chart as a PNG, an area chart as lines. The same chart gives the same bytes."""
    layout = lay_out_chart(chart)
    return render_png(layout, CARD, min_scale=_MIN_SCALE, max_scale=_MAX_SCALE)


def chart_svg(chart: Chart) -> str:
    """Return the chart as an `svg` element for a web page, labelled with its description."""
    layout = lay_out_chart(chart)
    return render_svg(layout, CARD, for_browser=True, label=describe_chart(chart))


def lay_out_chart(chart: Chart) -> Layout:
    """Return the layout of the whole chart."""
    available = WIDTH - 2 * _MARGIN
    title = TextCursor(_MARGIN, _MARGIN - 4, available)
    title.write(chart.title, size=_TITLE_SIZE, bold=True, max_lines=2)
    title.skip(6)
    head = [title.cell(), *_draw_legend(chart, title.y)]
    y_label = TextCursor(_MARGIN, head[-1].y + head[-1].height + 4, available)
    y_label.write(chart.y_label, size=BODY_SIZE, colour=MUTED, max_lines=1)
    scale = scale_for(chart.values, from_zero=chart.has_bars, span=chart.span)
    plot = _place_plot(chart, scale, y_label.y)
    below = _draw_x_axis(chart, plot)
    cells = (*head, y_label.cell(), _draw_plot(chart, plot), *below)
    bottom = below[-1].y + below[-1].height
    return Layout(WIDTH, bottom + _MARGIN - 4, (), cells)


def _place_plot(chart: Chart, scale: Scale, y: float) -> Plot:
    """Return the plot, as wide as the texts on both sides allow."""
    right = WIDTH - _MARGIN - end_values_width(chart)
    left = _MARGIN + tick_labels_width(scale)
    count = len(chart.categories)
    if needs_rotation(chart, right - left):
        left = max(left, _MARGIN + rotated_overhang(chart, (right - left) / count))
    return Plot(left, y, right - left, _PLOT_HEIGHT, scale, count)


def _draw_plot(chart: Chart, plot: Plot) -> Cell:
    shapes: list[Shape] = [*draw_grid(plot)]
    draw = draw_dots if chart.has_dots else draw_bars if chart.has_bars else draw_lines
    shapes.extend(draw(chart, plot))
    if not chart.values:
        cursor = TextCursor(plot.x, plot.y + plot.height / 2, plot.width)
        cursor.write(_NO_VALUES, colour=MUTED)
        shapes.extend(cursor.shapes)
    return Cell(_MARGIN, plot.y, WIDTH - 2 * _MARGIN, plot.height, tuple(shapes))


def _draw_x_axis(chart: Chart, plot: Plot) -> Sequence[Cell]:
    if needs_rotation(chart, plot.width):
        categories = draw_rotated_categories(chart, plot, _MARGIN)
    else:
        categories = draw_level_categories(chart, plot)
    return categories, draw_x_label(chart.x_label, plot, categories.y + categories.height + 6)


def _draw_legend(chart: Chart, y: float) -> list[Cell]:
    """Return a sample and the name of each series, as many side by side as fit."""
    cells: list[Cell] = []
    indent = _SAMPLE_WIDTH + _SAMPLE_GAP
    x, end = _MARGIN, WIDTH - _MARGIN
    max_width = (end - _MARGIN - indent) / BODY_SIZE
    for one, style in with_styles(chart.series):
        for line in break_lines(one.name, max_width, 1):
            width = indent + line.width * BODY_SIZE
            if x > _MARGIN and x + width > end:
                x, y = _MARGIN, y + _LEGEND_ROW_HEIGHT
            name_y = y + (_LEGEND_ROW_HEIGHT - BODY_SIZE * LINE_HEIGHT) / 2
            name = Text(x + indent, name_y, line, BODY_SIZE, INK)
            sample = _draw_sample(x, y + _LEGEND_ROW_HEIGHT / 2, style, chart)
            cells.append(Cell(x, y, width, _LEGEND_ROW_HEIGHT, (*sample, name)))
            x += width + _LEGEND_GAP
    return cells


def _draw_sample(x: float, middle: float, style: SeriesStyle, chart: Chart) -> Iterator[Shape]:
    if chart.has_dots:
        whisker = (middle - 10, middle + 10)
        centre = x + _SAMPLE_WIDTH / 2
        yield from draw_dot(centre, middle, 11, style.colour, hollow=False, whisker=whisker)
        return
    if chart.has_bars:
        yield from draw_bar(x, middle - 8, _SAMPLE_WIDTH, 16, style)
        return
    path = f"M{x + 2:.1f} {middle:.1f}h{_SAMPLE_WIDTH - 4:.1f}"
    yield Stroke(path, style.colour, 3, style.dashes)
    yield Icon(style.mark, x + _SAMPLE_WIDTH / 2 - 6, middle - 6, 12, style.colour)
