"""The map as a PNG, and its description in words."""

import re
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.journey_map import JourneyMap, MapStage
from domain.review_json import review_as_json
from handlers.journeys.map_blocks import map_blocks
from handlers.pictures.alt_text import describe_map
from handlers.pictures.glyphs import normalize_line
from handlers.pictures.journey_map import draw_map, lay_out_map
from handlers.pictures.palette import PAGE
from handlers.pictures.render import MAX_PIXELS, render_png
from handlers.pictures.shapes import Layout, Text
from tests.handlers import slack_says, strategies
from tests.handlers.pictures import extreme, png, sample
from tests.handlers.pictures.test_map_layout import map_stages, texts
from tests.handlers.strategies import sized
from tests.selection import examples

MAX_LENGTH = 1_000
# Pixels per unit of a picture that is only to be drawn, not to be read.
SMALL = 0.2
MAPS = {
    "sample": sample.sample_map(),
    "extreme": extreme.extreme_map(),
    **{f"{count} stages": sample.stages_map(count) for count in (0, 1, 12, 40)},
}
each_map = pytest.mark.parametrize("journey_map", MAPS.values(), ids=MAPS)


def small_picture(layout: Layout) -> bytes:
    """Draw a map small: pixels are what takes long, and the template is the same."""
    return render_png(layout, PAGE, min_scale=SMALL, max_scale=SMALL)


def check_picture(picture: bytes, layout: Layout, tolerance: float) -> None:
    """Fail unless a picture has the proportions of a layout and more than a few colours."""
    width, height = png.size(picture)
    assert abs(width / height - layout.width / layout.height) < tolerance
    pixels = zlib.decompress(b"".join(png._chunks(picture, b"IDAT")))
    assert len(set(pixels[:: len(pixels) // 50_000 or 1])) > 10


@pytest.mark.slow
@pytest.mark.parametrize("name", ["1 stages", "40 stages"])
def test_a_map_becomes_a_picture(name: str) -> None:
    picture = draw_map(MAPS[name], extreme.NAMES)
    width, height = png.size(picture)
    assert width > 1_200
    assert width * height <= MAX_PIXELS * 1.01
    check_picture(picture, lay_out_map(MAPS[name], extreme.NAMES), 0.01)


@pytest.mark.slow
@each_map
def test_every_map_can_be_drawn(journey_map: JourneyMap) -> None:
    layout = lay_out_map(journey_map, extreme.NAMES)
    check_picture(small_picture(layout), layout, 0.02)


@pytest.mark.slow
def test_the_same_map_gives_the_same_bytes() -> None:
    first = draw_map(MAPS["0 stages"], {})
    assert draw_map(sample.stages_map(0), {}) == first


def test_no_picture_is_kept_in_memory() -> None:
    # It may show the text of a note that is deleted later.
    layout = lay_out_map(sample.stages_map(1), {})
    picture = small_picture(layout)
    again = small_picture(layout)
    assert again == picture
    assert again is not picture


def test_the_picture_is_opaque() -> None:
    (first_row,) = png.opacities(draw_map(MAPS["0 stages"], {}), count=1)
    assert set(first_row) == {255}


@pytest.mark.slow
@given(st.lists(map_stages(), max_size=2), texts)
@settings(sized, max_examples=examples(15))  # An example takes a tenth of a second.
def test_no_text_breaks_the_template(stages: list[MapStage], name: str) -> None:
    assert png.size(small_picture(lay_out_map(sample.build_map(name, stages), {})))


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@each_map
def test_the_description_fits_and_names_every_stage(journey_map: JourneyMap) -> None:
    text = describe_map(journey_map, extreme.NAMES)
    assert _length(text) <= MAX_LENGTH
    for number, stage in enumerate(journey_map.stages, 1):
        assert f"{number}. {normalize_line(stage.stage.name)[:12].strip()}" in text


@pytest.mark.slow
@given(st.lists(map_stages(), max_size=45), texts)
@settings(sized, max_examples=examples(10))  # An example takes a tenth of a second.
def test_every_description_fits(stages: list[MapStage], name: str) -> None:
    text = describe_map(sample.build_map(name, stages), {})
    assert 0 < _length(text) <= MAX_LENGTH
    assert not re.search("[\x00-\x1f\u202e]", text)


def test_only_a_shortened_description_says_so() -> None:
    assert "Shortened" in describe_map(MAPS["40 stages"], {})
    assert "Shortened" not in describe_map(MAPS["1 stages"], {})


def test_the_description_of_hundreds_of_stages_fits() -> None:
    assert _length(describe_map(sample.stages_map(400), {})) <= MAX_LENGTH


def _drawn_text(journey_map: JourneyMap) -> str:
    shapes = lay_out_map(journey_map, sample.NAMES).shapes
    return " ".join(shape.line.text for shape in shapes if isinstance(shape, Text))


def test_the_picture_and_the_description_have_the_same_numbers() -> None:
    drawn, text = _drawn_text(MAPS["sample"]), describe_map(MAPS["sample"], sample.NAMES)
    for expected in (
        "2026-Q3 so far",
        "83 notes",
        "9 unsorted",
        "+73",
        "−100",
        "16 notes",
        "was +33 (15 notes)",
        "rising",
        "falling",
        "8 times",
        "2.3%, target 2.5%",
        "off target",
    ):
        # A line break in the picture is a space here.
        assert expected in drawn, expected
        assert expected in text, expected


def test_where_there_is_room_the_description_says_all_that_is_drawn() -> None:
    whole = MAPS["sample"]
    for stage, expected in (
        (whole.stages[0], ("since 4 Aug 2026", "Amara Okafor", "Booth at the spring fair")),
        (whole.stages[2], ("18.4%, target 25%", "off target", "net mood −100")),
        (whole.stages[3], ("net mood +73 (+41 to +100)", "was +67 (3 notes)")),
        (whole.stages[4], ("someone who left",)),
        (whole.stages[5], ("no owner",)),
    ):
        text = describe_map(sample.build_map("One stage", (stage,)), sample.NAMES)
        assert "Shortened" not in text
        for words in expected:
            assert words in text, words


def test_picture_description_message_and_json_agree_on_every_mood() -> None:
    shown = MAPS["sample"]
    drawn, text = _drawn_text(shown), describe_map(shown, sample.NAMES)
    message = slack_says.shown(map_blocks(shown))
    stages = tuple(stage.mood for stage in shown.stages)
    review = replace(strategies.empty_review(1), journey=shown.journey, stages=stages)
    for stage in review_as_json(review)["stages"]:
        if stage["net"] is None:
            continue
        net = f"{stage['net']:+.0f}".replace("-", "−").replace("+0", "0")
        assert net in drawn
        assert f"{stage['name']}: net mood {net}" in text
        assert f"{stage['name']}  net mood {net}, {stage['n']} notes" in message


def test_the_description_quotes_names_as_typed() -> None:
    whole = MAPS["extreme"]
    some = (whole.stages[0], *(one for one in whole.stages if "<script>" in one.stage.name))
    text = describe_map(replace(whole, stages=some), extreme.NAMES)
    assert '<script>alert("1")</script>' in text
    assert "客户体验旅程" in text
