"""When reviews are due: postponed ones, missed ones, and after a change of settings."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.errors import BadInputError
from domain.journeys import HolidaysOf, Journey
from domain.periods import Period, PeriodLabel

DEFAULT_POSTPONE_DAYS = 7


MAX_POSTPONE_DAYS = 366


_DAYS = re.compile(r"([0-9]{1,4})\s*(?:d|days?)?", re.IGNORECASE)


def parse_postponement(
    typed: str, journey: Journey, period: Period, now: datetime, holidays: HolidaysOf
) -> datetime:
    """Return the new due time (UTC) for typed words: a number of days (default 7), or a date.

    Days count from the day it is due by the rule, or from today if that is past: the same words
    mean the same day however often they are sent. The day may be a holiday. Raises BadInputError
    for anything else, or a day that is not between now and the day of the next period's rule.
    """
    earliest = journey.review_due(period, holidays)
    following = journey.earliest_due(period.shifted(1))
    first_day = max(journey.calendar.today(earliest), journey.calendar.today(now))
    day = _day(typed.strip() or str(DEFAULT_POSTPONE_DAYS), first_day)
    due = journey.calendar.at(day, journey.review_hour)
    if due < earliest or due <= now or due >= following:
        last = journey.calendar.today(following)
        raise BadInputError(
            f"The review of {period.label} can be postponed to a day from {first_day} until before "
            f"{last}, when the next one is due. Nothing was changed."
        )
    return due


def _day(typed: str, first: date) -> date:
    days = _DAYS.fullmatch(typed)
    if days and int(days[1]) <= MAX_POSTPONE_DAYS:
        return first + timedelta(days=int(days[1]))
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadInputError(
            f"“{typed[:40]}” is not a number of days or a date. Type "
            "`/journey review postpone 7` or `/journey review postpone 2026-10-20`. "
            "Nothing was changed."
        ) from None


@dataclass(frozen=True)
class DatedReview:
    """A period as it is stored: its label, and the running number of its first month."""

    label: str
    first_month: int

    @property
    def last_month(self) -> int:
        """Return the running number of its last month."""
        return self.first_month + PeriodLabel.parse(self.label).cadence.months - 1


def to_dated_review(period: Period) -> DatedReview:
    """Return the period as it is stored."""
    return DatedReview(period.label, period.months.first)


def find_missed_periods(
    period: Period, posted: Collection[DatedReview], created_at: datetime | None
) -> tuple[Period, ...]:
    """Return the periods before this one without a review, back to the last with one, oldest first.

    `posted` are posted reviews of any cadence: a period has its review if they cover all its
    months. Periods before the journey began (None: unknown) are not missed.
    """
    if created_at is None:
        return ()
    first = period.calendar.month_of(created_at)
    covered = {month for one in posted for month in range(one.first_month, one.last_month + 1)}
    missed: list[Period] = []
    before = period.shifted(-1)
    while required := set(range(max(before.months.first, first), before.months.last + 1)):
        if required <= covered:
            break
        missed.append(before)
        before = before.shifted(-1)
    return tuple(reversed(missed))


def next_review_due(
    before: Journey,
    after: Journey,
    now: datetime,
    holidays: HolidaysOf,
    skipped: Collection[DatedReview] = (),
) -> datetime:
    """Return when the next review is due under changed settings (UTC); one already due stays so.

    A review still to come for the period that is over keeps its period, where that ends as it did;
    one that was postponed keeps its day, where the new rule has it earlier and the next one later.
    None is due for what is `skipped`.
    """
    due = before.review_due_at
    if due and (due <= now or _schedule(before) == _schedule(after)):
        return due
    period, over = after.period_of(now), before.period_of(now).shifted(-1)
    was_to_come = due is not None and due < before.earliest_due(over.shifted(1))
    if was_to_come and period.shifted(-1).months.last == over.months.last:
        period = period.shifted(-1)
    while to_dated_review(period) in skipped:
        period = period.shifted(1)
    rule = after.review_due(period, holidays)
    postponed = _postponed_from(before, holidays)
    if due is None or postponed is None or postponed.months.last != period.months.last:
        return rule
    moved = after.calendar.at(before.calendar.today(due), after.review_hour)
    return moved if rule < moved < after.earliest_due(period.shifted(1)) else rule


def _postponed_from(journey: Journey, holidays: HolidaysOf) -> Period | None:
    """Return the period whose review is postponed, or None where it is due by the rule."""
    due = journey.review_due_at
    period = journey.latest_due(due) if due else None
    if due is None or period is None:
        return None
    return period if due != journey.review_due(period, holidays) else None


def _schedule(journey: Journey) -> tuple[object, ...]:
    rule = journey.review_day, journey.review_date, journey.review_hour, journey.holidays_of
    return journey.calendar, journey.cadence, *rule
