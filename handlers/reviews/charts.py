"""The charts and tables of a review."""

import math
from collections.abc import Callable, Sequence

from domain.kpis import Unit
from domain.reviews import KpiTrend, Review, StageMood
from handlers.presentation import words
from handlers.slack import kit

Values = Callable[[KpiTrend, int], tuple[float, ...]]


def mood_chart(review: Review) -> kit.Block | None:
    """Mood by stage, with the period before beside it where every stage has one."""
    heard = [mood for mood in review.stages if mood.now.mean is not None][: kit.MAX_POINTS]
    if not heard:
        return None
    period = review.period
    series = [(period.label, [mood.now.mean or 0.0 for mood in heard])]
    before = [mood.previous.mean for mood in heard if mood.previous.mean is not None]
    if len(before) == len(heard):
        series.insert(0, (period.shifted(-1).label, before))
    names = [mood.stage.name for mood in heard]
    kind = "line" if len(heard) > 1 else "bar"
    return kit.chart(f"Mood by stage, {period.label}", names, series, ("Stage", "Mood"), kind)


def kpi_charts(review: Review) -> list[kit.Block]:
    """At most two: the KPIs in percent as they are, the others as an index.

    Units differ from KPI to KPI; an index, the first period being 100, is what they can share an
    axis as.
    """
    shares = [trend for trend in review.kpis if trend.kpi.unit is Unit.PERCENT]
    others = [trend for trend in review.kpis if trend.kpi.unit is not Unit.PERCENT]
    noun = review.period.noun
    charts = (
        _kpi_chart(review, shares, _last, ("KPI trends", "Percent")),
        _kpi_chart(review, others, _index, (f"KPI trends, first {noun} = 100", "Index")),
    )
    return [chart for chart in charts if chart]


def _kpi_chart(
    review: Review, trends: Sequence[KpiTrend], values: Values, named: tuple[str, str]
) -> kit.Block | None:
    """A line for each KPI, over as many periods as most of them have readings in."""
    best: list[tuple[str, tuple[float, ...]]] = []
    for count in range(len(trends[0].last_by_period) if trends else 0, 1, -1):
        lines = [(trend.kpi.key, line) for trend in trends if (line := values(trend, count))]
        if min(len(lines), kit.MAX_SERIES) > len(best):
            best = lines[: kit.MAX_SERIES]
    if not best:
        return None
    count = len(best[0][1])
    categories = [period.label for period in review.period.last(count)]
    title, axis = named
    return kit.chart(title, categories, best, (review.period.noun.capitalize(), axis))


def _last(trend: KpiTrend, count: int) -> tuple[float, ...]:
    """The last `count` periods' readings; empty where one is missing."""
    last = tuple(value for value in trend.last_by_period[-count:] if value is not None)
    return last if len(last) == count else ()


def _index(trend: KpiTrend, count: int) -> tuple[float, ...]:
    """The last `count` periods' readings with the first as 100; empty where that cannot be."""
    last = _last(trend, count)
    if not last or last[0] <= 0:
        return ()
    index = tuple(value / last[0] * 100 for value in last)
    return index if all(map(math.isfinite, index)) else ()


def mood_table(review: Review) -> kit.Block | None:
    """Mood by stage as a native table."""
    if not review.stages:
        return None
    rows = [_row(mood) for mood in review.stages]
    before = f"Last {review.period.noun}"
    head = ("Stage", "Notes", "Mood", "95% interval", "Negative", before, "Change")
    return kit.data_table(f"Mood by stage, {review.period.label}", head, rows)


def mood_text_table(review: Review) -> list[kit.Block]:
    """The same in letters."""
    if not review.stages:
        return []
    head = ("Stage", "n", "Mood", "Before", "Change")
    rows = [
        (
            mood.stage.name,
            str(mood.now.n),
            words.signed(mood.now.mean),
            words.signed(mood.previous.mean),
            mood.change.verdict.value,
        )
        for mood in review.stages
    ]
    return [kit.text_table(head, rows)]


def _row(mood: StageMood) -> list[str | float]:
    interval = mood.now.interval()
    shown = f"{words.signed(interval[0])} to {words.signed(interval[1])}" if interval else "–"
    negative = words.percent(mood.now.share(mood.now.negative)) if mood.now.n else "–"
    before = f"{words.signed(mood.previous.mean)} (n={mood.previous.n})"
    return [
        mood.stage.name,
        float(mood.now.n),
        # A number sorts as one; words for none.
        "–" if mood.now.mean is None else round(mood.now.mean, 2),
        shown,
        negative,
        before,
        words.verdict(mood),
    ]
