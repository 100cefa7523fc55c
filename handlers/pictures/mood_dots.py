"""Draw the net mood of the stages as dots with intervals, with those of the period before.

Stages are no points in time: no line joins them.
"""

from collections.abc import Iterator, Sequence

from domain.journey_map import MapStage
from domain.reviews import StageMood
from domain.trends import MIN_NOTES, NET_RANGE, MoodSums, Verdict
from handlers.pictures import map_labels
from handlers.pictures.chart_dots import draw_dot
from handlers.pictures.palette import (
    BAD,
    BLUE,
    BODY_SIZE,
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
from handlers.pictures.shapes import Cell, Rectangle, Shape, Stroke, TextCursor
from handlers.presentation import words

PLOT_HEIGHT = 194.0
# Space for half a dot above +100 and below −100.
_SPACE = 14.0
_POINT, _PREVIOUS_POINT = 14.0, 10.0
# Of the previous period's dot to the left, and of the value to the right.
_PREVIOUS_SHIFT, _VALUE_SHIFT = 30.0, 14.0
_ARROWS = {Verdict.RISING: ("rising", GOOD), Verdict.FALLING: ("falling", BAD)}


def net_y(net: float, top: float) -> float:
    """Return the y of a net mood, clamped to −100…+100, in a plot that starts at `top`."""
    inner = PLOT_HEIGHT - 2 * _SPACE
    share = max(-1.0, min(1.0, net / NET_RANGE))
    return top + _SPACE + (1 - share) / 2 * inner


def draw_moods(stages: Sequence[MapStage], x: float, y: float, column: float) -> Cell:
    """Return the dots of both periods, `column` wide per stage, without the captions."""
    width = column * len(stages)
    shapes: list[Shape] = [*_draw_background(x, y, width)]
    for index, stage in enumerate(stages):
        shapes.extend(_draw_stage(stage.mood, x + column * (index + 0.5), y))
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


def _draw_background(x: float, y: float, width: float) -> Iterator[Shape]:
    top, zero, bottom = (net_y(net, y) for net in (NET_RANGE, 0.0, -NET_RANGE))
    yield Rectangle(x, top, width, zero - top, POSITIVE_TINT)
    yield Rectangle(x, zero, width, bottom - zero, NEGATIVE_TINT)
    yield Stroke(f"M{x:.1f} {zero:.1f}h{width:.1f}", HAIRLINE, 1.5)
    half = LABEL_SIZE * LINE_HEIGHT / 2
    for label, middle in (("+100", top + half), ("0", zero), ("−100", bottom - half)):
        cursor = TextCursor(x + GUTTER / 2, middle - half, 40)
        cursor.write(label, size=LABEL_SIZE, colour=MUTED, max_lines=1)
        yield from cursor.shapes


def _draw_stage(mood: StageMood, x: float, top: float) -> Iterator[Shape]:
    before = mood.previous
    if before.net is not None:
        y = net_y(before.net, top)
        few = _has_few_notes(before)
        yield from draw_dot(x - _PREVIOUS_SHIFT, y, _PREVIOUS_POINT, FADED, hollow=few)
    if mood.now.net is None:
        return
    y, interval = net_y(mood.now.net, top), mood.now.net_interval()
    whisker = (net_y(interval[0], top), net_y(interval[1], top)) if interval else None
    yield from draw_dot(x, y, _POINT, BLUE, hollow=_has_few_notes(mood.now), whisker=whisker)
    size = BODY_SIZE + 1
    value = TextCursor(x + _VALUE_SHIFT, y - size * LINE_HEIGHT / 2, 60)
    value.write(words.net_mood(mood.now), size=size, bold=True, max_lines=1)
    yield from value.shapes


def _has_few_notes(sums: MoodSums) -> bool:
    return sums.n < MIN_NOTES
