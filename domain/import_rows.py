"""The cells of somebody's file: what each may hold, and the sentence for what it may not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from domain.errors import BadInputError
from domain.kpis import (
    MAX_VALUE,
    Direction,
    Kpi,
    Unit,
    find_currency,
    guess_direction,
    is_same_currency,
    parse_value,
)
from domain.note_text import OPTION_HINTS
from domain.notes import (
    KINDS,
    MAX_TEXT,
    NoteDetails,
    NoteKind,
    find_channel,
    find_source,
    parse_feeling,
    parse_severity,
)
from domain.periods import FIRST_YEAR, FiscalCalendar
from domain.sentiment import Score, mood_label, note_mood, quantise
from domain.text import MAX_KEY_LENGTH, fold_name, shorten, slug

_USER = re.compile(r"[UW][A-Z0-9]{1,30}")


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


# With dots the day comes first wherever it is written so; with slashes it may be either.
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")


T = TypeVar("T")


def parse_moment(cell: str, calendar: FiscalCalendar, now: datetime) -> datetime:
    """The UTC instant of a day (ISO or 14.8.2026; its noon) or ISO time, local without an offset.

    Raises BadInputError for what is neither, and for what lies ahead of `now`.
    """
    dotted = _DOTTED.fullmatch(cell)
    iso = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}" if dotted else cell
    try:
        if _DAY.fullmatch(iso):
            day = date.fromisoformat(iso)
            # Today's noon may still lie ahead.
            found = now if day == calendar.today(now) else calendar.noon(day)
        else:
            written = datetime.fromisoformat(cell)
            aware = written if written.tzinfo else written.replace(tzinfo=calendar.zone)
            found = aware.astimezone(UTC)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year < FIRST_YEAR:
        raise BadInputError(
            f"“{shorten(cell, 40)}” is no date; write it like 2026-08-14 or 2026-08-14T15:30."
        )
    if found > now:
        raise BadInputError(f"{shorten(cell, 40)} has not come yet.")
    return found


def parse_author(cells: Mapping[str, str]) -> str | None:
    """The author where it is a Slack user id; a name would be nobody in Slack."""
    author = cells.get("author", "")
    return author if _USER.fullmatch(author) else None


def parse_plain_number(cell: str) -> float | None:
    """A number as programs write it, `-0.5` or `1e-05`; null for any other text."""
    return float(cell) if _NUMBER.fullmatch(cell) else None


def read_optional(cells: Mapping[str, str], field: str, read: Callable[[str], T]) -> T | None:
    """What a cell says, null where it says nothing."""
    return read(cells[field]) if field in cells else None


def parse_source(cells: Mapping[str, str]) -> str | None:
    """The key of the source; raises BadInputError for what is none."""
    return parse_word(cells, "source", find_source, OPTION_HINTS["source"])


def drop_zero_fraction(read: Callable[[str], int | None]) -> Callable[[str], int | None]:
    """Programs that know only fractions write 3 as 3.0."""
    return lambda cell: read(cell.removesuffix(".0"))


def parse_word(
    cells: Mapping[str, str], field: str, read: Callable[[str], T | None], hint: str
) -> T | None:
    """What a cell's word means, null without one; raises BadInputError for one without meaning."""
    if field not in cells:
        return None
    found = read(cells[field])
    if found is None:
        raise BadInputError(f"{field} “{shorten(cells[field], 40)}” means nothing; write {hint}.")
    return found


def parse_key(cells: Mapping[str, str], field: str) -> str | None:
    """The key of a name, null without one; raises BadInputError for one too long for a key."""
    key = fold_name(cells.get(field, ""))
    if len(key) > MAX_KEY_LENGTH:
        hint = OPTION_HINTS[field]
        raise BadInputError(f"{field} “{shorten(cells[field], 40)}” is too long; write {hint}.")
    return key or None


# What says that a score was not computed here but came with the row.
IMPORTED_SCORE = "imported"


# What was meant for a stage is shown in the tray; more of it helps nobody.
MAX_STAGE_TEXT = 200


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
class RowProblem:
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


def parse_imported_note(
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
    details = _parse_details(cells)
    score = _parse_score(cells)
    created_at = read_optional(cells, "created_at", lambda cell: parse_moment(cell, calendar, now))
    happened = read_optional(cells, "occurred_at", lambda cell: parse_moment(cell, calendar, now))
    return ImportedNote(
        kind=parse_word(cells, "kind", find_kind, "touchpoint, pain point or opportunity"),
        text=text,
        stage=shorten(cells["stage"], MAX_STAGE_TEXT) if "stage" in cells else None,
        details=details,
        score=score,
        mood=_parse_mood(cells, details.feeling, score),
        author=parse_author(cells),
        permalink=cells["permalink"] if _LINK.fullmatch(cells.get("permalink", "")) else None,
        occurred_at=happened or created_at or now,
        created_at=created_at,
        supporters=_parse_supporters(cells) - 1,
    )


def find_kind(typed: str) -> NoteKind | None:
    """The kind somebody meant (`Pain`, `idea`), or null."""
    return _KINDS.get(slug(typed))


def _parse_supporters(cells: Mapping[str, str]) -> int:
    """How many have seen it, the author among them; an export's column counts them so."""
    hint = f"a whole number from 1 to {MAX_PEOPLE:,}"
    return parse_word(cells, "supporters", drop_zero_fraction(_parse_people_count), hint) or 1


def _parse_people_count(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= MAX_DIGITS
    return int(typed) if is_number and 1 <= int(typed) <= MAX_PEOPLE else None


def _parse_details(cells: Mapping[str, str]) -> NoteDetails:
    return NoteDetails(
        touchpoint=parse_key(cells, "touchpoint"),
        persona=parse_key(cells, "persona"),
        channel=parse_word(cells, "channel", find_channel, OPTION_HINTS["via"]),
        team=parse_key(cells, "team"),
        source=parse_source(cells),
        severity=parse_word(
            cells, "severity", drop_zero_fraction(parse_severity), OPTION_HINTS["severity"]
        ),
        feeling=parse_word(
            cells, "feeling", drop_zero_fraction(parse_feeling), OPTION_HINTS["feeling"]
        ),
    )


def _parse_score(cells: Mapping[str, str]) -> Score | None:
    """The score an export gave. Whether its text is still the one scored cannot be known."""
    value = parse_plain_number(cells.get("score", ""))
    if value is None or abs(value) > 1:
        return None
    language = cells.get("language", "")
    kept = quantise(value)
    said = language if len(language) <= 8 and _LANGUAGE.fullmatch(language) else None
    return Score(kept, mood_label(kept), IMPORTED_SCORE, said)


def _parse_mood(cells: Mapping[str, str], feeling: int | None, score: Score | None) -> float | None:
    if score is None:
        return None
    said = parse_plain_number(cells.get("mood", ""))
    if feeling is None and said is not None and abs(said) <= 1:
        return quantise(said)
    return note_mood(feeling, score)


E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class ImportedReading:
    """A reading of a file; `stage` as written, `value` and `target` still text.

    Without `value` and `day` it says that there is such a KPI, which nobody has measured yet.
    """

    kpi: str
    stage: str | None
    value: str | None
    day: date | None
    unit: Unit | None
    direction: Direction | None
    target: str | None
    currency: str | None
    source: str | None
    author: str | None
    created_at: datetime | None

    @property
    def path(self) -> str:
        """`stage.kpi` as written."""
        return f"{self.stage}.{self.kpi}" if self.stage else self.kpi


def parse_imported_reading(
    cells: Mapping[str, str], calendar: FiscalCalendar, now: datetime
) -> ImportedReading:
    """Read a row's cells; raises BadInputError with a sentence for what cannot be read."""
    path, dot, name = cells.get("kpi", "").partition(".")
    stage = cells.get("stage") or (path.strip() if dot else None)
    key = fold_name(name if dot else path)
    if not 0 < len(key) <= MAX_KEY_LENGTH:
        raise BadInputError(
            f"there is no kpi; write its name, of up to {MAX_KEY_LENGTH} characters."
        )
    unit = read_optional(cells, "unit", lambda cell: _parse_choice(Unit, "unit", cell))
    if ("value" in cells) != ("day" in cells) or ("value" not in cells and unit is None):
        missing = "value" if "day" in cells or "value" not in cells else "day"
        raise BadInputError(f"there is no {missing}; a reading needs both a value and a day.")
    value = cells.get("value", "")
    return ImportedReading(
        kpi=key,
        stage=stage,
        value=cells.get("value"),
        day=read_optional(cells, "day", lambda cell: _parse_day(cell, calendar, now)),
        unit=unit,
        direction=read_optional(
            cells, "direction", lambda c: _parse_choice(Direction, "direction", c)
        ),
        target=cells.get("target"),
        currency=find_currency(cells.get("currency", "")) or find_currency(value),
        source=parse_source(cells),
        author=parse_author(cells),
        created_at=read_optional(
            cells, "created_at", lambda cell: parse_moment(cell, calendar, now)
        ),
    )


def parse_amount(cell: str, unit: Unit | None) -> tuple[float, Unit]:
    """A value as a program or a person writes it, in `unit` where that is known.

    Raises BadInputError as `read_value`.
    """
    value = parse_plain_number(cell)
    if value is not None and abs(value) < MAX_VALUE:
        return value, unit or Unit.SCORE
    return parse_value(cell, unit)


def build_kpi(row: ImportedReading, stage: str | None) -> Kpi:
    """The KPI of a stage (a key) that a row is the first to name, not saved yet (id 0).

    Raises BadInputError for values that are no numbers.
    """
    amount = row.value or row.target
    unit = row.unit or (parse_amount(amount, None)[1] if amount else Unit.SCORE)
    return Kpi(
        id=0,
        key=row.kpi,
        stage=stage,
        unit=unit,
        direction=row.direction or guess_direction(row.kpi, unit),
        target=parse_amount(row.target, unit)[0] if row.target else None,
        currency=row.currency if unit is Unit.MONEY else None,
    )


def check_same_unit(kpi: Kpi, row: ImportedReading) -> None:
    """Raise BadInputError where a row is in another unit or currency than its KPI."""
    if row.unit not in (None, kpi.unit):
        raise BadInputError(f"`{kpi.path}` is measured in {kpi.unit.value}, not {row.unit}.")
    if kpi.currency and row.currency and not is_same_currency(row.currency, kpi.currency):
        raise BadInputError(f"`{kpi.path}` is measured in {kpi.currency}, not {row.currency}.")


def _parse_day(cell: str, calendar: FiscalCalendar, now: datetime) -> date:
    return calendar.today(parse_moment(cell, calendar, now))


def _parse_choice(kind: type[E], field: str, cell: str) -> E:
    word = cell.casefold()
    found = next((one for one in kind if one.value == word), None)
    if found is None:
        words = ", ".join(one.value for one in kind)
        raise BadInputError(f"{field} “{shorten(cell, 40)}” means nothing; write one of {words}.")
    return found
