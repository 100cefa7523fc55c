"""Which reviews were posted, what hangs under them, and who signed them off."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.missed import Dated
from bot.domain.publication import Claim, NewPart, Part, PostedReview, Publication
from bot.domain.sign_offs import SignOff


class Publications(Protocol):
    """Which reviews were posted, or are being posted."""

    def of_period(self, journey_id: int, period: str, first_month: int) -> Publication | None:
        """What is known of the review of the period with that label and first month."""
        ...

    def by_id(self, publication_id: int) -> Publication | None: ...

    def by_key(self, key: str) -> Publication | None:
        """The one whose message is recognised by that key."""
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

    def forget(self, publication_id: int, attempts: int) -> bool:
        """Give up a claim that was refused, with its thread; false when somebody took it over."""
        ...

    def reclaim(self, publication_id: int, attempts: int, retry_at: datetime) -> bool:
        """Take over a claim seen with that number of attempts; false when somebody else did.

        `claimed_at` stays: the post may be as old as the first claim.
        """
        ...

    def published(self, publication_id: int, message_ts: str, now: datetime) -> None:
        """It is in its channel; what is left to do about it may be done from `now` on."""
        ...

    def failed(self, publication_id: int, reason: str, retry_at: datetime) -> None: ...

    def unsure(self, publication_id: int, reason: str, retry_at: datetime) -> None: ...

    def attend(self, publication_id: int, at: datetime | None) -> None:
        """When the clock is to look at it next; null for never."""
        ...

    def take(self, publication_id: int, now: datetime, until: datetime) -> bool:
        """Look at one that is due alone until then; false when somebody else does."""
        ...

    def attend_sooner(self, journey_id: int, at: datetime) -> None:
        """Have the clock look at all posted reviews of a journey that it still looks after."""
        ...

    def shown(self, publication_id: int, signs: int) -> None:
        """Its message shows that many sign-offs."""
        ...


class ReviewParts(Protocol):
    """What hangs under posted reviews, each part posted once."""

    def add(self, publication_id: int, part: NewPart) -> bool:
        """Add a part after the others; false where one of that name is there."""
        ...

    def remove_all(self, publication_id: int) -> None: ...

    def count(self, publication_id: int, name: str) -> int:
        """How many parts there are whose name begins so."""
        ...

    def last(self, publication_id: int, name: str) -> Part | None:
        """The last part whose name begins so."""
        ...

    def open(self, publication_id: int, most_attempts: int) -> Sequence[Part]:
        """Those not posted yet and tried less often than that, in order."""
        ...

    def claim(self, part: Part, now: datetime, retry_at: datetime) -> bool:
        """Take the right to post a part as it was seen; false when somebody else did."""
        ...

    def published(self, part_id: int, message_ts: str) -> None: ...

    def failed(self, part_id: int, reason: str, retry_at: datetime) -> None: ...

    def unsure(self, part_id: int, reason: str, retry_at: datetime) -> None: ...


class SignOffs(Protocol):
    """What people said of the stages of posted reviews."""

    def add(self, publication_id: int, sign_off: SignOff) -> int:
        """Keep what somebody said; its id."""
        ...

    def of(self, publication_id: int) -> Sequence[SignOff]:
        """All that was said, oldest first."""
        ...
