"""What a chart shows, read from the block Slack would draw it from."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("line", "area", "bar")


@dataclass(frozen=True)
class Series:
    """One line or colour of bars; a value for every category, null where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of one or more series over the same categories; `bars` tells how they are drawn."""

    title: str
    bars: bool
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    x_label: str
    y_label: str

    @property
    def values(self) -> list[float]:
        """All the values there are."""
        return [value for one in self.series for value in one.values if value is not None]


def read_chart(block: Mapping[str, Any]) -> Chart:
    """The chart of a `data_visualization` block; an area chart is drawn as lines.

    Raises ValueError for another kind, which has no axes.
    """
    drawn = block["chart"]
    if drawn["type"] not in KINDS:
        raise ValueError(f"no axes for a {drawn['type']} chart")
    axes = drawn["axis_config"]
    categories = tuple(axes["categories"])
    return Chart(
        title=block["title"],
        bars=drawn["type"] == "bar",
        categories=categories,
        series=tuple(Series(one["name"], _values(one, categories)) for one in drawn["series"]),
        x_label=axes.get("x_label", ""),
        y_label=axes.get("y_label", ""),
    )


def _values(series: Mapping[str, Any], categories: Sequence[str]) -> tuple[float | None, ...]:
    known = {point["label"]: float(point["value"]) for point in series["data"]}
    found = (known.get(category) for category in categories)
    return tuple(value if value is not None and math.isfinite(value) else None for value in found)
