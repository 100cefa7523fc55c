"""Which KPIs share a chart, over which periods, and why a KPI is in none.

Slack draws at most two charts in a message, each of at most six lines without gaps.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from domain.kpis import KpiStatus, Unit
from domain.reviews import KpiTrend, Review
from handlers.presentation.charts import MAX_SERIES, Chart, build_chart, period_labels

# Scores up to this, such as 1 to 5, are a flat line beside percentages; NPS and the like are not.
MAX_SMALL_SCORE = 10

# Of these the periods are looked for; a chart holds fewer.
_MAX_CANDIDATES = 24
_MAX_PERIODS = 8

# Running numbers of periods, counted from the oldest.
_Periods = tuple[int, ...]


@dataclass(frozen=True)
class KpiCharts:
    """The charts of a review's KPIs; `left_out` says why not, by id of each KPI in none of them."""

    charts: tuple[Chart, ...]
    left_out: Mapping[int, str]


@dataclass(frozen=True)
class _Group:
    """KPIs of one chart; `is_index`: their first reading is 100, so that units do not matter."""

    title: str
    y_label: str
    trends: tuple[KpiTrend, ...]
    is_index: bool = False


@dataclass(frozen=True)
class _Plot:
    """The lines of a chart and its periods."""

    lines: tuple[tuple[KpiTrend, tuple[float, ...]], ...] = ()
    periods: _Periods = ()

    @property
    def rank(self) -> tuple[int, int, _Periods]:
        """Return what makes it better than others: more lines, more periods, later ones."""
        return len(self.lines), len(self.periods), self.periods


def plan_kpi_charts(review: Review) -> KpiCharts:
    """Return at most two charts: percentages, scores, and everything else as an index.

    Every KPI with two readings or more is drawn where the periods and the number of lines allow.
    """
    charts: list[Chart] = []
    left_out = {
        trend.kpi.id: "one reading" if _readings(trend) else "no reading"
        for trend in review.kpis
        if len(_readings(trend)) <= 1
    }
    for group in _groups(review):
        plot = _best_plot(group)
        drawn = {trend.kpi.id for trend, _ in plot.lines}
        left_out |= {
            trend.kpi.id: _reason(trend, group, plot)
            for trend in group.trends
            if trend.kpi.id not in drawn
        }
        if plot.lines:
            charts.append(_draw(review, group, plot))
    return KpiCharts(tuple(charts), left_out)


def _groups(review: Review) -> list[_Group]:
    """Return the KPIs with two readings or more, by what they can share an axis with."""
    enough = [trend for trend in review.kpis if len(_readings(trend)) > 1]
    percent = [trend for trend in enough if trend.kpi.unit is Unit.PERCENT]
    scores = [trend for trend in enough if trend.kpi.unit is Unit.SCORE]
    large = [trend for trend in scores if not _is_small(trend)]
    small = [trend for trend in scores if _is_small(trend)]
    others = [trend for trend in enough if trend.kpi.unit not in (Unit.PERCENT, Unit.SCORE)]
    title, percent_label = "KPI trends", "Percent"
    if percent and large and (small or others):
        # NPS runs from −100 to +100: it can be read off the same axis.
        percent, large = _in_order(review, percent + large), []
        title, percent_label = "KPI trends: percent and scores", "Percent, score"
    if small and others and (percent or large):
        small, others = [], _in_order(review, small + others)
    index = f"KPI trends, first {review.period.noun} = 100"
    groups = [
        _Group(title, percent_label, tuple(percent)),
        _Group("KPI trends: scores", "Score", tuple(large)),
        _Group("KPI trends: scores", "Score", tuple(small)),
        _Group(index, "Index", tuple(others), is_index=True),
    ]
    return _use_free_chart([_off_target_first(group) for group in groups if group.trends])


def _in_order(review: Review, trends: Sequence[KpiTrend]) -> list[KpiTrend]:
    ids = {trend.kpi.id for trend in trends}
    return [trend for trend in review.kpis if trend.kpi.id in ids]


def _off_target_first(group: _Group) -> _Group:
    """Return the group in its order; of more than fit, those off target first."""
    if len(group.trends) <= MAX_SERIES:
        return group
    ordered = sorted(group.trends, key=lambda one: one.status is not KpiStatus.OFF_TARGET)
    return replace(group, trends=tuple(ordered))


def _use_free_chart(groups: list[_Group]) -> list[_Group]:
    """Return the groups; one alone has two charts if it has too many KPIs, or some are too new."""
    if len(groups) != 1:
        return groups
    (group,) = groups
    first = group.trends[:MAX_SERIES]
    if len(group.trends) <= MAX_SERIES:
        first = _with_long_history(group)
    rest = tuple(trend for trend in group.trends if trend not in first)
    if not first or not rest:
        return groups
    return [
        replace(group, trends=first),
        replace(group, title=f"{group.title} (2)", trends=rest),
    ]


def _with_long_history(group: _Group) -> tuple[KpiTrend, ...]:
    """Return the KPIs that would lose half of their periods in a chart with the others."""
    together = _best_plot(group)
    longest = max(_plots(group), key=lambda plot: (len(plot.periods), plot.rank), default=together)
    if len(longest.periods) < 2 * len(together.periods):
        return ()
    return tuple(trend for trend, _ in longest.lines)


def _best_plot(group: _Group) -> _Plot:
    """Return the most lines over the most periods, this one among them if any KPI has it."""
    return max(_plots(group), key=lambda plot: plot.rank, default=_Plot())


def _plots(group: _Group) -> Iterator[_Plot]:
    """Yield what can be drawn over each choice of periods."""
    candidates = group.trends[:_MAX_CANDIDATES]
    for periods in _choices_of_periods(candidates):
        lines = ((trend, _line(trend, periods, group)) for trend in candidates)
        drawn = tuple((trend, line) for trend, line in lines if line)[:MAX_SERIES]
        if drawn:
            yield _Plot(drawn, periods)


def _choices_of_periods(trends: Sequence[KpiTrend]) -> Iterator[_Periods]:
    count = len(trends[0].last_by_period)
    with_readings = [
        at
        for at in range(max(0, count - _MAX_PERIODS), count)
        if any(trend.last_by_period[at] is not None for trend in trends)
    ]
    if not with_readings:
        return
    *earlier, latest = with_readings
    for size in range(1, len(earlier) + 1):
        for chosen in combinations(earlier, size):
            yield (*chosen, latest)


def _line(trend: KpiTrend, periods: _Periods, group: _Group) -> tuple[float, ...]:
    """Return the values in those periods; empty where one is missing or cannot be drawn."""
    values = tuple(value for at in periods if (value := trend.last_by_period[at]) is not None)
    if len(values) < len(periods):
        return ()
    if group.is_index:
        if values[0] <= 0:
            return ()
        values = tuple(value / values[0] * 100 for value in values)
    return values if all(map(math.isfinite, values)) else ()


def _reason(trend: KpiTrend, group: _Group, plot: _Plot) -> str:
    """Return why a KPI with two readings or more has no line in the chart of its group."""
    if len(plot.lines) == MAX_SERIES:
        return "more than six KPIs"
    if trend.last is None:
        return f"no reading this {trend.noun}"
    if group.is_index and min(_readings(trend)) <= 0:
        return "no index of zero or less"
    return "readings in other periods"


def _draw(review: Review, group: _Group, plot: _Plot) -> Chart:
    labels = period_labels(review, len(group.trends[0].last_by_period))
    return build_chart(
        group.title,
        [labels[at] for at in plot.periods],
        [(trend.kpi.key, line) for trend, line in plot.lines],
        (review.period.noun.capitalize(), group.y_label),
    )


def _is_small(trend: KpiTrend) -> bool:
    return all(0 < value <= MAX_SMALL_SCORE for value in _readings(trend))


def _readings(trend: KpiTrend) -> tuple[float, ...]:
    """Return the last reading of each period that has one, oldest first."""
    return tuple(value for value in trend.last_by_period if value is not None)
