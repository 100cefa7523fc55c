"""Which KPIs are drawn in a review, on which axis, and what is said of the others."""

from dataclasses import replace

import pytest
from hypothesis import given

from domain.kpis import Direction, Kpi, Unit
from domain.reviews import KpiTrend, Review
from handlers.presentation.kpi_charts import plan_kpi_charts
from handlers.presentation.tables import kpi_table
from handlers.reviews.thread import build_review_post
from tests.handlers import strategies
from tests.handlers.slack_says import assert_taken, shown
from tests.handlers.strategies import few

KEY = "0123456789abcdef0123456789abcdef"

Values = tuple[float | None, ...]


def review_with(*given_kpis: tuple[str, Unit, Values], target: float | None = None) -> Review:
    """A review with KPIs by key, unit and last readings, the newest last."""
    trends = [
        KpiTrend(
            Kpi(number, key, None, unit, Direction.HIGHER, target),
            (None,) * (8 - len(values)) + values,
        )
        for number, (key, unit, values) in enumerate(given_kpis, start=1)
    ]
    return replace(strategies.empty_review(6), kpis=tuple(trends))


def drawn(review: Review) -> list[tuple[str, list[str]]]:
    """Each chart's value axis and its lines."""
    charts = plan_kpi_charts(review).charts
    return [(chart.y_label, [line.name for line in chart.series]) for chart in charts]


def reasons(review: Review) -> dict[str, str]:
    """Why KPIs are in no chart, by key."""
    keys = {trend.kpi.id: trend.kpi.key for trend in review.kpis}
    return {keys[number]: said for number, said in plan_kpi_charts(review).left_out.items()}


SHARE = ("share", Unit.PERCENT, (20.0, 30.0))
NPS = ("nps", Unit.SCORE, (-12.0, 31.0))
CSAT = ("csat", Unit.SCORE, (4.1, 4.3))
REPLY = ("reply", Unit.SECONDS, (3600.0, 1800.0))


@pytest.mark.parametrize(
    ("kpis", "expected"),
    [
        ([SHARE], [("Percent", ["share"])]),
        ([NPS], [("Score", ["nps"])]),
        ([REPLY], [("Index", ["reply"])]),
        ([SHARE, NPS], [("Percent", ["share"]), ("Score", ["nps"])]),
        ([NPS, CSAT], [("Score", ["nps"]), ("Score", ["csat"])]),
        ([NPS, REPLY], [("Score", ["nps"]), ("Index", ["reply"])]),
        ([CSAT, REPLY], [("Score", ["csat"]), ("Index", ["reply"])]),
        # Three scales for two charts: NPS fits the axis of percentages, 1 to 5 does not.
        ([SHARE, NPS, REPLY], [("Percent, score", ["share", "nps"]), ("Index", ["reply"])]),
        ([SHARE, NPS, CSAT], [("Percent, score", ["share", "nps"]), ("Score", ["csat"])]),
        ([SHARE, CSAT, REPLY], [("Percent", ["share"]), ("Index", ["csat", "reply"])]),
        ([NPS, REPLY, CSAT], [("Score", ["nps"]), ("Index", ["reply", "csat"])]),
        (
            [REPLY, CSAT, NPS, SHARE],
            [("Percent, score", ["nps", "share"]), ("Index", ["reply", "csat"])],
        ),
    ],
)
def test_every_kpi_with_two_readings_is_in_one_of_two_charts(
    kpis: list[tuple[str, Unit, Values]], expected: list[tuple[str, list[str]]]
) -> None:
    review = review_with(*kpis)
    assert drawn(review) == expected
    assert reasons(review) == {}


def test_an_index_starts_at_100_and_scores_are_as_they_were_read() -> None:
    index = plan_kpi_charts(review_with(REPLY)).charts[0]
    assert list(index.series[0].values) == [100, 50]
    assert list(index.categories) == ["2026-Q2", "2026-Q3"]
    assert index.title == "KPI trends, first quarter = 100"
    assert plan_kpi_charts(review_with(NPS)).charts[0].series[0].values == (-12, 31)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ((None,), "no reading"),
        ((5.0,), "one reading"),
        ((5.0, None, None), "one reading"),
        ((4.0, 5.0, None), "no reading this quarter"),
        ((0.0, 5.0), "no index of zero or less"),
    ],
)
def test_a_kpi_that_cannot_be_drawn_says_why(values: Values, reason: str) -> None:
    review = review_with(REPLY, ("orders", Unit.COUNT, values))
    assert drawn(review) == [("Index", ["reply"])]
    assert reasons(review) == {"orders": reason}


def test_lines_have_no_gap_so_periods_that_one_of_them_misses_are_left_out() -> None:
    full = ("full", Unit.PERCENT, (1.0, 2.0, 3.0, 4.0))
    gap = ("gap", Unit.PERCENT, (1.0, None, 3.0, 4.0))
    review = review_with(full, gap)
    (chart,) = plan_kpi_charts(review).charts
    assert chart.categories == ("2025-Q4", "2026-Q2", "2026-Q3")
    assert [line.values for line in chart.series] == [(1, 3, 4), (1, 3, 4)]
    assert reasons(review) == {}


def test_a_new_kpi_does_not_cut_the_history_of_the_others_where_a_chart_is_free() -> None:
    old = ("old", Unit.PERCENT, tuple(map(float, range(1, 9))))
    new = ("new", Unit.PERCENT, (1.0, 2.0))
    charts = plan_kpi_charts(review_with(old, new)).charts
    assert [([line.name for line in one.series], len(one.categories)) for one in charts] == [
        (["old"], 8),
        (["new"], 2),
    ]
    # With no chart to spare they share one.
    charts = plan_kpi_charts(review_with(old, new, REPLY)).charts
    assert [([line.name for line in one.series], len(one.categories)) for one in charts] == [
        (["old", "new"], 2),
        (["reply"], 2),
    ]


def test_this_period_is_drawn_where_any_kpi_has_a_reading_in_it() -> None:
    old = [(f"old-{n}", Unit.PERCENT, (1.0, 2.0, None)) for n in range(3)]
    review = review_with(*old, ("new", Unit.PERCENT, (2.0, None, 4.0)))
    assert drawn(review) == [("Percent", ["new"])]
    assert set(reasons(review).values()) == {"no reading this quarter"}


def test_kpis_read_in_different_periods_share_no_chart() -> None:
    pair = [(f"k{n}", Unit.PERCENT, (None, 2.0, 4.0)) for n in range(2)]
    review = review_with(*pair, ("half-yearly", Unit.PERCENT, (2.0, None, 4.0)))
    assert drawn(review) == [("Percent", ["k0", "k1"])]
    assert reasons(review) == {"half-yearly": "readings in other periods"}


def test_more_than_six_of_one_kind_use_both_charts() -> None:
    review = review_with(*((f"k{n}", Unit.PERCENT, (1.0, 2.0)) for n in range(13)))
    assert [len(lines) for _, lines in drawn(review)] == [6, 6]
    assert reasons(review) == {"k12": "more than six KPIs"}


def test_of_more_than_six_those_off_target_are_drawn() -> None:
    percents = [(f"p{n}", Unit.PERCENT, (1.0, 60.0 if n < 6 else 40.0)) for n in range(8)]
    review = review_with(*percents, REPLY, target=50.0)
    assert drawn(review)[0] == ("Percent", ["p6", "p7", "p0", "p1", "p2", "p3"])
    assert reasons(review) == {"p4": "more than six KPIs", "p5": "more than six KPIs"}


def test_the_table_and_the_text_say_what_is_in_no_chart() -> None:
    review = review_with(REPLY, ("orders", Unit.COUNT, (5.0,)))
    table = kpi_table(review, plan_kpi_charts(review).left_out)
    assert table.head[-1] == "Not in a chart"
    assert [row[-1] for row in table.rows] == ["–", "one reading"]
    parts = dict(build_review_post(review, KEY).parts)
    kpis = next(payload for payload in parts.values() if payload["text"] == "KPIs")
    assert_taken({"text": "KPIs", "blocks": kpis["blocks"]})
    assert "one reading" in shown(kpis["blocks"])
    assert "Not in a chart: orders (one reading)." in shown(kpis["plain_blocks"])
    assert [chart["y_label"] for chart in kpis["charts"]] == ["Index"]


def test_where_every_kpi_is_drawn_the_table_has_no_column_for_reasons() -> None:
    assert kpi_table(review_with(REPLY), {}).head[-1] == "Status"


@pytest.mark.slow
@few
@given(strategies.reviews())
def test_every_kpi_is_drawn_once_or_says_why(review: Review) -> None:
    planned = plan_kpi_charts(review)
    lines = [line for chart in planned.charts for line in chart.series]
    assert len(planned.charts) <= 2
    assert all(1 <= len(chart.series) <= 6 for chart in planned.charts)
    assert all(len(chart.categories) >= 2 for chart in planned.charts)
    assert all(value is not None for line in lines for value in line.values)
    assert len(lines) + len(planned.left_out) == len(review.kpis)
    for trend in review.kpis:
        readings = [value for value in trend.last_by_period if value is not None]
        assert (planned.left_out.get(trend.kpi.id) in ("one reading", "no reading")) == (
            len(readings) < 2
        )
