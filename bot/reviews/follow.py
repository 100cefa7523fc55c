"""Update posted reviews: their threads, their sign-offs, and corrections of their figures."""

from datetime import datetime, timedelta

from bot.outbox import ErrorCollector, Outbox
from bot.ports import Clock, Publisher
from bot.reviews.figures import compute_review, is_over
from bot.reviews.posting import MAX_ATTEMPTS, ReviewHandler, ReviewThread
from domain.access import Audience
from domain.journeys import Journey, WorkspaceId
from domain.outbox import OutboxMessage
from domain.periods import PeriodLabel
from domain.posted_reviews import (
    DuePostedReview,
    NewReviewPart,
    PostedReviewRecord,
    ReviewPartName,
    find_corrections,
    sign_off_status,
)
from domain.review_json import review_as_json
from storage.session import Database, UnitOfWork

MAX_AT_ONCE = 50


# Owners of stages without a sign-off are reminded once, after so long.
REMIND_AFTER = timedelta(days=14)


# For so long, changed figures are posted in the thread once a day.
CHECKED_FOR = timedelta(days=100)


CHECK_INTERVAL = timedelta(days=1)


# Corrections often come in series; they are posted together.
CORRECTION_DELAY = timedelta(minutes=10)


class FollowReviews:
    """Does what is due for posted reviews; safe from any number of processes.

    `settle`: how long to wait before a claimed or unclear message is looked up.
    """

    def __init__(
        self, storage: Database, publisher: Publisher, clock: Clock, settle: timedelta
    ) -> None:
        self._storage = storage
        self._publisher = publisher
        self._clock = clock
        self._settle = settle
        self._outbox = Outbox(storage, publisher, clock, settle)
        self._thread = ReviewThread(storage, self._outbox)

    def __call__(self) -> int:
        """Check all posted reviews that are due for a check; return their number.

        First deliver reviews whose sender crashed or got no answer. Errors of single reviews are
        raised once all were checked.
        """
        errors = ErrorCollector()
        for message in self._storage.unfinished_reviews(self._clock.now(), MAX_AT_ONCE):
            errors.run(self._deliver, message)
        due = self._storage.due_posted_reviews(self._clock.now(), MAX_AT_ONCE)
        for one in due:
            errors.run(self.check, one)
        errors.raise_all()
        return len(due)

    def _deliver(self, message: OutboxMessage) -> None:
        handler = ReviewHandler(self._publisher, self._settle)
        self._outbox.deliver(message.workspace, message.id, handler)

    def check(self, due: DuePostedReview) -> None:
        """Check one posted review, unless another process is doing it."""
        posted_review = self._lease(due)
        if posted_review is None:
            return
        workspace, checked_at = due.workspace, self._clock.now()
        self._add_due(workspace, posted_review, checked_at)
        self._thread.post(workspace, posted_review)
        self._show_sign_offs(workspace, posted_review)
        with self._storage.write(workspace) as uow:
            uow.posted_reviews.set_next_check(
                posted_review.id, self._next_check(uow, posted_review, checked_at)
            )
            uow.commit()

    def _lease(self, due: DuePostedReview) -> PostedReviewRecord | None:
        """Lease a review for the settle time and return it; None if another process has it."""
        now = self._clock.now()
        with self._storage.write(due.workspace) as uow:
            if not uow.posted_reviews.lease(due.posted_review_id, now, now + self._settle):
                return None
            posted_review = uow.posted_reviews.by_id(due.posted_review_id)
            uow.commit()
        return posted_review

    def _add_due(
        self, workspace: WorkspaceId, posted_review: PostedReviewRecord, now: datetime
    ) -> None:
        """Add the messages to the thread that have become due since the last check."""
        published = posted_review.published_at
        if published is None:
            return
        # Computed before the write transaction: a review takes a while, and writers would wait.
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(posted_review.journey_id)
            if journey is None:
                return
            reminder = correction = None
            if now >= published + REMIND_AFTER:
                reminder = self._sign_off_reminder(uow, journey, posted_review)
            if published + CORRECTION_DELAY <= now <= published + CHECKED_FOR:
                correction = self._correction(uow, journey, posted_review, now)
        due = [part for part in (reminder, correction) if part]
        if due:
            with self._storage.write(workspace) as uow:
                for part in due:
                    uow.posted_reviews.add_part(posted_review, part, now)
                uow.commit()

    def _sign_off_reminder(
        self, uow: UnitOfWork, journey: Journey, posted_review: PostedReviewRecord
    ) -> NewReviewPart | None:
        signed = sign_off_status(journey.stages, uow.sign_offs.of(posted_review.id))
        unsigned = [one.stage for one in signed.open]
        if not unsigned:
            return None
        payload = self._publisher.render_sign_off_reminder(journey, unsigned, posted_review.key)
        return NewReviewPart(ReviewPartName.REMINDER.value, payload)

    def _correction(
        self, uow: UnitOfWork, journey: Journey, posted_review: PostedReviewRecord, now: datetime
    ) -> NewReviewPart | None:
        period = journey.calendar.period(PeriodLabel.parse(posted_review.period))
        if period.months.first != posted_review.first_month:
            # The fiscal year has changed: the label means other months now.
            return None
        if not is_over(period, now):
            # Figures of a running period were posted; their growth is no correction.
            return None
        audience = Audience(posted_review.channel)
        current = review_as_json(
            compute_review(uow, journey, period, complete=True, now=now, audience=audience)
        )
        changed = find_corrections(posted_review.figures, current)
        payload = self._publisher.render_corrections(journey, changed)
        last = uow.outbox.last_part(posted_review.id, ReviewPartName.CORRECTION.value)
        same = self._publisher.lists_same_corrections
        if same(payload, last.payload) if last else not changed:
            return None
        number = uow.outbox.count_parts(posted_review.id, ReviewPartName.CORRECTION.value) + 1
        return NewReviewPart(ReviewPartName.CORRECTION.numbered(number), payload)

    def _show_sign_offs(self, workspace: WorkspaceId, posted_review: PostedReviewRecord) -> None:
        """Update the message with the latest sign-offs; repeat until none is missing."""
        shown = posted_review.signs_shown
        while True:
            with self._storage.read(workspace) as uow:
                signed = uow.sign_offs.of(posted_review.id)
                journey = uow.journeys.by_id(posted_review.journey_id)
            if len(signed) == shown or journey is None or posted_review.message_ts is None:
                return
            payload = self._publisher.render_sign_offs(
                posted_review.message.payload, sign_off_status(journey.stages, signed)
            )
            outcome = self._publisher.update(
                workspace, posted_review.channel, posted_review.message_ts, payload
            )
            if outcome.ts is None:
                return
            shown = len(signed)
            with self._storage.write(workspace) as uow:
                uow.posted_reviews.set_signs_shown(posted_review.id, shown)
                uow.commit()

    def _next_check(
        self, uow: UnitOfWork, posted_review: PostedReviewRecord, checked_at: datetime
    ) -> datetime | None:
        """Return when to check again, None for never."""
        now = self._clock.now()
        seen = uow.posted_reviews.by_id(posted_review.id)
        published = posted_review.published_at
        if seen is None or published is None:
            return None
        soon = now + self._settle
        candidates = [
            part.next_try_at if part.next_try_at and part.attempts else soon
            for part in uow.outbox.open_parts(posted_review.id, MAX_ATTEMPTS)
        ]
        if len(uow.sign_offs.of(posted_review.id)) != seen.signs_shown:
            candidates.append(soon)
        if checked_at < published + REMIND_AFTER:
            candidates.append(published + REMIND_AFTER)
        if now + CHECK_INTERVAL <= published + CHECKED_FOR:
            candidates.append(now + CHECK_INTERVAL)
        return min(candidates, default=None)
