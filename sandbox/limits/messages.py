"""What Slack refuses in the blocks of one message."""

from collections.abc import Iterator
from typing import Any

from sandbox.limits.blocks import block
from sandbox.limits.identifiers import unique_ids
from sandbox.limits.spot import Rules, Spot, items
from sandbox.limits.tables import CELL_CHARACTERS, cell_characters

BLOCKS = 50
MARKDOWN = 12_000
CHARTS = 2
# Not documented. Measured by others: 13,297 characters in one markdown block pass, 13,172 beside a
# divider, 9,597 in 50 blocks pass, 11,341 in 45 do not.
ALL_TEXT = 13_297
EACH_BLOCK = 60


def message_problems(blocks: Any, rules: Rules | None = None) -> list[str]:
    """Every problem Slack would name in `response_metadata.messages`; none means accepted."""
    spot = Spot(blocks, "/blocks", [], rules or Rules())
    items(block, least=0, most=BLOCKS)(spot)
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
