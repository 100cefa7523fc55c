"""Post a review once: claim it with its figures frozen, post, remember what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.holidays import holidays_of
from bot.journeys.editing import GONE, MapEditor, check_may_edit
from bot.outbox import Delivery, DeliveryState, Outbox
from bot.ports import Clock, People, Publisher
from bot.reviews.figures import compute_review, is_over
from bot.reviews.follow import FollowReviews
from bot.reviews.posting import ReviewHandler
from domain.access import Audience
from domain.errors import BadInputError, NotFoundError, WaymarkError
from domain.journeys import Journey, WorkspaceId
from domain.outbox import OutboxState
from domain.periods import Period
from domain.posted_reviews import (
    DuePostedReview,
    DueReview,
    NewPostedReview,
    NewReviewPart,
    PostedReviewRecord,
)
from domain.review_json import review_as_json
from domain.reviews import Review
from domain.schedule import find_missed_periods, to_dated_review
from storage.outbox import new_key
from storage.session import Database, UnitOfWork


class PublishState(StrEnum):
    """The outcome of a request to post a review.

    `in progress`: another process is posting it. `waiting`: it failed or is unclear, and it is too
    early to try again. `skipped`: somebody skipped that period. `not due`: that period's review is
    now due later, or not at all.
    """

    PUBLISHED = "published"
    ALREADY = "already published"
    IN_PROGRESS = "in progress"
    WAITING = "waiting"
    FAILED = "failed"
    UNCLEAR = "unsure"
    SKIPPED = "skipped"
    NOT_DUE = "not due"


@dataclass(frozen=True)
class PublishResult:
    """The state, with the channel and timestamp of the message or the reason there is none."""

    state: PublishState
    channel: str | None = None
    message_ts: str | None = None
    reason: str | None = None

    @property
    def done(self) -> bool:
        """Whether the review is in its channel."""
        return self.state in (PublishState.PUBLISHED, PublishState.ALREADY)


# A review is computed again if notes came in meanwhile, at most so often; then it is posted as it
# is, and later notes are posted as corrections.
MAX_COMPUTATIONS = 3

JOURNEY_GONE = "That journey is no longer there."


@dataclass(frozen=True)
class _Draft:
    """A review computed and rendered before anything is written.

    `revision` is that of the journey's data just before it was computed.
    """

    review: NewPostedReview
    revision: tuple[int, ...]


class PublishReview:
    """Posts reviews, each at most once, however often and from however many processes.

    `settle`: how long to wait before a claimed or unclear message is looked up.
    """

    def __init__(
        self, storage: Database, publisher: Publisher, clock: Clock, settle: timedelta
    ) -> None:
        self._storage = storage
        self._publisher = publisher
        self._clock = clock
        self._outbox = Outbox(storage, publisher, clock, settle)
        self._handler = ReviewHandler(publisher, settle)
        self._follow = FollowReviews(storage, publisher, clock, settle)

    def __call__(
        self,
        workspace: WorkspaceId,
        journey_id: int,
        period: Period,
        *,
        at_once: bool = False,
        if_due: bool = False,
    ) -> PublishResult:
        """Post the review of a period unless it is there already.

        `at_once` retries a refused post without waiting; an unclear one still waits. `if_due` posts
        only a review that the journey's schedule has due now. Raises NotFoundError if the journey
        is missing or has no channel.
        """
        found = self._add(workspace, journey_id, period, at_once=at_once, if_due=if_due)
        if isinstance(found, PublishResult):
            return found
        message = found.message
        delivery = self._outbox.deliver(workspace, message.id, self._handler, at_once=at_once)
        result = _result(delivery, message.channel)
        if result.state is PublishState.PUBLISHED:
            self._follow.check(DuePostedReview(workspace, found.id))
        return result

    def _add(
        self,
        workspace: WorkspaceId,
        journey_id: int,
        period: Period,
        *,
        at_once: bool,
        if_due: bool,
    ) -> PostedReviewRecord | PublishResult:
        """Return the review in the outbox, added if it is not there, or why it is not to be."""
        for attempt in range(1, MAX_COMPUTATIONS + 1):
            with self._storage.read(workspace) as uow:
                draft = self._draft(uow, journey_id, period, at_once=at_once, if_due=if_due)
            if isinstance(draft, PublishResult):
                return draft
            with self._storage.write(workspace) as uow:
                # Locked, so that nobody postpones or archives it between the look and the claim.
                journey = uow.journeys.lock(journey_id)
                if journey is None:
                    raise NotFoundError(JOURNEY_GONE)
                unwanted = _unwanted(uow, journey, period, self._clock.now()) if if_due else None
                if unwanted:
                    return PublishResult(unwanted)
                known = uow.posted_reviews.of_period(journey_id, period.label, period.months.first)
                if known and not self._is_moved(known, journey, at_once=at_once):
                    return known
                is_last = attempt == MAX_COMPUTATIONS
                if draft and _is_current(uow, journey, draft, is_last=is_last):
                    return self._replace(uow, known, draft) or PublishResult(
                        PublishState.IN_PROGRESS, draft.review.channel
                    )
        return PublishResult(PublishState.IN_PROGRESS)

    def _replace(
        self, uow: UnitOfWork, refused: PostedReviewRecord | None, draft: _Draft
    ) -> PostedReviewRecord | None:
        """Add the review, in place of one that was refused; None if somebody else is at it."""
        if refused and not uow.posted_reviews.remove_refused(refused):
            return None
        added = uow.posted_reviews.add(draft.review, self._clock.now())
        uow.commit()
        return added

    def _is_moved(self, known: PostedReviewRecord, journey: Journey, *, at_once: bool) -> bool:
        """Whether it was refused where the home was, and may be tried again where it is now."""
        message = known.message
        return (
            message.state is OutboxState.REFUSED
            and (at_once or message.is_due(self._clock.now()))
            and journey.home_channel not in (None, message.channel)
        )

    def _draft(
        self, uow: UnitOfWork, journey_id: int, period: Period, *, at_once: bool, if_due: bool
    ) -> _Draft | PublishResult | None:
        """Compute and render the review; None where it is in the outbox already.

        This takes long and holds no lock: nobody who writes has to wait for it.
        """
        now = self._clock.now()
        journey = uow.journeys.by_id(journey_id)
        if journey is None:
            raise NotFoundError(JOURNEY_GONE)
        unwanted = _unwanted(uow, journey, period, now) if if_due else None
        if unwanted:
            return PublishResult(unwanted)
        known = uow.posted_reviews.of_period(journey.id, period.label, period.months.first)
        if known and not self._is_moved(known, journey, at_once=at_once):
            return None
        if journey.home_channel is None:
            raise NotFoundError(
                f"The journey {journey.key} has no channel to post to yet: "
                "type /journey here in the one it should be."
            )
        # First: whatever is written while the review is computed makes it another.
        revision = uow.posted_reviews.revision(journey.id)
        complete, audience = is_over(period, now), Audience(journey.home_channel)
        review = compute_review(uow, journey, period, complete=complete, now=now, audience=audience)
        review = _with_missed(uow, review)
        key = new_key()
        rendered = self._publisher.render(review, key)
        return _Draft(
            NewPostedReview(
                journey_id=journey.id,
                period=period.label,
                first_month=period.months.first,
                channel=journey.home_channel,
                key=key,
                figures=review_as_json(review),
                payload=rendered.parent,
                parts=tuple(NewReviewPart(name.value, payload) for name, payload in rendered.parts),
            ),
            revision,
        )


def _is_current(uow: UnitOfWork, journey: Journey, draft: _Draft, *, is_last: bool) -> bool:
    """Whether a draft may be posted: nothing changed since, or it was computed often enough."""
    if journey.home_channel != draft.review.channel:
        return False
    return is_last or uow.posted_reviews.revision(journey.id) == draft.revision


STATES = {
    DeliveryState.SENT: PublishState.PUBLISHED,
    DeliveryState.ALREADY_SENT: PublishState.ALREADY,
    DeliveryState.BUSY: PublishState.IN_PROGRESS,
    DeliveryState.WAITING: PublishState.WAITING,
    DeliveryState.REFUSED: PublishState.FAILED,
    DeliveryState.UNCLEAR: PublishState.UNCLEAR,
    DeliveryState.UNWANTED: PublishState.IN_PROGRESS,
}


def _result(delivery: Delivery, channel: str) -> PublishResult:
    state, message = STATES[delivery.state], delivery.message
    ts = message.sent_ts if message else None
    return PublishResult(state, channel, ts, None if ts else delivery.reason)


def _unwanted(
    uow: UnitOfWork, journey: Journey, period: Period, now: datetime
) -> PublishState | None:
    due = journey.review_due_at
    if journey.archived or due is None or due > now or journey.latest_due(now) != period:
        return PublishState.NOT_DUE
    return (
        PublishState.SKIPPED
        if to_dated_review(period) in uow.posted_reviews.skipped(journey.id)
        else None
    )


def _with_missed(uow: UnitOfWork, review: Review) -> Review:
    """Add the labels of the periods without a review to a review."""
    journey, posted = review.journey, uow.posted_reviews
    missed = find_missed_periods(
        review.period, posted.periods_with_review(journey.id), journey.created_at
    )
    unwanted = posted.skipped(journey.id)
    return replace(
        review,
        missed=tuple(period.label for period in missed),
        skipped=tuple(period.label for period in missed if to_dated_review(period) in unwanted),
    )


MAX_AT_ONCE = 50


@dataclass(frozen=True)
class DueOutcome:
    """The outcome of one due review."""

    due: DueReview
    period: str
    result: PublishResult


class PostDueReviews:
    """Posts due reviews; safe to run at any time, from any number of processes."""

    def __init__(self, storage: Database, publish: PublishReview, clock: Clock) -> None:
        self._storage = storage
        self._publish = publish
        self._clock = clock

    def __call__(self) -> list[DueOutcome]:
        """Post what is due now; a journey that fails does not keep the others waiting.

        A journey that missed several periods gets the latest one.
        """
        now = self._clock.now()
        outcomes: list[DueOutcome] = []
        after = 0
        while due := self._storage.due_reviews(now, MAX_AT_ONCE, after):
            outcomes += [self._one(item) for item in due]
            after = due[-1].journey_id
        return outcomes

    def _one(self, due: DueReview) -> DueOutcome:
        period = ""
        try:
            with self._storage.read(due.workspace) as uow:
                journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return DueOutcome(due, "", PublishResult(PublishState.FAILED, reason="gone"))
            now = self._clock.now()
            latest = journey.latest_due(now)
            period = latest.label
            if journey.review_due(latest, holidays_of) > now:
                postpone_to_working_day(self._storage, due, latest, now)
                return DueOutcome(due, period, PublishResult(PublishState.NOT_DUE))
            result = self._publish(due.workspace, due.journey_id, latest, if_due=True)
            if result.done or result.state is PublishState.SKIPPED:
                wait_for_next(self._storage, due.workspace, due.journey_id, latest)
        except WaymarkError as error:
            result = PublishResult(PublishState.FAILED, reason=error.sentence)
        return DueOutcome(due, period, result)


def postpone_to_working_day(
    storage: Database, due: DueReview, period: Period, now: datetime
) -> None:
    """Postpone a review whose day turns out to be a holiday.

    Its time was stored before the holiday was known, such as by an earlier version.
    """
    with storage.write(due.workspace) as uow:
        journey = uow.journeys.lock(due.journey_id)
        if journey is None:
            return
        stored, working_day = journey.review_due_at, journey.review_due(period, holidays_of)
        if stored and stored <= now < working_day:
            uow.journeys.set_review_due(journey.id, working_day)
            uow.commit()


def wait_for_next(
    storage: Database, workspace: WorkspaceId, journey_id: int, period: Period
) -> None:
    """Make the review after a period the next one due, unless a later one is already.

    The period after it has the journey's current cadence, which may differ from the period's.
    """
    with storage.write(workspace) as uow:
        journey = uow.journeys.lock(journey_id)
        if journey is None:
            return
        due = journey.review_due_at
        month = period.months.last + 1
        following = journey.calendar.period_of_month(month, journey.cadence)
        next_due = journey.review_due(following, holidays_of)
        if due is None or due < next_due:
            uow.journeys.set_review_due(journey_id, next_due)
            uow.commit()


@dataclass(frozen=True)
class ReviewToPost:
    """A review to be posted on request; `channel` and `message_ts` are set if it was posted."""

    journey: Journey
    period: Period
    channel: str | None = None
    message_ts: str | None = None

    @property
    def is_posted(self) -> bool:
        """Whether there is nothing to do."""
        return self.message_ts is not None


class PostNow(MapEditor):
    """Posts reviews before they are due."""

    def __init__(
        self, storage: Database, clock: Clock, people: People | None, publish: PublishReview
    ) -> None:
        super().__init__(storage, clock, people)
        self._publish = publish

    def preview(
        self, workspace: WorkspaceId, user: str, journey_id: int, label: str | None = None
    ) -> ReviewToPost:
        """Return what would be posted; fast, because a person waits for the answer.

        Raises NotAllowedError for people who may not change the journey, BadInputError if `label`
        is no longer the latest complete period, NotFoundError for a missing journey or one without
        a channel.
        """
        role = self.find_role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            if journey is None:
                raise NotFoundError(GONE)
            check_may_edit(journey, user, role)
            period = journey.period_of(self._clock.now()).shifted(-1)
            if label is not None and label != period.label:
                raise BadInputError(
                    f"The latest {period.noun} that is over is {period.label}, no longer {label}. "
                    "Nothing was posted: type `/journey review next`."
                )
            known = uow.posted_reviews.of_period(journey.id, period.label, period.months.first)
            if known and known.is_posted:
                return ReviewToPost(journey, period, known.channel, known.message_ts)
            if journey.home_channel is None:
                raise NotFoundError(
                    f"{journey.name} has no channel to post to yet: type `/journey here` in the "
                    "one it should be."
                )
        return ReviewToPost(journey, period, journey.home_channel)

    def __call__(self, workspace: WorkspaceId, review: ReviewToPost) -> PublishResult:
        """Post it; slow. The clock does not wait for its day any more."""
        result = self._publish(workspace, review.journey.id, review.period, at_once=True)
        if result.done:
            wait_for_next(self._storage, workspace, review.journey.id, review.period)
        return result
