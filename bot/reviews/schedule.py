"""When the next review is posted: told, postponed, or skipped."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.editing import EditSession, MapEditor
from bot.journeys.lookup import RequestScope, find_journey
from domain.access import may_edit
from domain.errors import BadInputError, NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.map_history import ChangeType, FieldChange
from domain.periods import Period
from domain.posted_reviews import PostState
from domain.schedule import parse_postponement, to_dated_review
from storage.session import UnitOfWork


@dataclass(frozen=True)
class UpcomingReview:
    """The next review: of which period, and when it is due.

    `postable` is the period that is over and has no post yet, null where there is none; `may_edit`
    whether who asked may change any of it.
    """

    journey: Journey
    period: Period
    due_at: datetime
    postable: Period | None
    may_edit: bool

    @property
    def is_postponed(self) -> bool:
        """Whether the day rule would have it earlier."""
        return self.due_at > self.journey.review_due(self.period)


@dataclass(frozen=True)
class RescheduledReview:
    """A review that is postponed or skipped, and what is next now; `anew` false if it was so."""

    period: Period
    change_type: ChangeType
    anew: bool
    upcoming: UpcomingReview


class ReviewScheduleService(MapEditor):
    """Keeps the days of reviews."""

    def next(self, workspace: WorkspaceId, user: str, place: RequestScope) -> UpcomingReview:
        """The next review of the journey meant there; raises NotFoundError before the first use."""
        role = self.find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, None, place)
            if journey is None:
                raise NotFoundError("There is no journey yet: the first note begins one.")
            allowed = may_edit(journey, user, role)
            return _upcoming(uow, journey, self._clock.now(), allowed=allowed)

    def postpone(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        typed: str,
        label: str | None = None,
    ) -> RescheduledReview:
        """Postpone the next review, of the period `label` where one is named.

        Raises NotAllowedError for who may not, BadInputError for a day it cannot be on or a period
        that is no longer the next.
        """
        with self.edit(workspace, user, journey_id) as session:
            found = _upcoming(session.uow, session.journey, session.now)
            _check_next(found, label)
            due = parse_postponement(typed, found.journey, found.period, session.now)
            anew = due != found.due_at
            if anew:
                edit = FieldChange("due", _told(found.due_at, found), _told(due, found))
                session.uow.journeys.set_review_due(journey_id, due)
                session.record_review_change(ChangeType.POSTPONED, found.period, (edit,))
            after = replace(found, due_at=due)
        return RescheduledReview(found.period, ChangeType.POSTPONED, anew, after)

    def skip(
        self, workspace: WorkspaceId, user: str, journey_id: int, label: str
    ) -> RescheduledReview:
        """Have no review of the next period, named by its label.

        The same again changes nothing. It can be posted by hand all the same. Raises as `postpone`.
        """
        with self.edit(workspace, user, journey_id) as session:
            found = _upcoming(session.uow, session.journey, session.now)
            skipped = _skipped(session, found.period.shifted(-1), label)
            if skipped:
                return RescheduledReview(skipped, ChangeType.SKIPPED, anew=False, upcoming=found)
            _check_next(found, label)
            session.uow.publications.skip(
                journey_id, to_dated_review(found.period), user, session.now
            )
            following = found.period.shifted(1)
            due = found.journey.review_due(following)
            session.uow.journeys.set_review_due(journey_id, due)
            session.record_review_change(ChangeType.SKIPPED, found.period, ())
            after = replace(found, period=following, due_at=due)
        return RescheduledReview(found.period, ChangeType.SKIPPED, anew=True, upcoming=after)


def _upcoming(
    uow: UnitOfWork, journey: Journey, now: datetime, *, allowed: bool = True
) -> UpcomingReview:
    due = journey.review_due_at or journey.review_due(journey.period_of(now))
    period = journey.latest_due(max(due, now))
    over = journey.period_of(now).shifted(-1)
    posted = uow.publications.of_period(journey.id, over.label, over.months.first)
    is_posted = posted is not None and posted.state is PostState.PUBLISHED
    return UpcomingReview(journey, period, due, None if is_posted else over, allowed)


def _skipped(session: EditSession, before: Period, label: str) -> Period | None:
    """The period just before the next one, if it is the one that is named and was skipped."""
    same = before.label.casefold() == label.strip().casefold()
    unwanted = session.uow.publications.skipped(session.journey.id)
    return before if same and to_dated_review(before) in unwanted else None


def _check_next(found: UpcomingReview, label: str | None) -> None:
    if label is not None and label.strip().casefold() != found.period.label.casefold():
        raise BadInputError(
            f"The next review is that of {found.period.label}, not of “{label.strip()[:40]}”. "
            "Nothing was changed."
        )


def _told(due: datetime, found: UpcomingReview) -> str:
    return f"{due.astimezone(found.journey.calendar.zone):%-d %b %Y %H:%M}"
