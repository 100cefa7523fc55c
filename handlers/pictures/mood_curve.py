"""Draw the mood of the stages as a curve, with that of the previous period behind it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from domain.journey_map import MapStage
from domain.reviews import StageMood
from domain.trends import Verdict
from handlers.pictures import map_labels
from handlers.pictures.palette import (
    BAD,
    BLUE,
    BODY_SIZE,
    CARD,
    FADED,
    GOOD,
    GUTTER,
    HAIRLINE,
    INK,
    LABEL_SIZE,
    LINE_HEIGHT,
    MUTED,
    NEGATIVE_TINT,
    POSITIVE_TINT,
    SMALL_SIZE,
)
from handlers.pictures.shapes import (
    Cell,
    Icon,
    Rectangle,
    Shape,
    Stroke,
    Text,
    TextCursor,
    centred_text,
)
from handlers.presentation import words

PLOT_HEIGHT = 194.0
# Space for a value label above +1 and below −1.
_LABEL_SPACE = 33.0
_POINT, _PREVIOUS_POINT, _HALO = 13.0, 9.0, 20.0
_ARROWS = {Verdict.RISING: ("rising", GOOD), Verdict.FALLING: ("falling", BAD)}
GetMean = Callable[[StageMood], float | None]


def mood_y(mood: float, top: float) -> float:
    """Return the y of a mood of −1…+1 in a plot that starts at `top`; others are clamped."""
    inner = PLOT_HEIGHT - 2 * _LABEL_SPACE
    return top + _LABEL_SPACE + (1 - max(-1.0, min(1.0, mood))) / 2 * inner


def draw_mood_curve(stages: Sequence[MapStage], x: float, y: float, column: float) -> Cell:
    """Return the curves of both periods, `column` wide per stage, without the captions."""
    width = column * len(stages)
    moods = [stage.mood for stage in stages]
    middles = [x + column * (index + 0.5) for index in range(len(stages))]
    shapes: list[Shape] = [*_draw_background(x, y, width)]
    for get_mean, colour, thickness, dashes in (
        (_previous_mean, FADED, 2.5, "7 6"),
        (_current_mean, BLUE, 4.0, "none"),
    ):
        path = _curve_path(moods, middles, y, get_mean)
        if path:
            shapes.append(Stroke(path, colour, thickness, dashes))
    for mood, middle in zip(moods, middles, strict=True):
        shapes.extend(_draw_points(mood, middle, y, column))
    return Cell(x, y, width, PLOT_HEIGHT, tuple(shapes))


def draw_mood_caption(cursor: TextCursor, mood: StageMood) -> None:
    """Draw the number of notes, the previous mood and the verdict on the change."""
    has_notes = bool(mood.now.n)
    count = map_labels.format_note_count(mood)
    cursor.write(count, bold=has_notes, colour=INK if has_notes else MUTED)
    previous = map_labels.format_previous_mood(mood)
    cursor.write(previous, size=SMALL_SIZE, colour=MUTED, max_lines=2)
    arrow, colour = _ARROWS.get(mood.change.verdict, ("", MUTED))
    indent = 0.0
    if arrow:
        cursor.icon(arrow, BODY_SIZE, colour)
        indent = BODY_SIZE + 5
    verdict = map_labels.format_verdict(mood)
    size = BODY_SIZE if arrow else SMALL_SIZE
    cursor.write(verdict, size=size, colour=colour, bold=bool(arrow), indent=indent)


def _current_mean(mood: StageMood) -> float | None:
    return mood.now.mean


def _previous_mean(mood: StageMood) -> float | None:
    return mood.previous.mean


def _draw_background(x: float, y: float, width: float) -> Iterator[Shape]:
    top, zero, bottom = (mood_y(mood, y) for mood in (1.0, 0.0, -1.0))
    yield Rectangle(x, top, width, zero - top, POSITIVE_TINT)
    yield Rectangle(x, zero, width, bottom - zero, NEGATIVE_TINT)
    yield Stroke(f"M{x:.1f} {zero:.1f}h{width:.1f}", HAIRLINE, 1.5)
    half = LABEL_SIZE * LINE_HEIGHT / 2
    for label, middle in (("+1", top + half), ("0", zero), ("−1", bottom - half)):
        cursor = TextCursor(x + GUTTER / 2, middle - half, 24)
        cursor.write(label, size=LABEL_SIZE, colour=MUTED, max_lines=1)
        yield from cursor.shapes


def _curve_path(
    moods: Sequence[StageMood], middles: Sequence[float], top: float, get_mean: GetMean
) -> str:
    """Return a smooth path through neighbouring stages, with a gap where one has no notes."""
    points = [
        (middle, None if (mean := get_mean(mood)) is None else mood_y(mean, top))
        for mood, middle in zip(moods, middles, strict=True)
    ]
    parts = []
    for has_mean, group in groupby(points, key=lambda point: point[1] is not None):
        if has_mean:
            parts.append(_smooth_path([(x, y) for x, y in group if y is not None]))
    return " ".join(part for part in parts if part)


def _smooth_path(points: Sequence[tuple[float, float]]) -> str:
    """Return a path that is level at every point, so that it never overshoots the values."""
    if len(points) < 2:
        return ""
    (x, y), *others = points
    path = [f"M{x:.1f} {y:.1f}"]
    for next_x, next_y in others:
        half = (x + next_x) / 2
        path.append(f"C{half:.1f} {y:.1f} {half:.1f} {next_y:.1f} {next_x:.1f} {next_y:.1f}")
        x, y = next_x, next_y
    return "".join(path)


def _draw_points(mood: StageMood, x: float, top: float, column: float) -> Iterator[Shape]:
    previous = None if mood.previous.mean is None else mood_y(mood.previous.mean, top)
    if previous is not None:
        yield _dot(x, previous, _PREVIOUS_POINT, FADED)
    if mood.now.mean is None:
        return
    y = mood_y(mood.now.mean, top)
    yield _dot(x, y, _HALO, CARD)
    yield _dot(x, y, _POINT, BLUE)
    yield from _draw_value(words.signed(mood.now.mean), x, y, previous, column)


def _draw_value(
    text: str, x: float, point_y: float, previous_y: float | None, column: float
) -> Iterator[Text | Rectangle]:
    """Yield the value label, on the side of the point away from the previous period's."""
    above = previous_y is None or previous_y >= point_y
    size = BODY_SIZE + 1
    y = point_y - 10 - size * LINE_HEIGHT if above else point_y + 10
    for label in centred_text(text, x, y, column, size=size, colour=INK, bold=True):
        yield Rectangle(label.x - 4, label.y + 2, label.width + 8, label.height - 3, CARD, 4, 0.8)
        yield label


def _dot(x: float, y: float, size: float, colour: str) -> Icon:
    return Icon("dot", x - size / 2, y - size / 2, size, colour)
