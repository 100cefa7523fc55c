"""What stands in the plot: lines or bars, and their values where there is room for them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.pictures.charting.chart import Chart, Series
from handlers.pictures.charting.frame import Frame
from handlers.pictures.charting.scale import shown
from handlers.pictures.charting.styles import Style, bar, styled
from handlers.pictures.lines import broken
from handlers.pictures.palette import BODY, CARD, INK, LINE_HEIGHT
from handlers.pictures.shapes import Box, Shape, Sign, Text, Trace, centred

# More values than these would stand on each other: then only the last of each line is written.
MOST_LABELLED_SERIES, MOST_LABELLED_POINTS = 2, 8
_LINE, _MARK, _HALO = 3.0, 12.0, 16.0
_AWAY = 9.0
_GROUP, _WIDEST_BAR = 0.78, 72.0
_END_GAP = 10.0
_LABEL_HEIGHT = BODY * LINE_HEIGHT


def every_value(chart: Chart) -> bool:
    """Whether each point of a line has its value written beside it."""
    few = len(chart.categories) <= MOST_LABELLED_POINTS
    return few and len(chart.series) <= MOST_LABELLED_SERIES


def end_room(chart: Chart) -> float:
    """How much room the last values take to the right of a plot of lines."""
    if chart.bars or every_value(chart):
        return 0.0
    ends = (shown(end) for one in chart.series if (end := one.values[-1]) is not None)
    widths = (line.width * BODY for text in ends for line in broken(text, 99, 1, bold=True))
    return _END_GAP + _MARK + 6 + max(widths, default=0.0)


def lines(chart: Chart, frame: Frame) -> Iterator[Shape]:
    """A line for each series, the strongest on top."""
    for one, style in styled(chart.series):
        if path := _path(one, frame):
            yield Trace(path, style.ink, _LINE, style.dashes)
    for one, style in styled(chart.series):
        yield from _marks(one, style, frame)
    if every_value(chart):
        for index in range(len(chart.categories)):
            yield from _values_at(chart, index, frame)
    else:
        yield from _ends(chart, frame)


def bars(chart: Chart, frame: Frame) -> Iterator[Shape]:
    """A group of bars for each category, standing on 0 or hanging from it."""
    width = min(_WIDEST_BAR, frame.slot * _GROUP / len(chart.series))
    zero = frame.height_of(0.0)
    labelled = all(_wide(value) <= width + 4 for value in chart.values)
    for at, (one, style) in enumerate(styled(chart.series)):
        for index, value in enumerate(one.values):
            if value is None:
                continue
            x = frame.middle(index) + width * (at - len(chart.series) / 2)
            end = frame.height_of(value)
            gap = min(2.0, width / 6)
            yield from bar(x + gap / 2, min(zero, end), width - gap, abs(end - zero), style)
            if labelled:
                yield from _label(value, x + width / 2, end, above=value >= 0, away=3.0)


def _path(one: Series, frame: Frame) -> str:
    """Straight from point to point, and nothing where a value is missing."""
    parts = []
    points = list(enumerate(one.values))
    for known, group in groupby(points, key=lambda point: point[1] is not None):
        places = [
            f"{frame.middle(index):.1f} {frame.height_of(value):.1f}"
            for index, value in group
            if value is not None
        ]
        if known and len(places) > 1:
            parts.append(f"M{'L'.join(places)}")
    return "".join(parts)


def _marks(one: Series, style: Style, frame: Frame) -> Iterator[Shape]:
    size = min(_MARK, max(7.0, frame.slot * 0.5))
    for index, value in enumerate(one.values):
        if value is not None:
            x, y = frame.middle(index), frame.height_of(value)
            halo = size * _HALO / _MARK
            yield Sign("circle", x - halo / 2, y - halo / 2, halo, CARD)
            yield Sign(style.mark, x - size / 2, y - size / 2, size, style.ink)


def _values_at(chart: Chart, index: int, frame: Frame) -> Iterator[Shape]:
    """The values of one category: the higher above its point, the lower below."""
    known = [value for one in chart.series if (value := one.values[index]) is not None]
    for rank, value in enumerate(sorted(known, reverse=True)):
        lowest = len(chart.series) == 1 and _is_valley(chart.series[0].values, index)
        yield from _label(
            value, frame.middle(index), frame.height_of(value), above=rank == 0 and not lowest
        )


def _is_valley(values: Sequence[float | None], index: int) -> bool:
    """Whether the line comes down to a point and goes up again: then there is room below."""
    value = values[index]
    beside = (*values[max(0, index - 1) : index], *values[index + 1 : index + 2])
    return value is not None and bool(beside) and all(v is not None and v > value for v in beside)


def _ends(chart: Chart, frame: Frame) -> Iterator[Shape]:
    """The last value of each series to the right of its line, none upon another."""
    ends = [
        (frame.height_of(end), end, style)
        for one, style in styled(chart.series)
        if (end := one.values[-1]) is not None
    ]
    ends.sort(key=lambda each: each[0])
    x = frame.x + frame.width + _END_GAP
    middles = _apart([each[0] for each in ends], frame.y, frame.bottom)
    for middle, (_, value, style) in zip(middles, ends, strict=True):
        yield Sign(style.mark, x, middle - _MARK / 2, _MARK, style.ink)
        for line in broken(shown(value), 99, 1, bold=True):
            yield Text(x + _MARK + 6, middle - _LABEL_HEIGHT / 2, line, BODY, INK, bold=True)


def _apart(heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """The heights, lowest number first, moved so that a line of text fits between each two."""
    found: list[float] = []
    for height in heights:
        least = found[-1] + _LABEL_HEIGHT if found else top + _LABEL_HEIGHT / 2
        found.append(max(height, least))
    limit = bottom - _LABEL_HEIGHT / 2
    for index in reversed(range(len(found))):
        found[index] = min(found[index], limit)
        limit = found[index] - _LABEL_HEIGHT
    return found


def _label(
    value: float, middle: float, height: float, *, above: bool, away: float = _AWAY
) -> Iterator[Shape]:
    y = height - away - _LABEL_HEIGHT + 2 if above else height + away - 2
    for text in centred(shown(value), middle, y, 200, size=BODY, ink=INK, bold=True):
        yield Box(text.x - 2, text.y + 2, text.width + 4, text.height - 4, CARD, 3, 0.75)
        yield text


def _wide(value: float) -> float:
    return sum(line.width for line in broken(shown(value), 99, 1, bold=True)) * BODY
