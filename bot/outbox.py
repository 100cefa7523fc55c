"""The outbox: one engine that delivers everything that leaves on its own.

What it promises:
- **At most once.** A message is sent under a lock that dies with its process or its connection
  (`storage.outbox.SendLocks`), after it was claimed in a transaction, and lock and claim are
  confirmed right before each request that posts. A process that is paused, however long, keeps the
  lock: nobody else sends meanwhile. One that was killed, or whose connection to the database broke,
  loses the lock and cannot send any more. What may have been sent is looked up by its key before it
  is sent again, and as long as the look-up fails it is not sent again.
- **Never forgotten.** A row stays due until it is sent, refused too often or no longer wanted.

What it cannot promise, because Slack has no idempotency key for messages:
- A message that Slack accepts after our time-out *and* shows only after the settle time is not seen
  by the look-up, and is sent a second time.
- A process that is paused between the confirmation and the request it precedes, for so long that
  the database server gives up its connection, sends although another process may have.
- Where the bot may post but not read (a channel it is not in), an unclear message stays unclear.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.ports import Clock, PostOutcome, Sender
from domain.journeys import WorkspaceId
from domain.outbox import OutboxMessage, OutboxState
from storage.outbox import SendLock
from storage.session import Database, UnitOfWork

# What Slack refuses is tried again after so long.
REFUSED_RETRY = timedelta(hours=1)


class DeliveryState(StrEnum):
    """The outcome of delivering a message.

    `busy`: another process is sending it, or claimed it a moment ago. `waiting`: it was refused or
    is unclear, and it is too early to try again. `unwanted`: it should not be sent any more.
    """

    SENT = "sent"
    ALREADY_SENT = "already sent"
    BUSY = "busy"
    WAITING = "waiting"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    UNWANTED = "unwanted"


@dataclass(frozen=True)
class Delivery:
    """The state and the message after a delivery; the message is None if it does not exist.

    `is_slack_busy`: other messages would most likely fail now too.
    """

    state: DeliveryState
    message: OutboxMessage | None = None
    reason: str | None = None
    is_slack_busy: bool = False


class MessageHandler:
    """Delivers messages of one kind; the base class posts them to Slack unchanged.

    `settle`: how long to wait before an unclear message is looked up.
    """

    def __init__(self, sender: Sender, settle: timedelta) -> None:
        self._sender = sender
        self._settle = settle

    def prepare(self, uow: UnitOfWork, message: OutboxMessage) -> OutboxMessage | None:
        """Return the message as it should be sent, None if it is not wanted any more.

        Called in the transaction that claims it.
        """
        return message

    def find(self, message: OutboxMessage) -> PostOutcome:
        """Look up a message that may have been sent."""
        since = message.claimed_at or message.created_at
        where = (message.workspace, message.channel, message.key, since, message.thread_ts)
        return self._sender.find(*where)

    def send(self, message: OutboxMessage, may_send: Callable[[], bool]) -> PostOutcome:
        """Send a message; `may_send` is called right before each request that posts."""
        where = (message.workspace, message.channel, message.payload, message.key)
        return self._sender.post(*where, message.thread_ts, may_send)

    def retry_delay(self, message: OutboxMessage, outcome: PostOutcome) -> timedelta:
        """Return how long to wait before the next attempt."""
        if outcome.is_definitive:
            return outcome.retry_after or REFUSED_RETRY
        return self._settle

    def record_sent(self, uow: UnitOfWork, message: OutboxMessage, ts: str, now: datetime) -> None:
        """Record what else follows from a message being sent, in the same transaction."""


class Outbox:
    """Delivers messages, each at most once, however often and from however many processes.

    `settle`: how long to wait before a claimed or unclear message is looked up.
    """

    def __init__(self, storage: Database, sender: Sender, clock: Clock, settle: timedelta) -> None:
        self._storage = storage
        self._clock = clock
        self.settle = settle
        self.sender = sender

    def deliver(
        self,
        workspace: WorkspaceId,
        message_id: int,
        handler: MessageHandler | None = None,
        *,
        at_once: bool = False,
    ) -> Delivery:
        """Deliver one message: lock, claim, look it up if it may have been sent, send, record.

        `at_once` tries a refused message again without waiting.
        """
        handler = handler or MessageHandler(self.sender, self.settle)
        with self._storage.hold_message(message_id) as lock:
            if lock is None:
                return self._seen_busy(workspace, message_id)
            claimed = self._claim(workspace, message_id, handler, at_once=at_once)
            if isinstance(claimed, Delivery):
                return claimed
            seen, message = claimed
            outcome = self._send(seen, message, handler, lock)
            return self._record(message, handler, outcome)

    def _seen_busy(self, workspace: WorkspaceId, message_id: int) -> Delivery:
        with self._storage.read(workspace) as uow:
            message = uow.outbox.by_id(message_id)
        return Delivery(DeliveryState.BUSY, message)

    def _claim(
        self,
        workspace: WorkspaceId,
        message_id: int,
        handler: MessageHandler,
        *,
        at_once: bool,
    ) -> tuple[OutboxMessage, OutboxMessage] | Delivery:
        """Return the message as it was seen and as it is claimed, or why it is not claimed."""
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            seen = uow.outbox.by_id(message_id)
            if seen is None:
                return Delivery(DeliveryState.UNWANTED)
            if seen.is_sent:
                return Delivery(DeliveryState.ALREADY_SENT, seen)
            is_refused = seen.state is OutboxState.REFUSED
            if not seen.is_due(now) and not (is_refused and at_once):
                is_claimed = seen.state is OutboxState.CLAIMED
                state = DeliveryState.BUSY if is_claimed else DeliveryState.WAITING
                return Delivery(state, seen, seen.reason)
            prepared = handler.prepare(uow, seen)
            if prepared is None:
                return Delivery(DeliveryState.UNWANTED, seen)
            claimed = uow.outbox.claim(seen, prepared, now, now + self.settle)
            uow.commit()
        return (seen, claimed) if claimed else Delivery(DeliveryState.BUSY, seen)

    def _send(
        self, seen: OutboxMessage, message: OutboxMessage, handler: MessageHandler, lock: SendLock
    ) -> PostOutcome:
        if seen.is_in_doubt:
            # A sender may have sent it and stopped before saying so.
            found = handler.find(message)
            if found.ts or not found.is_definitive:
                return found
        return handler.send(message, lambda: lock.confirms(message))

    def _record(
        self, message: OutboxMessage, handler: MessageHandler, outcome: PostOutcome
    ) -> Delivery:
        now = self._clock.now()
        retry_at = now + handler.retry_delay(message, outcome)
        with self._storage.write(message.workspace) as uow:
            if outcome.ts:
                uow.outbox.set_sent(message.id, outcome.ts, now)
                handler.record_sent(uow, message, outcome.ts, now)
                state = DeliveryState.SENT
            else:
                failed = OutboxState.REFUSED if outcome.is_definitive else OutboxState.UNCLEAR
                uow.outbox.set_failed(message, failed, outcome.reason, retry_at)
                state = DeliveryState(failed.value)
            recorded = uow.outbox.by_id(message.id)
            uow.commit()
        is_busy = state is DeliveryState.UNCLEAR or outcome.retry_after is not None
        return Delivery(state, recorded, outcome.reason or None, is_busy)


T = TypeVar("T")


class ErrorCollector:
    """Runs work for many items and collects the errors, so that one does not stop the others."""

    def __init__(self) -> None:
        self._errors: list[Exception] = []

    def run(self, work: Callable[[T], None], item: T) -> None:
        """Do the work for one item, and collect its error."""
        try:
            work(item)
        except Exception as error:
            self._errors.append(error)

    def raise_all(self) -> None:
        """Raise all errors as one ExceptionGroup, if there are any."""
        if self._errors:
            raise ExceptionGroup("some of what was due failed", self._errors)
