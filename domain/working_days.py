"""Working days: neither a weekend nor a public holiday."""

from collections.abc import Callable
from datetime import date, timedelta

SATURDAY = 5

# Whether a local date is a public holiday, or a weekday that is no working day in its country.
IsHoliday = Callable[[date], bool]

# No country has so many days off in a row: more of them are an error, which moves nothing.
MAX_DAYS_MOVED = 14


def is_new_year(day: date) -> bool:
    """Whether it is 1 January: the only holiday where no country is known."""
    return (day.month, day.day) == (1, 1)


def next_working_day(day: date, is_holiday: IsHoliday) -> date:
    """Return the first working day from `day` on, itself included.

    Return `day` if none of the following MAX_DAYS_MOVED is one.
    """
    for days in range(MAX_DAYS_MOVED + 1):
        later = day + timedelta(days=days)
        if later.weekday() < SATURDAY and not is_holiday(later):
            return later
    return day
