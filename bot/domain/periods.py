"""Periods a journey is reviewed by: their months, and their bounds in a time zone.

All are made of months of the journey's zone: a change of the fiscal year moves quarters and
half-years, and nothing that is kept by month.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import total_ordering
from zoneinfo import ZoneInfo

from bot.domain.period_labels import MONTHS_PER_YEAR, Cadence, PeriodLabel
from bot.domain.review_days import ReviewDay


def month_of_day(day: date) -> int:
    """The running number of a date's month, `year * 12 + month - 1`: what the database keeps."""
    return day.year * MONTHS_PER_YEAR + day.month - 1


def first_of_month(month: int) -> date:
    """The first date of the month with that running number."""
    return date(month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1)


@dataclass(frozen=True)
class Months:
    """Some months on end by their running numbers, the last one included."""

    first: int
    last: int


@total_ordering
@dataclass(frozen=True)
class Period:
    """A month, quarter or half-year of a journey's calendar; ordered by when it begins.

    `number` is a running number, one more each period of that cadence.
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
        """`2026-Q3`, `2026-H1` or `2026-09`."""
        year, number = divmod(self.number, self.cadence.periods_a_year)
        return str(PeriodLabel(self.cadence, year, number + 1))

    @property
    def noun(self) -> str:
        """`quarter`, `half-year` or `month`."""
        return self.cadence.noun

    @property
    def months(self) -> Months:
        """The months it is made of."""
        first = self.number * self.cadence.months + self.calendar.offset(self.cadence)
        return Months(first, first + self.cadence.months - 1)

    @property
    def first_day(self) -> date:
        """The local date it begins on."""
        return first_of_month(self.months.first)

    @property
    def last_day(self) -> date:
        """The last local date in it."""
        return self.shifted(1).first_day - timedelta(days=1)

    @property
    def start(self) -> datetime:
        """The local midnight it begins with, aware."""
        return self.calendar.midnight(self.first_day)

    @property
    def end(self) -> datetime:
        """The local midnight that is no longer in it, aware."""
        return self.shifted(1).start

    def shifted(self, periods: int) -> "Period":
        """The period that many later (or earlier, when negative)."""
        return Period(self.calendar, self.cadence, self.number + periods)

    def last(self, count: int) -> tuple["Period", ...]:
        """That many periods up to this one, oldest first."""
        return tuple(self.shifted(back) for back in range(1 - count, 1))


@dataclass(frozen=True)
class FiscalCalendar:
    """How a journey cuts time: its IANA zone and the month (1-12) its fiscal year starts in."""

    zone: ZoneInfo
    start_month: int = 1

    def period(self, label: PeriodLabel) -> Period:
        """The period with that label."""
        number = label.year * label.cadence.periods_a_year + label.number - 1
        return Period(self, label.cadence, number)

    def period_of(self, instant: datetime, cadence: Cadence) -> Period:
        """The period of that cadence an aware instant falls into."""
        return self.period_of_month(self.month_of(instant), cadence)

    def period_of_month(self, month: int, cadence: Cadence) -> Period:
        """The period of that cadence a month (its running number) belongs to."""
        return Period(self, cadence, (month - self.offset(cadence)) // cadence.months)

    def month_of(self, instant: datetime) -> int:
        """The running number of the local month an aware instant falls into."""
        month = month_of_day(instant.astimezone(self.zone).date())
        # A clock set back across midnight repeats the end of the day before: the instant decides.
        return month + (instant >= self.midnight(first_of_month(month + 1)))

    def offset(self, cadence: Cadence) -> int:
        """Which month the period number 0 of a cadence begins with."""
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
    ) -> datetime:
        """When a review is due, in UTC: `hour` local time on the rule's day after the period.

        An hour that clocks skip is the one after, one that they repeat the first of the two.
        """
        day = on.after(period.shifted(1).first_day, day_of_month)
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
