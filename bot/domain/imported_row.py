"""A row of somebody's file, read as a note."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import BadInputError
from bot.domain.imported_cells import (
    key_of,
    moment,
    named,
    plain_number,
    read_optional,
    source_of,
    user_id,
    whole,
)
from bot.domain.names import slug
from bot.domain.notes import (
    KINDS,
    MAX_TEXT,
    NoteDetails,
    NoteKind,
    channel_named,
    feeling_named,
    severity_named,
)
from bot.domain.periods import FiscalCalendar
from bot.domain.sentiment import Score, label_of, mood_of, quantised
from bot.domain.texts import shortened
from bot.domain.typed_note import WORD_HINTS

# What says that a score was not computed here but came with the row.
KEPT_SCORE = "imported"
# What was meant for a stage is shown in the tray; more of it helps nobody.
MAX_STAGE = 200
# More than any team has; a number beyond is some other column's.
MAX_PEOPLE, MAX_DIGITS = 1_000_000, 7
_KINDS = {
    **KINDS,
    "pains": NoteKind.PAIN_POINT,
    "pain-points": NoteKind.PAIN_POINT,
    "painpoints": NoteKind.PAIN_POINT,
    "problem": NoteKind.PAIN_POINT,
    "complaint": NoteKind.PAIN_POINT,
    "touchpoints": NoteKind.TOUCHPOINT,
    "touch-point": NoteKind.TOUCHPOINT,
    "opportunities": NoteKind.OPPORTUNITY,
    "idea": NoteKind.OPPORTUNITY,
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_LINK = re.compile(r"https://[^\s<>|]{1,2000}")


@dataclass(frozen=True)
class Row:
    """A row of a file. `line` is the first of its lines, counted from 1.

    `cells` are the fields that hold something, as clean text; `problem` says why there are none.
    """

    line: int
    cells: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with the row that begins in a line, as a sentence."""

    line: int
    sentence: str


@dataclass(frozen=True)
class ImportedNote:
    """A note of a file. `kind` null lets the mood decide; `stage` is as written.

    `score` null means that the text is still to be scored; `mood` −1…+1 goes with a score.
    `created_at` is null where the file does not say when it was noted. `supporters` counts who
    has seen it too beside the author.
    """

    kind: NoteKind | None
    text: str
    stage: str | None
    details: NoteDetails
    score: Score | None
    mood: float | None
    author: str | None
    permalink: str | None
    occurred_at: datetime
    created_at: datetime | None
    supporters: int = 0


def read_imported_note(
    cells: Mapping[str, str], calendar: FiscalCalendar, now: datetime
) -> ImportedNote:
    """Read a row's cells; raises BadInputError with a sentence for what cannot be read.

    What happened at an unsaid time happened when it was noted, else `now`.
    """
    text = cells.get("text", "")
    if not text:
        raise BadInputError("there is no text; write what happened.")
    if len(text) > MAX_TEXT:
        raise BadInputError(f"the text has {len(text):,} characters; {MAX_TEXT:,} is the most.")
    details = _details(cells)
    score = _kept_score(cells)
    created_at = read_optional(cells, "created_at", lambda cell: moment(cell, calendar, now))
    happened = read_optional(cells, "occurred_at", lambda cell: moment(cell, calendar, now))
    return ImportedNote(
        kind=named(cells, "kind", kind_named, "touchpoint, pain point or opportunity"),
        text=text,
        stage=shortened(cells["stage"], MAX_STAGE) if "stage" in cells else None,
        details=details,
        score=score,
        mood=_mood(cells, details.feeling, score),
        author=user_id(cells),
        permalink=cells["permalink"] if _LINK.fullmatch(cells.get("permalink", "")) else None,
        occurred_at=happened or created_at or now,
        created_at=created_at,
        supporters=_people(cells) - 1,
    )


def kind_named(typed: str) -> NoteKind | None:
    """The kind somebody meant (`Pain`, `idea`), or null."""
    return _KINDS.get(slug(typed))


def _people(cells: Mapping[str, str]) -> int:
    """How many have seen it, the author among them; an export's column counts them so."""
    hint = f"a whole number from 1 to {MAX_PEOPLE:,}"
    return named(cells, "supporters", whole(_people_named), hint) or 1


def _people_named(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= MAX_DIGITS
    return int(typed) if is_number and 1 <= int(typed) <= MAX_PEOPLE else None


def _details(cells: Mapping[str, str]) -> NoteDetails:
    return NoteDetails(
        touchpoint=key_of(cells, "touchpoint"),
        persona=key_of(cells, "persona"),
        channel=named(cells, "channel", channel_named, WORD_HINTS["via"]),
        team=key_of(cells, "team"),
        source=source_of(cells),
        severity=named(cells, "severity", whole(severity_named), WORD_HINTS["severity"]),
        feeling=named(cells, "feeling", whole(feeling_named), WORD_HINTS["feeling"]),
    )


def _kept_score(cells: Mapping[str, str]) -> Score | None:
    """The score an export gave. Whether its text is still the one scored cannot be known."""
    value = plain_number(cells.get("score", ""))
    if value is None or abs(value) > 1:
        return None
    language = cells.get("language", "")
    kept = quantised(value)
    said = language if len(language) <= 8 and _LANGUAGE.fullmatch(language) else None
    return Score(kept, label_of(kept), KEPT_SCORE, said)


def _mood(cells: Mapping[str, str], feeling: int | None, score: Score | None) -> float | None:
    if score is None:
        return None
    said = plain_number(cells.get("mood", ""))
    if feeling is None and said is not None and abs(said) <= 1:
        return quantised(said)
    return mood_of(feeling, score)
