"""A node of a JSON document, and the checks from which the limits are built."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rules:
    """Rules that differ between surfaces or workspaces.

    `surface` is "message", "modal" or "home". `data_blocks` False: the blocks of 2026 (charts, data
    tables, containers, cards, ...) are not available in the workspace.
    """

    surface: str = "message"
    data_blocks: bool = True
    action_ids_unique_in: str = "block"


@dataclass(frozen=True)
class Node:
    """A value, its JSON pointer, and the list of problems shared by the whole document."""

    value: Any
    pointer: str
    problems: list[str]
    rules: Rules

    def add_problem(self, why: str) -> None:
        """Add a problem, worded as in Slack's `response_metadata.messages`."""
        self.problems.append(f"{why} [json-pointer:{self.pointer}]")

    def at(self, key: str | int) -> "Node":
        """Return the child node under `key`; its value is None if absent."""
        return Node(self._child(key), f"{self.pointer}/{key}", self.problems, self.rules)

    def each(self) -> Iterator["Node"]:
        """Yield the items of a list; nothing for any other value."""
        if isinstance(self.value, list):
            for index in range(len(self.value)):
                yield self.at(index)

    def get(self, key: str) -> Any:
        """Return the value under `key` of an object, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def _child(self, key: str | int) -> Any:
        if isinstance(self.value, dict):
            return self.value.get(key)
        if isinstance(self.value, list) and isinstance(key, int):
            return self.value[key]
        return None


Check = Callable[[Node], None]


def any_value(_: Node) -> None:
    """Accept anything: Slack does not check this field."""


def boolean(node: Node) -> None:
    """Check for True or False."""
    if not isinstance(node.value, bool):
        node.add_problem("must be a valid boolean")


def string(max_length: int | None = None, min_length: int = 1) -> Check:
    """Check for a string of `min_length` to `max_length` characters, as sent (escaped)."""

    def check(node: Node) -> None:
        if not isinstance(node.value, str):
            node.add_problem("must be a string")
        elif len(node.value) < min_length:
            node.add_problem(f"must be more than {min_length - 1} characters")
        elif max_length is not None and len(node.value) > max_length:
            node.add_problem(f"must be less than {max_length + 1} characters")

    return check


def integer(minimum: int | None = None, maximum: int | None = None) -> Check:
    """Check for an integer between `minimum` and `maximum`, both included."""

    def check(node: Node) -> None:
        if isinstance(node.value, bool) or not isinstance(node.value, int):
            node.add_problem("must be an integer")
        elif minimum is not None and node.value < minimum:
            node.add_problem(f"must be greater than or equal to {minimum}")
        elif maximum is not None and node.value > maximum:
            node.add_problem(f"must be less than or equal to {maximum}")

    return check


def number(node: Node) -> None:
    """Check for a finite number."""
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        node.add_problem("must be a finite number")


def one_of(*allowed: str) -> Check:
    """Check for one of the allowed strings."""

    def check(node: Node) -> None:
        if node.value not in allowed:
            node.add_problem(f"must be one of: {', '.join(allowed)}")

    return check


def array_of(check: Check, *, min_items: int = 1, max_items: int | None = None) -> Check:
    """Check for a list of `min_items` to `max_items` items, each checked."""

    def check_items(node: Node) -> None:
        if not isinstance(node.value, list):
            node.add_problem("must be an array")
            return
        if len(node.value) < min_items:
            node.add_problem(f"no fewer than {min_items} items allowed")
        if max_items is not None and len(node.value) > max_items:
            node.add_problem(f"no more than {max_items} items allowed")
        for item in node.each():
            check(item)

    return check_items


def object_of(required: tuple[str, ...] = (), *extra_checks: Check, **fields: Check) -> Check:
    """Check for an object with these fields and no others, then run `extra_checks` on the object.

    A field that is None counts as absent, as in Slack.
    """

    def check(node: Node) -> None:
        if not isinstance(node.value, dict):
            node.add_problem("must be an object")
            return
        for key in required:
            if node.value.get(key) is None:
                node.add_problem(f"missing required field: {key}")
        _check_fields(node, fields)
        for extra_check in extra_checks:
            extra_check(node)

    return check


def _check_fields(node: Node, fields: Mapping[str, Check]) -> None:
    for key, value in node.value.items():
        if key != "type" and key not in fields:
            node.add_problem(f"invalid additional property: {key}")
        elif key in fields and value is not None:
            fields[key](node.at(key))


def object_by_type(checks_by_type: Mapping[str, Check]) -> Check:
    """Check an object by the check of its `type`."""

    def check(node: Node) -> None:
        if not isinstance(node.value, dict):
            node.add_problem("must be an object")
            return
        kind = node.value.get("type")
        if kind is None:
            node.add_problem("missing required field: type")
        elif not isinstance(kind, str) or kind not in checks_by_type:
            node.at("type").add_problem(f"unsupported type: {kind}")
        else:
            checks_by_type[kind](node)

    return check


def exactly_one_of(*keys: str) -> Check:
    """Check that exactly one of these fields is present."""

    def check(node: Node) -> None:
        present = [key for key in keys if node.get(key) is not None]
        if not present:
            node.add_problem(f"must provide one of: {', '.join(keys)}")
        elif len(present) > 1:
            node.add_problem(f"must provide only one of: {', '.join(keys)}")

    return check


def at_least_one_of(*keys: str) -> Check:
    """Check that at least one of these fields is present."""

    def check(node: Node) -> None:
        if all(node.get(key) is None for key in keys):
            node.add_problem(f"must provide at least one of: {', '.join(keys)}")

    return check
