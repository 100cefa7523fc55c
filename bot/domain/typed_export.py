"""What a person typed after `/journey export`, read."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import BadInputError
from bot.domain.typed_period import looks_like_period


class Exported(StrEnum):
    """What of a journey can be exported: rows of many things, or one review as it reads."""

    NOTES = "notes"
    READINGS = "readings"
    REVIEWS = "reviews"
    REVIEW = "review"


class ExportForm(StrEnum):
    """As what, which is also how the name of the file ends; a canvas is none."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    CANVAS = "canvas"


ROWS = (ExportForm.CSV, ExportForm.JSON_LINES)
# The first is the usual one.
FORMS_OF: dict[Exported, tuple[ExportForm, ...]] = {
    Exported.NOTES: ROWS,
    Exported.READINGS: ROWS,
    Exported.REVIEWS: ROWS,
    Exported.REVIEW: (
        ExportForm.HTML,
        ExportForm.CSV,
        ExportForm.MARKDOWN,
        ExportForm.JSON,
        ExportForm.CANVAS,
    ),
}
_FORMS = {**{form.value: form for form in ExportForm}, "markdown": ExportForm.MARKDOWN}
POSSIBLE = (
    "Type `/journey export`, then notes, readings or reviews, then csv or jsonl, then a journey's "
    "key. All three may be left out: that is the notes of this channel's journey as csv. One "
    "review is `/journey export review 2026-Q3`, then html, csv, md, json or canvas."
)


@dataclass(frozen=True)
class ExportWish:
    """What somebody wants exported; `journey` is a key as typed, null for the one meant here.

    `period` is one as typed, null for the running one and for what is no review.
    """

    what: Exported = Exported.NOTES
    form: ExportForm = ExportForm.CSV
    journey: str | None = None
    period: str | None = None


def read_export(typed: str) -> ExportWish:
    """Read `[notes|readings|reviews] [csv|jsonl] [KEY]` or `review [PERIOD] [FORM] [KEY]`.

    In whatever order; a period, or a form that only a review has, says that one is meant. A second
    word of a sort is a journey's key: one may be called `notes`. Raises BadInputError for more
    words than that, and for a form or period that what is meant does not have.
    """
    what: Exported | None = None
    form: ExportForm | None = None
    period: str | None = None
    journey: str | None = None
    for word in typed.casefold().split():
        if what is None and word in tuple(Exported):
            what = Exported(word)
        elif form is None and word in _FORMS:
            form = _FORMS[word]
        elif period is None and looks_like_period(word):
            period = word
        elif journey is None:
            journey = word
        else:
            raise BadInputError(f"“{word[:40]}” was not understood. {POSSIBLE}")
    return _checked(what or _meant(form, period), form, journey, period)


def _meant(form: ExportForm | None, period: str | None) -> Exported:
    rows = form is None or form in ROWS
    return Exported.NOTES if period is None and rows else Exported.REVIEW


def _checked(
    what: Exported, form: ExportForm | None, journey: str | None, period: str | None
) -> ExportWish:
    forms = FORMS_OF[what]
    if form is not None and form not in forms:
        possible = " or ".join((", ".join(forms[:-1]), forms[-1]))
        named = "A review" if what is Exported.REVIEW else what.value.capitalize()
        raise BadInputError(f"{named} cannot be exported as {form}, but as {possible}.")
    if period is not None and what is not Exported.REVIEW:
        raise BadInputError(
            f"{what.value.capitalize()} are exported whole; a period is for one review: "
            f"`/journey export review {period[:40]}`."
        )
    return ExportWish(what, form or forms[0], journey, period)
