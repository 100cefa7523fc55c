"""Every block and element the sandbox accepts is drawn, and what it does not know is red."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.limits.blocks import BLOCKS
from sandbox.limits.charts import CHARTS
from sandbox.limits.elements import ACCESSORIES, ACTIONS, CONTEXT_ACTIONS, INPUTS
from sandbox.limits.messages import message_problems
from sandbox.limits.rich_text import LEAVES, PARTS
from sandbox.limits.spot import Rules
from sandbox.limits.tables import CELLS
from sandbox.limits.views import view_problems
from tests.page.draw import showcase
from tests.page.draw.stage import Stage
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
    *LEAVES,
    *PARTS,
    *CELLS,
    *CHARTS,
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_full_block_is_drawn(stage: Stage, name: str) -> None:
    assert message_problems(SHOWN[name]) == []
    stage.blocks(SHOWN[name])
    assert stage.undrawable() == []


def test_a_modal_with_every_input_is_drawn(stage: Stage) -> None:
    assert view_problems(showcase.MODAL, Rules("modal")) == []
    stage.modal(showcase.MODAL)
    assert stage.undrawable() == []
    assert stage.page.get_by_label("Close").count() == 1


@pytest.mark.parametrize("name", AT_THE_LIMIT)
def test_a_message_at_a_limit_is_drawn(stage: Stage, name: str) -> None:
    stage.blocks(AT_THE_LIMIT[name])
    assert stage.undrawable() == []
    drawn = stage.page.locator("#stage > .blocks > .block").count()
    assert drawn == len(AT_THE_LIMIT[name])


@pytest.mark.parametrize("name", VIEWS_AT_THE_LIMIT)
def test_a_view_at_a_limit_is_drawn(stage: Stage, name: str) -> None:
    view = VIEWS_AT_THE_LIMIT[name]
    if view["type"] == "modal":
        stage.modal(view)
    else:
        stage.blocks(view["blocks"], surface="home")
    assert stage.undrawable() == []


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_the_sandbox_accepts_is_drawn(stage: Stage, name: str) -> None:
    stage.blocks(ACCEPTED[name])
    assert stage.undrawable() == []


def kinds(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield value.get("type", "")
        for inner in value.values():
            yield from kinds(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from kinds(inner)


def test_nothing_the_sandbox_knows_is_missing_from_the_showcase() -> None:
    shown = set(kinds([showcase.MESSAGE, showcase.CHARTS, showcase.ELEMENTS, showcase.MODAL]))
    assert KINDS - shown == set()


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


@pytest.mark.parametrize("said", UNKNOWN)
def test_what_cannot_be_drawn_is_red_and_named(stage: Stage, said: str) -> None:
    stage.blocks([*UNKNOWN[said], {"type": "header", "text": showcase.plain("Still here")}])
    (red,) = stage.undrawable()
    assert said in red
    colour = "e => getComputedStyle(e).backgroundColor"
    box = stage.page.locator(".undrawable")
    assert box.evaluate(colour) == "rgb(224, 30, 30)"
    assert stage.page.get_by_text("Still here").is_visible()
    stage.clear()


def test_nothing_in_data_becomes_markup(stage: Stage) -> None:
    hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    texts = [
        {"type": "header", "text": showcase.plain(hostile)},
        {"type": "section", "text": showcase.mrkdwn(hostile), "fields": [showcase.mrkdwn(hostile)]},
        {"type": "markdown", "text": f"{hostile}\n\n# {hostile}\n\n[a](javascript:alert(1))"},
        showcase.rich(showcase.spans(showcase.said(hostile))),
        showcase.rich(showcase.spans({"type": "link", "url": "javascript:alert(1)", "text": "l"})),
        {"type": "table", "rows": showcase.rows([hostile])},
        {"type": "section", "text": showcase.mrkdwn("<javascript:alert(1)|click>")},
    ]
    stage.blocks(texts)
    page = stage.page
    assert page.locator("#stage script, #stage img").count() == 0
    assert page.locator('#stage a[href^="javascript"]').count() == 0
    assert page.evaluate("() => window.hacked") is None


def test_numbers_of_a_list_go_on_after_a_deeper_one_only(stage: Stage) -> None:
    listed = showcase.listed
    stage.blocks(
        [
            showcase.rich(
                listed("bullet", "a", "b"),
                listed("ordered", "one", "two"),
                listed("ordered", "deeper", indent=1),
                listed("ordered", "three"),
                listed("ordered", "nine", offset=8),
                showcase.spans(showcase.said("between")),
                listed("ordered", "one again"),
            )
        ]
    )
    starts = stage.page.locator("ol").evaluate_all("lists => lists.map((list) => list.start)")
    assert starts == [1, 1, 3, 9, 1]


def test_every_link_opens_apart_and_tells_nobody(stage: Stage) -> None:
    stage.blocks(showcase.MESSAGE)
    links = stage.page.locator("#stage a[href]")
    assert links.count() > 5
    for link in links.all():
        assert link.get_attribute("target") == "_blank"
        assert link.get_attribute("rel") == "noreferrer noopener"
