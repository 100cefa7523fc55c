"""Days as people write them: `2026-09-14`, `14.9.2026`, `9/14`, `14 Sep`, `last friday`."""

import re
from collections.abc import Callable
from datetime import date, timedelta

FIRST_DAY = date(1970, 1, 2)

# Years of two digits are in it.
CENTURY = 2000

# A day of the month, a month, and a year or None for the latest.
Parts = tuple[int, int, int | None]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip

# A name of a day or month, or its first three letters or more.
_NAME = r"[a-z]{3,9}"

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})", re.ASCII)

_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2})?)?", re.ASCII)

_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]+({_NAME})\.?(?:,?[\s-]+(\d{{4}}))?")

_MONTH_FIRST = re.compile(rf"({_NAME})\.?[\s-]+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?[\s-]+(\d{{4}}))?")

_WEEKDAY = re.compile(rf"(?:(last|on|this)[\s-]+)?({_NAME})")

_AGO = re.compile(r"(\d{1,3}|an?|one|two|three)[\s-]+(day|week)s?[\s-]+ago")

_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")

_MONTH_NAMES = "|".join(month[:3] for month in _MONTHS)

# What may stand after `on:` without quotation marks although it has spaces.
DAYS_OF_SEVERAL_WORDS = (
    r"last\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"|(?:\d{1,3}|an?)\s+(?:days?|weeks?)\s+ago"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:{_MONTH_NAMES})[a-z]{{0,6}}\.?(?:,?\s+\d{{4}}\b)?"
    rf"|(?:{_MONTH_NAMES})[a-z]{{0,6}}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
)


def day_reader(today: date) -> Callable[[str], date | None]:
    """Return a parser of days up to `today`; None for others, and for what may be two days."""

    def read(value: str) -> date | None:
        days = find_days(value, today)
        return days[0] if len(days) == 1 and FIRST_DAY <= days[0] <= today else None

    return read


def find_days(text: str, today: date) -> tuple[date, ...]:
    """Return the days that a text may mean; without a year, the latest one up to `today`.

    `9/10/2026` may be two, unless a number above 12 decides the order; `9.10.2026` is one.
    """
    word = " ".join(_DASHES.sub("-", text).casefold().split())
    found = _relative_day(word, today)
    if found:
        return (found,)
    if match := _YEAR_FIRST.fullmatch(word):
        is_whole = match[2] or len(word) == len("20260914")
        parts = (int(match[4]), int(match[3]), int(match[1]))
        return _existing((parts,), today) if is_whole else ()
    if match := _NUMBERS.fullmatch(word):
        return _existing(_orders(match), today)
    if match := _DAY_FIRST.fullmatch(word):
        return _existing(_with_month(match[2], match[1], match[3]), today)
    if match := _MONTH_FIRST.fullmatch(word):
        return _existing(_with_month(match[1], match[2], match[3]), today)
    return ()


def day_problem(text: str, today: date) -> str | None:
    """Return a sentence why a day is refused, None where the text is no day at all."""
    days = find_days(text, today)
    shown = text.strip()[:40]
    if len(days) > 1:
        names = " or ".join(f"{day.day} {day:%B}" for day in days)
        forms = " or ".join(day.isoformat() for day in days)
        return f"{shown} could be {names}. Write {forms}."
    if days and days[0] > today:
        return f"{shown} is in the future."
    return None


def _relative_day(word: str, today: date) -> date | None:
    if word in ("today", "yesterday"):
        return today - timedelta(days=word == "yesterday")
    if ago := _AGO.fullmatch(word):
        count = _COUNTS.get(ago[1]) or int(ago[1])
        return today - timedelta(days=count * (7 if ago[2] == "week" else 1))
    named = _WEEKDAY.fullmatch(word)
    number = _find_name(named[2], _WEEKDAYS) if named else None
    if named is None or number is None:
        return None
    back = (today.weekday() - number) % len(_WEEKDAYS)
    is_before = named[1] == "last" and back == 0
    return today - timedelta(days=len(_WEEKDAYS) if is_before else back)


def _find_name(word: str, names: tuple[str, ...]) -> int | None:
    """Return the place of the name that a word is or begins, None for other words."""
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


def _orders(numbers: re.Match[str]) -> tuple[Parts, ...]:
    """Return the day of two numbers, both ways where another sign than a point is between them."""
    one, other = int(numbers[1]), int(numbers[3])
    year = int(numbers[4]) if numbers[4] else None
    year = year + CENTURY if year is not None and year < 100 else year
    day_first = (one, other, year)
    return (day_first,) if numbers[2] == "." else (day_first, (other, one, year))


def _with_month(name: str, day: str, year: str | None) -> tuple[Parts, ...]:
    month = _find_name(name, _MONTHS)
    return () if month is None else ((int(day), month + 1, int(year) if year else None),)


def _existing(written: tuple[Parts, ...], today: date) -> tuple[date, ...]:
    """Return those that are days, each once."""
    found = (_day(*parts, today) for parts in written)
    return tuple(dict.fromkeys(day for day in found if day))


def _day(day: int, month: int, year: int | None, today: date) -> date | None:
    """Return a day, without a year the latest one up to `today`; None if there is none."""
    # 29 February is in every eighth year at the latest.
    years = range(today.year, today.year - 9, -1) if year is None else (year,)
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year is not None or found <= today:
            return found
    return None
