"""Charts as values: what a chart shows. Slack's block, pictures and pages draw the same one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.reviews import Review, StageMood
from domain.text import truncate
from domain.trends import MIN_NOTES

# Least and greatest value that an axis shows at least.
Span = tuple[float, float]

NET_MOOD_SPAN: Span = (-100.0, 100.0)

# What stays legible on a phone; Slack accepts no more either.
MAX_POINTS = 20
MAX_SERIES = 6
MAX_LABEL = 20
MAX_TITLE = 50
_MAX_DECIMALS = 4


class ChartKind(StrEnum):
    """How the series are drawn; the values are Slack's."""

    LINE = "line"
    AREA = "area"
    BAR = "bar"


@dataclass(frozen=True)
class Series:
    """One line, or bars of one colour; a value per category, None where there is none.

    Slack's charts show values alone. Drawn pictures also show the `intervals` around them, one per
    category or none at all, values with them to the whole number, and those at the indexes in
    `hollow` as based on little.
    """

    name: str
    values: tuple[float | None, ...]
    intervals: tuple[Span | None, ...] = ()
    hollow: tuple[int, ...] = ()


@dataclass(frozen=True)
class Chart:
    """One or more series over the same categories.

    Built by `build_chart`, which keeps it legible. `span` is the least the value axis shows.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    x_label: str
    y_label: str
    kind: ChartKind = ChartKind.LINE
    span: Span | None = None

    @property
    def has_bars(self) -> bool:
        """Return whether it is drawn as bars, not as lines."""
        return self.kind is ChartKind.BAR

    @property
    def has_dots(self) -> bool:
        """Return whether pictures show dots with intervals."""
        return any(one.intervals for one in self.series)

    @property
    def values(self) -> list[float]:
        """Return the values of all series, without missing ones."""
        return [value for one in self.series for value in one.values if value is not None]

    def to_value(self) -> dict[str, Any]:
        """Return the chart as JSON values, to be stored until it is drawn."""
        return {
            "title": self.title,
            "categories": list(self.categories),
            "series": [
                {
                    "name": one.name,
                    "values": list(one.values),
                    "intervals": [list(span) if span else None for span in one.intervals],
                    "hollow": list(one.hollow),
                }
                for one in self.series
            ],
            "x_label": self.x_label,
            "y_label": self.y_label,
            "kind": self.kind.value,
            "span": list(self.span) if self.span else None,
        }

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> "Chart":
        """Read what `to_value` returned, by this version or one before intervals.

        Raises ValueError for a kind without axes.
        """
        span = value["span"]
        return cls(
            title=value["title"],
            categories=tuple(value["categories"]),
            series=tuple(map(_series_from_value, value["series"])),
            x_label=value["x_label"],
            y_label=value["y_label"],
            kind=ChartKind(value["kind"]),
            span=(span[0], span[1]) if span else None,
        )


def _series_from_value(value: Mapping[str, Any]) -> Series:
    return Series(
        value["name"],
        tuple(value["values"]),
        tuple((span[0], span[1]) if span else None for span in value.get("intervals", ())),
        tuple(value.get("hollow", ())),
    )


def build_chart(
    title: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    axes: tuple[str, str],
    *,
    kind: ChartKind = ChartKind.LINE,
    span: Span | None = None,
) -> Chart:
    """Return a chart; each series has a value for every category, `axes` are the x and y labels.

    Titles and names are shortened, names made unique, and series and categories beyond
    MAX_SERIES and MAX_POINTS left out. Values that are not finite become None.
    """
    shown = series[:MAX_SERIES]
    names = shorten_labels([name for name, _ in shown])
    return Chart(
        title=truncate(title, MAX_TITLE) or "–",
        categories=tuple(shorten_labels(categories[:MAX_POINTS])),
        series=tuple(
            Series(name, tuple(map(_round_value, values[:MAX_POINTS])))
            for name, (_, values) in zip(names, shown, strict=True)
        ),
        x_label=axes[0],
        y_label=axes[1],
        kind=kind,
        span=span,
    )


def shorten_labels(names: Sequence[str]) -> list[str]:
    """Return a unique label for each name, of 1 to MAX_LABEL characters."""
    labels: list[str] = []
    for name in names:
        label = truncate(name, MAX_LABEL) or "–"
        number = 2
        while label in labels:
            suffix = f" {number}"
            label = truncate(name, MAX_LABEL - len(suffix)) + suffix
            number += 1
        labels.append(label)
    return labels


def mood_chart(review: Review) -> Chart | None:
    """Return the net mood by stage, or None without any mood.

    Stages are no points in time: no line joins them. Slack draws bars, pictures dots with their 95%
    intervals. Those with few notes are marked. The period before is included if every stage shown
    had a mood in it.
    """
    moods = [mood for mood in review.stages if mood.now.net is not None][:MAX_POINTS]
    if not moods:
        return None
    period = review.period
    series = [(period.label, [mood.now.net or 0.0 for mood in moods])]
    previous = [mood.previous.net for mood in moods if mood.previous.net is not None]
    if len(previous) == len(moods):
        series.insert(0, (period.shifted(-1).label, previous))
    chart = build_chart(
        f"Net mood by stage, {period.label}",
        [_stage_label(mood) for mood in moods],
        series,
        ("Stage", "Net mood"),
        kind=ChartKind.BAR,
        span=NET_MOOD_SPAN,
    )
    sums = [[mood.previous for mood in moods], [mood.now for mood in moods]][-len(series) :]
    with_intervals = (
        replace(
            one,
            intervals=tuple(each.net_interval() for each in those),
            hollow=tuple(at for at, each in enumerate(those) if each.n < MIN_NOTES),
        )
        for one, those in zip(chart.series, sums, strict=True)
    )
    return replace(chart, series=tuple(with_intervals))


def _stage_label(mood: StageMood) -> str:
    """Return the stage's name, with the number of notes where there are too few to judge."""
    if mood.now.n >= MIN_NOTES:
        return mood.stage.name
    few = f" ({mood.now.n})"
    return f"{truncate(mood.stage.name, MAX_LABEL - len(few))}{few}"


def note_count_chart(review: Review) -> Chart | None:
    """Return the notes by stage in this period and the one before, or None without notes."""
    if not review.notes.total or not review.stages:
        return None
    before, now = period_labels(review, 2)
    return build_chart(
        f"Notes by stage, {review.period.label}",
        [mood.stage.name for mood in review.stages],
        [
            (before, [float(mood.previous.n) for mood in review.stages]),
            (now, [float(mood.now.n) for mood in review.stages]),
        ],
        ("Stage", "Notes"),
        kind=ChartKind.BAR,
    )


def period_labels(review: Review, count: int) -> list[str]:
    """Return the labels of the last `count` periods, oldest first."""
    return [period.label for period in review.period.last(count)]


def _round_value(value: float) -> float | None:
    return round(value, _MAX_DECIMALS) if math.isfinite(value) else None
