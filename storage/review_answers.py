"""Queries of the answers to the questions of posted reviews."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from domain.outbox import OutboxKind
from domain.review_answers import Question, ReviewAnswer
from domain.schedule import DatedReview
from storage.repository import Repository
from storage.schema.outbox import outbox
from storage.schema.reviews import posted_reviews, review_answers

_WITH_REVIEWS = review_answers.join(
    posted_reviews,
    (posted_reviews.c.workspace_id == review_answers.c.workspace_id)
    & (posted_reviews.c.id == review_answers.c.posted_review_id),
).join(
    outbox,
    (outbox.c.workspace_id == review_answers.c.workspace_id)
    & (outbox.c.posted_review_id == review_answers.c.posted_review_id)
    & (outbox.c.kind == OutboxKind.REVIEW.value),
)


class ReviewAnswerRepository(Repository):
    """The answers of one workspace."""

    def save(self, posted_review_id: int, answer: ReviewAnswer) -> None:
        """Save an answer in place of its author's earlier one; the caller has locked the journey.

        Where it was posted is the review's.
        """
        values = {"text": answer.text, "private": answer.private, "at": answer.at}
        mine = self._mine(posted_review_id, answer.question, answer.author)
        changed = update(review_answers).where(mine).values(**values)
        if self._connection.execute(changed).rowcount:
            return
        self._connection.execute(
            insert(review_answers).values(
                workspace_id=self._workspace,
                posted_review_id=posted_review_id,
                question=answer.question.value,
                user_id=answer.author,
                **values,
            )
        )

    def remove(self, posted_review_id: int, question: Question, author: str) -> None:
        """Remove an answer; one that is not there is no error."""
        self._connection.execute(
            delete(review_answers).where(self._mine(posted_review_id, question, author))
        )

    def of(self, posted_review_id: int) -> Sequence[ReviewAnswer]:
        """Return the answers to the questions of a posted review, oldest first."""
        return self._find(posted_reviews.c.id == posted_review_id)

    def of_period(self, journey_id: int, period: DatedReview) -> Sequence[ReviewAnswer]:
        """Return those of a period's posted review, oldest first; none if there is no review."""
        return self._find(
            (posted_reviews.c.journey_id == journey_id)
            & (posted_reviews.c.period == period.label)
            & (posted_reviews.c.first_month == period.first_month)
        )

    def _find(self, where: ColumnElement[bool]) -> Sequence[ReviewAnswer]:
        rows = self._connection.execute(
            select(review_answers, outbox.c.channel)
            .select_from(_WITH_REVIEWS)
            .where(review_answers.c.workspace_id == self._workspace, where)
            .order_by(review_answers.c.at, review_answers.c.id)
        )
        return [_build_answer(row) for row in rows]

    def _mine(self, posted_review_id: int, question: Question, author: str) -> ColumnElement[bool]:
        return (
            (review_answers.c.workspace_id == self._workspace)
            & (review_answers.c.posted_review_id == posted_review_id)
            & (review_answers.c.question == question.value)
            & (review_answers.c.user_id == author)
        )


def _build_answer(row: Row[Any]) -> ReviewAnswer:
    return ReviewAnswer(
        question=Question(row.question),
        author=row.user_id,
        text=row.text,
        at=row.at,
        channel=row.channel,
        private=row.private,
    )
