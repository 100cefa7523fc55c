"""Messages somebody reacted to, which wait to become notes until their text was read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.journeys import WorkspaceId
from domain.notes import Message, NoteKind
from domain.outbox import NewOutboxMessage, OutboxKind, OutboxMessage

MAX_ATTEMPTS = 12

MAX_AGE = timedelta(days=1)

FIRST_RETRY_DELAY = timedelta(seconds=10)


@dataclass(frozen=True)
class PendingCapture:
    """A row of the outbox, read as a request to save a message as a kind of note.

    `event` is the id of Slack's event; `attempts` counts the requests for the message.
    """

    id: int
    workspace: WorkspaceId
    event: str
    user: str
    message: Message
    kind: NoteKind
    created_at: datetime
    attempts: int = 0

    @property
    def receipt(self) -> str:
        """Return the identity of its delivery, so that it saves only one note."""
        return receipt_of(self.event)

    def is_expired(self, now: datetime) -> bool:
        """Whether it has been tried often or long enough."""
        return self.attempts >= MAX_ATTEMPTS or now - self.created_at > MAX_AGE

    def retry_delay(self, asked: timedelta | None) -> timedelta:
        """Return how long to wait after a failed attempt; `asked` is what Slack asked for."""
        doubled = FIRST_RETRY_DELAY * (1 << max(self.attempts - 1, 0))
        return max(doubled, asked or FIRST_RETRY_DELAY)


def receipt_of(event: str) -> str:
    """Return the name of the delivery of one of Slack's events."""
    return f"event:{event}"


def capture_message(event: str, user: str, message: Message, kind: NoteKind) -> NewOutboxMessage:
    """Return the row of the outbox for a message somebody reacted to."""
    return NewOutboxMessage(
        OutboxKind.CAPTURE,
        event,
        key="",
        channel=message.channel,
        payload={"kind": kind.value},
        user=user,
        thread_ts=message.ts,
    )


def pending_capture(row: OutboxMessage) -> PendingCapture:
    """Return a row of the outbox as a pending capture."""
    return PendingCapture(
        id=row.id,
        workspace=row.workspace,
        event=row.name,
        user=row.user or "",
        message=Message(row.channel, row.thread_ts or ""),
        kind=NoteKind(row.payload["kind"]),
        created_at=row.created_at,
        attempts=row.attempts,
    )
