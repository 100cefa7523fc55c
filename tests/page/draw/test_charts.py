"""Charts: they are drawn, their figures are also text, in both themes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page.draw.drawing_page import DrawingPage
from tests.page.draw.showcase import CHARTS, PIE, chart

pytestmark = pytest.mark.browser
COLOURS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Map();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 255) continue;
    const colour = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
    seen.set(colour, (seen.get(colour) ?? 0) + 1);
  }
  return [...seen].filter(([, count]) => count > 60).map(([colour]) => colour);
}"""
BLUE = {"light": "rgb(18, 100, 163)", "dark": "rgb(74, 168, 224)"}
ORANGE = {"light": "rgb(217, 115, 13)", "dark": "rgb(240, 160, 75)"}
GREEN = {"light": "rgb(20, 133, 103)", "dark": "rgb(67, 197, 158)"}


def drawn_colours(drawing: DrawingPage) -> list[str]:
    expect(drawing.page.locator("sandbox-chart[data-drawn]")).to_have_count(1)
    colours: list[str] = drawing.page.locator("canvas").evaluate(COLOURS)
    return colours


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("block", CHARTS, ids=lambda block: block["chart"]["type"])
def test_a_chart_is_drawn_in_the_colours_of_its_theme(
    drawing: DrawingPage, block: dict[str, Any], theme: str
) -> None:
    drawing.page.evaluate(f"() => document.documentElement.dataset.theme = '{theme}'")
    drawing.blocks([block])
    colours = drawn_colours(drawing)
    assert BLUE[theme] in colours
    assert ORANGE[theme] in colours
    assert (GREEN[theme] in colours) is (block is PIE)


@pytest.mark.parametrize("block", CHARTS, ids=lambda block: block["chart"]["type"])
def test_the_same_figures_are_there_as_text(drawing: DrawingPage, block: dict[str, Any]) -> None:
    drawing.blocks([block])
    inner = block["chart"]
    points = inner.get("segments") or [p for series in inner["series"] for p in series["data"]]
    label = drawing.page.get_by_role("img").get_attribute("aria-label") or ""
    table = drawing.page.locator(".chart-data").text_content() or ""
    for point in points:
        assert f"{point['label']} {point['value']}" in label
        assert str(point["value"]) in table
    assert block["title"] in label
    drawing.page.get_by_text("Show as a table").click()
    assert drawing.page.get_by_role("rowheader").first.is_visible()


def test_axes_are_named_in_the_text_too(drawing: DrawingPage) -> None:
    drawing.blocks([chart("line", "Mood")])
    label = drawing.page.get_by_role("img").get_attribute("aria-label") or ""
    assert "Across: Quarter. Up: Mood. Checkout: Q1 0.2, Q2 -0.1, Q3 -0.4." in label


def test_a_chart_follows_the_theme_and_is_destroyed_when_removed(drawing: DrawingPage) -> None:
    drawing.page.emulate_media(color_scheme="light")
    drawing.blocks([PIE])
    assert BLUE["light"] in drawn_colours(drawing)
    drawing.page.evaluate("() => document.documentElement.dataset.theme = 'dark'")
    drawing.page.wait_for_function(
        f"() => ({COLOURS})(document.querySelector('canvas')).includes('{BLUE['dark']}')"
    )
    alive = "() => Object.keys(window.Chart?.instances ?? {}).length"
    assert drawing.page.evaluate(alive) == 1
    drawing.clear()
    assert drawing.page.evaluate(alive) == 0


def test_one_point_and_twenty_are_drawn(drawing: DrawingPage) -> None:
    data = [{"label": f"p{n}", "value": n - 10} for n in range(20)]
    series = [{"name": f"s{n}", "data": data} for n in range(6)]
    axis = {"categories": [point["label"] for point in data]}
    full = {"type": "bar", "series": series, "axis_config": axis}
    drawing.blocks([{"type": "data_visualization", "title": "Full", "chart": full}])
    assert drawn_colours(drawing)
