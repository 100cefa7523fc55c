"""A node of a JSON document, and the checks from which the limits are built."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rules:
    """What differs from one surface or workspace to another.

    `surface` is "message", "modal" or "home". Without `data_blocks` the workspace is one where the
    blocks of 2026 (charts, data tables, containers, cards, ...) have not been rolled out.
    """

    surface: str = "message"
    data_blocks: bool = True
    action_ids_unique_in: str = "block"


@dataclass(frozen=True)
class Spot:
    """A value, its JSON pointer, and the list its problems go to (shared by the whole document)."""

    value: Any
    pointer: str
    problems: list[str]
    rules: Rules

    def refuse(self, why: str) -> None:
        """Note a problem the way Slack words it in `response_metadata.messages`."""
        self.problems.append(f"{why} [json-pointer:{self.pointer}]")

    def at(self, key: str | int) -> "Spot":
        """The spot one step deeper; its value is None where nothing stands."""
        return Spot(self._under(key), f"{self.pointer}/{key}", self.problems, self.rules)

    def each(self) -> Iterator["Spot"]:
        """The items of a list; nothing for anything else."""
        if isinstance(self.value, list):
            for index in range(len(self.value)):
                yield self.at(index)

    def get(self, key: str) -> Any:
        """The value under `key` of an object, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def _under(self, key: str | int) -> Any:
        if isinstance(self.value, dict):
            return self.value.get(key)
        if isinstance(self.value, list) and isinstance(key, int):
            return self.value[key]
        return None


Check = Callable[[Spot], None]


def anything(_: Spot) -> None:
    """A field whose content Slack does not judge."""


def flag(spot: Spot) -> None:
    """true or false."""
    if not isinstance(spot.value, bool):
        spot.refuse("must be a valid boolean")


def string(most: int | None = None, least: int = 1) -> Check:
    """A string of `least` to `most` characters, measured on the text as sent (escaped)."""

    def check(spot: Spot) -> None:
        if not isinstance(spot.value, str):
            spot.refuse("must be a string")
        elif len(spot.value) < least:
            spot.refuse(f"must be more than {least - 1} characters")
        elif most is not None and len(spot.value) > most:
            spot.refuse(f"must be less than {most + 1} characters")

    return check


def integer(least: int | None = None, most: int | None = None) -> Check:
    """A whole number between `least` and `most`, both included."""

    def check(spot: Spot) -> None:
        if isinstance(spot.value, bool) or not isinstance(spot.value, int):
            spot.refuse("must be an integer")
        elif least is not None and spot.value < least:
            spot.refuse(f"must be greater than or equal to {least}")
        elif most is not None and spot.value > most:
            spot.refuse(f"must be less than or equal to {most}")

    return check


def number(spot: Spot) -> None:
    """A finite number."""
    value = spot.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        spot.refuse("must be a finite number")


def choice(*allowed: str) -> Check:
    """One of a few words."""

    def check(spot: Spot) -> None:
        if spot.value not in allowed:
            spot.refuse(f"must be one of: {', '.join(allowed)}")

    return check


def items(check: Check, *, least: int = 1, most: int | None = None) -> Check:
    """A list of `least` to `most` items, each checked."""

    def check_items(spot: Spot) -> None:
        if not isinstance(spot.value, list):
            spot.refuse("must be an array")
            return
        if len(spot.value) < least:
            spot.refuse(f"no fewer than {least} items allowed")
        if most is not None and len(spot.value) > most:
            spot.refuse(f"no more than {most} items allowed")
        for item in spot.each():
            check(item)

    return check_items


def shape(required: tuple[str, ...] = (), *also: Check, **fields: Check) -> Check:
    """An object with these fields and no others; `also` sees the whole object afterwards.

    A field that is null counts as absent, as Slack counts it.
    """

    def check(spot: Spot) -> None:
        if not isinstance(spot.value, dict):
            spot.refuse("must be an object")
            return
        for key in required:
            if spot.value.get(key) is None:
                spot.refuse(f"missing required field: {key}")
        _check_fields(spot, fields)
        for more in also:
            more(spot)

    return check


def _check_fields(spot: Spot, fields: Mapping[str, Check]) -> None:
    for key, value in spot.value.items():
        if key != "type" and key not in fields:
            spot.refuse(f"invalid additional property: {key}")
        elif key in fields and value is not None:
            fields[key](spot.at(key))


def tagged(family: Mapping[str, Check]) -> Check:
    """An object that says by its `type` which member of the family it is."""

    def check(spot: Spot) -> None:
        if not isinstance(spot.value, dict):
            spot.refuse("must be an object")
            return
        kind = spot.value.get("type")
        if kind is None:
            spot.refuse("missing required field: type")
        elif not isinstance(kind, str) or kind not in family:
            spot.at("type").refuse(f"unsupported type: {kind}")
        else:
            family[kind](spot)

    return check


def exactly_one_of(*keys: str) -> Check:
    """One of these fields, never two and never none."""

    def check(spot: Spot) -> None:
        present = [key for key in keys if spot.get(key) is not None]
        if not present:
            spot.refuse(f"must provide one of: {', '.join(keys)}")
        elif len(present) > 1:
            spot.refuse(f"must provide only one of: {', '.join(keys)}")

    return check


def at_least_one_of(*keys: str) -> Check:
    """One of these fields or several."""

    def check(spot: Spot) -> None:
        if all(spot.get(key) is None for key in keys):
            spot.refuse(f"must provide at least one of: {', '.join(keys)}")

    return check
