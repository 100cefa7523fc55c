"""Finding the journey somebody means; the first use in a workspace makes one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import NotFoundError
from bot.domain.journey import BUYER, DEFAULT_REVIEW_HOUR, Journey
from bot.domain.quarters import FiscalCalendar
from bot.ports import UnitOfWork

# The zone of a journey nobody has set one for.
FIRST_ZONE = "UTC"


def first_calendar() -> FiscalCalendar:
    """How the journey of a first use cuts time."""
    return FiscalCalendar(ZoneInfo(FIRST_ZONE))


def existing_journey(uow: UnitOfWork, key: str | None) -> Journey | None:
    """The journey with that key, or the workspace's default one; null before the first use.

    Raises NotFoundError for a key that no journey has.
    """
    journey = uow.journeys.by_key(key) if key else uow.journeys.default()
    if journey is None and key:
        known = ", ".join(journey.key for journey in uow.journeys.all()) or BUYER.key
        raise NotFoundError(f"There is no journey “{key[:60]}” here. The journeys are: {known}.")
    return journey


def ready_journey(uow: UnitOfWork, key: str | None, now: datetime) -> Journey:
    """As `existing_journey`, but makes the buyer journey where the workspace has none yet."""
    uow.journeys.ensure_workspace()
    if uow.journeys.default() is None:
        calendar = first_calendar()
        due = calendar.review_due(calendar.quarter_of(now), DEFAULT_REVIEW_HOUR)
        uow.journeys.add(BUYER, due, now)
    journey = existing_journey(uow, key)
    assert journey is not None  # noqa: S101 - made above
    return journey
