"""Which reviews were posted, or are being posted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from domain.posted_reviews import (
    Claim,
    NewReviewPart,
    PostedReview,
    PostedReviewRecord,
    PostState,
    ReviewPart,
    Signature,
    SignOff,
)
from domain.schedule import DatedReview
from storage.repository import ClaimedRows, Repository
from storage.schema import publications, review_parts, sign_offs, skipped_reviews


class PostedReviewRepository(ClaimedRows):
    """The publications of one workspace."""

    rows = publications

    def of_period(
        self, journey_id: int, period: str, first_month: int
    ) -> PostedReviewRecord | None:
        """What is known of posting the review of the period with that label and first month."""
        return self._one(
            (publications.c.journey_id == journey_id)
            & (publications.c.period == period)
            & (publications.c.first_month == first_month)
        )

    def by_id(self, publication_id: int) -> PostedReviewRecord | None:
        """The publication, if there is one."""
        return self._one(publications.c.id == publication_id)

    def by_key(self, key: str) -> PostedReviewRecord | None:
        """The one whose message is recognised by that key."""
        return self._one(publications.c.key == key)

    def settled(self, journey_id: int) -> Sequence[DatedReview]:
        """The periods whose review is in its channel, or may be."""
        rows = self._connection.execute(
            select(publications.c.period, publications.c.first_month).where(
                publications.c.workspace_id == self._workspace,
                publications.c.journey_id == journey_id,
                publications.c.state != PostState.FAILED.value,
            )
        )
        return [DatedReview(row.period, row.first_month) for row in rows]

    def skip(self, journey_id: int, period: DatedReview, author: str, at: datetime) -> bool:
        """Remember that somebody wants no review of a period; false when it is already."""
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
        """The periods somebody wants no review of."""
        rows = self._connection.execute(
            select(skipped_reviews.c.period, skipped_reviews.c.first_month).where(
                skipped_reviews.c.workspace_id == self._workspace,
                skipped_reviews.c.journey_id == journey_id,
            )
        )
        return [DatedReview(row.period, row.first_month) for row in rows]

    def posted(self, journey_id: int) -> Iterator[PostedReview]:
        """The reviews that are in their channel, oldest period first."""
        rows = self._connection.execute(
            select(publications)
            .where(
                publications.c.workspace_id == self._workspace,
                publications.c.journey_id == journey_id,
                publications.c.state == PostState.PUBLISHED.value,
            )
            .order_by(publications.c.first_month, publications.c.period)
        )
        for row in rows:
            yield PostedReview(row.period, row.published_at, row.message_ts, row.figures)

    def claim(self, claim: Claim) -> bool:
        """Take the right to post; false when the row is somebody else's."""
        claimed = self._id_of_first(
            publications,
            workspace_id=self._workspace,
            journey_id=claim.journey_id,
            period=claim.period,
            first_month=claim.first_month,
            channel=claim.channel,
            key=claim.key,
            state=PostState.CLAIMED.value,
            attempts=1,
            figures=claim.figures,
            payload=claim.payload,
            claimed_at=claim.claimed_at,
        )
        if claimed is None:
            return False
        parts = ReviewPartRepository(self._connection, self._workspace)
        for part in claim.parts:
            parts.add(claimed, part)
        return True

    def forget(self, publication_id: int, attempts: int) -> bool:
        """Give up a claim that was refused, with its thread; false when somebody took it over."""
        refused = (publications.c.attempts == attempts) & (
            publications.c.state == PostState.FAILED.value
        )
        # The row is had first: whoever takes it over at the same time finds it changed.
        mine = update(publications).where(self._mine(publication_id), refused)
        if self._connection.execute(mine.values(attempts=attempts + 1)).rowcount != 1:
            return False
        ReviewPartRepository(self._connection, self._workspace).remove_all(publication_id)
        self._connection.execute(delete(publications).where(self._mine(publication_id)))
        return True

    def reclaim(self, publication_id: int, attempts: int, retry_at: datetime) -> bool:
        """Take over a claim seen with that number of attempts; false when somebody else did."""
        done = PostState.PUBLISHED.value
        return self._taken(publication_id, attempts, done, retry_at=retry_at)

    def published(self, publication_id: int, message_ts: str, now: datetime) -> None:
        """The review is in its channel."""
        self._set(
            publication_id,
            state=PostState.PUBLISHED.value,
            message_ts=message_ts,
            published_at=now,
            attention_at=now,
            retry_at=None,
            reason=None,
        )

    def attend(self, publication_id: int, at: datetime | None) -> None:
        """When the clock is to look at it next; null for never."""
        self._set(publication_id, attention_at=at)

    def take(self, publication_id: int, now: datetime, until: datetime) -> bool:
        """Look at one that is due alone until then; false when somebody else does."""
        done = self._connection.execute(
            update(publications)
            .where(self._mine(publication_id), publications.c.attention_at <= now)
            .values(attention_at=until)
        )
        return done.rowcount == 1

    def attend_sooner(self, journey_id: int, at: datetime) -> None:
        """Have the clock look at all posted reviews of a journey that it still looks after."""
        self._connection.execute(
            update(publications)
            .where(
                publications.c.workspace_id == self._workspace,
                publications.c.journey_id == journey_id,
                publications.c.attention_at > at,
            )
            .values(attention_at=at)
        )

    def shown(self, publication_id: int, signs: int) -> None:
        """Its message shows that many sign-offs."""
        self._set(publication_id, signs_shown=signs)

    def _one(self, where: ColumnElement[bool]) -> PostedReviewRecord | None:
        mine = publications.c.workspace_id == self._workspace
        row = self._connection.execute(select(publications).where(mine, where)).one_or_none()
        return _publication(row) if row else None


def _publication(row: Row[Any]) -> PostedReviewRecord:
    return PostedReviewRecord(
        id=row.id,
        journey_id=row.journey_id,
        period=row.period,
        first_month=row.first_month,
        channel=row.channel,
        key=row.key,
        state=PostState(row.state),
        attempts=row.attempts,
        figures=row.figures,
        payload=row.payload,
        claimed_at=row.claimed_at,
        retry_at=row.retry_at,
        reason=row.reason,
        message_ts=row.message_ts,
        published_at=row.published_at,
        signs_shown=row.signs_shown,
    )


class ReviewPartRepository(ClaimedRows):
    """The parts of one workspace's reviews."""

    rows = review_parts

    def add(self, publication_id: int, part: NewReviewPart) -> bool:
        """Add a part after the others; false where one of that name is there."""
        after = select(func.coalesce(func.max(review_parts.c.position), 0) + 1).where(
            self._under(publication_id)
        )
        return self._inserted_first(
            review_parts,
            workspace_id=self._workspace,
            publication_id=publication_id,
            position=after.scalar_subquery(),
            name=part.name,
            key=part.key,
            payload=dict(part.payload),
            state=PostState.WAITING.value,
            attempts=0,
        )

    def remove_all(self, publication_id: int) -> None:
        """Remove the parts of a review that was never posted."""
        self._connection.execute(delete(review_parts).where(self._under(publication_id)))

    def count(self, publication_id: int, name: str) -> int:
        """How many parts there are whose name begins so."""
        counted = select(func.count()).where(self._named(publication_id, name))
        return self._connection.execute(counted).scalar_one()

    def last(self, publication_id: int, name: str) -> ReviewPart | None:
        """The last part whose name begins so."""
        named = select(review_parts).where(self._named(publication_id, name))
        latest = named.order_by(review_parts.c.position.desc(), review_parts.c.id.desc()).limit(1)
        row = self._connection.execute(latest).one_or_none()
        return _part(row) if row else None

    def open(self, publication_id: int, most_attempts: int) -> Sequence[ReviewPart]:
        """Those not posted yet and tried less often than that, in order."""
        rows = self._connection.execute(
            select(review_parts)
            .where(
                self._under(publication_id),
                review_parts.c.state != PostState.PUBLISHED.value,
                review_parts.c.attempts < most_attempts,
            )
            .order_by(review_parts.c.position, review_parts.c.id)
        )
        return [_part(row) for row in rows]

    def claim(self, part: ReviewPart, now: datetime, retry_at: datetime) -> bool:
        """Take the right to post a part as it was seen; false when somebody else did."""
        # The first claim's: no post of it is older.
        first = part.claimed_at or now
        done = PostState.PUBLISHED.value
        return self._taken(part.id, part.attempts, done, claimed_at=first, retry_at=retry_at)

    def published(self, part_id: int, message_ts: str) -> None:
        """The part is in its thread."""
        state = PostState.PUBLISHED.value
        self._set(part_id, state=state, message_ts=message_ts, retry_at=None, reason=None)

    def _under(self, publication_id: int) -> ColumnElement[bool]:
        mine = review_parts.c.workspace_id == self._workspace
        return mine & (review_parts.c.publication_id == publication_id)

    def _named(self, publication_id: int, name: str) -> ColumnElement[bool]:
        return self._under(publication_id) & review_parts.c.name.startswith(name, autoescape=True)


def _part(row: Row[Any]) -> ReviewPart:
    return ReviewPart(
        id=row.id,
        name=row.name,
        key=row.key,
        state=PostState(row.state),
        attempts=row.attempts,
        payload=row.payload,
        claimed_at=row.claimed_at,
        retry_at=row.retry_at,
    )


class SignOffRepository(Repository):
    """The sign-offs of one workspace."""

    def add(self, publication_id: int, sign_off: SignOff) -> int:
        """Keep what somebody said; its id."""
        made = insert(sign_offs).values(
            workspace_id=self._workspace,
            publication_id=publication_id,
            stage_id=sign_off.stage_id,
            user_id=sign_off.user,
            signature=sign_off.signature.value,
            comment=sign_off.comment,
            at=sign_off.at,
        )
        return self._connection.execute(made.returning(sign_offs.c.id)).scalar_one()

    def of(self, publication_id: int) -> Sequence[SignOff]:
        """All that was said, oldest first."""
        rows = self._connection.execute(
            select(sign_offs)
            .where(
                sign_offs.c.workspace_id == self._workspace,
                sign_offs.c.publication_id == publication_id,
            )
            .order_by(sign_offs.c.id)
        )
        return [
            SignOff(row.stage_id, row.user_id, Signature(row.signature), row.comment, row.at)
            for row in rows
        ]
