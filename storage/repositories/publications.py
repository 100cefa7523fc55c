"""Which reviews were posted, or are being posted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from bot.domain.missed import Dated
from bot.domain.publication import Claim, PostedReview, Publication, PublicationState
from storage.repositories.claimed import ClaimedRows
from storage.repositories.review_parts import SqlReviewParts
from storage.tables import publications, skipped_reviews


class SqlPublications(ClaimedRows):
    """The publications of one workspace."""

    rows = publications

    def of_period(self, journey_id: int, period: str, first_month: int) -> Publication | None:
        """What is known of posting the review of the period with that label and first month."""
        return self._one(
            (publications.c.journey_id == journey_id)
            & (publications.c.period == period)
            & (publications.c.first_month == first_month)
        )

    def by_id(self, publication_id: int) -> Publication | None:
        """The publication, if there is one."""
        return self._one(publications.c.id == publication_id)

    def by_key(self, key: str) -> Publication | None:
        """The one whose message is recognised by that key."""
        return self._one(publications.c.key == key)

    def settled(self, journey_id: int) -> Sequence[Dated]:
        """The periods whose review is in its channel, or may be."""
        rows = self._connection.execute(
            select(publications.c.period, publications.c.first_month).where(
                publications.c.workspace_id == self._workspace,
                publications.c.journey_id == journey_id,
                publications.c.state != PublicationState.FAILED.value,
            )
        )
        return [Dated(row.period, row.first_month) for row in rows]

    def skip(self, journey_id: int, period: Dated, author: str, at: datetime) -> bool:
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

    def skipped(self, journey_id: int) -> Sequence[Dated]:
        """The periods somebody wants no review of."""
        rows = self._connection.execute(
            select(skipped_reviews.c.period, skipped_reviews.c.first_month).where(
                skipped_reviews.c.workspace_id == self._workspace,
                skipped_reviews.c.journey_id == journey_id,
            )
        )
        return [Dated(row.period, row.first_month) for row in rows]

    def posted(self, journey_id: int) -> Iterator[PostedReview]:
        """The reviews that are in their channel, oldest period first."""
        rows = self._connection.execute(
            select(publications)
            .where(
                publications.c.workspace_id == self._workspace,
                publications.c.journey_id == journey_id,
                publications.c.state == PublicationState.PUBLISHED.value,
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
            state=PublicationState.CLAIMED.value,
            attempts=1,
            figures=claim.figures,
            payload=claim.payload,
            claimed_at=claim.claimed_at,
        )
        if claimed is None:
            return False
        parts = SqlReviewParts(self._connection, self._workspace)
        for part in claim.parts:
            parts.add(claimed, part)
        return True

    def forget(self, publication_id: int, attempts: int) -> bool:
        """Give up a claim that was refused, with its thread; false when somebody took it over."""
        refused = (publications.c.attempts == attempts) & (
            publications.c.state == PublicationState.FAILED.value
        )
        # The row is had first: whoever takes it over at the same time finds it changed.
        mine = update(publications).where(self._mine(publication_id), refused)
        if self._connection.execute(mine.values(attempts=attempts + 1)).rowcount != 1:
            return False
        SqlReviewParts(self._connection, self._workspace).remove_all(publication_id)
        self._connection.execute(delete(publications).where(self._mine(publication_id)))
        return True

    def reclaim(self, publication_id: int, attempts: int, retry_at: datetime) -> bool:
        """Take over a claim seen with that number of attempts; false when somebody else did."""
        done = PublicationState.PUBLISHED.value
        return self._taken(publication_id, attempts, done, retry_at=retry_at)

    def published(self, publication_id: int, message_ts: str, now: datetime) -> None:
        """The review is in its channel."""
        self._set(
            publication_id,
            state=PublicationState.PUBLISHED.value,
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

    def _one(self, where: ColumnElement[bool]) -> Publication | None:
        mine = publications.c.workspace_id == self._workspace
        row = self._connection.execute(select(publications).where(mine, where)).one_or_none()
        return _publication(row) if row else None


def _publication(row: Row[Any]) -> Publication:
    return Publication(
        id=row.id,
        journey_id=row.journey_id,
        period=row.period,
        first_month=row.first_month,
        channel=row.channel,
        key=row.key,
        state=PublicationState(row.state),
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
