"""A review on its way into a channel, and the parts of its thread: each is posted once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class PublicationState(StrEnum):
    """`claimed`: being posted. `unsure`: it may or may not be there. `failed`: it is not there.

    A part begins as `waiting`, for what is above it in the thread.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    PUBLISHED = "published"
    UNSURE = "unsure"
    FAILED = "failed"


class PartName(StrEnum):
    """The parts of a review's thread; of corrections and comments there may be several."""

    MOOD = "mood"
    KPIS = "kpis"
    PAINS = "pains"
    ACTIONS = "actions"
    GAPS = "gaps"
    MAP = "map"
    NUDGE = "nudge"
    CORRECTION = "correction"
    COMMENT = "comment"

    def numbered(self, number: int) -> str:
        """The name of one of several."""
        return f"{self.value}-{number}"


@dataclass(frozen=True)
class NewPart:
    """A part to be posted: its name in its review, the opaque key it is found by, what it says."""

    name: str
    key: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """The right to post one review, with what will be posted frozen in it.

    `period` is a label, and `first_month` (its running number) says of when: together they are what
    is posted once. `key` is the opaque word by which the post can be recognised; `figures` the JSON
    of the review; `parts` what follows in its thread, in order.
    """

    journey_id: int
    period: str
    first_month: int
    channel: str
    key: str
    figures: dict[str, Any]
    payload: dict[str, Any]
    claimed_at: datetime
    parts: tuple[NewPart, ...] = ()


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

    `retry_at`: not to be tried again before; null while the first try is under way. `signs_shown`:
    how many of its sign-offs its message shows.
    """

    id: int
    journey_id: int
    period: str
    first_month: int
    channel: str
    key: str
    state: PublicationState
    attempts: int
    figures: dict[str, Any]
    payload: dict[str, Any]
    claimed_at: datetime
    retry_at: datetime | None
    reason: str | None
    message_ts: str | None
    published_at: datetime | None
    signs_shown: int


@dataclass(frozen=True)
class Part:
    """A part of a posted review's thread. `claimed_at` null while it waits."""

    id: int
    name: str
    key: str
    state: PublicationState
    attempts: int
    payload: dict[str, Any]
    claimed_at: datetime | None
    retry_at: datetime | None
