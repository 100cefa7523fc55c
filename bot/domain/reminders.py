"""Reminders: messages that are sent at most once for an occasion."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.journey import WorkspaceId


class ReminderKind(StrEnum):
    """`nudge`: to one person, about what is silent. `pulse`: to a channel, about its week."""

    NUDGE = "nudge"
    PULSE = "pulse"


class ReminderState(StrEnum):
    """`claimed`: being sent. `unsure`: it may or may not be there. `failed`: it is not there."""

    CLAIMED = "claimed"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"


@dataclass(frozen=True)
class Occasion:
    """What a reminder is sent for, once.

    `label` is that of a period or of an ISO week; `person` is empty where a channel is told.
    """

    journey_id: int
    kind: ReminderKind
    label: str
    person: str = ""


@dataclass(frozen=True)
class Reminder:
    """The claim to send a reminder, as it is kept.

    `channel` is where it goes, a person's id for their direct messages; `key` the opaque word by
    which it can be recognised there. `claimed_at`: when first claimed, so no message is older.
    `retry_at`: not to be tried again before; null while the first try is under way.
    """

    id: int
    channel: str
    key: str
    state: ReminderState
    attempts: int
    claimed_at: datetime
    retry_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class DueReminders:
    """A journey in which somebody may have to be reminded; `due_at` is since when."""

    workspace: WorkspaceId
    journey_id: int
    due_at: datetime
