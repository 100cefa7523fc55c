"""On which day a review is due, once its period is over."""

from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5


class ReviewDay(StrEnum):
    """On which day after a period's end its review is due: the first one of that name."""

    WEEKDAY = "weekday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"

    def matches(self, day: date) -> bool:
        """Whether a local date is such a day."""
        if self is ReviewDay.WEEKDAY:
            return day.weekday() < SATURDAY
        return tuple(ReviewDay).index(self) - 1 == day.weekday()

    def after(self, end: date) -> date:
        """The first such day; `end` is the first that is no longer in the period."""
        day = end
        while not self.matches(day):
            day += timedelta(days=1)
        return day
