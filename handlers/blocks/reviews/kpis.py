"""The KPIs of a review: against target, against last time, and against what customers say."""

from collections.abc import Sequence

from bot.domain.evidence import call_outs
from bot.domain.kpis import KpiStatus
from bot.domain.review import KpiTrend, Review
from handlers.blocks import kit, words
from handlers.blocks.charts import kpi_charts
from handlers.blocks.reviews.behind import readings_menu
from handlers.blocks.reviews.headlines import told

MOST_KPIS = 12
MOST_CALL_OUTS = 5


def native(review: Review) -> list[kit.Block]:
    """With native charts, at most two, and a native table."""
    rows = [_row(review, trend) for trend in _off_first(review.kpis)]
    last = f"Last {review.period.noun}"
    head = ("KPI", "Last reading", "Target", last, "Movement", "Status")
    table = kit.data_table(f"KPIs, {review.period.label}", head, rows)
    return [_heading(), *kpi_charts(review), table, *_call_outs(review), *_menu(review)]


def plain(review: Review) -> list[kit.Block]:
    """As a list."""
    return [_heading(), *listed(review), *_call_outs(review), *_menu(review)]


def listed(review: Review) -> list[kit.Block]:
    """A line for each KPI, those off target first where there are many."""
    items = [
        kit.line(
            f"{words.STATUS_SIGNS[trend.status]} ",
            kit.span(words.kpi_name(review.journey, trend), bold=True),
            f": {_standing(trend)}",
        )
        for trend in _off_first(review.kpis)[:MOST_KPIS]
    ]
    blocks = [kit.rich(kit.bullets(items))] if items else []
    if len(review.kpis) > MOST_KPIS:
        blocks.append(kit.context(f"… and {len(review.kpis) - MOST_KPIS} more KPIs."))
    return blocks


def _heading() -> kit.Block:
    return kit.rich(kit.line(kit.span("KPIs", bold=True)))


def _off_first(kpis: Sequence[KpiTrend]) -> Sequence[KpiTrend]:
    """In order; where there are more than are shown, those off target are not the ones left out."""
    if len(kpis) <= MOST_KPIS:
        return kpis
    return sorted(kpis, key=lambda trend: trend.status is not KpiStatus.OFF_TARGET)


def _row(review: Review, trend: KpiTrend) -> list[str | float]:
    return [
        words.kpi_name(review.journey, trend),
        words.kpi_value(trend, trend.last),
        words.kpi_value(trend, trend.kpi.target),
        words.kpi_value(trend, trend.previous_last),
        words.kpi_movement(trend),
        f"{words.STATUS_SIGNS[trend.status]} {words.kpi_status(trend.status, trend.noun)}",
    ]


def _standing(trend: KpiTrend) -> str:
    """`18.9% (off target, target 22%; last quarter 19%, worse)`."""
    standing = [trend.status.value] if trend.last is not None else []
    if trend.kpi.target is not None:
        standing.append(f"target {words.kpi_value(trend, trend.kpi.target)}")
    before = [f"last {trend.noun} {words.kpi_value(trend, trend.previous_last)}"]
    if trend.last is None:
        return f"{words.kpi_status(trend.status, trend.noun)} ({', '.join(standing + before)})"
    before.append(words.kpi_movement(trend))
    shown = words.kpi_value(trend, trend.last)
    return f"{shown} ({', '.join(standing)}; {', '.join(before)})"


def _call_outs(review: Review) -> list[kit.Block]:
    calls = call_outs(review.kpis, review.stages)
    if not calls:
        return []
    lines = [kit.line(told(review, call)) for call in calls[:MOST_CALL_OUTS]]
    heading = kit.line(kit.span("Figures and customers disagree", bold=True))
    more = len(calls) - MOST_CALL_OUTS
    rest = [kit.context(f"… and {more} more.")] if more > 0 else []
    return [kit.rich(heading, kit.bullets(lines)), *rest]


def _menu(review: Review) -> list[kit.Block]:
    menu = readings_menu(review)
    return [kit.actions([menu])] if menu else []
