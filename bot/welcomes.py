"""Welcome messages: one for each channel Waymark joins and each person who opens its messages."""

from datetime import timedelta

from bot.outbox import Delivery, DeliveryState, ErrorCollector, MessageHandler, Outbox
from bot.ports import Clock, Payload
from domain.journeys import WorkspaceId
from domain.outbox import NewOutboxMessage, OutboxKind, OutboxMessage
from storage.outbox import new_key
from storage.session import Database, UnitOfWork

MAX_AT_ONCE = 20

# A welcome that comes later than that puzzles people.
MAX_DELAY = timedelta(hours=6)


class WelcomeHandler(MessageHandler):
    """Delivers a welcome, and gives it up where Slack refuses it for long."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        super().__init__(outbox.sender, outbox.settle)
        self._clock = clock

    def prepare(self, uow: UnitOfWork, message: OutboxMessage) -> OutboxMessage | None:
        """Return the message, None if it is too late for a welcome."""
        is_late = self._clock.now() - message.created_at > MAX_DELAY
        return None if is_late and not message.is_in_doubt else message


class WelcomeService:
    """Sends each welcome once, however often Slack tells of the same channel or person."""

    def __init__(self, storage: Database, clock: Clock, outbox: Outbox) -> None:
        self._storage = storage
        self._clock = clock
        self._outbox = outbox

    def add(self, workspace: WorkspaceId, channel: str, payload: Payload) -> int | None:
        """Save a welcome for a channel or a user id; return its outbox id, None if it had one."""
        with self._storage.read(workspace) as uow:
            if uow.outbox.by_name(OutboxKind.WELCOME, channel) is not None:
                return None
        message = NewOutboxMessage(OutboxKind.WELCOME, channel, new_key(), channel, payload)
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            added = uow.outbox.add(message, self._clock.now())
            uow.commit()
        return added.id if added else None

    def send(self, workspace: WorkspaceId, message_id: int) -> Delivery:
        """Send a welcome that was added, unless another process does."""
        handler = WelcomeHandler(self._outbox, self._clock)
        delivery = self._outbox.deliver(workspace, message_id, handler)
        if delivery.state is DeliveryState.UNWANTED and delivery.message is not None:
            with self._storage.write(workspace) as uow:
                uow.outbox.remove(message_id)
                uow.commit()
        return delivery

    def send_due(self) -> None:
        """Send the welcomes of all workspaces that were not sent at once."""
        errors = ErrorCollector()

        def send(message: OutboxMessage) -> None:
            self.send(message.workspace, message.id)

        for due in self._storage.due_messages(OutboxKind.WELCOME, self._clock.now(), MAX_AT_ONCE):
            errors.run(send, due)
        errors.raise_all()
