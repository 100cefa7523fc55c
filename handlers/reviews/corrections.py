"""The message in a review's thread that lists figures which changed after it was posted."""

import re
from collections.abc import Sequence
from typing import Any

from bot.ports import Payload
from domain.journeys import Journey
from domain.kpis import Unit, format_value, precision_beside
from domain.posted_reviews import CorrectedFigure, Figures, PostedReviewCorrection
from domain.text import shorten
from handlers.presentation import words
from handlers.slack import kit

MAX_LINES = 20

MAX_NAME = 60

MAX_TITLE = 90

# Where a message keeps its lines, and where older versions kept theirs, with other words.
LINES = "corrections"
OLD_LINES = "told"
_OLD_SEVERITY = re.compile(r"( notes?, )(?:weight )?(?=\d+[).])")

SAME_AS_POSTED = "The figures match the posted review again."


def corrections_message(
    journey: Journey, corrections: Sequence[PostedReviewCorrection]
) -> dict[str, Any]:
    """Return the message; `lists_same_corrections` compares two of them."""
    lines = correction_lines(journey, corrections)
    headline = "Since this review was posted, its figures changed:" if lines else SAME_AS_POSTED
    items = [kit.line(line) for line in lines[:MAX_LINES]]
    if len(lines) > MAX_LINES:
        items.append(kit.line(f"… and {len(lines) - MAX_LINES} more."))
    bullets = [kit.bullets(items)] if items else []
    blocks = [
        kit.rich(kit.line(f"✏️ {headline}"), *bullets),
        kit.context("The posted review won't change; `/journey review` shows today's figures."),
    ]
    return {**kit.message(" ".join([headline, *lines[:3]]), blocks), LINES: "\n".join(lines)}


def lists_same_corrections(one: Payload, other: Payload) -> bool:
    """Whether two messages list the same corrections, also if older versions made them."""
    return _lines_of(one) == _lines_of(other)


def _lines_of(message: Payload) -> str:
    if LINES in message:
        return str(message[LINES])
    return _OLD_SEVERITY.sub(r"\1total severity ", str(message[OLD_LINES]))


def correction_lines(journey: Journey, corrections: Sequence[PostedReviewCorrection]) -> list[str]:
    """Return one line a correction, with the figure as it is now and as it was posted.

    Whoever rewords a line lets `lists_same_corrections` read the old words too: it says whether a
    correction was posted already, maybe by an older version.
    """
    return [_correction_line(journey, one) for one in corrections]


def _correction_line(journey: Journey, correction: PostedReviewCorrection) -> str:
    if correction.what is CorrectedFigure.PAIN:
        return _pain_line(correction)
    # A stage, a KPI and the counts are there before and after.
    before, after = correction.before or {}, correction.after or {}
    if correction.what is CorrectedFigure.NOTES:
        return f"Notes: {_format_counts(after)}; posted as {_format_counts(before)}."
    if correction.what is CorrectedFigure.STAGE:
        name = kit.cut(str(after["name"]), MAX_NAME)
        return f"{name}: mood {_format_mood(after)}; posted as {_format_mood(before)}."
    name = kit.cut(words.kpi_name_from_keys(journey, after["stage"], str(after["key"])), MAX_NAME)
    return f"{name}: {_format_reading(after)}; posted as {_format_reading(before)}."


def _pain_line(correction: PostedReviewCorrection) -> str:
    before, after = correction.before, correction.after
    if after is None:
        return f"Pain no longer there: {_format_pain(before or {})}."
    if before is None:
        return f"Pain not posted: {_format_pain(after)}."
    if before["title"] != after["title"]:
        return f"Pain {_format_pain(after)}; posted as {_format_pain(before)}."
    return f"Pain {_format_pain(after)}; posted with {_format_size(before)}."


def _format_pain(pain: Figures) -> str:
    return f"“{shorten(pain['title'], MAX_TITLE)}” ({_format_size(pain)})"


def _format_size(pain: Figures) -> str:
    return f"{words.notes(pain['n'])}, total severity {pain['score']}"


def _format_counts(notes: Figures) -> str:
    # Reviews posted by older versions have no count of unsupported languages.
    unsupported = notes.get("unread_language", 0)
    counts = f"{notes['total']}, {notes['unsorted']} of them unsorted"
    return f"{counts}, {unsupported} in a language not supported" if unsupported else counts


def _format_mood(stage: Figures) -> str:
    return f"{words.signed(stage['mean'])} (n={stage['n']}, {stage['change']['verdict']})"


def _format_reading(kpi: Figures) -> str:
    value = kpi["last"]
    unit = Unit(kpi["unit"])
    precision = 2 if value is None else precision_beside(value, kpi["target"], unit)
    shown = "–" if value is None else format_value(value, unit, precision=precision)
    return f"{shown} ({kpi['status']})"
