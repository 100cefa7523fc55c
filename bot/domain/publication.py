"""A review on its way into a channel: claimed, then published, refused or unsure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class PublicationState(StrEnum):
    """`claimed`: being posted. `unsure`: it may or may not be there. `failed`: it is not there."""

    CLAIMED = "claimed"
    PUBLISHED = "published"
    UNSURE = "unsure"
    FAILED = "failed"


@dataclass(frozen=True)
class Claim:
    """The right to post one review, with what will be posted frozen in it.

    `period` is a label, and `first_month` (its running number) says of when: together they are what
    is posted once. `key` is the opaque word by which the post can be recognised; `figures` the JSON
    of the review.
    """

    journey_id: int
    period: str
    first_month: int
    channel: str
    key: str
    figures: dict[str, Any]
    payload: dict[str, Any]
    claimed_at: datetime


@dataclass(frozen=True)
class PostedReview:
    """A review people have seen: its period's label, when and as which message it was posted.

    `figures` is the JSON of the review, as frozen then.
    """

    label: str
    published_at: datetime
    message_ts: str
    figures: dict[str, Any]


@dataclass(frozen=True)
class Publication:
    """A claim as it is kept. `claimed_at`: when first claimed, so no post of it is older.

    `retry_at`: not to be tried again before; null while the first try is under way.
    """

    id: int
    period: str
    channel: str
    key: str
    state: PublicationState
    attempts: int
    payload: dict[str, Any]
    claimed_at: datetime
    retry_at: datetime | None
    reason: str | None
    message_ts: str | None
