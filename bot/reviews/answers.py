"""Answer the questions of a posted review, and load the answers for the reviews that show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.ports import Channels, Clock, Publisher
from bot.reviews.posting import find_posted_review
from domain.access import Audience
from domain.journeys import Journey, WorkspaceId
from domain.periods import Period
from domain.posted_reviews import (
    DuePostedReview,
    NewReviewPart,
    PostedReviewRecord,
    ReviewPartName,
)
from domain.review_answers import Question, ReviewAnswer
from domain.schedule import to_dated_review
from domain.text import validate_text
from storage.session import Database, UnitOfWork


@dataclass(frozen=True)
class AnswerableReview:
    """A posted review with the answers that one person has given, by question."""

    journey: Journey
    posted_review: PostedReviewRecord
    own: Mapping[Question, ReviewAnswer]


@dataclass(frozen=True)
class AnswersResult:
    """What a submitted form changed: the answers that are new or edited, and those removed."""

    posted_review: DuePostedReview
    saved: tuple[ReviewAnswer, ...]
    removed: tuple[Question, ...]


class ReviewAnswerService:
    """Saves answers to the questions of posted reviews: one per person and question.

    Everybody who reads a posted review may answer, guests of its channel too. Raises NotFoundError
    for a review that is gone.
    """

    def __init__(
        self, storage: Database, publisher: Publisher, clock: Clock, channels: Channels
    ) -> None:
        self._storage = storage
        self._publisher = publisher
        self._clock = clock
        self._channels = channels

    def load_form(self, workspace: WorkspaceId, user: str, key: str) -> AnswerableReview:
        """Return what the form needs of the review with that key."""
        with self._storage.read(workspace) as uow:
            journey, posted_review = find_posted_review(uow, key)
            own = _own_answers(uow, posted_review, user)
        return AnswerableReview(journey, posted_review, own)

    def answer(
        self, workspace: WorkspaceId, user: str, key: str, texts: Mapping[Question, str | None]
    ) -> AnswersResult:
        """Save a person's answers, and tell them in the review's thread.

        An empty text removes the answer; a question that is missing in `texts` keeps it. Repeating
        what is saved changes nothing. Raises BadFieldError, by question, for too long a text.
        """
        cleaned = {
            question: validate_text((text or "").strip(), question.value)
            for question, text in texts.items()
        }
        with self._storage.read(workspace) as uow:
            channel = find_posted_review(uow, key)[1].channel
        is_private, now = self._channels.is_private(workspace, channel), self._clock.now()
        with self._storage.write(workspace) as uow:
            journey, posted_review = find_posted_review(uow, key)
            uow.journeys.lock(journey.id)
            before = _own_answers(uow, posted_review, user)
            saved = tuple(
                ReviewAnswer(question, user, text, now, channel, is_private)
                for question, text in cleaned.items()
                if text and (question not in before or before[question].text != text)
            )
            removed = tuple(one for one in before if one in cleaned and not cleaned[one])
            for one in saved:
                uow.review_answers.save(posted_review.id, one)
            for question in removed:
                uow.review_answers.remove(posted_review.id, question, user)
            if saved:
                self._tell(uow, posted_review, saved, before, now)
            uow.commit()
        return AnswersResult(DuePostedReview(workspace, posted_review.id), saved, removed)

    def _tell(
        self,
        uow: UnitOfWork,
        posted_review: PostedReviewRecord,
        saved: tuple[ReviewAnswer, ...],
        before: Mapping[Question, ReviewAnswer],
        now: datetime,
    ) -> None:
        """Add a message to the thread; the review is checked, and the message sent, from now on."""
        edited = frozenset(one.question for one in saved if one.question in before)
        payload = self._publisher.render_answers(saved, edited)
        number = uow.outbox.count_parts(posted_review.id, ReviewPartName.ANSWERS.value) + 1
        part = NewReviewPart(ReviewPartName.ANSWERS.numbered(number), payload)
        uow.posted_reviews.add_part(posted_review, part, now)
        uow.posted_reviews.set_next_check(posted_review.id, now)


def load_answers(
    uow: UnitOfWork, journey: Journey, period: Period, audience: Audience
) -> tuple[ReviewAnswer, ...]:
    """Return the answers to a period's posted review that an audience may read, oldest first."""
    answers = uow.review_answers.of_period(journey.id, to_dated_review(period))
    return tuple(one for one in answers if one.is_for(audience))


def _own_answers(
    uow: UnitOfWork, posted_review: PostedReviewRecord, user: str
) -> dict[Question, ReviewAnswer]:
    answers = uow.review_answers.of(posted_review.id)
    return {one.question: one for one in answers if one.author == user}
