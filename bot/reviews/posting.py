"""Deliver a review's message and what follows in its thread."""

from datetime import datetime

from bot.outbox import Delivery, DeliveryState, MessageHandler, Outbox
from domain.errors import NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.outbox import OutboxMessage, OutboxState
from domain.posted_reviews import PostedReviewRecord
from storage.session import Database, UnitOfWork

# A part Slack refuses so often is given up; the others do not wait for it.
MAX_ATTEMPTS = 12

GONE = "That review is gone, or is still being posted. Try again in a minute."


def find_posted_review(uow: UnitOfWork, key: str) -> tuple[Journey, PostedReviewRecord]:
    """Return the posted review with that key, and its journey; raises NotFoundError."""
    posted_review = uow.posted_reviews.by_key(key)
    journey = uow.journeys.by_id(posted_review.journey_id) if posted_review else None
    if posted_review is None or journey is None or not posted_review.is_posted:
        raise NotFoundError(GONE)
    return journey, posted_review


class ReviewHandler(MessageHandler):
    """Delivers a review's own message; once it is sent, its thread and checks are due."""

    def record_sent(self, uow: UnitOfWork, message: OutboxMessage, ts: str, now: datetime) -> None:
        """Open the thread, and have the clock look at the review from now on."""
        if message.posted_review_id is not None:
            uow.outbox.set_thread(message.posted_review_id, ts)
            uow.posted_reviews.set_next_check(message.posted_review_id, now)


class ReviewThread:
    """Posts the messages that are due in the threads of posted reviews."""

    def __init__(self, storage: Database, outbox: Outbox) -> None:
        self._storage = storage
        self._outbox = outbox

    def post(self, workspace: WorkspaceId, posted_review: PostedReviewRecord) -> None:
        """Post every part that may be posted now, in order.

        Stops if Slack asks to wait or if a part is unclear: the rest would come before it.
        """
        with self._storage.read(workspace) as uow:
            parts = uow.outbox.open_parts(posted_review.id, MAX_ATTEMPTS)
        for part in parts:
            if not _may_go_on(self._outbox.deliver(workspace, part.id)):
                return


def _may_go_on(delivery: Delivery) -> bool:
    state, message = delivery.state, delivery.message
    if state is DeliveryState.WAITING:
        return message is not None and message.state is OutboxState.REFUSED
    if state is DeliveryState.REFUSED:
        return not delivery.is_slack_busy
    return state in (DeliveryState.SENT, DeliveryState.ALREADY_SENT)
