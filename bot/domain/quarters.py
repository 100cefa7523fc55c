"""Fiscal quarters: their labels, their bounds in a time zone, and when their review is due."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import BadInputError

MONTHS_PER_QUARTER = 3
SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 1970, 2999


class ReviewDay(StrEnum):
    """On which day after a quarter's end its review is due: the first one of that name."""

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


@dataclass(frozen=True, order=True)
class Quarter:
    """A fiscal quarter: `year` is that in which its fiscal year ends, `number` 1-4."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """`2026-Q3`, the identity of a review."""
        return f"{self.year:04d}-Q{self.number}"

    @property
    def index(self) -> int:
        """A running number, one more each quarter: what the database keeps and compares."""
        return self.year * 4 + self.number - 1

    @classmethod
    def at(cls, index: int) -> "Quarter":
        """The quarter with that running number."""
        return cls(index // 4, index % 4 + 1)

    @classmethod
    def parse(cls, label: str) -> "Quarter":
        """Read a label such as `2026-Q3`, also `2026q3` or `Q3 2026`; else BadInputError."""
        text = label.strip().upper()
        found = re.fullmatch(r"(\d{4})[\s/-]*Q(\d)", text) or re.fullmatch(
            r"Q(\d)[\s/-]*(\d{4})", text
        )
        if found:
            first, second = sorted(found.groups(), key=len, reverse=True)
            quarter = cls(int(first), int(second))
            if 1 <= quarter.number <= 4 and FIRST_YEAR <= quarter.year <= LAST_YEAR:
                return quarter
        raise BadInputError(
            f"There is no quarter “{label.strip()[:40]}”. "
            "A quarter is written like 2026-Q3, with Q1 to Q4."
        )

    def shifted(self, quarters: int) -> "Quarter":
        """The quarter that many later (or earlier, when negative)."""
        return Quarter.at(self.index + quarters)


@dataclass(frozen=True)
class Period:
    """A quarter with its bounds: the half-open interval [start, end), local midnights, aware."""

    quarter: Quarter
    start: datetime
    end: datetime

    @property
    def label(self) -> str:
        """`2026-Q3`."""
        return self.quarter.label

    @property
    def last_day(self) -> date:
        """The last local date in it."""
        return self.end.date() - timedelta(days=1)


@dataclass(frozen=True)
class FiscalCalendar:
    """How a journey cuts time: its IANA zone and the month (1-12) its fiscal year starts in."""

    zone: ZoneInfo
    start_month: int = 1

    def period(self, quarter: Quarter) -> Period:
        """The bounds of a quarter."""
        return Period(
            quarter, self._first_instant(quarter), self._first_instant(quarter.shifted(1))
        )

    def quarter_of(self, instant: datetime) -> Quarter:
        """The quarter an aware instant falls into."""
        local = instant.astimezone(self.zone)
        months = local.year * 12 + local.month - self.start_month
        if self.start_month > 1:
            months += 12
        guess = Quarter.at(months // MONTHS_PER_QUARTER)
        # A clock set back across midnight repeats the end of the day before: the instant decides.
        if instant >= self._first_instant(guess.shifted(1)):
            return guess.shifted(1)
        return guess

    def review_due(
        self, quarter: Quarter, hour: int, on: ReviewDay = ReviewDay.WEEKDAY
    ) -> datetime:
        """When a review is due: `hour` local time on the first such day after the quarter's end.

        Returned in UTC.
        """
        day = self.first_day(quarter.shifted(1))
        while not on.matches(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(hour), self.zone).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        """The instant a local day begins with, aware; where clocks skip it, the one after."""
        # fold=0 is the earlier of two midnights, and the end of the gap where there is none.
        local = datetime.combine(day, time(0), self.zone)
        return local.astimezone(UTC).astimezone(self.zone)

    def noon(self, day: date) -> datetime:
        """The UTC instant of local noon: where a note dated by day alone is kept.

        Noon stays on its day when the journey later moves to another zone.
        """
        return datetime.combine(day, time(12), self.zone).astimezone(UTC)

    def today(self, now: datetime) -> date:
        """The local date of an aware instant."""
        return now.astimezone(self.zone).date()

    def first_day(self, quarter: Quarter) -> date:
        """The local date a quarter begins on."""
        months = (quarter.year - (self.start_month > 1)) * 12
        months += self.start_month - 1 + (quarter.number - 1) * MONTHS_PER_QUARTER
        return date(months // 12, months % 12 + 1, 1)

    def _first_instant(self, quarter: Quarter) -> datetime:
        return self.midnight(self.first_day(quarter))
