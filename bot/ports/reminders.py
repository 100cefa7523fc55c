"""Reminders: who wrote what when, what was sent, who wants none, and how they are sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.journey import WorkspaceId
from bot.domain.nudges import Nudge
from bot.domain.pulse import Pulse
from bot.domain.reminders import Occasion, Reminder, ReminderKind, ReminderState
from bot.domain.trends import MoodSums
from bot.domain.typed_period import Days
from bot.ports.posting import Payload, PostOutcome


class Voices(Protocol):
    """Who was heard in some days, in one workspace."""

    def sums(self, journey_id: int, days: Days) -> dict[int | None, MoodSums]:
        """Sums over the notes that happened then, by stage id; null is the unsorted tray."""
        ...

    def teams(self, journey_id: int, days: Days) -> frozenset[str]:
        """The teams whose notes happened then."""
        ...

    def writers(self, journey_id: int, since: datetime) -> Sequence[tuple[str, str]]:
        """(author, team) of the notes that happened since, the latest first."""
        ...


class Reminders(Protocol):
    """Which reminders of one workspace were sent, or are being sent."""

    def of(self, occasion: Occasion) -> Reminder | None: ...

    def states(self, journey_id: int, kind: ReminderKind, label: str) -> dict[str, ReminderState]:
        """What became of it for each person for whom a reminder was claimed."""
        ...

    def claim(self, occasion: Occasion, channel: str, key: str, now: datetime) -> bool:
        """Take the right to send a reminder; false when somebody has or had it."""
        ...

    def reclaim(self, reminder_id: int, attempts: int, retry_at: datetime, channel: str) -> bool:
        """Take over a claim seen with that number of attempts; false when somebody else did."""
        ...

    def sent(self, reminder_id: int, message_ts: str) -> None: ...

    def failed(self, reminder_id: int, reason: str, retry_at: datetime) -> None: ...

    def unsure(self, reminder_id: int, reason: str, retry_at: datetime) -> None: ...

    def set_due(self, journey_id: int, kind: ReminderKind, due_at: datetime | None) -> None:
        """When the clock is to look whether somebody is to be reminded, null for never."""
        ...

    def move_due(
        self, journey_id: int, kind: ReminderKind, seen: datetime, due_at: datetime
    ) -> None:
        """The same, unless somebody else did since it was seen, when it was due."""
        ...


class OptOuts(Protocol):
    """Who in one workspace wants no reminders, of whatever journey."""

    def among(self, users: Collection[str]) -> frozenset[str]:
        """Those of them who want none."""
        ...

    def add(self, user: str, at: datetime) -> None: ...

    def remove(self, user: str) -> None: ...


class Messenger(Protocol):
    """Sends reminders to people and channels."""

    def write_nudge(self, nudge: Nudge) -> Payload:
        """The message for one person."""
        ...

    def write_pulse(self, pulse: Pulse) -> Payload:
        """The message for a channel."""
        ...

    def post(self, workspace: WorkspaceId, channel: str, payload: Payload, key: str) -> PostOutcome:
        """Post once, to a channel or a person by id; `key` lets `find` recognise the message."""
        ...

    def find(self, workspace: WorkspaceId, channel: str, key: str, since: datetime) -> PostOutcome:
        """Look for a message sent under `key`: there (`ts`), certainly not, or unsure."""
        ...
