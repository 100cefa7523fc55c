"""On which day a review is due, once its period is over."""

from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5
LONGEST_MONTH = 31
# Every month has it.
LAST_DATE = 28


class ReviewDay(StrEnum):
    """On which day after a period's end its review is due.

    The first one of that name, a fixed date of the month that follows, or the last day of that.
    """

    WEEKDAY = "weekday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    DATE = "date"
    LAST_DAY = "last day"

    def matches(self, day: date) -> bool:
        """Whether a local date has that name."""
        if self is ReviewDay.WEEKDAY:
            return day.weekday() < SATURDAY
        return tuple(ReviewDay).index(self) - 1 == day.weekday()

    def after(self, end: date, day_of_month: int | None = None) -> date:
        """The day for a period that ended before `end`, the first of a month.

        `day_of_month` (1-28) is that of a fixed date.
        """
        if self is ReviewDay.DATE:
            return end.replace(day=day_of_month or 1)
        if self is ReviewDay.LAST_DAY:
            return (end + timedelta(days=LONGEST_MONTH)).replace(day=1) - timedelta(days=1)
        day = end
        while not self.matches(day):
            day += timedelta(days=1)
        return day
