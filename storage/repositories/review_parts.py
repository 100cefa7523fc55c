"""What hangs under posted reviews."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select

from bot.domain.publication import NewPart, Part, PublicationState
from storage.repositories.claimed import ClaimedRows
from storage.tables import review_parts


class SqlReviewParts(ClaimedRows):
    """The parts of one workspace's reviews."""

    rows = review_parts

    def add(self, publication_id: int, part: NewPart) -> bool:
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
            state=PublicationState.WAITING.value,
            attempts=0,
        )

    def remove_all(self, publication_id: int) -> None:
        """Remove the parts of a review that was never posted."""
        self._connection.execute(delete(review_parts).where(self._under(publication_id)))

    def count(self, publication_id: int, name: str) -> int:
        """How many parts there are whose name begins so."""
        counted = select(func.count()).where(self._named(publication_id, name))
        return self._connection.execute(counted).scalar_one()

    def last(self, publication_id: int, name: str) -> Part | None:
        """The last part whose name begins so."""
        named = select(review_parts).where(self._named(publication_id, name))
        latest = named.order_by(review_parts.c.position.desc(), review_parts.c.id.desc()).limit(1)
        row = self._connection.execute(latest).one_or_none()
        return _part(row) if row else None

    def open(self, publication_id: int, most_attempts: int) -> Sequence[Part]:
        """Those not posted yet and tried less often than that, in order."""
        rows = self._connection.execute(
            select(review_parts)
            .where(
                self._under(publication_id),
                review_parts.c.state != PublicationState.PUBLISHED.value,
                review_parts.c.attempts < most_attempts,
            )
            .order_by(review_parts.c.position, review_parts.c.id)
        )
        return [_part(row) for row in rows]

    def claim(self, part: Part, now: datetime, retry_at: datetime) -> bool:
        """Take the right to post a part as it was seen; false when somebody else did."""
        # The first claim's: no post of it is older.
        first = part.claimed_at or now
        done = PublicationState.PUBLISHED.value
        return self._taken(part.id, part.attempts, done, claimed_at=first, retry_at=retry_at)

    def published(self, part_id: int, message_ts: str) -> None:
        """The part is in its thread."""
        state = PublicationState.PUBLISHED.value
        self._set(part_id, state=state, message_ts=message_ts, retry_at=None, reason=None)

    def _under(self, publication_id: int) -> ColumnElement[bool]:
        mine = review_parts.c.workspace_id == self._workspace
        return mine & (review_parts.c.publication_id == publication_id)

    def _named(self, publication_id: int, name: str) -> ColumnElement[bool]:
        return self._under(publication_id) & review_parts.c.name.startswith(name, autoescape=True)


def _part(row: Row[Any]) -> Part:
    return Part(
        id=row.id,
        name=row.name,
        key=row.key,
        state=PublicationState(row.state),
        attempts=row.attempts,
        payload=row.payload,
        claimed_at=row.claimed_at,
        retry_at=row.retry_at,
    )
