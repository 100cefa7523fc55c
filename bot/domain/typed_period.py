"""A period somebody typed: a fiscal quarter or half-year, a month, a day, or days on end."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.errors import BadInputError
from bot.domain.period_labels import FIRST_YEAR, LABELS, LAST_YEAR, PeriodLabel
from bot.domain.periods import FiscalCalendar, Period

PERIODS = f"{LABELS}, or days like 2026-09-01..2026-09-14"
# Phones make one sign of three dots.
_RANGE = re.compile(r"\.{2,3}|…")
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{1,2}")


@dataclass(frozen=True)
class Days:
    """Some days on end: the half-open interval [start, end), local midnights, aware."""

    start: datetime
    end: datetime


def _has_letter(word: str) -> bool:
    """Whether it is likely meant for a quarter or a half-year."""
    return re.match(r"[0-9]{4}.*[qh]", word.casefold()) is not None


def looks_like_period(word: str) -> bool:
    """Whether somebody who typed this can have meant a period, a wrong one too."""
    return _has_letter(word) or _DAY.fullmatch(_RANGE.split(word)[0]) is not None


def read_period(word: str, calendar: FiscalCalendar) -> Period | Days:
    """Read `2026-Q3`, `2026-H1`, `2026-09`, `2026-09-14` or two of the latter with `..` between.

    The last day of a range is in it. Raises BadInputError for anything else.
    """
    if not _RANGE.search(word):
        if _has_letter(word) or _MONTH.fullmatch(word):
            return calendar.period(PeriodLabel.parse(word))
        first, after = _days(word)
    else:
        start, end = _RANGE.split(word, maxsplit=1)
        first, after = _days(start)[0], _days(end)[1]
    if first >= after:
        raise BadInputError(f"“{word[:40]}” ends before it begins; write the earlier day first.")
    return Days(calendar.midnight(first), calendar.midnight(after))


def _days(typed: str) -> tuple[date, date]:
    """The first day of a month or day, and the day after its last."""
    found = _DAY.fullmatch(typed)
    try:
        if found is None:
            raise ValueError
        year, month = int(found[1]), int(found[2])
        first = date(year, month, int(found[3] or 1))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError
    except ValueError:
        raise BadInputError(
            f"There is no day or month “{typed[:40]}”. A period is {PERIODS}."
        ) from None
    if found[3]:
        return first, first + timedelta(days=1)
    return first, date(year + month // 12, month % 12 + 1, 1)
