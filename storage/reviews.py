"""Queries of posted reviews and their sign-offs."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, delete, func, insert, select, update

from domain.notes import Message
from domain.outbox import NewOutboxMessage, OutboxKind, OutboxState
from domain.posted_reviews import (
    NewPostedReview,
    NewReviewPart,
    PostedReview,
    PostedReviewRecord,
    Signature,
    SignOff,
)
from domain.schedule import DatedReview
from storage.outbox import OutboxRepository, message_of, new_key, part_name
from storage.repository import Repository
from storage.schema.improvements import improvement_changes, improvements
from storage.schema.kpis import kpis, readings
from storage.schema.map_parts import versions
from storage.schema.notes import mood_corrections, note_changes, notes, supporters
from storage.schema.outbox import outbox
from storage.schema.reviews import posted_reviews, sign_offs, skipped_reviews
from storage.schema.themes import theme_changes

REVIEWS = posted_reviews.join(
    outbox,
    (outbox.c.workspace_id == posted_reviews.c.workspace_id)
    & (outbox.c.posted_review_id == posted_reviews.c.id)
    & (outbox.c.kind == OutboxKind.REVIEW.value),
)


class PostedReviewRepository(Repository):
    """The posted reviews of one workspace."""

    def of_period(
        self, journey_id: int, period: str, first_month: int
    ) -> PostedReviewRecord | None:
        """Return the review of the period with that label and first month, or None."""
        return self._one(
            (posted_reviews.c.journey_id == journey_id)
            & (posted_reviews.c.period == period)
            & (posted_reviews.c.first_month == first_month)
        )

    def by_id(self, posted_review_id: int) -> PostedReviewRecord | None:
        """Return one review, or None."""
        return self._one(posted_reviews.c.id == posted_review_id)

    def by_key(self, key: str) -> PostedReviewRecord | None:
        """Return the review whose message has that key, or None."""
        return self._one(outbox.c.key == key)

    def by_message(self, message: Message) -> PostedReviewRecord | None:
        """Return the review that was posted as that message, or None."""
        return self._one((outbox.c.channel == message.channel) & (outbox.c.sent_ts == message.ts))

    def periods_with_review(self, journey_id: int) -> Sequence[DatedReview]:
        """Return the periods whose review was posted, or may have been."""
        rows = self._connection.execute(
            select(posted_reviews.c.period, posted_reviews.c.first_month)
            .select_from(REVIEWS)
            .where(
                self._of(journey_id),
                outbox.c.state != OutboxState.REFUSED.value,
            )
        )
        return [DatedReview(row.period, row.first_month) for row in rows]

    def skip(self, journey_id: int, period: DatedReview, author: str, at: datetime) -> bool:
        """Save that a period gets no review; return False if that was saved before."""
        return self._inserted_first(
            skipped_reviews,
            workspace_id=self._workspace,
            journey_id=journey_id,
            period=period.label,
            first_month=period.first_month,
            author=author,
            at=at,
        )

    def skipped(self, journey_id: int) -> Sequence[DatedReview]:
        """Return the periods that get no review."""
        rows = self._connection.execute(
            select(skipped_reviews.c.period, skipped_reviews.c.first_month).where(
                skipped_reviews.c.workspace_id == self._workspace,
                skipped_reviews.c.journey_id == journey_id,
            )
        )
        return [DatedReview(row.period, row.first_month) for row in rows]

    def posted(self, journey_id: int) -> Iterator[PostedReview]:
        """Yield the reviews that are in their channel, oldest period first."""
        rows = self._connection.execute(
            select(posted_reviews, outbox.c.sent_ts, outbox.c.sent_at)
            .select_from(REVIEWS)
            .where(self._of(journey_id), outbox.c.state == OutboxState.SENT.value)
            .order_by(posted_reviews.c.first_month, posted_reviews.c.period)
        )
        for row in rows:
            yield PostedReview(row.id, row.period, row.sent_at, row.sent_ts, row.figures)

    def add(self, review: NewPostedReview, now: datetime) -> PostedReviewRecord | None:
        """Add a review with its messages to the outbox; None if its period has one already."""
        added = self._id_of_first(
            posted_reviews,
            workspace_id=self._workspace,
            journey_id=review.journey_id,
            period=review.period,
            first_month=review.first_month,
            figures=review.figures,
        )
        if added is None:
            return None
        message = NewOutboxMessage(
            OutboxKind.REVIEW,
            str(added),
            review.key,
            review.channel,
            review.payload,
            journey_id=review.journey_id,
            posted_review_id=added,
        )
        OutboxRepository(self._connection, self._workspace).add(message, now)
        record = self.by_id(added)
        if record is not None:
            for part in review.parts:
                self.add_part(record, part, now)
        return record

    def add_part(self, review: PostedReviewRecord, part: NewReviewPart, now: datetime) -> bool:
        """Add a message to a review's thread, after the others; False if its name is taken."""
        message = NewOutboxMessage(
            OutboxKind.PART,
            part_name(review.id, part.name),
            new_key(),
            review.channel,
            part.payload,
            journey_id=review.journey_id,
            posted_review_id=review.id,
            thread_ts=review.message_ts,
        )
        return OutboxRepository(self._connection, self._workspace).add(message, now) is not None

    def remove_refused(self, review: PostedReviewRecord) -> bool:
        """Remove a review that Slack refused, with its thread; False if it was claimed since."""
        messages = OutboxRepository(self._connection, self._workspace)
        if not messages.remove_refused(review.message):
            return False
        self._connection.execute(delete(posted_reviews).where(self._this(review.id)))
        return True

    def set_next_check(self, posted_review_id: int, at: datetime | None) -> None:
        """Set when to check a review again (UTC), None for never."""
        self._set(posted_review_id, next_check_at=at)

    def lease(self, posted_review_id: int, now: datetime, until: datetime) -> bool:
        """Reserve a review that is due for a check until `until`; False if it is not due."""
        done = self._connection.execute(
            update(posted_reviews)
            .where(self._this(posted_review_id), posted_reviews.c.next_check_at <= now)
            .values(next_check_at=until)
        )
        return done.rowcount == 1

    def check_no_later_than(self, journey_id: int, at: datetime) -> None:
        """Move the next check of a journey's posted reviews forward to `at` at the latest.

        Reviews that are no longer checked stay so.
        """
        self._connection.execute(
            update(posted_reviews)
            .where(self._of(journey_id), posted_reviews.c.next_check_at > at)
            .values(next_check_at=at)
        )

    def set_signs_shown(self, posted_review_id: int, signs: int) -> None:
        """Record how many sign-offs a review's message shows."""
        self._set(posted_review_id, signs_shown=signs)

    def revision(self, journey_id: int) -> tuple[int, ...]:
        """Return numbers that change whenever a note, a reading or the map of a journey changes.

        Compared before and after a review is computed. Notes of the workspace's other journeys
        count too, which makes a cheaper query.
        """
        ours = self._workspace
        of_journey = select(kpis.c.id).where(
            kpis.c.workspace_id == ours, kpis.c.journey_id == journey_id
        )
        tables: dict[Table[Any], tuple[ColumnElement[bool], ...]] = {
            notes: (),
            supporters: (),
            note_changes: (),
            mood_corrections: (),
            theme_changes: (theme_changes.c.journey_id == journey_id,),
            versions: (versions.c.journey_id == journey_id,),
            readings: (readings.c.kpi_id.in_(of_journey),),
            improvements: (improvements.c.journey_id == journey_id,),
            improvement_changes: (),
            skipped_reviews: (skipped_reviews.c.journey_id == journey_id,),
            posted_reviews: (posted_reviews.c.journey_id == journey_id,),
        }
        newest = [
            select(func.coalesce(func.max(table.c["id"]), 0))
            .where(table.c["workspace_id"] == ours, *conditions)
            .scalar_subquery()
            for table, conditions in tables.items()
        ]
        undone = (
            select(func.count())
            .where(
                theme_changes.c.workspace_id == ours,
                theme_changes.c.journey_id == journey_id,
                theme_changes.c.undone_at.is_not(None),
            )
            .scalar_subquery()
        )
        return tuple(self._connection.execute(select(*newest, undone)).one())

    def _of(self, journey_id: int) -> ColumnElement[bool]:
        ours = posted_reviews.c.workspace_id == self._workspace
        return ours & (posted_reviews.c.journey_id == journey_id)

    def _this(self, posted_review_id: int) -> ColumnElement[bool]:
        ours = posted_reviews.c.workspace_id == self._workspace
        return ours & (posted_reviews.c.id == posted_review_id)

    def _set(self, posted_review_id: int, **values: Any) -> None:
        self._connection.execute(
            update(posted_reviews).where(self._this(posted_review_id)).values(**values)
        )

    def _one(self, where: ColumnElement[bool]) -> PostedReviewRecord | None:
        ours = posted_reviews.c.workspace_id == self._workspace
        chosen = select(
            outbox,
            posted_reviews.c.period,
            posted_reviews.c.first_month,
            posted_reviews.c.figures,
            posted_reviews.c.signs_shown,
        ).select_from(REVIEWS)
        row = self._connection.execute(chosen.where(ours, where)).one_or_none()
        return _review_of(row) if row else None


def _review_of(row: Row[Any]) -> PostedReviewRecord:
    return PostedReviewRecord(
        id=row.publication_id,
        journey_id=row.journey_id,
        period=row.period,
        first_month=row.first_month,
        figures=row.figures,
        signs_shown=row.signs_shown,
        message=message_of(row),
    )


class SignOffRepository(Repository):
    """The sign-offs of one workspace."""

    def add(self, posted_review_id: int, sign_off: SignOff) -> int:
        """Add a sign-off; return its id."""
        added = insert(sign_offs).values(
            workspace_id=self._workspace,
            posted_review_id=posted_review_id,
            stage_id=sign_off.stage_id,
            user_id=sign_off.user,
            signature=sign_off.signature.value,
            comment=sign_off.comment,
            at=sign_off.at,
        )
        return self._connection.execute(added.returning(sign_offs.c.id)).scalar_one()

    def of(self, posted_review_id: int) -> Sequence[SignOff]:
        """Return a review's sign-offs, oldest first."""
        rows = self._connection.execute(
            select(sign_offs)
            .where(
                sign_offs.c.workspace_id == self._workspace,
                sign_offs.c.posted_review_id == posted_review_id,
            )
            .order_by(sign_offs.c.id)
        )
        return [
            SignOff(row.stage_id, row.user_id, Signature(row.signature), row.comment, row.at)
            for row in rows
        ]
