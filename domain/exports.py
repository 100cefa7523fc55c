"""What a person typed after `/journey export`, read."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import BadInputError
from domain.periods import looks_like_period


class ExportContent(StrEnum):
    """What of a journey can be exported: rows of many things, or one review as it reads."""

    NOTES = "notes"
    READINGS = "readings"
    REVIEWS = "reviews"
    REVIEW = "review"


class ExportFormat(StrEnum):
    """As what, which is also how the name of the file ends; a canvas is none."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    CANVAS = "canvas"


ROW_FORMATS = (ExportFormat.CSV, ExportFormat.JSON_LINES)


# The first is the usual one.
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
    "key. All three may be left out: that is the notes of this channel's journey as csv. One "
    "review is `/journey export review 2026-Q3`, then html, csv, md, json or canvas."
)


@dataclass(frozen=True)
class ExportRequest:
    """What somebody wants exported; `journey` is a key as typed, null for the one meant here.

    `period` is one as typed, null for the running one and for what is no review.
    """

    what: ExportContent = ExportContent.NOTES
    form: ExportFormat = ExportFormat.CSV
    journey: str | None = None
    period: str | None = None


def parse_export(typed: str) -> ExportRequest:
    """Read `[notes|readings|reviews] [csv|jsonl] [KEY]` or `review [PERIOD] [FORM] [KEY]`.

    In whatever order; a period, or a form that only a review has, says that one is meant. A second
    word of a sort is a journey's key: one may be called `notes`. Raises BadInputError for more
    words than that, and for a form or period that what is meant does not have.
    """
    what: ExportContent | None = None
    form: ExportFormat | None = None
    period: str | None = None
    journey: str | None = None
    for word in typed.casefold().split():
        if what is None and word in tuple(ExportContent):
            what = ExportContent(word)
        elif form is None and word in _FORMATS_BY_WORD:
            form = _FORMATS_BY_WORD[word]
        elif period is None and looks_like_period(word):
            period = word
        elif journey is None:
            journey = word
        else:
            raise BadInputError(f"“{word[:40]}” was not understood. {USAGE_HINT}")
    return _build_request(what or _guess_content(form, period), form, journey, period)


def _guess_content(form: ExportFormat | None, period: str | None) -> ExportContent:
    rows = form is None or form in ROW_FORMATS
    return ExportContent.NOTES if period is None and rows else ExportContent.REVIEW


def _build_request(
    what: ExportContent, form: ExportFormat | None, journey: str | None, period: str | None
) -> ExportRequest:
    forms = FORMATS_BY_CONTENT[what]
    if form is not None and form not in forms:
        possible = " or ".join((", ".join(forms[:-1]), forms[-1]))
        named = "A review" if what is ExportContent.REVIEW else what.value.capitalize()
        raise BadInputError(f"{named} cannot be exported as {form}, but as {possible}.")
    if period is not None and what is not ExportContent.REVIEW:
        raise BadInputError(
            f"{what.value.capitalize()} are exported whole; a period is for one review: "
            f"`/journey export review {period[:40]}`."
        )
    return ExportRequest(what, form or forms[0], journey, period)
