"""What Slack rejects in the blocks of a message, and in modals and Homes."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.limits.blocks import CELL_CHARACTERS, block, cell_characters
from sandbox.limits.checks import Check, Rules, Spot, anything, flag, items, shape, string, tagged
from sandbox.limits.text import plain


def unique_ids(blocks: Spot) -> None:
    """Note every block_id used twice, and every action_id used twice where Slack forbids it.

    Slack documents action_ids as unique in their containing block; a workspace can be made stricter
    (`Rules.action_ids_unique_in = "surface"`).
    """
    seen_blocks: set[str] = set()
    seen_actions: set[str] = set()
    for spot in _all_blocks(blocks):
        _note_repeated(spot, "block_id", seen_blocks)
        if spot.rules.action_ids_unique_in == "block":
            seen_actions = set()
        for element in _elements(spot):
            _note_repeated(element, "action_id", seen_actions)


def _note_repeated(spot: Spot, key: str, seen: set[str]) -> None:
    value = spot.get(key)
    if isinstance(value, str):
        if value in seen:
            spot.at(key).refuse(f"`{key}` already exists: {value}")
        seen.add(value)


def _all_blocks(blocks: Spot) -> Iterator[Spot]:
    for node in blocks.each():
        yield node
        yield from _all_blocks(node.at("child_blocks"))
        if node.get("type") == "carousel":
            yield from _all_blocks(node.at("elements"))


def _elements(block: Spot) -> Iterator[Spot]:
    for key in ("accessory", "element"):
        yield block.at(key)
    if block.get("type") != "carousel":
        yield from block.at("elements").each()
    yield from block.at("actions").each()


MAX_MESSAGE_BLOCKS = 50
MARKDOWN = 12_000
CHARTS = 2
# Not documented. Measured by others: 13,297 characters in one markdown block pass, 13,172 beside a
# divider, 9,597 in 50 blocks pass, 11,341 in 45 do not.
ALL_TEXT = 13_297
EACH_BLOCK = 60


def message_problems(blocks: Any, rules: Rules | None = None) -> list[str]:
    """Every problem Slack would name in `response_metadata.messages`; none means accepted."""
    spot = Spot(blocks, "/blocks", [], rules or Rules())
    items(block, least=0, most=MAX_MESSAGE_BLOCKS)(spot)
    if isinstance(blocks, list):
        unique_ids(spot)
        _tables(spot)
        _charts(spot)
        _markdown(spot)
    return spot.problems


def too_long(blocks: Any) -> bool:
    """Whether Slack would answer `msg_blocks_too_long`: all text of all blocks counts together."""
    size = sum(_characters(b) + EACH_BLOCK for b in blocks) - EACH_BLOCK if blocks else 0
    return size > ALL_TEXT


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


def _of_kind(spot: Spot, *kinds: str) -> Iterator[Spot]:
    for item in spot.each():
        if item.get("type") in kinds:
            yield item
        yield from _of_kind(item.at("child_blocks"), *kinds)


def _tables(spot: Spot) -> None:
    tables = list(_of_kind(spot, "table"))
    for extra in tables[1:]:
        extra.refuse("only_one_table_allowed")
    every = [cell_characters(t.get("rows")) for t in _of_kind(spot, "table", "data_table")]
    if len(every) > 1 and sum(every) > CELL_CHARACTERS:
        spot.refuse(
            f"must be less than {CELL_CHARACTERS + 1} characters in the cells of all tables"
        )


def _charts(spot: Spot) -> None:
    for extra in list(_of_kind(spot, "data_visualization"))[CHARTS:]:
        extra.refuse(f"no more than {CHARTS} data_visualization blocks allowed in a message")


def _markdown(spot: Spot) -> None:
    texts = [m.get("text") for m in _of_kind(spot, "markdown")]
    if sum(len(t) for t in texts if isinstance(t, str)) > MARKDOWN:
        spot.refuse(f"markdown blocks must be less than {MARKDOWN + 1} characters together")


MAX_VIEW_BLOCKS = 100
BYTES = 250_000


def _submit_for_inputs(spot: Spot) -> None:
    kinds = [b.get("type") for b in spot.at("blocks").each()]
    if "input" in kinds and spot.get("submit") is None:
        spot.refuse("missing required field: submit")


def _one_focus(spot: Spot) -> None:
    focused = [b for b in spot.at("blocks").each() if b.at("element").get("focus_on_load")]
    for extra in focused[1:]:
        extra.refuse("only one element can have focus_on_load")


_common: dict[str, Check] = {
    "blocks": items(block, least=0, most=MAX_VIEW_BLOCKS),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
    "private_metadata": string(3000, least=0),
}
VIEWS: dict[str, Check] = {
    "modal": shape(
        ("title", "blocks"),
        _submit_for_inputs,
        _one_focus,
        title=plain(24),
        submit=plain(24),
        close=plain(24),
        clear_on_close=flag,
        notify_on_close=flag,
        submit_disabled=flag,
        **_common,
    ),
    "home": shape(
        ("blocks",),
        _one_focus,
        title=anything,
        submit=anything,
        close=anything,
        clear_on_close=anything,
        notify_on_close=anything,
        **_common,
    ),
}


def view_problems(view: Any, rules: Rules | None = None) -> list[str]:
    """Every problem Slack would name in `response_metadata.messages`; none means accepted."""
    surface = view.get("type") if isinstance(view, dict) else None
    base = rules or Rules()
    on = "home" if surface == "home" else "modal"
    fitted = Rules(on, base.data_blocks, base.action_ids_unique_in)
    spot = Spot(view, "/view", [], fitted)
    tagged(VIEWS)(spot)
    unique_ids(spot.at("blocks"))
    return spot.problems


def too_large(view: Any) -> bool:
    """Whether Slack would answer `view_too_large`."""
    return len(json.dumps(view)) > BYTES
