"""Which reviews were posted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.missed import Dated
from bot.domain.publication import Claim, PostedReview, Publication


class Publications(Protocol):
    """Which reviews were posted, or are being posted."""

    def of_period(self, journey_id: int, period: str, first_month: int) -> Publication | None:
        """What is known of the review of the period with that label and first month."""
        ...

    def settled(self, journey_id: int) -> Sequence[Dated]:
        """The periods whose review is in its channel, or may be."""
        ...

    def skip(self, journey_id: int, period: Dated, author: str, at: datetime) -> bool:
        """Remember that somebody wants no review of a period; false when it is already."""
        ...

    def skipped(self, journey_id: int) -> Sequence[Dated]:
        """The periods somebody wants no review of."""
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
