"""What Slack rejects in the blocks of a message, and in modals and Homes."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.limits.blocks import MAX_CELL_CHARACTERS, block, cell_characters
from sandbox.limits.checks import (
    Check,
    Node,
    Rules,
    any_value,
    array_of,
    boolean,
    object_by_type,
    object_of,
    string,
)
from sandbox.limits.text import plain_text

MAX_MESSAGE_BLOCKS = 50
MAX_MARKDOWN_CHARACTERS = 12_000
MAX_CHARTS = 2
# Not documented. Measured by others: 13,297 characters in one markdown block pass, 13,172 beside a
# divider, 9,597 in 50 blocks pass, 11,341 in 45 do not.
MAX_ALL_TEXT = 13_297
CHARACTERS_PER_BLOCK = 60
MAX_VIEW_BLOCKS = 100
MAX_VIEW_BYTES = 250_000


def check_unique_ids(blocks: Node) -> None:
    """Report every block_id used twice, and every action_id used twice where Slack forbids it.

    Slack documents action_ids as unique in their containing block; a workspace can be made stricter
    (`Rules.action_ids_unique_in = "surface"`).
    """
    seen_blocks: set[str] = set()
    seen_actions: set[str] = set()
    for node in _all_blocks(blocks):
        _report_duplicate(node, "block_id", seen_blocks)
        if node.rules.action_ids_unique_in == "block":
            seen_actions = set()
        for element in _elements(node):
            _report_duplicate(element, "action_id", seen_actions)


def _report_duplicate(node: Node, key: str, used: set[str]) -> None:
    value = node.get(key)
    if isinstance(value, str):
        if value in used:
            node.at(key).add_problem(f"`{key}` already exists: {value}")
        used.add(value)


def _all_blocks(blocks: Node) -> Iterator[Node]:
    for node in blocks.each():
        yield node
        yield from _all_blocks(node.at("child_blocks"))
        if node.get("type") == "carousel":
            yield from _all_blocks(node.at("elements"))


def _elements(block: Node) -> Iterator[Node]:
    for key in ("accessory", "element"):
        yield block.at(key)
    if block.get("type") != "carousel":
        yield from block.at("elements").each()
    yield from block.at("actions").each()


def message_problems(blocks: Any, rules: Rules | None = None) -> list[str]:
    """Return the problems Slack names in `response_metadata.messages`; empty means accepted."""
    node = Node(blocks, "/blocks", [], rules or Rules())
    array_of(block, min_items=0, max_items=MAX_MESSAGE_BLOCKS)(node)
    if isinstance(blocks, list):
        check_unique_ids(node)
        _check_tables(node)
        _check_charts(node)
        _check_markdown(node)
    return node.problems


def exceeds_text_limit(blocks: Any) -> bool:
    """Whether Slack answers `msg_blocks_too_long`: the text of all blocks counts together."""
    size = (
        sum(_characters(b) + CHARACTERS_PER_BLOCK for b in blocks) - CHARACTERS_PER_BLOCK
        if blocks
        else 0
    )
    return size > MAX_ALL_TEXT


def _characters(value: Any) -> int:
    if isinstance(value, dict):
        # Tables and charts are data, with limits of their own.
        if value.get("type") in ("table", "data_table", "data_visualization"):
            return 0
        return sum(
            len(v) if k == "text" and isinstance(v, str) else _characters(v)
            for k, v in value.items()
        )
    return sum(_characters(v) for v in value) if isinstance(value, list) else 0


def _blocks_of_type(node: Node, *kinds: str) -> Iterator[Node]:
    for item in node.each():
        if item.get("type") in kinds:
            yield item
        yield from _blocks_of_type(item.at("child_blocks"), *kinds)


def _check_tables(node: Node) -> None:
    tables = list(_blocks_of_type(node, "table"))
    for extra in tables[1:]:
        extra.add_problem("only_one_table_allowed")
    characters = [
        cell_characters(t.get("rows")) for t in _blocks_of_type(node, "table", "data_table")
    ]
    if len(characters) > 1 and sum(characters) > MAX_CELL_CHARACTERS:
        node.add_problem(
            f"must be less than {MAX_CELL_CHARACTERS + 1} characters in the cells of all tables"
        )


def _check_charts(node: Node) -> None:
    for extra in list(_blocks_of_type(node, "data_visualization"))[MAX_CHARTS:]:
        extra.add_problem(
            f"no more than {MAX_CHARTS} data_visualization blocks allowed in a message"
        )


def _check_markdown(node: Node) -> None:
    texts = [m.get("text") for m in _blocks_of_type(node, "markdown")]
    if sum(len(t) for t in texts if isinstance(t, str)) > MAX_MARKDOWN_CHARACTERS:
        node.add_problem(
            f"markdown blocks must be less than {MAX_MARKDOWN_CHARACTERS + 1} characters together"
        )


def _submit_for_inputs(node: Node) -> None:
    kinds = [b.get("type") for b in node.at("blocks").each()]
    if "input" in kinds and node.get("submit") is None:
        node.add_problem("missing required field: submit")


def _one_focused_element(node: Node) -> None:
    focused = [b for b in node.at("blocks").each() if b.at("element").get("focus_on_load")]
    for extra in focused[1:]:
        extra.add_problem("only one element can have focus_on_load")


_common: dict[str, Check] = {
    "blocks": array_of(block, min_items=0, max_items=MAX_VIEW_BLOCKS),
    "callback_id": string(255, min_length=0),
    "external_id": string(255, min_length=0),
    "private_metadata": string(3000, min_length=0),
}
VIEWS: dict[str, Check] = {
    "modal": object_of(
        ("title", "blocks"),
        _submit_for_inputs,
        _one_focused_element,
        title=plain_text(24),
        submit=plain_text(24),
        close=plain_text(24),
        clear_on_close=boolean,
        notify_on_close=boolean,
        submit_disabled=boolean,
        **_common,
    ),
    "home": object_of(
        ("blocks",),
        _one_focused_element,
        title=any_value,
        submit=any_value,
        close=any_value,
        clear_on_close=any_value,
        notify_on_close=any_value,
        **_common,
    ),
}


def view_problems(view: Any, rules: Rules | None = None) -> list[str]:
    """Return the problems Slack names in `response_metadata.messages`; empty means accepted."""
    surface = view.get("type") if isinstance(view, dict) else None
    base = rules or Rules()
    view_type = "home" if surface == "home" else "modal"
    surface_rules = Rules(view_type, base.data_blocks, base.action_ids_unique_in)
    node = Node(view, "/view", [], surface_rules)
    object_by_type(VIEWS)(node)
    check_unique_ids(node.at("blocks"))
    return node.problems


def exceeds_size_limit(view: Any) -> bool:
    """Whether Slack answers `view_too_large`."""
    return len(json.dumps(view)) > MAX_VIEW_BYTES
