"""The picture as a file, and the words for it."""

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.journey_map import JourneyMap, MapStage
from handlers.pictures.described import describe_map
from handlers.pictures.journey_map import draw_map
from handlers.pictures.letters import plain
from handlers.pictures.page import lay_out
from handlers.pictures.shapes import Text
from handlers.pictures.svg import MOST_PIXELS
from tests.handlers.pictures import extreme, png, sample
from tests.handlers.pictures.test_page import map_stages, texts
from tests.handlers.strategies import sized

LIMIT = 2_000

MAPS = {
    "sample": sample.sample_map(),
    "extreme": extreme.extreme_map(),
    **{f"{count} stages": sample.stages_map(count) for count in (0, 1, 12, 40)},
}

each_map = pytest.mark.parametrize("journey_map", MAPS.values(), ids=MAPS)


@each_map
def test_a_map_becomes_a_picture(journey_map: JourneyMap) -> None:
    picture = draw_map(journey_map, extreme.NAMES)
    width, height = png.size(picture)
    page = lay_out(journey_map, extreme.NAMES)
    assert width > 1_200
    assert abs(width / height - page.width / page.height) < 0.01
    assert width * height <= MOST_PIXELS * 1.01
    pixels = zlib.decompress(b"".join(png._chunks(picture, b"IDAT")))
    assert len(set(pixels[:: len(pixels) // 50_000])) > 10


def test_the_same_map_gives_the_same_bytes() -> None:
    assert draw_map(MAPS["1 stages"], {}) == draw_map(sample.stages_map(1), {})


def test_the_picture_has_no_see_through_places() -> None:
    corner = png.rows(draw_map(MAPS["0 stages"], {}))[0]
    assert set(corner[3::4]) == {255}


@given(st.lists(map_stages(), max_size=2), texts)
@settings(sized, max_examples=15)
def test_no_text_breaks_the_template(stages: list[MapStage], name: str) -> None:
    assert png.size(draw_map(sample.made_map(name, stages), {}))


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@each_map
def test_the_words_fit_and_name_every_stage(journey_map: JourneyMap) -> None:
    told = describe_map(journey_map, extreme.NAMES)
    assert _length(told) <= LIMIT
    for number, stage in enumerate(journey_map.stages, 1):
        assert f"{number}. {plain(stage.stage.name)[:12].strip()}" in told


@given(st.lists(map_stages(), max_size=45), texts)
@sized
def test_the_words_fit_whatever_is_told(stages: list[MapStage], name: str) -> None:
    told = describe_map(sample.made_map(name, stages), {})
    assert 0 < _length(told) <= LIMIT
    assert not re.search("[\x00-\x1f\u202e]", told)


def test_a_shortened_text_says_so_and_a_whole_one_does_not() -> None:
    assert "Shortened" in describe_map(MAPS["40 stages"], {})
    assert "Shortened" not in describe_map(MAPS["1 stages"], {})


def test_even_hundreds_of_stages_fit() -> None:
    assert _length(describe_map(sample.stages_map(400), {})) <= LIMIT


def _said(journey_map: JourneyMap) -> str:
    shapes = lay_out(journey_map, sample.NAMES).shapes
    return " ".join(shape.line.text for shape in shapes if isinstance(shape, Text))


def test_the_same_numbers_stand_in_the_picture_and_in_the_words() -> None:
    shown, told = _said(MAPS["sample"]), describe_map(MAPS["sample"], sample.NAMES)
    for said in (
        "2026-Q3 so far",
        "83 notes",
        "9 unsorted",
        "+0.42",
        "−0.46",
        "n=16",
        "was +0.10 (n=15)",
        "rising",
        "falling",
        "weight 22, 8 notes",
        "18.4%, target 25%",
        "2.3%, target 2.5%",
        "off target",
        "since 4 Aug 2026",
        "someone who left",
        "no owner",
    ):
        # A line break in the picture is a space here.
        assert said in shown, said
        assert said in told, said


def test_names_in_the_words_are_the_letters_people_typed() -> None:
    told = describe_map(MAPS["extreme"], extreme.NAMES)
    assert '<script>alert("1")</script>' in told
    assert "客户体验旅程" in told
