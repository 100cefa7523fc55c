"""Parse what a person typed after `/journey export`."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import BadInputError
from domain.periods import looks_like_period


class ExportContent(StrEnum):
    """What can be exported: rows of all notes, readings or posted reviews, or one review."""

    NOTES = "notes"
    READINGS = "readings"
    REVIEWS = "reviews"
    REVIEW = "review"


class ExportFormat(StrEnum):
    """The format of an export, and the extension of its file; a canvas is not a file."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    CANVAS = "canvas"


ROW_FORMATS = (ExportFormat.CSV, ExportFormat.JSON_LINES)


# The first is the default.
FORMATS_BY_CONTENT: dict[ExportContent, tuple[ExportFormat, ...]] = {
    ExportContent.NOTES: ROW_FORMATS,
    ExportContent.READINGS: ROW_FORMATS,
    ExportContent.REVIEWS: ROW_FORMATS,
    ExportContent.REVIEW: (
        ExportFormat.HTML,
        ExportFormat.CSV,
        ExportFormat.MARKDOWN,
        ExportFormat.JSON,
        ExportFormat.CANVAS,
    ),
}


_FORMATS_BY_WORD = {
    **{form.value: form for form in ExportFormat},
    "markdown": ExportFormat.MARKDOWN,
}


USAGE_HINT = (
    "Type `/journey export`, then notes, readings or reviews, then csv or jsonl, then a journey's "
    "key. `/journey export` alone gives you the notes of this channel's journey as csv. For one "
    "review, type `/journey export review 2026-Q3`, then html, csv, md, json or canvas."
)


@dataclass(frozen=True)
class ExportRequest:
    """A parsed request; `journey` is a key as typed, None for the channel's journey.

    `period` is as typed, None for the current one and for content that is not a review.
    """

    content: ExportContent = ExportContent.NOTES
    format: ExportFormat = ExportFormat.CSV
    journey: str | None = None
    period: str | None = None


def parse_export(typed: str) -> ExportRequest:
    """Parse `[notes|readings|reviews] [csv|jsonl] [KEY]` or `review [PERIOD] [FORMAT] [KEY]`.

    In any order; a period, or a format that only reviews have, means a review. A second word of a
    sort is a journey's key, because a journey may be called `notes`. Raises BadInputError for
    other words, and for a format or period that the content does not have.
    """
    content: ExportContent | None = None
    format_: ExportFormat | None = None
    period: str | None = None
    journey: str | None = None
    for word in typed.casefold().split():
        if content is None and word in tuple(ExportContent):
            content = ExportContent(word)
        elif format_ is None and word in _FORMATS_BY_WORD:
            format_ = _FORMATS_BY_WORD[word]
        elif period is None and looks_like_period(word):
            period = word
        elif journey is None:
            journey = word
        else:
            raise BadInputError(f"I don't know “{word[:40]}”. {USAGE_HINT}")
    return _build_request(content or _guess_content(format_, period), format_, journey, period)


def _guess_content(format_: ExportFormat | None, period: str | None) -> ExportContent:
    is_rows = format_ is None or format_ in ROW_FORMATS
    return ExportContent.NOTES if period is None and is_rows else ExportContent.REVIEW


def _build_request(
    content: ExportContent,
    format_: ExportFormat | None,
    journey: str | None,
    period: str | None,
) -> ExportRequest:
    formats = FORMATS_BY_CONTENT[content]
    name = content.value.capitalize()
    if format_ is not None and format_ not in formats:
        possible = " or ".join((", ".join(formats[:-1]), formats[-1]))
        subject = "A review" if content is ExportContent.REVIEW else name
        raise BadInputError(f"{subject} cannot be exported as {format_}, only as {possible}.")
    if period is not None and content is not ExportContent.REVIEW:
        raise BadInputError(
            f"{name} are exported as a whole, without a period. For one review, type "
            f"`/journey export review {period[:40]}`."
        )
    return ExportRequest(content, format_ or formats[0], journey, period)
