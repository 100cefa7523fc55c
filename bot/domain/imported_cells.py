"""The cells of somebody's file: what each may hold, and the sentence for what it may not."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TypeVar

from bot.domain.errors import BadInputError
from bot.domain.names import KEY_LENGTH, folded
from bot.domain.notes import source_named
from bot.domain.period_labels import FIRST_YEAR
from bot.domain.periods import FiscalCalendar
from bot.domain.texts import shortened
from bot.domain.typed_note import WORD_HINTS

_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# With dots the day comes first wherever it is written so; with slashes it may be either.
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")

T = TypeVar("T")


def moment(cell: str, calendar: FiscalCalendar, now: datetime) -> datetime:
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
            f"“{shortened(cell, 40)}” is no date; write it like 2026-08-14 or 2026-08-14T15:30."
        )
    if found > now:
        raise BadInputError(f"{shortened(cell, 40)} has not come yet.")
    return found


def user_id(cells: Mapping[str, str]) -> str | None:
    """The author where it is a Slack user id; a name would be nobody in Slack."""
    author = cells.get("author", "")
    return author if _USER.fullmatch(author) else None


def plain_number(cell: str) -> float | None:
    """A number as programs write it, `-0.5` or `1e-05`; null for any other text."""
    return float(cell) if _NUMBER.fullmatch(cell) else None


def read_optional(cells: Mapping[str, str], field: str, read: Callable[[str], T]) -> T | None:
    """What a cell says, null where it says nothing."""
    return read(cells[field]) if field in cells else None


def source_of(cells: Mapping[str, str]) -> str | None:
    """The key of the source; raises BadInputError for what is none."""
    return named(cells, "source", source_named, WORD_HINTS["source"])


def whole(read: Callable[[str], int | None]) -> Callable[[str], int | None]:
    """Programs that know only fractions write 3 as 3.0."""
    return lambda cell: read(cell.removesuffix(".0"))


def named(
    cells: Mapping[str, str], field: str, read: Callable[[str], T | None], hint: str
) -> T | None:
    """What a cell's word means, null without one; raises BadInputError for one without meaning."""
    if field not in cells:
        return None
    found = read(cells[field])
    if found is None:
        raise BadInputError(f"{field} “{shortened(cells[field], 40)}” means nothing; write {hint}.")
    return found


def key_of(cells: Mapping[str, str], field: str) -> str | None:
    """The key of a name, null without one; raises BadInputError for one too long for a key."""
    key = folded(cells.get(field, ""))
    if len(key) > KEY_LENGTH:
        hint = WORD_HINTS[field]
        raise BadInputError(f"{field} “{shortened(cells[field], 40)}” is too long; write {hint}.")
    return key or None
