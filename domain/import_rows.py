"""Parse the rows of an imported file, with a sentence for what is wrong in a cell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from domain.errors import BadInputError
from domain.kpi_value_meanings import KnownValues, parse_value, refuse_unclear, understand_value
from domain.kpis import Direction, Kpi, Unit, known_direction
from domain.note_text import OPTION_HINTS
from domain.notes import (
    LOOSE_KINDS,
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
from domain.text import MAX_KEY_LENGTH, fold_name, list_words, shorten, slug
from domain.themes import SortedAs, parse_theme_cell
from domain.written_values import MAX_VALUE, find_currency, is_same_currency

T = TypeVar("T")

E = TypeVar("E", bound=StrEnum)

# The model of a score that was not computed here but imported with its row.
IMPORTED_SCORE = "imported"

# A stage that was not found is shown in the inbox as typed, up to this length.
MAX_STAGE_TEXT = 200

# More than any team has: a larger number belongs to another column.
MAX_PEOPLE = 1_000_000

MAX_DIGITS = 7

_USER = re.compile(r"[UW][A-Z0-9]{1,30}")

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

# With dots the day always comes first; with slashes it may be either, so they are not read.
_DOTTED_DAY = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")

_LINK = re.compile(r"https://[^\s<>|]{1,2000}")


@dataclass(frozen=True)
class Row:
    """A row of a file. `line` is its first line, counted from 1.

    `cells` maps fields to their clean text, without empty ones; `problem` is set if the row could
    not be read.
    """

    line: int
    cells: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True)
class RowProblem:
    """The problem of the row that starts in `line`, as a sentence."""

    line: int
    sentence: str


@dataclass(frozen=True)
class ImportedNote:
    """A parsed note; `stage` is as typed. If `kind` is None, the mood decides it.

    If `score` is None, the text has yet to be scored; `mood` −1…+1 comes with a score.
    `created_at` is None if the file does not have it. `supporters` counts the people besides the
    author who have seen it too. `theme` is the name of the theme that people sorted it into,
    `sorted_as` is None if nobody has.
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
    theme: str | None = None
    sorted_as: SortedAs | None = None


@dataclass(frozen=True)
class ImportedReading:
    """A parsed reading; `stage` is as typed, `value` and `target` are still text.

    Without `value` and `day` the row only names a KPI that has no readings yet.
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
    def is_exported(self) -> bool:
        """Whether Waymark wrote the row: its value was checked when it was typed."""
        is_whole = self.created_at is not None or self.value is None
        return is_whole and self.unit is not None and self.direction is not None

    @property
    def path(self) -> str:
        """Return `stage.kpi` as typed."""
        return f"{self.stage}.{self.kpi}" if self.stage else self.kpi


def parse_imported_note(
    cells: Mapping[str, str], calendar: FiscalCalendar, now: datetime
) -> ImportedNote:
    """Parse a row's cells; raise BadInputError with a sentence for a cell that cannot be parsed.

    Without `occurred_at` the note happened at `created_at`, else `now`.
    """
    text = cells.get("text", "")
    if not text:
        raise BadInputError("there is no text; write what happened.")
    if len(text) > MAX_TEXT:
        raise BadInputError(
            f"the text has {len(text):,} characters; at most {MAX_TEXT:,} are possible."
        )
    details = _parse_details(cells)
    score = _parse_score(cells)
    created_at = parse_optional(cells, "created_at", lambda cell: parse_moment(cell, calendar, now))
    occurred_at = parse_optional(
        cells, "occurred_at", lambda cell: parse_moment(cell, calendar, now)
    )
    theme, sorted_as = parse_theme_cell(cells.get("theme", ""))
    return ImportedNote(
        kind=parse_word(cells, "kind", find_kind, list_words(NoteKind)),
        text=text,
        stage=shorten(cells["stage"], MAX_STAGE_TEXT) if "stage" in cells else None,
        details=details,
        score=score,
        mood=_parse_mood(cells, details.feeling, score),
        author=parse_author(cells),
        permalink=cells["permalink"] if _LINK.fullmatch(cells.get("permalink", "")) else None,
        occurred_at=occurred_at or created_at or now,
        created_at=created_at,
        supporters=_parse_supporters(cells) - 1,
        theme=theme,
        sorted_as=sorted_as,
    )


def find_kind(typed: str) -> NoteKind | None:
    """Return the kind a word means (`Pain`, `idea`), or None."""
    return LOOSE_KINDS.get(slug(typed))


def _parse_supporters(cells: Mapping[str, str]) -> int:
    """Return how many people have seen it, the author included, as exports count them."""
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
    """Return the score an export has; whether it belongs to this text cannot be checked."""
    value = parse_plain_number(cells.get("score", ""))
    if value is None or abs(value) > 1:
        return None
    language = cells.get("language", "")
    rounded = quantise(value)
    known = language if len(language) <= 8 and _LANGUAGE.fullmatch(language) else None
    return Score(rounded, mood_label(rounded), IMPORTED_SCORE, known)


def _parse_mood(cells: Mapping[str, str], feeling: int | None, score: Score | None) -> float | None:
    if score is None:
        return None
    mood = parse_plain_number(cells.get("mood", ""))
    if feeling is None and mood is not None and abs(mood) <= 1:
        return quantise(mood)
    return note_mood(feeling, score)


def parse_imported_reading(
    cells: Mapping[str, str], calendar: FiscalCalendar, now: datetime
) -> ImportedReading:
    """Parse a row's cells; raise BadInputError with a sentence for a cell that cannot be parsed."""
    path, dot, name = cells.get("kpi", "").partition(".")
    stage = cells.get("stage") or (path.strip() if dot else None)
    key = fold_name(name if dot else path)
    if not 0 < len(key) <= MAX_KEY_LENGTH:
        raise BadInputError(
            f"there is no kpi; write its name, of up to {MAX_KEY_LENGTH} characters."
        )
    unit = parse_optional(cells, "unit", lambda cell: _parse_choice(Unit, "unit", cell))
    if ("value" in cells) != ("day" in cells) or ("value" not in cells and unit is None):
        missing = "value" if "day" in cells or "value" not in cells else "day"
        raise BadInputError(f"there is no {missing}; a reading needs both a value and a day.")
    value = cells.get("value", "")
    return ImportedReading(
        kpi=key,
        stage=stage,
        value=cells.get("value"),
        day=parse_optional(cells, "day", lambda cell: _parse_day(cell, calendar, now)),
        unit=unit,
        direction=parse_optional(
            cells, "direction", lambda c: _parse_choice(Direction, "direction", c)
        ),
        target=cells.get("target"),
        currency=find_currency(cells.get("currency", "")) or find_currency(value),
        source=parse_source(cells),
        author=parse_author(cells),
        created_at=parse_optional(
            cells, "created_at", lambda cell: parse_moment(cell, calendar, now)
        ),
    )


def parse_amount(cell: str, unit: Unit | None) -> tuple[float, Unit]:
    """Parse a value as a program or a person writes it, in `unit` if that is known.

    Raises BadInputError as `parse_value`.
    """
    value = parse_plain_number(cell)
    if value is not None and abs(value) < MAX_VALUE:
        return value, unit or Unit.SCORE
    return parse_value(cell, unit)


def read_amount(cell: str, row: ImportedReading, known: KnownValues) -> tuple[float, Unit]:
    """Parse a value of a row, given what is known of its KPI.

    Raises BadInputError for what is not a number of that unit, may mean two things, or is far from
    what is known: nobody can be asked.
    """
    number = parse_plain_number(cell)
    if row.is_exported:
        return parse_amount(cell, known.unit)
    if number is not None and "e" in cell.casefold():
        cell = f"{number:.15f}"
    understood = understand_value(
        cell, known, in_unit=row.unit is not None, has_decimal_point=number is not None
    )
    if understood.why:
        advice = "" if len(understood.meanings) > 1 else " If it is right, type it after /kpi."
        raise BadInputError(f"{refuse_unclear(cell, understood, known.currency)}{advice}")
    return understood.meanings[0].value, understood.meanings[0].unit


def build_kpi(row: ImportedReading, stage: str | None) -> Kpi:
    """Build the KPI of a stage (a key) from the first row that names it; not saved, id 0.

    Where neither the row nor the name says its direction, higher is better. Raises BadInputError
    for a value that is not a number or may mean two things.
    """
    amount = row.value or row.target
    known = KnownValues(row.kpi, row.unit)
    unit = row.unit or (read_amount(amount, row, known)[1] if amount else Unit.SCORE)
    known = KnownValues(row.kpi, unit)
    return Kpi(
        id=0,
        key=row.kpi,
        stage=stage,
        unit=unit,
        direction=row.direction or known_direction(row.kpi) or Direction.HIGHER,
        target=read_amount(row.target, row, known)[0] if row.target else None,
        currency=row.currency if unit is Unit.MONEY else None,
    )


def check_same_unit(kpi: Kpi, row: ImportedReading) -> None:
    """Raise BadInputError if a row is in another unit or currency than its KPI."""
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
        raise BadInputError(f"{field} “{shorten(cell, 40)}” is unknown; write one of {words}.")
    return found


def parse_moment(cell: str, calendar: FiscalCalendar, now: datetime) -> datetime:
    """Return the UTC instant of a day (ISO or 14.8.2026: its noon) or of an ISO time.

    A time without an offset is in the calendar's time zone. Raises BadInputError for other text
    and for an instant after `now`.
    """
    dotted = _DOTTED_DAY.fullmatch(cell)
    iso = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}" if dotted else cell
    try:
        if _DAY.fullmatch(iso):
            day = date.fromisoformat(iso)
            # Today's noon may be in the future.
            found = now if day == calendar.today(now) else calendar.noon(day)
        else:
            written = datetime.fromisoformat(cell)
            aware = written if written.tzinfo else written.replace(tzinfo=calendar.zone)
            found = aware.astimezone(UTC)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year < FIRST_YEAR:
        raise BadInputError(
            f"“{shorten(cell, 40)}” is not a date; write it like 2026-08-14 or 2026-08-14T15:30."
        )
    if found > now:
        raise BadInputError(f"{shorten(cell, 40)} is in the future.")
    return found


def parse_author(cells: Mapping[str, str]) -> str | None:
    """Return the author if it is a Slack user id, else None: a name cannot be mentioned."""
    author = cells.get("author", "")
    return author if _USER.fullmatch(author) else None


def parse_plain_number(cell: str) -> float | None:
    """Return a number as programs write it, `-0.5` or `1e-05`; None for other text."""
    return float(cell) if _NUMBER.fullmatch(cell) else None


def parse_optional(cells: Mapping[str, str], field: str, parse: Callable[[str], T]) -> T | None:
    """Return the parsed cell, or None if there is none."""
    return parse(cells[field]) if field in cells else None


def parse_source(cells: Mapping[str, str]) -> str | None:
    """Return the key of the source, None without one; raise BadInputError for an unknown one."""
    return parse_word(cells, "source", find_source, OPTION_HINTS["source"])


def drop_zero_fraction(parse: Callable[[str], int | None]) -> Callable[[str], int | None]:
    """Parse whole numbers also as 3.0, as programs without integers write them."""
    return lambda cell: parse(cell.removesuffix(".0"))


def parse_word(
    cells: Mapping[str, str], field: str, parse: Callable[[str], T | None], hint: str
) -> T | None:
    """Return the meaning of a cell's word, None without one; raise BadInputError if unknown."""
    if field not in cells:
        return None
    found = parse(cells[field])
    if found is None:
        raise BadInputError(f"{field} “{shorten(cells[field], 40)}” is unknown; write {hint}.")
    return found


def parse_key(cells: Mapping[str, str], field: str) -> str | None:
    """Return the key of a name, None without one; raise BadInputError if it is too long."""
    key = fold_name(cells.get(field, ""))
    if len(key) > MAX_KEY_LENGTH:
        hint = OPTION_HINTS[field]
        raise BadInputError(f"{field} “{shorten(cells[field], 40)}” is too long; write {hint}.")
    return key or None
