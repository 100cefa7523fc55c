"""The outbox: messages that Waymark sends on its own, one row each, delivered at most once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.journeys import WorkspaceId


class OutboxKind(StrEnum):
    """The kind of a row.

    `REVIEW`: a review's message in its channel. `PART`: a message in a review's thread. `REMINDER`:
    a direct message before a period ends. `PULSE`: a channel's weekly summary. `CAPTURE`: a message
    somebody reacted to, waiting to become a note. `WELCOME`: the first message to a channel or to
    a person. `PROMPT`: a question asked in a channel at set times, or that no more are asked.
    """

    REVIEW = "review"
    PART = "part"
    REMINDER = "nudge"
    PULSE = "pulse"
    CAPTURE = "capture"
    WELCOME = "welcome"
    PROMPT = "prompt"


class OutboxState(StrEnum):
    """The state of a row.

    `waiting`: never tried. `claimed`: being sent, or its sender crashed. `unclear`: Slack did not
    answer, so it may or may not be there. `refused`: it is not there. `sent`: it is there.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    SENT = "sent"


@dataclass(frozen=True)
class NewOutboxMessage:
    """A message to be sent once.

    `name` identifies it among the messages of its kind in a workspace, so that it is never added
    twice. `key` is an opaque string by which it can be found in Slack. `channel` may be a user id,
    for direct messages. `thread_ts` is the message it belongs under (a part) or is about (a
    capture). `user` is the person it concerns, if it is one.
    """

    kind: OutboxKind
    name: str
    key: str
    channel: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    journey_id: int | None = None
    posted_review_id: int | None = None
    user: str | None = None
    thread_ts: str | None = None


@dataclass(frozen=True)
class OutboxMessage:
    """A row of the outbox.

    `claimed_at`: when it was first claimed, so that no copy in Slack is older; None before.
    `next_try_at`: when it may be tried next; None once it is sent. `sent_ts`: the timestamp of the
    message in Slack.
    """

    id: int
    workspace: WorkspaceId
    kind: OutboxKind
    name: str
    key: str
    channel: str
    payload: dict[str, Any]
    journey_id: int | None
    posted_review_id: int | None
    user: str | None
    thread_ts: str | None
    state: OutboxState
    attempts: int
    created_at: datetime
    claimed_at: datetime | None
    next_try_at: datetime | None
    reason: str | None
    sent_ts: str | None
    sent_at: datetime | None

    @property
    def is_sent(self) -> bool:
        """Whether it is in Slack."""
        return self.state is OutboxState.SENT

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may be in Slack already, so that it has to be looked up before it is sent."""
        return self.state in (OutboxState.CLAIMED, OutboxState.UNCLEAR)

    def is_due(self, now: datetime) -> bool:
        """Whether it may be tried now."""
        return self.next_try_at is not None and self.next_try_at <= now
