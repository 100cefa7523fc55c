"""Store messages that people reacted to until they are saved as notes."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.outbox import Delivery, MessageHandler, Outbox
from bot.ports import Clock, PostOutcome
from domain.journeys import WorkspaceId
from domain.notes import Message, NoteKind
from domain.outbox import OutboxKind, OutboxMessage
from domain.pending_captures import (
    PendingCapture,
    capture_message,
    pending_capture,
    receipt_of,
)
from storage.session import Database, UnitOfWork

MAX_AT_ONCE = 50


class CaptureHandler(MessageHandler):
    """Delivers a pending capture: "sent" means that its note was saved, or was given up.

    `save` reads the message from Slack and saves it; the transaction that saves the note removes
    the row. So while the row exists, nothing needs to be looked up.
    """

    def __init__(
        self, outbox: Outbox, clock: Clock, save: Callable[[PendingCapture], PostOutcome]
    ) -> None:
        super().__init__(outbox.sender, outbox.settle)
        self._clock = clock
        self._save = save

    def prepare(self, uow: UnitOfWork, message: OutboxMessage) -> OutboxMessage | None:
        """Return the message, None if it has been tried often or long enough."""
        return None if pending_capture(message).is_expired(self._clock.now()) else message

    def find(self, message: OutboxMessage) -> PostOutcome:
        """Report that there is no note yet: saving it would have removed the row."""
        return PostOutcome(ts=None, is_definitive=True)

    def send(self, message: OutboxMessage, may_send: Callable[[], bool]) -> PostOutcome:
        """Read and save the message."""
        return self._save(pending_capture(message))

    def retry_delay(self, message: OutboxMessage, outcome: PostOutcome) -> timedelta:
        """Return twice as long after each attempt, and as long as Slack asks."""
        return pending_capture(message).retry_delay(outcome.retry_after)


class PendingCaptureService:
    """Stores pending captures; safe at any time and from any number of processes.

    NoteService removes one in the transaction that saves its note.
    """

    def __init__(self, storage: Database, clock: Clock, outbox: Outbox) -> None:
        self._storage = storage
        self._clock = clock
        self._outbox = outbox

    def add(
        self, workspace: WorkspaceId, event: str, user: str, message: Message, kind: NoteKind
    ) -> PendingCapture | None:
        """Save a pending capture; return None if the event was saved before.

        `event` is the id of Slack's event.
        """
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            if uow.notes.find_receipt(receipt_of(event)) is not None:
                return None
            row = capture_message(event, user, message, kind)
            added = uow.outbox.add(row, self._clock.now())
            uow.commit()
        return pending_capture(added) if added else None

    def due(self) -> Sequence[PendingCapture]:
        """Return the captures that may be tried now in all workspaces, oldest first."""
        due = self._storage.due_messages(OutboxKind.CAPTURE, self._clock.now(), MAX_AT_ONCE)
        return [pending_capture(row) for row in due]

    def process(
        self, capture: PendingCapture, save: Callable[[PendingCapture], PostOutcome]
    ) -> Delivery:
        """Save the note with `save`, unless another process is doing it or it is too early.

        `unwanted` with a message means that the capture has expired: the caller should drop it.
        """
        handler = CaptureHandler(self._outbox, self._clock, save)
        return self._outbox.deliver(capture.workspace, capture.id, handler)

    def drop(self, capture: PendingCapture) -> bool:
        """Delete a capture; return True for the one caller that did, which notifies the user."""
        with self._storage.write(capture.workspace) as uow:
            is_dropped = uow.outbox.remove(capture.id)
            uow.commit()
        return is_dropped
