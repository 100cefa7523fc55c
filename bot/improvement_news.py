"""Tell a new improvement in the thread of the posted review it was made in."""

from datetime import datetime

from bot.ports import Publisher
from domain.access import Actor
from domain.improvements import Improvement, ImprovementSource
from domain.posted_reviews import DuePostedReview, NewReviewPart, ReviewPartName
from storage.session import UnitOfWork


def tell_improvement(
    uow: UnitOfWork,
    publisher: Publisher,
    source: ImprovementSource,
    journey_id: int,
    improvement: Improvement,
    by: Actor,
    now: datetime,
) -> DuePostedReview | None:
    """Add the message to the outbox, and have the clock look at the review from now on.

    Returns the review to check, None if the thread is not that of one of the journey's reviews.
    """
    review = uow.posted_reviews.by_message(source.thread) if source.thread else None
    if review is None or review.journey_id != journey_id:
        return None
    theme = uow.themes.by_id(source.theme) if source.theme is not None else None
    payload = publisher.render_new_improvement(
        improvement.draft, by.user, theme[1].name if theme else None
    )
    part = NewReviewPart(ReviewPartName.NEW_ACTION.numbered(improvement.id), payload)
    uow.posted_reviews.add_part(review, part, now)
    uow.posted_reviews.set_next_check(review.id, now)
    return DuePostedReview(by.workspace, review.id)
