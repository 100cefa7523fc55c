"""To when a review is postponed, as somebody typed it."""

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.errors import BadInputError
from bot.domain.journey import Journey
from bot.domain.periods import Period

USUAL_DAYS = 7
MOST_DAYS = 366
_DAYS = re.compile(r"([0-9]{1,4})\s*(?:d|days?)?", re.IGNORECASE)


def postponed_to(typed: str, journey: Journey, period: Period, now: datetime) -> datetime:
    """When a review is due instead: so many days later (a week for nothing), or on a date.

    Days count from the day of the rule, or from today where that is past, so that the same words
    mean the same day however often they are sent. Raises BadInputError for what is no day, or none
    between now and the next period's review.
    """
    day = _day(typed.strip() or str(USUAL_DAYS), journey, period, now)
    due = datetime.combine(day, time(journey.review_hour), journey.calendar.zone).astimezone(UTC)
    earliest, following = journey.review_due(period), journey.review_due(period.shifted(1))
    if due < earliest or due <= now or due >= following:
        first = max(journey.calendar.today(earliest), journey.calendar.today(now))
        last = journey.calendar.today(following)
        raise BadInputError(
            f"The review of {period.label} can be postponed to a day from {first} until before "
            f"{last}, when the next one is due. Nothing was changed."
        )
    return due


def _day(typed: str, journey: Journey, period: Period, now: datetime) -> date:
    days = _DAYS.fullmatch(typed)
    if days and int(days[1]) <= MOST_DAYS:
        zone = journey.calendar.zone
        rule = journey.review_due(period).astimezone(zone).date()
        return max(rule, journey.calendar.today(now)) + timedelta(days=int(days[1]))
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadInputError(
            f"“{typed[:40]}” is no number of days and no date. Type "
            "`/journey review postpone 7` or `/journey review postpone 2026-10-20`. "
            "Nothing was changed."
        ) from None
