"""Which reviews were posted."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from bot.domain.publication import Claim, PostedReview, Publication


class Publications(Protocol):
    """Which reviews were posted, or are being posted."""

    def of_period(self, journey_id: int, period: str, first_month: int) -> Publication | None:
        """What is known of the review of the period with that label and first month."""
        ...

    def posted(self, journey_id: int) -> Iterator[PostedReview]:
        """The reviews that are in their channel, oldest period first."""
        ...

    def claim(self, claim: Claim) -> bool:
        """Take the right to post a review; false when somebody has or had it."""
        ...

    def reclaim(self, publication_id: int, attempts: int, retry_at: datetime, channel: str) -> bool:
        """Take over a claim seen with that number of attempts; false when somebody else did.

        `claimed_at` stays: the post may be as old as the first claim.
        """
        ...

    def published(self, publication_id: int, message_ts: str, now: datetime) -> None: ...

    def failed(self, publication_id: int, reason: str, retry_at: datetime) -> None: ...

    def unsure(self, publication_id: int, reason: str, retry_at: datetime) -> None: ...
