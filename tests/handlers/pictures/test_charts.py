"""Charts as pictures: everything shown, nothing upon another, told apart without colour."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.pictures.charting.chart import Series, read_chart
from handlers.pictures.charting.scale import scale_for, shown
from handlers.pictures.charting.sheet import WIDTH, lay_out_chart
from handlers.pictures.charting.styles import STYLES, styled
from handlers.pictures.charts import chart_svg, describe_chart, draw_chart
from handlers.pictures.page import Page
from handlers.pictures.shapes import Box, Shape, Text
from handlers.slack import kit
from tests.handlers.pictures import extreme, png
from tests.handlers.pictures.test_page import _apart, texts
from tests.handlers.strategies import sized

NEARLY = 0.01

STAGES = ("Awareness", "Consideration", "Decision", "Onboarding", "Retention", "Loyalty")

NOW, BEFORE = (0.42, -0.05, -0.22, -0.31, 0.12, 0.55), (0.35, 0.1, -0.2, 0.3, 0.05, 0.5)

AXES = ("Stage", "Mood")

values = st.one_of(
    st.floats(-1, 1),
    st.floats(-1e15, 1e15),
    st.sampled_from((0.0, -0.0, 5e-324, 1e-12, 0.1 + 0.2, 99_999.5, -1e15)),
)


def moods(kind: str = "line") -> kit.Block:
    """Two quarters of the six stages."""
    series = [("2026-Q2", BEFORE), ("2026-Q3", NOW)]
    return kit.chart("Mood by stage, 2026-Q3", STAGES, series, AXES, kind)


def fullest(kind: str = "line") -> kit.Block:
    """As much as Slack takes, in all scripts."""
    names = (extreme.TEXTS * 2)[: kit.MAX_POINTS]
    series = [
        (text, [(-1) ** (row + at) * at / 20 for at in range(kit.MAX_POINTS)])
        for row, text in enumerate(extreme.TEXTS[: kit.MAX_SERIES])
    ]
    return kit.chart(extreme.TEXTS[3] * 2, names, series, ("x" * 50, "y" * 50), kind)


def written(page: Page) -> list[str]:
    """All texts on a page."""
    return [shape.line.text for shape in page.shapes if isinstance(shape, Text)]


def legible(page: Page) -> None:
    """Fail for what leaves the picture or stands upon another."""
    level = [replace(cell, shapes=tuple(filter(_is_level, cell.shapes))) for cell in page.cells]
    for cell in level:
        # Words upon the plot have a ground of their own; a sign under a word is its point.
        assert 0 <= cell.x <= cell.x + cell.width <= page.width + NEARLY
        assert cell.y + cell.height <= page.height + NEARLY
    for one, other in combinations(level, 2):
        assert _apart(one, other)
    for cell in level:
        for text in (shape for shape in cell.shapes if isinstance(shape, Text)):
            assert cell.y - NEARLY <= text.y
            assert text.y + text.height <= cell.y + cell.height + NEARLY
            assert 0 <= text.x <= text.x + text.width <= page.width


def _is_level(shape: Shape) -> bool:
    return not (isinstance(shape, Text) and shape.turn)


@pytest.mark.parametrize("kind", ["line", "bar", "area"])
@pytest.mark.parametrize("chart", [moods, fullest])
def test_a_chart_becomes_a_picture_a_phone_can_show(chart: Any, kind: str) -> None:
    picture = draw_chart(chart(kind))
    width, height = png.size(picture)
    assert width >= 2 * WIDTH
    assert height < 2 * width
    assert picture == draw_chart(chart(kind))


def test_every_word_and_value_is_in_the_picture() -> None:
    said = written(lay_out_chart(read_chart(moods()), (-1, 1)))
    assert {"Mood by stage, 2026-Q3", "2026-Q2", "2026-Q3", *AXES, *STAGES} <= set(said)
    assert {shown(value) for value in (*NOW, *BEFORE)} <= set(said)
    assert {"1", "0.5", "0", "−0.5", "−1"} <= set(said)


def test_where_there_is_no_room_for_all_values_the_last_of_each_line_is_written() -> None:
    page = lay_out_chart(read_chart(fullest()), None)
    said = written(page)
    assert said.count("0.95") == said.count("−0.95") == kit.MAX_SERIES / 2
    ends = [s for s in page.shapes if isinstance(s, Text) and s.line.text.endswith("0.95")]
    assert all(_apart(one, other) for one, other in combinations(ends, 2))


@pytest.mark.parametrize("kind", ["line", "bar"])
def test_long_names_in_every_script_stay_in_the_picture(kind: str) -> None:
    page = lay_out_chart(read_chart(fullest(kind)), None)
    legible(page)
    turned = [s for s in page.shapes if isinstance(s, Text) and s.turn]
    assert len(turned) == kit.MAX_POINTS
    # They end under their points, no two lines of letters closer than a line is high.
    ends = sorted(text.x + text.width for text in turned)
    gaps = [after - before for before, after in pairwise(ends)]
    assert min(gaps) * 0.88 >= turned[0].size * 0.95
    assert all(text.x >= 0 or text.turn < -60 for text in turned)


@st.composite
def blocks(draw: st.DrawFn) -> kit.Block:
    """A chart of any size Slack takes."""
    points = draw(st.integers(1, kit.MAX_POINTS))
    count = draw(st.integers(1, kit.MAX_SERIES))
    rows = [draw(st.lists(values, min_size=points, max_size=points)) for _ in range(count)]
    names = draw(st.lists(texts, min_size=1, max_size=4))
    series = [(names[at % len(names)], row) for at, row in enumerate(rows)]
    categories = [names[at % len(names)] for at in range(points)]
    axes = (draw(texts)[:50], draw(texts)[:50])
    kind = draw(st.sampled_from(("line", "bar", "area")))
    return kit.chart(draw(texts), categories, series, axes, kind)


@given(blocks())
@sized
def test_no_values_and_no_text_break_the_layout(block: kit.Block) -> None:
    legible(lay_out_chart(read_chart(block), None))
    assert 0 < len(describe_chart(block).encode("utf-16-le")) // 2 <= 2_000


@given(blocks())
@settings(sized, max_examples=10)
def test_no_values_and_no_text_break_the_picture(block: kit.Block) -> None:
    assert png.size(draw_chart(block))
    assert "<script" not in chart_svg(block)


@given(st.lists(values, max_size=20), st.booleans())
def test_a_scale_holds_its_values_between_few_round_ticks(found: list[float], zero: bool) -> None:
    scale = scale_for(found, from_zero=zero)
    assert scale.low < scale.high
    assert 2 <= len(scale.ticks) <= 8
    assert all(0 <= scale.share(value) <= 1 for value in found)
    assert scale.low - scale.step * 1e-6 <= min(found, default=0)
    assert scale.high + scale.step * 1e-6 >= max(found, default=0)
    assert not zero or scale.low <= 0 <= scale.high
    labels = [scale.tick_label(tick) for tick in scale.ticks]
    assert len(set(labels)) == len(labels)
    assert max(map(len, labels)) <= 13


@pytest.mark.parametrize(
    ("found", "ticks"),
    [
        ((0.12, 0.55), ["0", "0.2", "0.4", "0.6"]),
        ((-3.0, 2.5), ["−4", "−2", "0", "2", "4"]),
        ((96.0, 127.7), ["90", "100", "110", "120", "130"]),
        ((1_200_000.0, 3_000_000.0), ["0", "1M", "2M", "3M"]),
        ((), ["0", "0.25", "0.5", "0.75", "1"]),
    ],
)
def test_ticks_are_round(found: Sequence[float], ticks: list[str]) -> None:
    scale = scale_for(found, from_zero=False)
    assert [scale.tick_label(tick) for tick in scale.ticks] == ticks


def test_moods_are_shown_on_the_whole_scale_so_that_nothing_small_looks_large() -> None:
    scale = scale_for([0.01, 0.02], from_zero=False, span=(-1, 1))
    assert (scale.low, scale.high) == (-1, 1)


def test_series_are_told_apart_without_colour() -> None:
    assert len({style.dashes for style in STYLES}) == kit.MAX_SERIES
    assert len({style.mark for style in STYLES}) == kit.MAX_SERIES
    assert len({(style.pale, style.stripes) for style in STYLES}) == kit.MAX_SERIES
    series = [Series(str(number), (1.0,)) for number in range(3)]
    assert [style for _, style in styled(series)] == [STYLES[2], STYLES[1], STYLES[0]]


def test_bars_below_zero_hang_from_it() -> None:
    block = kit.chart("t", ["up", "down"], [("s", [2.0, -2.0])], ("x", "y"), "bar")
    page = lay_out_chart(read_chart(block), None)
    _, up, down = (s for s in page.shapes if isinstance(s, Box) and s.fill == STYLES[0].ink)
    assert up.y + up.height == pytest.approx(down.y)
    assert up.height == pytest.approx(down.height)


def test_a_chart_without_axes_is_refused() -> None:
    pie = {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": []}}
    with pytest.raises(ValueError, match="no axes for a pie chart"):
        draw_chart(pie)


def test_the_words_hold_every_value() -> None:
    told = describe_chart(moods())
    assert told.startswith("Line chart: Mood by stage, 2026-Q3. 2026-Q2: Awareness 0.35, ")
    assert "2026-Q3: Awareness 0.42, Consideration −0.05," in told
    assert "20 values" in describe_chart(fullest())
