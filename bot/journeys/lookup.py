"""Find the journey a person means; the first use in a workspace creates one."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ports import People
from domain.access import Role
from domain.errors import NotAllowedError, NotFoundError
from domain.journeys import BUYER, DEFAULT_REVIEW_HOUR, Journey, WorkspaceId
from domain.periods import Cadence, FiscalCalendar
from domain.working_days import is_new_year
from storage.session import UnitOfWork

# The time zone of a journey until one is chosen.
DEFAULT_TIME_ZONE = "UTC"


NOT_FOR_GUESTS = (
    "Guests can use Waymark in channels that belong to a journey, and for that journey alone. "
    "Someone of the team can type `/journey use KEY` here. Nothing was saved."
)


@dataclass(frozen=True)
class RequestScope:
    """The channel a person asks from, which decides the default journey.

    `channel` is None outside of channels; a guest reaches only the journey of the channel.
    """

    channel: str | None = None
    guest: bool = False


ANY_CHANNEL = RequestScope()


def build_request_scope(
    people: People | None, workspace: WorkspaceId, user: str, channel: str | None
) -> RequestScope:
    """Return where a person asks from; one who cannot be looked up counts as a member here."""
    guest = people is not None and people.role(workspace, user) is Role.GUEST
    return RequestScope(channel, guest)


def default_calendar() -> FiscalCalendar:
    """Return the fiscal calendar of a journey that a first use creates."""
    return FiscalCalendar(ZoneInfo(DEFAULT_TIME_ZONE))


def find_journey(
    uow: UnitOfWork, key: str | None, scope: RequestScope = ANY_CHANNEL
) -> Journey | None:
    """Return the journey with that key, else the channel's, else the default, else None.

    Raises NotFoundError for a key that no journey in use has, NotAllowedError for a guest in a
    channel without a journey, or asking for another.
    """
    if scope.guest:
        return _of_guest(uow, key, scope.channel)
    if key:
        journey = uow.journeys.by_key(key)
        if journey is None or journey.archived:
            raise NotFoundError(_unknown(uow, key, journey))
        return journey
    bound = uow.journeys.by_channel(scope.channel) if scope.channel else None
    return bound if bound and not bound.archived else uow.journeys.default()


def find_or_create_journey(
    uow: UnitOfWork, key: str | None, now: datetime, scope: RequestScope = ANY_CHANNEL
) -> Journey:
    """Return the journey like `existing_journey`; create the buyer journey if there is none yet."""
    uow.journeys.ensure_workspace()
    if uow.journeys.default() is None and not scope.guest:
        # The workspace may be known without a journey: only one of several first notes creates it.
        uow.journeys.lock_workspace()
        if uow.journeys.default() is None:
            calendar = default_calendar()
            running = calendar.period_of(now, Cadence.QUARTERLY)
            due = calendar.review_due(running, DEFAULT_REVIEW_HOUR, is_holiday=is_new_year)
            uow.journeys.add(BUYER, due, now)
    journey = find_journey(uow, key, scope)
    assert journey is not None  # noqa: S101 - created above
    return journey


def _of_guest(uow: UnitOfWork, key: str | None, channel: str | None) -> Journey:
    journey = uow.journeys.by_channel(channel) if channel else None
    if journey is None and channel:
        homes = [found for found in uow.journeys.all() if found.home_channel == channel]
        journey = homes[0] if homes else None
    if journey is None or journey.archived or (key and key != journey.key):
        raise NotAllowedError(NOT_FOR_GUESTS)
    return journey


def _unknown(uow: UnitOfWork, key: str, archived: Journey | None) -> str:
    if archived:
        return f"The journey “{archived.name}” is archived; `/journey list` can restore it."
    known = ", ".join(journey.key for journey in uow.journeys.all()) or BUYER.key
    return f"There is no journey “{key[:60]}” here. The journeys are: {known}."
