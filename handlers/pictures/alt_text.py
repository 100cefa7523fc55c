"""Describe maps and charts in words, for people who cannot see the picture.

Every text fits into Slack's `alt_text`.
"""

from collections.abc import Callable, Iterator

from domain.journey_map import JourneyMap, MapStage
from domain.reviews import KpiTrend, StageMood
from domain.text import shorten
from handlers.pictures import map_labels
from handlers.pictures.chart_scale import format_value
from handlers.pictures.glyphs import normalize_line
from handlers.pictures.map_labels import Names
from handlers.presentation import words
from handlers.presentation.charts import Chart, Series

# What Slack takes with an upload. In UTF-16 code units, the strictest way it may count: an emoji is
# two.
MAX_ALT_TEXT = 1_000
_SHORTENED = "Shortened; the picture tells more."
_MAX_CHART_TEXT = 60
# Yields the parts of a stage's description; the number is the length each text may have.
DescribeStage = Callable[[MapStage, Names, int], Iterator[str]]


def describe_map(journey_map: JourneyMap, names: Names) -> str:
    """Return every stage and the content of its column, in at most 1,000 characters.

    With many stages each is described in fewer words, and the text says so. `names` as in
    `draw_map`.
    """
    text = _describe_stages(journey_map, names, _full_description, 400)
    if _length(text) <= MAX_ALT_TEXT:
        return text
    for describe_stage, length in _detail_levels():
        text = f"{_describe_stages(journey_map, names, describe_stage, length)} {_SHORTENED}"
        if _length(text) <= MAX_ALT_TEXT:
            return text
    return _truncate(_describe_stages(journey_map, names, _net_description, 4))


def describe_chart(chart: Chart) -> str:
    """Return every value of every series, in at most 1,000 characters.

    Where these are too many, returns the first and the last value of each series.
    """
    text = _describe_series(chart, [_all_values(chart, one) for one in chart.series])
    if _length(text) <= MAX_ALT_TEXT:
        return text
    text = _describe_series(chart, [_first_and_last(chart, one) for one in chart.series])
    return _utf16(text)[: MAX_ALT_TEXT * 2].decode("utf-16-le", "ignore")


def _detail_levels() -> Iterator[tuple[DescribeStage, int]]:
    """Yield ways to describe a stage and the length of its texts, most detailed first."""
    yield from ((_full_description, length) for length in (120, 60, 40, 30))
    yield from ((_short_description, length) for length in (90, 60, 40, 24, 16))
    yield from ((_brief_description, length) for length in (90, 60, 40, 24))
    yield from ((_mood_with_change, length) for length in (60, 40, 24))
    yield from ((_mood_description, length) for length in range(60, 15, -4))
    yield from ((_net_description, length) for length in range(24, 3, -4))


def _describe_stages(
    journey_map: JourneyMap, names: Names, describe_stage: DescribeStage, length: int
) -> str:
    stages = (
        f"{number}. {_shorten(stage.stage.name, length)}: "
        f"{'; '.join(describe_stage(stage, names, length))}."
        for number, stage in enumerate(journey_map.stages, 1)
    )
    return " ".join((_describe_header(journey_map, length), *stages))


def _describe_header(journey_map: JourneyMap, length: int) -> str:
    details = (
        map_labels.format_period(journey_map),
        _shorten(map_labels.format_persona(journey_map), max(length, 60)),
        *map_labels.format_counts(journey_map),
    )
    name = _shorten(journey_map.journey.name, max(length, 60))
    header = f"Journey map {name}, {', '.join(details)}."
    if not journey_map.kpis:
        return header
    listed = journey_map.kpis[: 12 if length > 60 else 3]
    kpis = ", ".join(_describe_kpi(trend, length) for trend in listed)
    return f"{header} Whole journey: {kpis}{_more(len(journey_map.kpis), len(listed))}."


def _mood_description(stage: MapStage, _names: Names, _length: int) -> Iterator[str]:
    mood, count = stage.mood, map_labels.format_note_count(stage.mood)
    yield f"{_net_with_interval(mood)}, {count}" if mood.now.n else count


def _net_description(stage: MapStage, _names: Names, _length: int) -> Iterator[str]:
    yield words.net_mood(stage.mood.now)


def _mood_with_change(stage: MapStage, _names: Names, _length: int) -> Iterator[str]:
    yield _describe_mood(stage.mood)


def _brief_description(stage: MapStage, _names: Names, length: int) -> Iterator[str]:
    yield _describe_mood(stage.mood)
    yield from _describe_pains(stage, 1, length)


def _short_description(stage: MapStage, names: Names, length: int) -> Iterator[str]:
    yield _describe_mood(stage.mood)
    touchpoints = len(stage.touchpoints)
    if touchpoints:
        yield "1 touchpoint" if touchpoints == 1 else f"{touchpoints} touchpoints"
    yield from _describe_pains(stage, 1, length)
    if opportunities := max(stage.opportunity_count, len(stage.opportunities)):
        yield "1 opportunity" if opportunities == 1 else f"{opportunities:,} opportunities"
    yield from _describe_kpis(stage, length)
    if stage.stage.milestone:
        yield f"milestone {map_labels.format_milestone(stage.stage)}"
    yield _shorten(map_labels.format_owner(stage.stage, names), length)


def _full_description(map_stage: MapStage, names: Names, length: int) -> Iterator[str]:
    stage = map_stage.stage
    if stage.objective:
        yield _shorten(stage.objective, length)
    if map_stage.touchpoints:
        listed = map_stage.touchpoints[: map_labels.MAX_TOUCHPOINTS]
        touchpoints = ", ".join(
            f"{_shorten(one.name, length)} ({_shorten(map_labels.format_touchpoint(one), 60)})"
            for one in listed
        )
        yield f"touchpoints: {touchpoints}{_more(len(map_stage.touchpoints), len(listed))}"
    yield _describe_mood(map_stage.mood)
    yield from _describe_pains(map_stage, map_labels.MAX_PAINS, length)
    if map_stage.opportunities:
        texts = map_stage.opportunities[: map_labels.MAX_OPPORTUNITIES]
        opportunities = ", ".join(_shorten(text, length) for text in texts)
        more = _more(map_labels.count_more_opportunities(map_stage), 0)
        yield f"opportunities: {opportunities}{more}"
    yield from _describe_kpis(map_stage, length)
    if stage.milestone:
        state = map_labels.format_milestone(stage)
        yield f"milestone {_shorten(stage.milestone, length)}: {state}"
    yield _shorten(map_labels.format_owner(stage, names), length)


def _describe_mood(mood: StageMood) -> str:
    previous = map_labels.format_previous_mood(mood)
    if not mood.now.n:
        return f"{map_labels.format_note_count(mood)}, {previous}"
    parts = (map_labels.format_note_count(mood), previous, map_labels.format_verdict(mood))
    return ", ".join((_net_with_interval(mood), *(part for part in parts if part)))


def _net_with_interval(mood: StageMood) -> str:
    """Return `net mood −60 (−92 to −28)`, or without an interval where there is none."""
    interval = mood.now.net_interval()
    between = f" ({words.interval(interval, 0)})" if interval else ""
    return f"net mood {words.net_mood(mood.now)}{between}"


def _describe_pains(stage: MapStage, limit: int, length: int) -> Iterator[str]:
    listed = stage.pains[:limit]
    if listed:
        pains = ", ".join(
            f"{_shorten(theme.title, length)} ({map_labels.format_pain(theme)})" for theme in listed
        )
        yield f"pains: {pains}{_more(len(stage.pains), len(listed))}"


def _describe_kpis(stage: MapStage, length: int) -> Iterator[str]:
    listed = stage.kpis[: map_labels.MAX_KPIS]
    if listed:
        kpis = ", ".join(_describe_kpi(trend, length) for trend in listed)
        yield f"KPIs: {kpis}{_more(len(stage.kpis), len(listed))}"


def _describe_kpi(trend: KpiTrend, length: int) -> str:
    status = words.kpi_status(trend.status, trend.noun)
    return f"{_shorten(trend.kpi.key, length)} {map_labels.format_kpi(trend)}, {status}"


def _describe_series(chart: Chart, descriptions: list[str]) -> str:
    kind = "Dot chart" if chart.has_dots else "Bar chart" if chart.has_bars else "Line chart"
    return f"{kind}: {_shorten(chart.title, _MAX_CHART_TEXT)}. {' '.join(descriptions)}"


def _all_values(chart: Chart, series: Series) -> str:
    values = (
        f"{_shorten(category, _MAX_CHART_TEXT)} {_value_with_interval(series, at, value)}"
        for at, (category, value) in enumerate(zip(chart.categories, series.values, strict=True))
    )
    return f"{_shorten(series.name, _MAX_CHART_TEXT)}: {', '.join(values)}."


def _value_with_interval(series: Series, index: int, value: float | None) -> str:
    """Return `−60 (−92 to −28)` in a series with intervals, else only the value."""
    if value is None or not series.intervals:
        return _value_or_none(value)
    interval = series.intervals[index]
    between = f" ({words.interval(interval, 0)})" if interval else ""
    return f"{format_value(round(value))}{between}"


def _first_and_last(chart: Chart, series: Series) -> str:
    first = _shorten(chart.categories[0], _MAX_CHART_TEXT)
    last = _shorten(chart.categories[-1], _MAX_CHART_TEXT)
    return (
        f"{_shorten(series.name, _MAX_CHART_TEXT)}: "
        f"from {_value_or_none(series.values[0])} ({first}) "
        f"to {_value_or_none(series.values[-1])} ({last}), {len(series.values)} values."
    )


def _value_or_none(value: float | None) -> str:
    return "none" if value is None else format_value(value)


def _more(count: int, listed: int) -> str:
    return f" +{count - listed:,} more" if count > listed else ""


def _shorten(text: str, length: int) -> str:
    """Return a text as one line of valid Unicode, or a dash if it has no visible characters."""
    line = normalize_line(text).encode("utf-8", "replace").decode("utf-8")
    return shorten(line, length) or map_labels.EMPTY


def _length(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(_utf16(text)) // 2


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "replace")


def _truncate(text: str) -> str:
    """Return the text cut to `MAX_ALT_TEXT`, with a note that it is shortened."""
    available = MAX_ALT_TEXT - len(_SHORTENED) - 2
    start = _utf16(text)[: available * 2].decode("utf-16-le", "ignore")
    return f"{start.rstrip()}… {_SHORTENED}"
