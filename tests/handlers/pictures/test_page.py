"""The layout: everything inside its cell, and no cell on another."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey_map import JourneyMap, MapStage
from handlers.pictures import mood, telling
from handlers.pictures.bands import MOST_COLUMNS, columns_for
from handlers.pictures.page import Page, lay_out
from handlers.pictures.palette import BODY, READABLE
from handlers.pictures.shapes import Box, Cell, Sign, Text, Trace
from tests.handlers import name_strategies
from tests.handlers.pictures import extreme, sample
from tests.handlers.strategies import sized

NEARLY = 0.01

TINY = 12.0

MAPS = (
    sample.sample_map(),
    extreme.extreme_map(),
    *(sample.stages_map(count) for count in (0, 1, 2, 7, 12, 40)),
)


def _texts(cell: Cell) -> list[Text]:
    return [shape for shape in cell.shapes if isinstance(shape, Text)]


def _apart(one: Text | Cell | Sign, other: Text | Cell | Sign) -> bool:
    def box(it: Text | Cell | Sign) -> tuple[float, float, float, float]:
        width, height = (it.size, it.size) if isinstance(it, Sign) else (it.width, it.height)
        return it.x, it.y, it.x + width, it.y + height

    left, top, right, bottom = box(one)
    other_left, other_top, other_right, other_bottom = box(other)
    return (
        right <= other_left + NEARLY
        or other_right <= left + NEARLY
        or bottom <= other_top + NEARLY
        or other_bottom <= top + NEARLY
    )


def _check(page: Page) -> None:
    for cell in page.cells:
        assert cell.x >= 0
        assert cell.x + cell.width <= page.width
        assert cell.y + cell.height <= page.height
        for shape in cell.shapes:
            if isinstance(shape, Text | Box):
                assert cell.x - NEARLY <= shape.x
                assert shape.x + shape.width <= cell.x + cell.width + NEARLY
                assert cell.y - NEARLY <= shape.y
                assert shape.y + shape.height <= cell.y + cell.height + NEARLY
        for one, other in combinations(_texts(cell), 2):
            assert _apart(one, other)
    for one_cell, other_cell in combinations(page.cells, 2):
        assert _apart(one_cell, other_cell)


@pytest.mark.parametrize("journey_map", MAPS, ids=lambda each: each.journey.name[:20])
def test_nothing_overlaps_or_leaves_its_cell(journey_map: JourneyMap) -> None:
    _check(lay_out(journey_map, extreme.NAMES))


texts = name_strategies.texts | st.text(st.characters(exclude_categories=()))


@st.composite
def map_stages(draw: st.DrawFn) -> MapStage:
    """A stage of the sample or of nothing, with texts of every kind."""
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


@given(st.lists(map_stages(), max_size=8), texts, texts)
@sized
def test_no_text_breaks_the_layout(stages: list[MapStage], name: str, persona: str) -> None:
    _check(lay_out(sample.made_map(name, stages, persona=persona), {}))


@pytest.mark.parametrize(
    ("count", "columns"), [(0, 1), (1, 1), (6, 6), (7, 4), (12, 6), (13, 5), (40, 6)]
)
def test_bands_are_as_even_as_can_be(count: int, columns: int) -> None:
    assert columns_for(count) == columns <= MOST_COLUMNS


@pytest.mark.parametrize("journey_map", MAPS, ids=lambda each: each.journey.name[:20])
def test_no_text_is_tiny_however_many_stages(journey_map: JourneyMap) -> None:
    page = lay_out(journey_map, {})
    sizes = [text.size for cell in page.cells for text in _texts(cell)]
    assert min(sizes) >= TINY
    assert page.width <= MOST_COLUMNS * 196 + 80


def _signs(journey_map: JourneyMap) -> list[str]:
    page = lay_out(journey_map, {})
    return [shape.name for shape in page.shapes if isinstance(shape, Sign)]


def test_an_arrow_stands_only_where_the_change_is_clear() -> None:
    stage = sample.stages_map(1).stages[0].stage
    noise = sample.mood(stage, sample.around(0.9, 3), sample.around(-0.9, 3))
    clear = sample.mood(stage, sample.around(0.9, 9), sample.around(-0.9, 9))
    assert not {"rising", "falling"} & set(_signs(sample.made_map("", [MapStage(noise)])))
    assert "rising" in _signs(sample.made_map("", [MapStage(clear)]))


def test_a_stage_without_notes_is_a_gap_in_the_curve() -> None:
    first, second = (each.stage for each in sample.stages_map(2).stages)
    heard, silent = sample.around(0.5, 6), sample.sums()
    moods = [
        sample.mood(stage, now, silent)
        for stage, now in ((first, heard), (second, silent), (first, heard))
    ]
    plot = mood.plot([MapStage(each) for each in moods], 0, 0, 200)
    curves = [s for s in plot.shapes if isinstance(s, Trace) and "C" in s.path]
    assert curves == []
    assert len([s for s in plot.shapes if isinstance(s, Sign)]) == 2 * 2


def test_moods_stand_between_plus_and_minus_one() -> None:
    heights = [mood.height_of(value, 0) for value in (2, 1, 0.5, 0, -1, -2)]
    assert heights == sorted(heights)
    assert 0 < heights[0] == heights[1]
    assert heights[-1] == heights[-2] < mood.PLOT


def test_what_is_left_out_is_counted() -> None:
    said = {text.line.text for cell in lay_out(MAPS[0], {}).cells for text in _texts(cell)}
    assert {"+1 more", "+4 more"} <= said


def test_no_owner_and_one_who_left_are_told_apart() -> None:
    stages = sample.sample_map().stages
    assert telling.owner(stages[0].stage, sample.NAMES) == "Amara Okafor"
    assert telling.owner(stages[4].stage, sample.NAMES) == "someone who left"
    assert telling.owner(stages[5].stage, sample.NAMES) == "no owner"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "ground"), READABLE)
def test_every_ink_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_body_text_is_large_enough_for_a_phone_once_it_is_tapped() -> None:
    assert BODY * 2 >= 28
