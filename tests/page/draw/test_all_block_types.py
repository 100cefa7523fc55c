"""Every block and element the sandbox accepts is drawn; unsupported ones are red."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.limits.blocks import BLOCKS, CELLS, CHARTS
from sandbox.limits.checks import Rules
from sandbox.limits.elements import ACCESSORIES, ACTIONS, CONTEXT_ACTIONS, INPUTS
from sandbox.limits.surfaces import message_problems, view_problems
from sandbox.limits.text import RICH_TEXT_ELEMENTS, RICH_TEXT_PARTS
from tests.page.draw import showcase
from tests.page.draw.drawing_page import DrawingPage
from tests.sandbox.limit_cases import MESSAGES, VIEWS
from tests.sandbox.test_limits import ACCEPTED

pytestmark = pytest.mark.browser

SHOWN: dict[str, list[Any]] = {
    **{f"{block['type']} {n}": [block] for n, block in enumerate(showcase.MESSAGE)},
    **{chart["title"]: [chart] for chart in showcase.CHARTS},
    **{f"accessory {n}": [block] for n, block in enumerate(showcase.ELEMENTS)},
}

AT_THE_LIMIT = {case.name: case.make(case.limit) for case in MESSAGES}

VIEWS_AT_THE_LIMIT = {case.name: case.make(case.limit) for case in VIEWS}

KINDS = {
    *BLOCKS,
    *ACCESSORIES,
    *ACTIONS,
    *CONTEXT_ACTIONS,
    *INPUTS["modal"],
    *RICH_TEXT_ELEMENTS,
    *RICH_TEXT_PARTS,
    *CELLS,
    *CHARTS,
}


def red_boxes(drawing: DrawingPage, cases: dict[str, list[Any]]) -> dict[str, list[str]]:
    """Return the texts of the red boxes of each case that has any."""
    return {name: red for name, (_, red) in drawing.drawn_of_each(cases).items() if red}


def test_a_full_block_is_drawn(drawing: DrawingPage) -> None:
    problems = {name: message_problems(blocks) for name, blocks in SHOWN.items()}
    assert {name: found for name, found in problems.items() if found} == {}
    drawing.blocks_of_each(SHOWN)
    assert red_boxes(drawing, SHOWN) == {}


def test_a_modal_with_every_input_is_drawn(drawing: DrawingPage) -> None:
    assert view_problems(showcase.MODAL, Rules("modal")) == []
    drawing.modal(showcase.MODAL)
    assert drawing.undrawable() == []
    assert drawing.page.get_by_label("Close").count() == 1


def test_a_message_at_a_limit_is_drawn(drawing: DrawingPage) -> None:
    drawing.blocks_of_each(AT_THE_LIMIT)
    assert red_boxes(drawing, AT_THE_LIMIT) == {}
    counts = {name: count for name, (count, _) in drawing.drawn_of_each(AT_THE_LIMIT).items()}
    assert counts == {name: len(blocks) for name, blocks in AT_THE_LIMIT.items()}


def test_a_view_at_a_limit_is_drawn(drawing: DrawingPage) -> None:
    homes = {
        name: view["blocks"] for name, view in VIEWS_AT_THE_LIMIT.items() if view["type"] != "modal"
    }
    drawing.blocks_of_each(homes, surface="home")
    assert red_boxes(drawing, homes) == {}
    red = {}
    for name in VIEWS_AT_THE_LIMIT.keys() - homes.keys():
        drawing.clear()
        drawing.modal(VIEWS_AT_THE_LIMIT[name])
        red[name] = drawing.undrawable()
    assert {name: texts for name, texts in red.items() if texts} == {}


def test_accepted_blocks_are_drawn(drawing: DrawingPage) -> None:
    drawing.blocks_of_each(ACCEPTED)
    assert red_boxes(drawing, ACCEPTED) == {}


def kinds(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield value.get("type", "")
        for inner in value.values():
            yield from kinds(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from kinds(inner)


def test_the_showcase_contains_every_type() -> None:
    drawn_kinds = set(kinds([showcase.MESSAGE, showcase.CHARTS, showcase.ELEMENTS, showcase.MODAL]))
    assert KINDS - drawn_kinds == set()


UNKNOWN: dict[str, list[Any]] = {
    "block “wonder”": [{"type": "wonder"}],
    "element “wonder”": [showcase.in_actions({"type": "wonder"})],
    "text “html”": [{"type": "section", "text": {"type": "html", "text": "a"}}],
    "chart “radar”": [{"type": "data_visualization", "title": "t", "chart": {"type": "radar"}}],
    "cell “raw_date”": [{"type": "table", "rows": [[{"type": "raw_date"}]]}],
    "rich text “rich_text_poem”": [showcase.rich({"type": "rich_text_poem"})],
    "rich text element “smell”": [showcase.rich(showcase.spans({"type": "smell"}))],
    "block “constructor”": [{"type": "constructor"}],
    "block null": [None],
    "block “section”": [{"type": "section", "fields": 5}],
}


def test_unsupported_types_are_red_and_named(drawing: DrawingPage) -> None:
    below = {"type": "header", "text": showcase.plain("Still here")}
    cases = {name: [*blocks, below] for name, blocks in UNKNOWN.items()}
    drawing.blocks_of_each(cases)
    drawn = drawing.drawn_of_each(cases)
    wrong = {name: red for name, (_, red) in drawn.items() if len(red) != 1 or name not in red[0]}
    assert wrong == {}
    colours = drawing.page.locator(".undrawable").evaluate_all(
        "boxes => boxes.map((box) => getComputedStyle(box).backgroundColor)"
    )
    assert colours == ["rgb(224, 30, 30)"] * len(cases)
    headers = drawing.page.get_by_text("Still here")
    assert [header.is_visible() for header in headers.all()] == [True] * len(cases)
    drawing.clear()


def test_nothing_in_data_becomes_markup(drawing: DrawingPage) -> None:
    hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    texts = [
        {"type": "header", "text": showcase.plain(hostile)},
        {"type": "section", "text": showcase.mrkdwn(hostile), "fields": [showcase.mrkdwn(hostile)]},
        {"type": "markdown", "text": f"{hostile}\n\n# {hostile}\n\n[a](javascript:alert(1))"},
        showcase.rich(showcase.spans(showcase.text_element(hostile))),
        showcase.rich(showcase.spans({"type": "link", "url": "javascript:alert(1)", "text": "l"})),
        {"type": "table", "rows": showcase.rows([hostile])},
        {"type": "section", "text": showcase.mrkdwn("<javascript:alert(1)|click>")},
    ]
    drawing.blocks(texts)
    page = drawing.page
    assert page.locator("#drawing script, #drawing img").count() == 0
    assert page.locator('#drawing a[href^="javascript"]').count() == 0
    assert page.evaluate("() => window.hacked") is None


def test_list_numbering_continues_only_after_a_nested_list(drawing: DrawingPage) -> None:
    arguments_json = showcase.rich_list
    drawing.blocks(
        [
            showcase.rich(
                arguments_json("bullet", "a", "b"),
                arguments_json("ordered", "one", "two"),
                arguments_json("ordered", "deeper", indent=1),
                arguments_json("ordered", "three"),
                arguments_json("ordered", "nine", offset=8),
                showcase.spans(showcase.text_element("between")),
                arguments_json("ordered", "one again"),
            )
        ]
    )
    starts = drawing.page.locator("ol").evaluate_all("lists => lists.map((list) => list.start)")
    assert starts == [1, 1, 3, 9, 1]


def test_links_open_in_a_new_tab_without_referrer(drawing: DrawingPage) -> None:
    drawing.blocks(showcase.MESSAGE)
    links = drawing.page.locator("#drawing a[href]")
    assert links.count() > 5
    for link in links.all():
        assert link.get_attribute("target") == "_blank"
        assert link.get_attribute("rel") == "noreferrer noopener"
