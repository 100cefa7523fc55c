"""When the next review is posted: show it, postpone it, or skip it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.holidays import holidays_of
from bot.journeys.editing import EditSession, MapEditor
from bot.journeys.lookup import RequestScope, find_journey
from domain.access import may_edit
from domain.errors import BadInputError, NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.map_history import ChangeType, FieldChange
from domain.periods import Period
from domain.schedule import parse_postponement, to_dated_review
from storage.session import UnitOfWork


@dataclass(frozen=True)
class UpcomingReview:
    """The next review: its period, and when it is due (UTC).

    `postable` is the last complete period if its review is not posted yet, else None; `may_edit`:
    the person may change the schedule.
    """

    journey: Journey
    period: Period
    due_at: datetime
    postable: Period | None
    may_edit: bool

    @property
    def is_postponed(self) -> bool:
        """Whether it is due later than by the journey's rule."""
        return self.due_at > self.journey.review_due(self.period, holidays_of)


@dataclass(frozen=True)
class RescheduledReview:
    """A postponed or skipped review, and the next one; `is_new` is False if it was so before."""

    period: Period
    change_type: ChangeType
    is_new: bool
    upcoming: UpcomingReview


class ReviewScheduleService(MapEditor):
    """Shows and changes when reviews are due."""

    def next(self, workspace: WorkspaceId, user: str, scope: RequestScope) -> UpcomingReview:
        """Return the next review of the channel's journey; raises NotFoundError without one."""
        role = self.find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, None, scope)
            if journey is None:
                raise NotFoundError("There is no journey yet: the first note creates one.")
            allowed = may_edit(journey, user, role)
            return find_upcoming(uow, journey, self._clock.now(), allowed=allowed)

    def postpone(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        typed: str,
        label: str | None = None,
    ) -> RescheduledReview:
        """Postpone the next review; `label`, if given, has to be its period.

        Raises NotAllowedError, or BadInputError for a day it cannot be on or another period.
        """
        with self.edit(workspace, user, journey_id) as session:
            found = find_upcoming(session.uow, session.journey, session.now)
            _check_next(found, label)
            due = parse_postponement(typed, found.journey, found.period, session.now, holidays_of)
            is_new = due != found.due_at
            if is_new:
                edit = FieldChange("due", _format_due(found.due_at, found), _format_due(due, found))
                session.uow.journeys.set_review_due(journey_id, due)
                session.record_review_change(ChangeType.POSTPONED, found.period, (edit,))
            after = replace(found, due_at=due)
        return RescheduledReview(found.period, ChangeType.POSTPONED, is_new, after)

    def skip(
        self, workspace: WorkspaceId, user: str, journey_id: int, label: str
    ) -> RescheduledReview:
        """Skip the review of the next period, named by its label. Idempotent.

        It can still be posted by hand. Raises as `postpone`.
        """
        with self.edit(workspace, user, journey_id) as session:
            found = find_upcoming(session.uow, session.journey, session.now)
            skipped = _find_skipped(session, found.period.shifted(-1), label)
            if skipped:
                return RescheduledReview(skipped, ChangeType.SKIPPED, is_new=False, upcoming=found)
            _check_next(found, label)
            session.uow.posted_reviews.skip(
                journey_id, to_dated_review(found.period), user, session.now
            )
            following = found.period.shifted(1)
            due = found.journey.review_due(following, holidays_of)
            session.uow.journeys.set_review_due(journey_id, due)
            session.record_review_change(ChangeType.SKIPPED, found.period, ())
            after = replace(found, period=following, due_at=due)
        return RescheduledReview(found.period, ChangeType.SKIPPED, is_new=True, upcoming=after)


def find_upcoming(
    uow: UnitOfWork, journey: Journey, now: datetime, *, allowed: bool = True
) -> UpcomingReview:
    """Return a journey's next review; `allowed`: the person may change the schedule."""
    due = journey.review_due_at or journey.review_due(journey.period_of(now), holidays_of)
    period = journey.latest_due(max(due, now))
    # Where a holiday became known since, the clock puts it off: see `PostDueReviews`.
    due = max(due, journey.review_due(period, holidays_of))
    complete = journey.period_of(now).shifted(-1)
    posted = uow.posted_reviews.of_period(journey.id, complete.label, complete.months.first)
    is_posted = posted is not None and posted.is_posted
    return UpcomingReview(journey, period, due, None if is_posted else complete, allowed)


def _find_skipped(session: EditSession, before: Period, label: str) -> Period | None:
    """Return the period before the next one if it has that label and was skipped."""
    same = before.label.casefold() == label.strip().casefold()
    skipped = session.uow.posted_reviews.skipped(session.journey.id)
    return before if same and to_dated_review(before) in skipped else None


def _check_next(found: UpcomingReview, label: str | None) -> None:
    if label is not None and label.strip().casefold() != found.period.label.casefold():
        raise BadInputError(
            f"The next review is of {found.period.label}, not of “{label.strip()[:40]}”. "
            "Nothing was changed."
        )


def _format_due(due: datetime, found: UpcomingReview) -> str:
    return f"{due.astimezone(found.journey.calendar.zone):%-d %b %Y %H:%M}"
