"""Review cadence, fiscal calendar and periods of a journey."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import total_ordering
from zoneinfo import ZoneInfo

from domain.errors import BadInputError
from domain.working_days import SATURDAY, IsHoliday, next_working_day

MONTHS_PER_YEAR = 12

FIRST_YEAR, LAST_YEAR = 1970, 2999

LABELS = "a quarter like 2026-Q3, a half-year like 2026-H1 or a month like 2026-09"

_YEAR_FIRST = re.compile(r"([0-9]{4})[\s/-]*([QH])([0-9])")

_YEAR_LAST = re.compile(r"([QH])([0-9])[\s/-]*([0-9]{4})")

_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")


class Cadence(StrEnum):
    """How often a journey is reviewed."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"

    @property
    def months(self) -> int:
        """Return the number of months of a period."""
        return {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}[self]

    @property
    def noun(self) -> str:
        """Return the word for a period: `month`, `quarter`, `half-year`."""
        return {
            Cadence.MONTHLY: "month",
            Cadence.QUARTERLY: "quarter",
            Cadence.HALF_YEARLY: "half-year",
        }[self]

    @property
    def periods_a_year(self) -> int:
        """Return the number of periods in a year."""
        return MONTHS_PER_YEAR // self.months


_BY_LETTER = {"Q": Cadence.QUARTERLY, "H": Cadence.HALF_YEARLY}


@dataclass(frozen=True)
class PeriodLabel:
    """The label of a period.

    `year` is the year in which the fiscal year of a quarter or half-year ends, and the calendar
    year of a month; `number` counts within it from 1.
    """

    cadence: Cadence
    year: int
    number: int

    def __str__(self) -> str:
        """Return `2026-Q3`, `2026-H1` or `2026-09`."""
        if self.cadence is Cadence.MONTHLY:
            return f"{self.year:04d}-{self.number:02d}"
        letter = next(letter for letter, cadence in _BY_LETTER.items() if cadence is self.cadence)
        return f"{self.year:04d}-{letter}{self.number}"

    @classmethod
    def parse(cls, typed: str) -> "PeriodLabel":
        """Read a label, a quarter's also as `2026q3` or `Q3 2026`; raises BadInputError."""
        label = cls._read(typed.strip().upper())
        if label is None:
            raise BadInputError(
                f"There is no quarter, half-year or month “{typed.strip()[:40]}”. "
                "A period is written like 2026-Q3 (Q1 to Q4), 2026-H1 (H1 or H2) or 2026-09."
            )
        return label

    @classmethod
    def _read(cls, text: str) -> "PeriodLabel | None":
        if found := _YEAR_FIRST.fullmatch(text):
            label = cls(_BY_LETTER[found[2]], int(found[1]), int(found[3]))
        elif found := _YEAR_LAST.fullmatch(text):
            label = cls(_BY_LETTER[found[1]], int(found[3]), int(found[2]))
        elif found := _MONTH.fullmatch(text):
            label = cls(Cadence.MONTHLY, int(found[1]), int(found[2]))
        else:
            return None
        fits = 1 <= label.number <= label.cadence.periods_a_year
        return label if fits and FIRST_YEAR <= label.year <= LAST_YEAR else None


MAX_MONTH = 31

# The last day that every month has.
LAST_DATE = 28


class ReviewDay(StrEnum):
    """The day on which a review is due after its period ended.

    The first day with that name, a fixed date of the following month, or the last day of that
    month.
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
        """Return the day for a period that ended before `end`, the first of a month.

        `day_of_month` (1-28) is the fixed date.
        """
        if self is ReviewDay.DATE:
            return end.replace(day=day_of_month or 1)
        if self is ReviewDay.LAST_DAY:
            return (end + timedelta(days=MAX_MONTH)).replace(day=1) - timedelta(days=1)
        day = end
        while not self.matches(day):
            day += timedelta(days=1)
        return day


def month_of_day(day: date) -> int:
    """Return the running number of a date's month, `year * 12 + month - 1`, as stored."""
    return day.year * MONTHS_PER_YEAR + day.month - 1


def first_of_month(month: int) -> date:
    """Return the first date of the month with that running number."""
    return date(month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1)


@dataclass(frozen=True)
class Months:
    """Consecutive months by their running numbers, the last one included."""

    first: int
    last: int


@total_ordering
@dataclass(frozen=True)
class Period:
    """A month, quarter or half-year of a journey's calendar; ordered by start.

    `number` is a running number that increases by one per period of that cadence.
    """

    calendar: "FiscalCalendar"
    cadence: Cadence
    number: int

    def __lt__(self, other: "Period") -> bool:
        """Whether it begins earlier, a shorter one first."""
        mine, others = self.months, other.months
        return (mine.first, mine.last) < (others.first, others.last)

    @property
    def label(self) -> str:
        """Return `2026-Q3`, `2026-H1` or `2026-09`."""
        year, number = divmod(self.number, self.cadence.periods_a_year)
        return str(PeriodLabel(self.cadence, year, number + 1))

    @property
    def noun(self) -> str:
        """Return `quarter`, `half-year` or `month`."""
        return self.cadence.noun

    @property
    def months(self) -> Months:
        """Return its months."""
        first = self.number * self.cadence.months + self.calendar.offset(self.cadence)
        return Months(first, first + self.cadence.months - 1)

    @property
    def first_day(self) -> date:
        """Return its first local date."""
        return first_of_month(self.months.first)

    @property
    def last_day(self) -> date:
        """Return its last local date."""
        return self.shifted(1).first_day - timedelta(days=1)

    @property
    def start(self) -> datetime:
        """Return its first local midnight, aware."""
        return self.calendar.midnight(self.first_day)

    @property
    def end(self) -> datetime:
        """Return the local midnight after its last day, aware."""
        return self.shifted(1).start

    def shifted(self, periods: int) -> "Period":
        """Return the period that many later (or earlier, if negative)."""
        return Period(self.calendar, self.cadence, self.number + periods)

    def last(self, count: int) -> tuple["Period", ...]:
        """Return that many periods up to this one, oldest first."""
        return tuple(self.shifted(back) for back in range(1 - count, 1))


@dataclass(frozen=True)
class FiscalCalendar:
    """Fiscal calendar of a journey: its IANA zone and the first month (1-12) of its fiscal year."""

    zone: ZoneInfo
    start_month: int = 1

    def period(self, label: PeriodLabel) -> Period:
        """Return the period with that label."""
        number = label.year * label.cadence.periods_a_year + label.number - 1
        return Period(self, label.cadence, number)

    def period_of(self, instant: datetime, cadence: Cadence) -> Period:
        """Return the period of that cadence that contains an aware instant."""
        return self.period_of_month(self.month_of(instant), cadence)

    def period_of_month(self, month: int, cadence: Cadence) -> Period:
        """Return the period of that cadence that contains a month (running number)."""
        return Period(self, cadence, (month - self.offset(cadence)) // cadence.months)

    def month_of(self, instant: datetime) -> int:
        """Return the running number of the local month of an aware instant."""
        month = month_of_day(instant.astimezone(self.zone).date())
        # A clock set back across midnight repeats the end of the day before: the instant decides.
        return month + (instant >= self.midnight(first_of_month(month + 1)))

    def offset(self, cadence: Cadence) -> int:
        """Return the first month of the period number 0 of a cadence."""
        if cadence is Cadence.MONTHLY or self.start_month == 1:
            return 0
        # A fiscal year bears the calendar year it ends in, so it begins in the one before.
        return self.start_month - 1 - MONTHS_PER_YEAR

    def review_due(
        self,
        period: Period,
        hour: int,
        on: ReviewDay = ReviewDay.WEEKDAY,
        day_of_month: int | None = None,
        is_holiday: IsHoliday | None = None,
    ) -> datetime:
        """Return when a review is due, in UTC: at local `hour` on the rule's day after the period.

        With `is_holiday` it is the next working day if that day is none; without, the rule's own.
        """
        day = on.after(period.shifted(1).first_day, day_of_month)
        return self.at(next_working_day(day, is_holiday) if is_holiday else day, hour)

    def at(self, day: date, hour: int) -> datetime:
        """Return a local hour of a day, in UTC.

        An hour that a clock change skips becomes the one after; of a repeated hour the first
        counts.
        """
        return datetime.combine(day, time(hour), self.zone).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        """Return the first instant of a local day, aware, even if a clock change skips midnight."""
        # fold=0 is the earlier of two midnights, and the end of the gap where there is none.
        local = datetime.combine(day, time(0), self.zone)
        return local.astimezone(UTC).astimezone(self.zone)

    def noon(self, day: date) -> datetime:
        """Return the UTC instant of local noon: the time of a note that has only a date.

        Noon stays on its day if the journey moves to another zone later.
        """
        return self.at(day, 12)

    def today(self, now: datetime) -> date:
        """Return the local date of an aware instant."""
        return now.astimezone(self.zone).date()


PERIODS = f"{LABELS}, or days like 2026-09-01..2026-09-14"

# Phones make one sign of three dots.
_RANGE = re.compile(r"\.{2,3}|…")

_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")

_MONTH_TYPED_PERIOD = re.compile(r"[0-9]{4}-[0-9]{1,2}")


@dataclass(frozen=True)
class Days:
    """Consecutive days: the half-open interval [start, end), local midnights, aware."""

    start: datetime
    end: datetime


def _has_letter(word: str) -> bool:
    """Whether it looks like a quarter or a half-year."""
    return re.match(r"[0-9]{4}.*[qh]", word.casefold()) is not None


def looks_like_period(word: str) -> bool:
    """Whether a typed word is meant as a period, even a wrong one."""
    return _has_letter(word) or _DAY.fullmatch(_RANGE.split(word)[0]) is not None


def parse_period(word: str, calendar: FiscalCalendar) -> Period | Days:
    """Read `2026-Q3`, `2026-H1`, `2026-09`, `2026-09-14` or two of the latter with `..` between.

    The last day of a range is in it. Raises BadInputError for anything else.
    """
    if not _RANGE.search(word):
        if _has_letter(word) or _MONTH_TYPED_PERIOD.fullmatch(word):
            return calendar.period(PeriodLabel.parse(word))
        first, after = _days(word)
    else:
        start, end = _RANGE.split(word, maxsplit=1)
        first, after = _days(start)[0], _days(end)[1]
    if first >= after:
        raise BadInputError(f"“{word[:40]}” ends before it begins; write the earlier day first.")
    return Days(calendar.midnight(first), calendar.midnight(after))


def _days(typed: str) -> tuple[date, date]:
    """Return the first day of a month or day, and the day after its last."""
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
