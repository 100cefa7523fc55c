"""The mood lane: this period's curve across the stages, the last one's as its ghost."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from domain.journey_map import MapStage
from domain.reviews import StageMood
from domain.trends import Verdict
from handlers.pictures import telling
from handlers.pictures.palette import (
    BAD,
    BLUE,
    BODY,
    CARD,
    CLOUDY,
    GHOST,
    GOOD,
    GUTTER,
    HAIR,
    INK,
    LABEL,
    LINE_HEIGHT,
    MUTED,
    SMALL,
    SUNNY,
)
from handlers.pictures.shapes import Box, Cell, Pen, Shape, Sign, Text, Trace, centred
from handlers.presentation import words

PLOT = 194.0

# Room for a value label above +1 and under −1.
_HEAD = 33.0

_POINT, _GHOST_POINT, _HALO = 13.0, 9.0, 20.0

_ARROWS = {Verdict.RISING: ("rising", GOOD), Verdict.FALLING: ("falling", BAD)}

Means = Callable[[StageMood], float | None]


def height_of(value: float, y: float) -> float:
    """Where a mood of −1…+1 stands in a plot whose top is `y`."""
    inner = PLOT - 2 * _HEAD
    return y + _HEAD + (1 - max(-1.0, min(1.0, value))) / 2 * inner


def plot(stages: Sequence[MapStage], x: float, y: float, column: float) -> Cell:
    """The curves in a field as wide as the stages, without the words under them."""
    width = column * len(stages)
    moods = [stage.mood for stage in stages]
    middles = [x + column * (index + 0.5) for index in range(len(stages))]
    shapes: list[Shape] = [*_ground(x, y, width)]
    for mean, ink, thickness, dashes in (
        (_before, GHOST, 2.5, "7 6"),
        (_now, BLUE, 4.0, "none"),
    ):
        path = _path(moods, middles, y, mean)
        if path:
            shapes.append(Trace(path, ink, thickness, dashes))
    for mood, middle in zip(moods, middles, strict=True):
        shapes.extend(_points(mood, middle, y, column))
    return Cell(x, y, width, PLOT, tuple(shapes))


def caption(pen: Pen, mood: StageMood) -> None:
    """How many notes, what it was, and what may be said of the change."""
    pen.write(telling.heard(mood), bold=bool(mood.now.n), ink=INK if mood.now.n else MUTED)
    pen.write(telling.before(mood), size=SMALL, ink=MUTED, most=2)
    sign, ink = _ARROWS.get(mood.change.verdict, ("", MUTED))
    indent = 0.0
    if sign:
        pen.sign(sign, BODY, ink)
        indent = BODY + 5
    said = telling.verdict(mood)
    pen.write(said, size=BODY if sign else SMALL, ink=ink, bold=bool(sign), indent=indent)


def _now(mood: StageMood) -> float | None:
    return mood.now.mean


def _before(mood: StageMood) -> float | None:
    return mood.previous.mean


def _ground(x: float, y: float, width: float) -> Iterable[Shape]:
    top, zero, bottom = (height_of(value, y) for value in (1.0, 0.0, -1.0))
    yield Box(x, top, width, zero - top, SUNNY)
    yield Box(x, zero, width, bottom - zero, CLOUDY)
    yield Trace(f"M{x:.1f} {zero:.1f}h{width:.1f}", HAIR, 1.5)
    half = LABEL * LINE_HEIGHT / 2
    for label, at in (("+1", top + half), ("0", zero), ("−1", bottom - half)):
        pen = Pen(x + GUTTER / 2, at - half, 24)
        pen.write(label, size=LABEL, ink=MUTED, most=1)
        yield from pen.shapes


def _path(moods: Sequence[StageMood], middles: Sequence[float], y: float, mean: Means) -> str:
    """Smooth through neighbours, and nothing where a stage has no notes."""
    points = [
        (middle, None if (value := mean(mood)) is None else height_of(value, y))
        for mood, middle in zip(moods, middles, strict=True)
    ]
    parts = []
    for known, group in groupby(points, key=lambda point: point[1] is not None):
        if known:
            parts.append(_curve([(at, height) for at, height in group if height is not None]))
    return " ".join(part for part in parts if part)


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Level at every point, so that it never rises above or falls below what is known."""
    if len(points) < 2:
        return ""
    (at, height), *others = points
    path = [f"M{at:.1f} {height:.1f}"]
    for next_at, next_height in others:
        half = (at + next_at) / 2
        path.append(
            f"C{half:.1f} {height:.1f} {half:.1f} {next_height:.1f} {next_at:.1f} {next_height:.1f}"
        )
        at, height = next_at, next_height
    return "".join(path)


def _points(mood: StageMood, middle: float, y: float, column: float) -> Iterable[Shape]:
    ghost = None if mood.previous.mean is None else height_of(mood.previous.mean, y)
    if ghost is not None:
        yield _dot("dot", middle, ghost, _GHOST_POINT, GHOST)
    if mood.now.mean is None:
        return
    height = height_of(mood.now.mean, y)
    yield _dot("dot", middle, height, _HALO, CARD)
    yield _dot("dot", middle, height, _POINT, BLUE)
    yield from _label(words.signed(mood.now.mean), middle, height, ghost, column)


def _label(
    value: str, middle: float, height: float, ghost: float | None, column: float
) -> Iterable[Text | Box]:
    """On the side of the point that the last period's is not on."""
    above = ghost is None or ghost >= height
    size = BODY + 1
    y = height - 10 - size * LINE_HEIGHT if above else height + 10
    for text in centred(value, middle, y, column, size=size, ink=INK, bold=True):
        yield Box(text.x - 4, text.y + 2, text.width + 8, text.height - 3, CARD, 4, 0.8)
        yield text


def _dot(name: str, x: float, y: float, size: float, ink: str) -> Sign:
    return Sign(name, x - size / 2, y - size / 2, size, ink)
