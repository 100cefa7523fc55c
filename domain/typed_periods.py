"""Periods as people type them: `2026-Q3`, `Q3`, `Q3 FY26`, `3Q26`, `last quarter`, `Sep 2026`."""

import re
from datetime import datetime

from domain.errors import BadInputError
from domain.periods import Cadence, FiscalCalendar, Period, PeriodLabel

CENTURY = 2000

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")

_NOUNS = {
    "quarter": Cadence.QUARTERLY,
    "half-year": Cadence.HALF_YEARLY,
    "half": Cadence.HALF_YEARLY,
    "month": Cadence.MONTHLY,
}

_LETTERS = {"q": Cadence.QUARTERLY, "h": Cadence.HALF_YEARLY}

_ORDINAL = "first|second|third|fourth|[1-4](?:st|nd|rd|th)"

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip

_YEAR = r"(?:(?:fy)?[ ']*(?P<year>\d{4}|\d{2}))"

_RELATIVE = re.compile(
    r"(?:the )?(?P<which>this|current|running|last|previous|prior)"
    r"(?: (?P<noun>quarter|half-year|half|month|period))?"
)

_NUMBERED = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?P<letter>[qh])(?P<number>\d)(?:[ /-]*{_YEAR})?",
        rf"(?P<number>\d)(?P<letter>[qh])(?:[ /-]*{_YEAR})?",
        rf"{_YEAR}[ /-]*(?P<letter>[qh])(?P<number>\d)",
        rf"(?:the )?(?P<ordinal>{_ORDINAL}) (?P<noun>quarter|half-year|half)(?: (?:of )?{_YEAR})?",
        rf"(?P<noun>quarter|half-year|half) (?P<number>\d)(?:[ /-]*(?:of )?{_YEAR})?",
        rf"(?P<month>[a-z]{{3,9}})\.?(?:[ /-]*{_YEAR})?",
    )
)


def read_period(typed: str, calendar: FiscalCalendar, cadence: Cadence, now: datetime) -> Period:
    """Return the period that is meant; without a year, the latest one that has begun.

    `last` and `this` are of the cadence if no other length is named. Raises BadInputError for
    other text.
    """
    text = " ".join(_DASHES.sub("-", typed).replace("’", "'").casefold().split())
    relative = _RELATIVE.fullmatch(text)
    if relative:
        named = _NOUNS.get(relative["noun"] or "", cadence)
        running = calendar.period_of(now, named)
        is_running = relative["which"] in ("this", "current", "running")
        return running if is_running else running.shifted(-1)
    for form in _NUMBERED:
        found = form.fullmatch(text)
        if found:
            period = _numbered_period(found.groupdict(), calendar, now)
            if period:
                return period
    return calendar.period(PeriodLabel.parse(_DASHES.sub("-", typed)))


def is_period(typed: str, calendar: FiscalCalendar, cadence: Cadence, now: datetime) -> bool:
    """Whether `read_period` reads it."""
    try:
        read_period(typed, calendar, cadence, now)
    except BadInputError:
        return False
    return True


def _numbered_period(
    found: dict[str, str | None], calendar: FiscalCalendar, now: datetime
) -> Period | None:
    """Return the period of a form, None where its year has no such period."""
    month = found.get("month")
    if month:
        cadence = Cadence.MONTHLY
        number = next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(month)), 0)
    else:
        noun = found.get("noun")
        cadence = _NOUNS[noun] if noun else _LETTERS[found.get("letter") or "q"]
        ordinal = found.get("ordinal") or found.get("number") or ""
        number = _ORDINALS.get(ordinal) or int(ordinal[0])
    if not 1 <= number <= cadence.periods_a_year:
        return None
    year = found.get("year")
    if year:
        whole = int(year) if len(year) > 2 else CENTURY + int(year)
        label = str(PeriodLabel(cadence, whole, number))
        return calendar.period(PeriodLabel.parse(label))
    running = calendar.period_of(now, cadence)
    latest = calendar.period(PeriodLabel(cadence, PeriodLabel.parse(running.label).year, number))
    return latest if latest <= running else latest.shifted(-cadence.periods_a_year)
