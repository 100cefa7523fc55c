"""block_ids and action_ids must not repeat."""

from collections.abc import Iterator

from sandbox.limits.spot import Spot


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
    for block in blocks.each():
        yield block
        yield from _all_blocks(block.at("child_blocks"))
        if block.get("type") == "carousel":
            yield from _all_blocks(block.at("elements"))


def _elements(block: Spot) -> Iterator[Spot]:
    for key in ("accessory", "element"):
        yield block.at(key)
    if block.get("type") != "carousel":
        yield from block.at("elements").each()
    yield from block.at("actions").each()
