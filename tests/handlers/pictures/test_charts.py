"""Charts: everything is drawn, nothing overlaps, and series differ without colour."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.pictures.alt_text import describe_chart
from handlers.pictures.chart_plot import SERIES_STYLES, with_styles
from handlers.pictures.chart_scale import format_value, scale_for
from handlers.pictures.charts import WIDTH, chart_svg, draw_chart, lay_out_chart
from handlers.pictures.palette import CARD
from handlers.pictures.render import render_png
from handlers.pictures.shapes import Icon, Layout, Rectangle, Shape, Stroke, Text
from handlers.presentation.charts import (
    MAX_POINTS,
    MAX_SERIES,
    Chart,
    ChartKind,
    Series,
    Span,
    build_chart,
)
from tests.handlers.pictures import extreme, png
from tests.handlers.pictures.test_map_layout import do_not_overlap, texts
from tests.handlers.strategies import sized
from tests.selection import examples

TOLERANCE = 0.01
STAGES = ("Awareness", "Consideration", "Decision", "Onboarding", "Retention", "Loyalty")
NOW, BEFORE = (0.42, -0.05, -0.22, -0.31, 0.12, 0.55), (0.35, 0.1, -0.2, 0.3, 0.05, 0.5)
AXES = ("Stage", "Mood")
values = st.one_of(
    st.floats(-1, 1),
    st.floats(-1e15, 1e15),
    st.sampled_from((0.0, -0.0, 5e-324, 1e-12, 0.1 + 0.2, 99_999.5, -1e15)),
)


def mood_chart(kind: str = "line", span: Span | None = None) -> Chart:
    """Return the moods of six stages in two quarters."""
    series = [("2026-Q2", BEFORE), ("2026-Q3", NOW)]
    title = "Mood by stage, 2026-Q3"
    return build_chart(title, STAGES, series, AXES, kind=ChartKind(kind), span=span)


def largest_chart(kind: str = "line") -> Chart:
    """Return a chart with as much as Slack accepts, in all scripts."""
    names = (extreme.TEXTS * 2)[:MAX_POINTS]
    series = [
        (text, [(-1) ** (row + at) * at / 20 for at in range(MAX_POINTS)])
        for row, text in enumerate(extreme.TEXTS[:MAX_SERIES])
    ]
    axes = ("x" * 50, "y" * 50)
    return build_chart(extreme.TEXTS[3] * 2, names, series, axes, kind=ChartKind(kind))


def drawn_texts(layout: Layout) -> list[str]:
    """Return all texts of a layout."""
    return [shape.line.text for shape in layout.shapes if isinstance(shape, Text)]


def assert_legible(layout: Layout) -> None:
    """Fail if anything leaves the picture or overlaps."""
    level = [replace(cell, shapes=tuple(filter(_is_level, cell.shapes))) for cell in layout.cells]
    for cell in level:
        # Inside the plot, values have a background of their own and may cover their points.
        assert 0 <= cell.x <= cell.x + cell.width <= layout.width + TOLERANCE
        assert cell.y + cell.height <= layout.height + TOLERANCE
    for one, other in combinations(level, 2):
        assert do_not_overlap(one, other)
    for cell in level:
        for text in (shape for shape in cell.shapes if isinstance(shape, Text)):
            assert cell.y - TOLERANCE <= text.y
            assert text.y + text.height <= cell.y + cell.height + TOLERANCE
            assert 0 <= text.x <= text.x + text.width <= layout.width


def _is_level(shape: Shape) -> bool:
    return not (isinstance(shape, Text) and shape.rotation)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["line", "bar", "area"])
@pytest.mark.parametrize("chart", [mood_chart, largest_chart])
def test_a_chart_becomes_a_png_of_the_size_of_a_phone(chart: Any, kind: str) -> None:
    picture = draw_chart(chart(kind))
    width, height = png.size(picture)
    assert width >= 2 * WIDTH
    assert height < 2 * width


@pytest.mark.slow
def test_the_same_chart_gives_the_same_bytes() -> None:
    first = draw_chart(mood_chart())
    assert draw_chart(mood_chart()) == first


def test_every_text_and_value_is_drawn() -> None:
    drawn = drawn_texts(lay_out_chart(mood_chart(span=(-1.0, 1.0))))
    assert {"Mood by stage, 2026-Q3", "2026-Q2", "2026-Q3", *AXES, *STAGES} <= set(drawn)
    assert {format_value(value) for value in (*NOW, *BEFORE)} <= set(drawn)
    assert {"1", "0.5", "0", "−0.5", "−1"} <= set(drawn)


def dot_chart(few: int = 0) -> Chart:
    """Return net moods with intervals, of which the first `few` are based on few notes."""
    chart = build_chart(
        "Net mood", STAGES, [("Q2", (0, 20, 40, -20, 10, 5)), ("Q3", (-90, 0, 5, 50, 99, 7))], AXES,
        kind=ChartKind.BAR, span=(-100.0, 100.0),
    )  # fmt: skip

    def with_intervals(series: Series) -> Series:
        spans = [(v - 10.0, v + 10.0) if v is not None else None for v in series.values]
        return replace(
            series, intervals=(None,) * few + tuple(spans[few:]), hollow=tuple(range(few))
        )

    return replace(chart, series=tuple(map(with_intervals, chart.series)))


def test_moods_with_intervals_are_dots_that_no_line_joins() -> None:
    chart = dot_chart(few=2)
    layout = lay_out_chart(chart)
    icons = [shape.name for shape in layout.shapes if isinstance(shape, Icon)]
    # Two of them in the legend.
    assert (icons.count("ring"), icons.count("dot")) == (4, 8 + 2)
    whiskers = [s for s in layout.shapes if isinstance(s, Stroke) and "V" in s.path]
    assert len(whiskers) == 8 + 2
    for stroke in whiskers:
        xs = [float(x) for x in re.findall(r"M([\d.]+)", stroke.path)]
        assert max(xs) - min(xs) < 10
    assert {"−90", "99"} <= set(drawn_texts(layout))
    assert_legible(layout)
    described = describe_chart(chart)
    assert described.startswith("Dot chart: Net mood.")
    assert "Q3: Awareness −90, Consideration 0, Decision 5 (−5 to +15)" in described


def test_dots_of_many_stages_are_legible() -> None:
    chart = build_chart("t", [f"Stage {n}" for n in range(20)], [("Q3", range(20))], AXES)
    spans = tuple((-1.0, 50.0) for _ in range(20))
    series = (replace(chart.series[0], intervals=spans),)
    assert_legible(lay_out_chart(replace(chart, series=series)))


def test_with_too_many_values_only_the_last_of_each_line_is_written() -> None:
    layout = lay_out_chart(largest_chart())
    drawn = drawn_texts(layout)
    assert drawn.count("0.95") == drawn.count("−0.95") == MAX_SERIES / 2
    ends = [s for s in layout.shapes if isinstance(s, Text) and s.line.text.endswith("0.95")]
    assert all(do_not_overlap(one, other) for one, other in combinations(ends, 2))


@pytest.mark.parametrize("kind", ["line", "bar"])
def test_long_names_in_every_script_stay_in_the_picture(kind: str) -> None:
    layout = lay_out_chart(largest_chart(kind))
    assert_legible(layout)
    rotated = [s for s in layout.shapes if isinstance(s, Text) and s.rotation]
    assert len(rotated) == MAX_POINTS
    # Labels end under their points and are at least a line apart.
    ends = sorted(text.x + text.width for text in rotated)
    gaps = [after - before for before, after in pairwise(ends)]
    assert min(gaps) * 0.88 >= rotated[0].size * 0.95
    assert all(text.x >= 0 or text.rotation < -60 for text in rotated)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Generate a chart of any size Slack accepts."""
    points = draw(st.integers(1, MAX_POINTS))
    count = draw(st.integers(1, MAX_SERIES))
    rows = [draw(st.lists(values, min_size=points, max_size=points)) for _ in range(count)]
    names = draw(st.lists(texts, min_size=1, max_size=4))
    series = [(names[at % len(names)], row) for at, row in enumerate(rows)]
    categories = [names[at % len(names)] for at in range(points)]
    axes = (draw(texts)[:50], draw(texts)[:50])
    kind = draw(st.sampled_from(("line", "bar", "area")))
    return build_chart(draw(texts), categories, series, axes, kind=ChartKind(kind))


@given(charts())
@sized
def test_every_chart_is_legible(chart: Chart) -> None:
    assert_legible(lay_out_chart(chart))
    assert 0 < len(describe_chart(chart).encode("utf-16-le")) // 2 <= 2_000


@pytest.mark.slow
@given(charts())
@settings(sized, max_examples=examples(10))  # An example takes a tenth of a second.
def test_every_chart_is_drawn(chart: Chart) -> None:
    # Pixels are what takes long, and the template is the same for a few.
    assert png.size(render_png(lay_out_chart(chart), CARD, min_scale=0.2, max_scale=0.2))
    assert "<script" not in chart_svg(chart)


@given(st.lists(values, max_size=20), st.booleans())
def test_a_scale_contains_its_values_and_has_few_ticks(numbers: list[float], zero: bool) -> None:
    scale = scale_for(numbers, from_zero=zero)
    assert scale.low < scale.high
    assert 2 <= len(scale.ticks) <= 8
    assert all(0 <= scale.fraction(value) <= 1 for value in numbers)
    assert scale.low - scale.step * 1e-6 <= min(numbers, default=0)
    assert scale.high + scale.step * 1e-6 >= max(numbers, default=0)
    assert not zero or scale.low <= 0 <= scale.high
    labels = [scale.tick_label(tick) for tick in scale.ticks]
    assert len(set(labels)) == len(labels)
    assert max(map(len, labels)) <= 13


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ((0.12, 0.55), ["0", "0.2", "0.4", "0.6"]),
        ((-3.0, 2.5), ["−4", "−2", "0", "2", "4"]),
        ((96.0, 127.7), ["90", "100", "110", "120", "130"]),
        ((1_200_000.0, 3_000_000.0), ["0", "1M", "2M", "3M"]),
        ((), ["0", "0.25", "0.5", "0.75", "1"]),
    ],
)
def test_ticks_are_round(numbers: Sequence[float], ticks: list[str]) -> None:
    scale = scale_for(numbers, from_zero=False)
    assert [scale.tick_label(tick) for tick in scale.ticks] == ticks


def test_moods_use_the_full_scale_so_that_small_changes_look_small() -> None:
    scale = scale_for([0.01, 0.02], from_zero=False, span=(-1, 1))
    assert (scale.low, scale.high) == (-1, 1)


def test_series_differ_without_colour() -> None:
    assert len({style.dashes for style in SERIES_STYLES}) == MAX_SERIES
    assert len({style.mark for style in SERIES_STYLES}) == MAX_SERIES
    assert len({(style.tinted, style.stripes) for style in SERIES_STYLES}) == MAX_SERIES
    series = [Series(str(number), (1.0,)) for number in range(3)]
    assert [style for _, style in with_styles(series)] == [
        SERIES_STYLES[2],
        SERIES_STYLES[1],
        SERIES_STYLES[0],
    ]


def test_negative_bars_start_at_zero() -> None:
    series = [("s", [2.0, -2.0])]
    chart = build_chart("t", ["up", "down"], series, ("x", "y"), kind=ChartKind.BAR)
    layout = lay_out_chart(chart)
    _, up, down = (
        s for s in layout.shapes if isinstance(s, Rectangle) and s.colour == SERIES_STYLES[0].colour
    )
    assert up.y + up.height == pytest.approx(down.y)
    assert up.height == pytest.approx(down.height)


def test_the_description_has_every_value() -> None:
    text = describe_chart(mood_chart())
    assert text.startswith("Line chart: Mood by stage, 2026-Q3. 2026-Q2: Awareness 0.35, ")
    assert "2026-Q3: Awareness 0.42, Consideration −0.05," in text
    assert "20 values" in describe_chart(largest_chart())
