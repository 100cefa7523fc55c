"""A chart as a picture, for workspaces that refuse Slack's own, and the same in words."""

from collections.abc import Mapping
from typing import Any

from domain.text import shorten
from handlers.pictures.charting.chart import Chart, Series, read_chart
from handlers.pictures.charting.scale import shown
from handlers.pictures.charting.sheet import lay_out_chart
from handlers.pictures.described import LIMIT
from handlers.pictures.letters import plain
from handlers.pictures.palette import CARD
from handlers.pictures.svg import as_png, as_svg

Span = tuple[float, float]


# The widest chart is far below what a phone opens without ado.
_SHARPEST, _SOFTEST = 2.5, 2.0


def draw_chart(block: Mapping[str, Any], span: Span | None = None) -> bytes:
    """A PNG of a `data_visualization` block of lines, areas or bars.

    `span` is what the axis shows at the least, as (−1, 1) for moods. The same block gives the same
    bytes. Raises ValueError for a chart without axes.
    """
    return as_png(lay_out_chart(read_chart(block), span), CARD, _SHARPEST, _SOFTEST)


def chart_svg(block: Mapping[str, Any], span: Span | None = None) -> str:
    """The same as an `svg` element for a page in a browser, told in words too."""
    page = lay_out_chart(read_chart(block), span)
    return as_svg(page, CARD, held=True, label=describe_chart(block))


def describe_chart(block: Mapping[str, Any]) -> str:
    """Every value of every series, in at most 2,000 characters.

    Where there are too many of them it tells the first and the last of each.
    """
    chart = read_chart(block)
    whole = _told(chart, [_every(chart, one) for one in chart.series])
    if len(_units(whole)) <= LIMIT * 2:
        return whole
    short = _told(chart, [_ends(chart, one) for one in chart.series])
    return _units(short)[: LIMIT * 2].decode("utf-16-le", "ignore")


def _units(text: str) -> bytes:
    """The text as Slack counts it at the most: two bytes for each character, four for an emoji."""
    return text.encode("utf-16-le", "replace")


def _told(chart: Chart, series: list[str]) -> str:
    kind = "Bar chart" if chart.bars else "Line chart"
    return f"{kind}: {_short(chart.title)}. {' '.join(series)}"


def _every(chart: Chart, one: Series) -> str:
    values = (
        f"{_short(category)} {_value(value)}"
        for category, value in zip(chart.categories, one.values, strict=True)
    )
    return f"{_short(one.name)}: {', '.join(values)}."


def _ends(chart: Chart, one: Series) -> str:
    first, last = _short(chart.categories[0]), _short(chart.categories[-1])
    return (
        f"{_short(one.name)}: from {_value(one.values[0])} ({first}) to "
        f"{_value(one.values[-1])} ({last}), {len(one.values)} values."
    )


def _value(value: float | None) -> str:
    return "none" if value is None else shown(value)


def _short(text: str) -> str:
    """One line that can be sent: nothing in it that is half a character."""
    whole = plain(text).encode("utf-8", "replace").decode("utf-8")
    return shorten(whole, 60) or "–"
