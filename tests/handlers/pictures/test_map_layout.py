"""Map layout: everything is inside its cell, and no two cells overlap."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.journey_map import JourneyMap, MapStage
from domain.trends import MoodSums
from handlers.pictures.journey_map import MAX_COLUMNS, columns_for, lay_out_map
from handlers.pictures.map_labels import format_owner
from handlers.pictures.mood_dots import PLOT_HEIGHT, draw_moods, net_y
from handlers.pictures.palette import BODY_SIZE, HAIRLINE, READABLE_PAIRS
from handlers.pictures.shapes import Cell, Icon, Layout, Rectangle, Stroke, Text
from tests.handlers import name_strategies
from tests.handlers.pictures import extreme, sample
from tests.handlers.strategies import sized
from tests.selection import examples

TOLERANCE = 0.01
MIN_TEXT_SIZE = 12.0
MAPS = (
    sample.sample_map(),
    extreme.extreme_map(),
    *(sample.stages_map(count) for count in (0, 1, 2, 7, 12, 40)),
)


def _texts(cell: Cell) -> list[Text]:
    return [shape for shape in cell.shapes if isinstance(shape, Text)]


def do_not_overlap(one: Text | Cell | Icon, other: Text | Cell | Icon) -> bool:
    def edges(shape: Text | Cell | Icon) -> tuple[float, float, float, float]:
        width, height = (
            (shape.size, shape.size) if isinstance(shape, Icon) else (shape.width, shape.height)
        )
        return shape.x, shape.y, shape.x + width, shape.y + height

    left, top, right, bottom = edges(one)
    other_left, other_top, other_right, other_bottom = edges(other)
    return (
        right <= other_left + TOLERANCE
        or other_right <= left + TOLERANCE
        or bottom <= other_top + TOLERANCE
        or other_bottom <= top + TOLERANCE
    )


def _assert_no_overlaps(layout: Layout) -> None:
    for cell in layout.cells:
        assert cell.x >= 0
        assert cell.x + cell.width <= layout.width
        assert cell.y + cell.height <= layout.height
        for shape in cell.shapes:
            if isinstance(shape, Text | Rectangle):
                assert cell.x - TOLERANCE <= shape.x
                assert shape.x + shape.width <= cell.x + cell.width + TOLERANCE
                assert cell.y - TOLERANCE <= shape.y
                assert shape.y + shape.height <= cell.y + cell.height + TOLERANCE
        for one, other in combinations(_texts(cell), 2):
            assert do_not_overlap(one, other)
    for one_cell, other_cell in combinations(layout.cells, 2):
        assert do_not_overlap(one_cell, other_cell)


@pytest.mark.parametrize("journey_map", MAPS, ids=lambda each: each.journey.name[:20])
def test_nothing_overlaps_or_leaves_its_cell(journey_map: JourneyMap) -> None:
    _assert_no_overlaps(lay_out_map(journey_map, extreme.NAMES))


texts = name_strategies.texts | st.text(st.characters(exclude_categories=()))


@st.composite
def map_stages(draw: st.DrawFn) -> MapStage:
    """Generate a stage of the sample map or a nearly empty one, with texts of every kind."""
    base = draw(st.sampled_from((*sample.sample_map().stages, *sample.stages_map(9).stages)))
    stage = replace(
        base.stage,
        name=draw(texts),
        objective=draw(texts),
        milestone=draw(texts),
        owner=draw(texts),
    )
    return replace(
        base,
        mood=replace(base.mood, stage=stage),
        touchpoints=(sample.touchpoint(draw(texts), draw(texts), draw(texts)),),
        pains=(sample.pain(draw(texts), 3, 1),),
        opportunities=(draw(texts),),
    )


@pytest.mark.slow
@given(st.lists(map_stages(), max_size=8), texts, texts)
@settings(sized, max_examples=examples(15))  # An example takes a tenth of a second.
def test_no_text_breaks_the_layout(stages: list[MapStage], name: str, persona: str) -> None:
    _assert_no_overlaps(lay_out_map(sample.build_map(name, stages, persona=persona), {}))


@pytest.mark.parametrize(
    ("count", "columns"), [(0, 1), (1, 1), (6, 6), (7, 4), (12, 6), (13, 5), (40, 6)]
)
def test_stages_are_spread_evenly_over_bands(count: int, columns: int) -> None:
    assert columns_for(count) == columns <= MAX_COLUMNS


@pytest.mark.parametrize("journey_map", MAPS, ids=lambda each: each.journey.name[:20])
def test_no_text_is_tiny_however_many_stages(journey_map: JourneyMap) -> None:
    layout = lay_out_map(journey_map, {})
    sizes = [text.size for cell in layout.cells for text in _texts(cell)]
    assert min(sizes) >= MIN_TEXT_SIZE
    assert layout.width <= MAX_COLUMNS * 196 + 80


def _icon_names(journey_map: JourneyMap) -> list[str]:
    layout = lay_out_map(journey_map, {})
    return [shape.name for shape in layout.shapes if isinstance(shape, Icon)]


def test_an_arrow_is_drawn_only_for_a_clear_change() -> None:
    stage = sample.stages_map(1).stages[0].stage
    noise = sample.mood(stage, sample.around(0.9, 3), sample.around(-0.9, 3))
    clear = sample.mood(stage, sample.around(0.9, 9), sample.around(-0.9, 9))
    assert not {"rising", "falling"} & set(_icon_names(sample.build_map("", [MapStage(noise)])))
    assert "rising" in _icon_names(sample.build_map("", [MapStage(clear)]))


def moods_plot(*nows: MoodSums, before: MoodSums | None = None) -> Cell:
    """Return the moods of stages that are 200 units wide."""
    stage = sample.stages_map(1).stages[0].stage
    moods = (sample.mood(stage, now, before or sample.sums()) for now in nows)
    return draw_moods([MapStage(each) for each in moods], 0, 0, 200)


def dots(plot: Cell) -> list[tuple[str, float, float]]:
    """Return the name of each dot with the middle of it."""
    icons = [shape for shape in plot.shapes if isinstance(shape, Icon)]
    return [(one.name, one.x + one.size / 2, one.y + one.size / 2) for one in icons]


def test_no_line_joins_stages() -> None:
    some = sample.sums(*[0.5] * 6, *[-0.5] * 4)
    plot = moods_plot(some, sample.sums(), some, before=some)
    for stroke in (s for s in plot.shapes if isinstance(s, Stroke) and s.colour != HAIRLINE):
        xs = [float(x) for x in re.findall(r"M([\d.]+)", stroke.path)]
        assert max(xs) - min(xs) < 20
    # A stage without notes has only the dot of the period before.
    assert len(dots(plot)) == 5


def test_a_dot_is_the_net_mood_and_its_whisker_the_interval() -> None:
    now = sample.sums(*[0.5] * 6, *[-0.5] * 3, 0.0)
    interval = now.net_interval()
    assert interval
    assert now.net == 30
    assert interval == pytest.approx((-37.87, 97.87), abs=0.01)
    plot = moods_plot(now)
    ((name, x, y),) = dots(plot)
    assert (name, x) == ("dot", 100)
    assert y == pytest.approx(net_y(30, 0))
    whisker = next(s for s in plot.shapes if isinstance(s, Stroke) and "V" in s.path)
    ends = re.match(r"M100.0 ([\d.]+)V([\d.]+)", whisker.path)
    assert ends
    assert [float(end) for end in ends.groups()] == [
        pytest.approx(net_y(bound, 0), abs=0.06) for bound in interval
    ]
    assert "+30" in [text.line.text for text in _texts(plot)]


def test_few_notes_are_hollow_and_have_no_interval() -> None:
    few, enough = sample.sums(0.5, -0.5, 0.5, 0.5), sample.sums(*[0.5] * 4, -0.5)
    names = [name for name, _, _ in dots(moods_plot(few, enough, before=few))]
    assert names == ["ring", "ring", "ring", "dot"]
    assert not [s for s in moods_plot(few).shapes if isinstance(s, Stroke) and "V" in s.path]


def test_net_moods_are_clamped_to_plus_and_minus_100() -> None:
    positions = [net_y(value, 0) for value in (200, 100, 50, 0, -100, -200)]
    assert positions == sorted(positions)
    assert 0 < positions[0] == positions[1]
    assert positions[-1] == positions[-2] < PLOT_HEIGHT


def test_omitted_items_are_counted() -> None:
    drawn = {text.line.text for cell in lay_out_map(MAPS[0], {}).cells for text in _texts(cell)}
    assert {"+1 more", "+4 more"} <= drawn


def test_no_owner_and_a_former_owner_have_different_labels() -> None:
    stages = sample.sample_map().stages
    assert format_owner(stages[0].stage, sample.NAMES) == "Amara Okafor"
    assert format_owner(stages[4].stage, sample.NAMES) == "someone who left"
    assert format_owner(stages[5].stage, sample.NAMES) == "no owner"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("colour", "background"), READABLE_PAIRS)
def test_every_text_colour_is_readable_on_its_background(colour: str, background: str) -> None:
    light, dark = sorted((_luminance(colour), _luminance(background)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_body_text_is_large_enough_for_a_phone_in_full_screen() -> None:
    assert BODY_SIZE * 2 >= 28
