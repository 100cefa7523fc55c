"""What a person typed after `/journey export`, read."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import BadInputError


class Exported(StrEnum):
    """What of a journey can be exported."""

    NOTES = "notes"
    READINGS = "readings"
    REVIEWS = "reviews"


class ExportForm(StrEnum):
    """As what, which is also how the name of the file ends."""

    CSV = "csv"
    JSON_LINES = "jsonl"


POSSIBLE = (
    "Type `/journey export`, then notes, readings or reviews, then csv or jsonl, then a journey's "
    "key. All three may be left out: that is the notes of this channel's journey as csv."
)


@dataclass(frozen=True)
class ExportWish:
    """What somebody wants exported; `journey` is a key as typed, null for the one meant here."""

    what: Exported = Exported.NOTES
    form: ExportForm = ExportForm.CSV
    journey: str | None = None


def read_export(typed: str) -> ExportWish:
    """Read `[notes|readings|reviews] [csv|jsonl] [KEY]`, in whatever order.

    A second word of a sort is a journey's key: one may be called `notes`. Raises BadInputError for
    more words than that.
    """
    what: Exported | None = None
    form: ExportForm | None = None
    journey: str | None = None
    for word in typed.casefold().split():
        if what is None and word in tuple(Exported):
            what = Exported(word)
        elif form is None and word in tuple(ExportForm):
            form = ExportForm(word)
        elif journey is None:
            journey = word
        else:
            raise BadInputError(f"“{word[:40]}” was not understood. {POSSIBLE}")
    return ExportWish(what or Exported.NOTES, form or ExportForm.CSV, journey)
