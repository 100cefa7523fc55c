"""Charts of a review as values: what they show, and that they can be stored."""

import json
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.review_json import review_as_json
from domain.reviews import Review
from handlers.presentation.charts import (
    NET_MOOD_SPAN,
    Chart,
    ChartKind,
    build_chart,
    mood_chart,
    note_count_chart,
    shorten_labels,
)
from handlers.presentation.kpi_charts import plan_kpi_charts
from tests.handlers import name_strategies, strategies
from tests.handlers.strategies import few


def review_with_moods(now: int, previous: int) -> Review:
    """Return a review with moods in the first `now` and `previous` stages of six."""
    journey = strategies.empty_review(6).journey
    sums = [
        {stage.id: strategies.sums_of([5000]) for stage in journey.stages[:count]}
        for count in (now, previous)
    ]
    return strategies.review_of(journey, *sums)


@given(
    st.lists(name_strategies.names | st.text("ab 2", max_size=30) | st.just("x" * 40), max_size=30)
)
@example(["a" * 40] * 30)
@example(["a" * 20, "a" * 21, "a" * 18 + " 2"])
@example([""])
def test_labels_are_short_and_unique(texts: list[str]) -> None:
    labels = shorten_labels(texts)
    assert len(labels) == len(set(labels)) == len(texts)
    assert all(1 <= len(label) <= 20 for label in labels)


def test_a_short_unique_name_is_its_own_label() -> None:
    assert shorten_labels(["Awareness", "Decision"]) == ["Awareness", "Decision"]


@pytest.mark.slow
@few
@given(strategies.reviews())
def test_a_stored_chart_is_read_as_it_was(review: Review) -> None:
    charts = [mood_chart(review), note_count_chart(review), *plan_kpi_charts(review).charts]
    for chart in filter(None, charts):
        assert Chart.from_value(json.loads(json.dumps(chart.to_value()))) == chart


def test_a_chart_stored_by_an_older_version_is_read() -> None:
    chart = build_chart("t", ["a"], [("s", [1.0])], ("x", "y"))
    value = chart.to_value()
    for one in value["series"]:
        del one["intervals"], one["hollow"]
    assert Chart.from_value(value) == chart


def test_a_mood_chart_has_the_figures_of_the_json_and_marks_few_notes() -> None:
    review = review_with_moods(6, 6)
    chart = mood_chart(review)
    assert chart is not None
    newest = chart.series[-1]
    stages = review_as_json(review)["stages"]
    assert newest.values == pytest.approx([stage["net"] for stage in stages], abs=1e-4)
    assert newest.intervals == tuple(
        tuple(stage["net_ci95"]) if stage["net_ci95"] else None for stage in stages
    )
    assert newest.hollow == tuple(at for at, stage in enumerate(stages) if stage["n"] < 5)
    assert newest.hollow


def test_a_chart_without_axes_raises() -> None:
    chart = build_chart("t", ["a"], [("s", [1.0])], ("x", "y"))
    with pytest.raises(ValueError, match="'pie' is not a valid ChartKind"):
        Chart.from_value({**chart.to_value(), "kind": "pie"})


def test_values_that_are_not_finite_are_missing() -> None:
    chart = build_chart("t", ["a", "b"], [("s", [float("inf"), 1 / 3])], ("x", "y"))
    assert chart.series[0].values == (None, 0.3333)
    assert chart.values == [0.3333]


def test_without_a_mood_there_is_no_mood_chart() -> None:
    assert mood_chart(strategies.empty_review(6)) is None
    assert note_count_chart(strategies.empty_review(6)) is None
    assert plan_kpi_charts(strategies.empty_review(6)).charts == ()


@pytest.mark.parametrize(
    ("now", "previous", "series"),
    [(6, 6, ["2026-Q2", "2026-Q3"]), (6, 5, ["2026-Q3"]), (5, 6, ["2026-Q2", "2026-Q3"])],
)
def test_the_quarter_before_is_shown_if_every_stage_has_a_mood_in_it(
    now: int, previous: int, series: list[str]
) -> None:
    chart = mood_chart(review_with_moods(now, previous))
    assert chart is not None
    assert [one.name for one in chart.series] == series
    assert len(chart.categories) == now
    assert chart.span == NET_MOOD_SPAN


def test_one_stage_is_a_bar() -> None:
    chart = mood_chart(review_with_moods(1, 1))
    assert chart is not None
    assert chart.kind is ChartKind.BAR


def test_note_counts_are_of_all_stages_in_two_quarters() -> None:
    review = review_with_moods(2, 1)
    chart = note_count_chart(review)
    assert chart is not None
    assert [one.values for one in chart.series] == [(1, 0, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0)]
    assert note_count_chart(replace(review, stages=())) is None
