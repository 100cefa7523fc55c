"""Every limit of blocks and views, at the limit and one above it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from sandbox.limits.blocks import BLOCKS
from sandbox.limits.checks import Rules
from sandbox.limits.surfaces import exceeds_text_limit, message_problems, view_problems
from tests.sandbox import limit_cases as cases
from tests.sandbox.limit_cases import MESSAGES, VIEWS, Case

RICH = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}

FIELDS = ["text", "elements", "element", "rows", "chart", "child_blocks", "fields", "accessory"]

TEXT_INPUT = {"type": "plain_text_input", "action_id": "a"}


def pointers(problems: list[str]) -> list[str]:
    return [problem.rsplit("json-pointer:", 1)[1].rstrip("]") for problem in problems]


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case.name)
def test_message_limit(case: Case) -> None:
    assert message_problems(case.make(case.limit)) == []
    past = pointers(message_problems(case.make(case.limit + 1)))
    assert past
    assert all(pointer.startswith(case.at) for pointer in past)


@pytest.mark.parametrize("case", VIEWS, ids=lambda case: case.name)
def test_view_limit(case: Case) -> None:
    assert view_problems(case.make(case.limit)) == []
    past = pointers(view_problems(case.make(case.limit + 1)))
    assert past
    assert all(pointer.startswith(case.at) for pointer in past)


ACCEPTED: dict[str, Any] = {
    "no blocks": [],
    "plain section": [cases.section(text=cases.plain(1))],
    "fields without text": [{"type": "section", "fields": [cases.mrkdwn(1)]}],
    "null fields count as absent": [cases.section(accessory=None, block_id=None)],
    "image in a section": [cases.section(accessory=cases.image())],
    "image by slack_file": [cases.image(image_url=None, slack_file={"id": "F1"})],
    "image in context": [cases.context(cases.image(), cases.plain(1))],
    "same action_id in two blocks": [cases.actions(cases.button(action_id="a"))] * 2,
    "rich_text": [{"type": "rich_text", "elements": [RICH]}],
    "input in a message": [cases.input_block(TEXT_INPUT)],
    "pie": [cases.pie(1, 2.5)],
    "bar": [cases.visual(cases.chart("bar"))],
    "area": [cases.visual(cases.chart("area"))],
    "negative value in a line": [
        cases.visual(
            {
                "type": "line",
                "series": [{"name": "s", "data": [{"label": "a", "value": -0.2}]}],
                "axis_config": {"categories": ["a"], "x_label": "x", "y_label": "y"},
            }
        )
    ],
    "rich cell": [
        cases.data_table(
            rows=[
                [{"type": "raw_text", "text": "h"}],
                [{"type": "rich_text", "elements": [RICH]}],
            ]
        )
    ],
    "number cell": [
        cases.data_table(
            rows=[
                [{"type": "raw_text", "text": "h"}],
                [{"type": "raw_number", "value": 1, "text": "1"}],
            ]
        )
    ],
    "section in a container": [cases.container(child_blocks=[cases.section()])],
    "carousel": [cases.carousel(1)],
    "feedback": [
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "positive_button": {"text": cases.plain(1), "value": "y"},
                    "negative_button": {"text": cases.plain(1), "value": "n"},
                }
            ],
        }
    ],
    "video": [
        {
            "type": "video",
            "alt_text": "a",
            "title": cases.plain(1),
            "thumbnail_url": "https://x.test/t",
            "video_url": "https://x.test/v",
        }
    ],
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_in_a_message(name: str) -> None:
    assert message_problems(ACCEPTED[name]) == []


REFUSED: dict[str, tuple[Any, str]] = {
    "blocks not a list": ({"type": "divider"}, "/blocks"),
    "block not an object": (["divider"], "/blocks/0"),
    "no type": ([{}], "/blocks/0"),
    "unknown block": ([{"type": "wonder"}], "/blocks/0/type"),
    "unknown element": ([cases.actions({"type": "wonder"})], "/blocks/0/elements/0/type"),
    "unknown field": ([cases.section(colour="red")], "/blocks/0"),
    "repeated block_id": ([cases.section(block_id="a")] * 2, "/blocks/1/block_id"),
    "repeated action_id": (
        [cases.actions(cases.button(action_id="a"), cases.button(action_id="a"))],
        "/blocks/0/elements/1/action_id",
    ),
    "repeated block_id inside a container": (
        [cases.section(block_id="a"), cases.container(child_blocks=[cases.section(block_id="a")])],
        "/blocks/1/child_blocks/0/block_id",
    ),
    "empty text": ([cases.section(text=cases.mrkdwn(0))], "/blocks/0/text/text"),
    "section without text or fields": ([{"type": "section"}], "/blocks/0"),
    "no fields": ([{"type": "section", "fields": []}], "/blocks/0/fields"),
    "text not an object": ([cases.section(text="hello")], "/blocks/0/text"),
    "text of an unknown type": (
        [cases.section(text={"type": "html", "text": "a"})],
        "/blocks/0/text/type",
    ),
    "emoji in mrkdwn": ([cases.section(text={**cases.mrkdwn(1), "emoji": True})], "/blocks/0/text"),
    "escaped text counts as sent": (
        [cases.section(text={"type": "mrkdwn", "text": "&amp;" * 601})],
        "/blocks/0/text/text",
    ),
    "header in mrkdwn": ([{"type": "header", "text": cases.mrkdwn(1)}], "/blocks/0/text/type"),
    "button text in mrkdwn": (
        [cases.actions(cases.button(text=cases.mrkdwn(1)))],
        "/blocks/0/elements/0/text/type",
    ),
    "button style": ([cases.actions(cases.button(style="big"))], "/blocks/0/elements/0/style"),
    "actions without elements": ([cases.actions()], "/blocks/0/elements"),
    "button inside context": ([cases.context(cases.button())], "/blocks/0/elements/0/type"),
    "text input in actions": ([cases.actions(TEXT_INPUT)], "/blocks/0/elements/0/type"),
    "image in actions": ([cases.actions(cases.image())], "/blocks/0/elements/0/type"),
    "image without url": ([cases.image(image_url=None)], "/blocks/0"),
    "image with url and file": ([cases.image(slack_file={"id": "F1"})], "/blocks/0"),
    "image without alt_text": ([cases.image(alt_text=None)], "/blocks/0"),
    "no options": ([cases.actions(cases.select(0))], "/blocks/0/elements/0/options"),
    "options and groups": (
        [cases.actions({**cases.select(), **cases.groups(1)})],
        "/blocks/0/elements/0",
    ),
    "initial option not offered": (
        [
            cases.actions(
                {**cases.select(), "initial_option": {"text": cases.plain(1), "value": "z"}}
            )
        ],
        "/blocks/0/elements/0",
    ),
    "option text in mrkdwn in a menu": (
        [cases.actions(cases.select(text=cases.mrkdwn(1)))],
        "/blocks/0/elements/0/options/0/text/type",
    ),
    "date": (
        [cases.actions({"type": "datepicker", "initial_date": "1.9.2026"})],
        "/blocks/0/elements/0/initial_date",
    ),
    "alert in a message": ([{"type": "alert", "text": cases.plain(1)}], "/blocks/0/type"),
    "file input in a message": (
        [cases.input_block({"type": "file_input"})],
        "/blocks/0/element/type",
    ),
    "number input in a message": (
        [cases.input_block({"type": "number_input", "is_decimal_allowed": True})],
        "/blocks/0/element/type",
    ),
    "button in an input": ([cases.input_block(cases.button())], "/blocks/0/element/type"),
    "ragged table": (
        [{"type": "table", "rows": [*cases.table(1, 2)["rows"], *cases.table(1, 1)["rows"]]}],
        "/blocks/0/rows/1",
    ),
    "empty table": ([cases.table(0, 1)], "/blocks/0/rows"),
    "table cell": ([{"type": "table", "rows": [["a"]]}], "/blocks/0/rows/0/0"),
    "data table without caption": ([cases.data_table(caption=None)], "/blocks/0"),
    "data table with a header only": ([cases.data_table(1)], "/blocks/0/rows"),
    "ragged data table": (
        [cases.data_table(rows=[*cases.table(1, 2)["rows"], *cases.table(1, 1)["rows"]])],
        "/blocks/0/rows/1",
    ),
    "rich header cell": (
        [
            cases.data_table(
                rows=[
                    [{"type": "rich_text", "elements": [RICH]}],
                    [{"type": "raw_text", "text": "a"}],
                ]
            )
        ],
        "/blocks/0/rows/0/0/type",
    ),
    "page size of nothing": ([cases.data_table(page_size=0)], "/blocks/0/page_size"),
    "unknown chart": ([cases.visual({"type": "radar"})], "/blocks/0/chart/type"),
    "repeated series": (
        [
            cases.visual(
                {**cases.chart(), "series": [{"name": "s", "data": cases.points(2)}] * 2},
            )
        ],
        "/blocks/0/chart/series/1/name",
    ),
    "points in another order": (
        [
            cases.visual(
                {**cases.chart(), "axis_config": {"categories": ["p1", "p0"]}},
            )
        ],
        "/blocks/0/chart/series/0/data",
    ),
    "pie without area": ([cases.pie(1, 0)], "/blocks/0/chart/segments/1/value"),
    "negative segment": ([cases.pie(-1)], "/blocks/0/chart/segments/0/value"),
    "value not finite": ([cases.pie(float("nan"))], "/blocks/0/chart/segments/0/value"),
    "value as text": ([cases.pie("1")], "/blocks/0/chart/segments/0/value"),
    "container without children": ([cases.container(0)], "/blocks/0/child_blocks"),
    "container without title": ([cases.container(title=None)], "/blocks/0"),
    "chart inside a container": (
        [cases.container(child_blocks=[cases.visual()])],
        "/blocks/0/child_blocks/0/type",
    ),
    "empty card": ([{"type": "card"}], "/blocks/0"),
    "empty carousel": ([cases.carousel(0)], "/blocks/0/elements"),
    "section in a carousel": (
        [{"type": "carousel", "elements": [cases.section()]}],
        "/blocks/0/elements/0/type",
    ),
    "rich_text of strings": ([{"type": "rich_text", "elements": ["a"]}], "/blocks/0/elements/0"),
    "rich_text leaf at the top": (
        [{"type": "rich_text", "elements": [{"type": "text", "text": "a"}]}],
        "/blocks/0/elements/0/type",
    ),
    "unknown rich_text leaf": (
        [{"type": "rich_text", "elements": [{**RICH, "elements": [{"type": "wonder"}]}]}],
        "/blocks/0/elements/0/elements/0/type",
    ),
    "rich_text list style": (
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_list", "style": "roman", "elements": [RICH]}],
            }
        ],
        "/blocks/0/elements/0/style",
    ),
    "button in context_actions": (
        [{"type": "context_actions", "elements": [cases.button()]}],
        "/blocks/0/elements/0/type",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_rejected_in_a_message(name: str) -> None:
    blocks, at = REFUSED[name]
    assert pointers(message_problems(blocks)) == [at]


REFUSED_VIEWS: dict[str, tuple[Any, str]] = {
    "not an object": ([], "/view"),
    "unknown view": ({"type": "page"}, "/view/type"),
    "modal without title": (cases.modal(title=None), "/view"),
    "modal without blocks": ({"type": "modal", "title": cases.plain(1)}, "/view"),
    "title in mrkdwn": (cases.modal(title=cases.mrkdwn(1)), "/view/title/type"),
    "inputs without submit": (cases.modal(cases.input_block(TEXT_INPUT), submit=None), "/view"),
    "chart in a modal": (cases.modal(cases.visual()), "/view/blocks/0/type"),
    "data table in a modal": (cases.modal(cases.data_table()), "/view/blocks/0/type"),
    "table in a modal": (cases.modal(cases.table(1, 1)), "/view/blocks/0/type"),
    "container in a modal": (cases.modal(cases.container()), "/view/blocks/0/type"),
    "carousel in a modal": (cases.modal(cases.carousel(1)), "/view/blocks/0/type"),
    "markdown in a modal": (cases.modal(cases.markdown(1)), "/view/blocks/0/type"),
    "context actions in a modal": (
        cases.modal({"type": "context_actions", "elements": [cases.icon(1)]}),
        "/view/blocks/0/type",
    ),
    "alert in a Home": (
        cases.home({"type": "alert", "text": cases.plain(1)}),
        "/view/blocks/0/type",
    ),
    "alert level": (
        cases.modal({"type": "alert", "text": cases.plain(1), "level": "loud"}),
        "/view/blocks/0/level",
    ),
    "markdown in a Home": (cases.home(cases.markdown(1)), "/view/blocks/0/type"),
    "email input in a Home": (
        cases.home(cases.input_block({"type": "email_text_input"})),
        "/view/blocks/0/element/type",
    ),
    "initial value past max_length": (
        cases.modal(
            cases.input_block(
                {"type": "plain_text_input", "max_length": 2, "initial_value": "abc"},
            )
        ),
        "/view/blocks/0/element/initial_value",
    ),
    "two focused": (
        cases.modal(*[cases.input_block({"type": "plain_text_input", "focus_on_load": True})] * 2),
        "/view/blocks/1",
    ),
    "repeated block_id": (
        cases.home(*[cases.section(block_id="a")] * 2),
        "/view/blocks/1/block_id",
    ),
}


@pytest.mark.parametrize("name", REFUSED_VIEWS)
def test_rejected_view(name: str) -> None:
    view, at = REFUSED_VIEWS[name]
    assert pointers(view_problems(view)) == [at]


json_values = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(max_size=5),
    lambda inner: (
        strategies.lists(inner, max_size=3)
        | strategies.dictionaries(
            strategies.sampled_from(["text", "elements", "element", "options", "rows", "chart"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)

kinds = strategies.sampled_from(sorted(BLOCKS))


@settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(kinds, strategies.dictionaries(strategies.sampled_from(FIELDS), json_values, max_size=4))
def test_validation_never_raises(kind: str, fields: dict[str, Any]) -> None:
    block = {"type": kind, **fields}
    assert isinstance(message_problems([block, block]), list)
    assert isinstance(view_problems(cases.home(block)), list)
    assert isinstance(exceeds_text_limit([block]), bool)


def test_data_blocks_in_a_home_need_the_setting() -> None:
    blocks = [
        cases.visual(),
        cases.data_table(),
        cases.container(),
        cases.card(),
        cases.carousel(1),
    ]
    assert view_problems(cases.home(*blocks)) == []
    assert message_problems(blocks) == []
    rejected = pointers(message_problems(blocks, Rules(data_blocks=False)))
    assert rejected == [f"/blocks/{n}/type" for n in range(5)]


def test_action_ids_can_be_unique_on_the_whole_surface() -> None:
    blocks = [cases.actions(cases.button(action_id="a"))] * 2
    strict = Rules(action_ids_unique_in="surface")
    assert pointers(message_problems(blocks, strict)) == ["/blocks/1/elements/0/action_id"]


def test_all_text_of_a_message_counts_together() -> None:
    assert not exceeds_text_limit([cases.markdown(12_000)])
    assert not exceeds_text_limit([cases.section(text=cases.mrkdwn(130))] * 50)
    assert exceeds_text_limit([cases.section(text=cases.mrkdwn(3000))] * 5)
    assert not exceeds_text_limit([cases.data_table(101, 20)])
    assert not exceeds_text_limit(None)
