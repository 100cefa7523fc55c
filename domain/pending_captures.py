"""Notes that are wished for before their words are known: what a reaction asks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.journeys import WorkspaceId
from domain.notes import Message, NoteKind

MAX_TRIES = 12

KEPT = timedelta(days=1)

# Longer than one try may take: nobody else begins it meanwhile.
CLAIMED = timedelta(minutes=1)

FIRST_PAUSE = timedelta(seconds=10)


@dataclass(frozen=True)
class NewPendingCapture:
    """Somebody wants a message saved as a kind of note; `event` is the id of Slack's event."""

    event: str
    user: str
    message: Message
    kind: NoteKind
    at: datetime


@dataclass(frozen=True)
class PendingCapture:
    """A wish as it is kept; `tries` counts how often somebody began to fulfil it."""

    id: int
    workspace: WorkspaceId
    event: str
    user: str
    message: Message
    kind: NoteKind
    at: datetime
    tries: int = 0

    @property
    def receipt(self) -> str:
        """What names its delivery, so that it makes one note."""
        return receipt_of(self.event)

    def is_spent(self, now: datetime) -> bool:
        """Whether it has been tried often or long enough."""
        return self.tries >= MAX_TRIES or now - self.at > KEPT

    def pause(self, asked: timedelta | None) -> timedelta:
        """How long to wait after a try that failed; `asked` is what Slack asked for."""
        grown = FIRST_PAUSE * (1 << max(self.tries - 1, 0))
        return max(grown, asked or FIRST_PAUSE)


def receipt_of(event: str) -> str:
    """What names the delivery of one of Slack's events."""
    return f"event:{event}"
