"""The outbox: its rows, and the locks that protect a message while it is being sent."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, func, select, update
from sqlalchemy.exc import DBAPIError

from domain.journeys import WorkspaceId
from domain.notes import Message, NoteKind
from domain.outbox import NewOutboxMessage, OutboxKind, OutboxMessage, OutboxState
from storage.engine import open_unpooled_engine
from storage.repository import Repository
from storage.schema.outbox import outbox


class OutboxRepository(Repository):
    """The outbox of one workspace."""

    def add(self, message: NewOutboxMessage, at: datetime) -> OutboxMessage | None:
        """Add a message that is due at once; None if one of its kind and name exists."""
        added: int | None = self._id_of_first(
            outbox,
            workspace_id=self._workspace,
            kind=message.kind.value,
            name=message.name,
            key=message.key,
            channel=message.channel,
            payload=dict(message.payload),
            journey_id=message.journey_id,
            posted_review_id=message.posted_review_id,
            user_id=message.user,
            thread_ts=message.thread_ts,
            state=OutboxState.WAITING.value,
            attempts=0,
            created_at=at,
            next_try_at=at,
        )
        return None if added is None else self.by_id(added)

    def by_id(self, message_id: int) -> OutboxMessage | None:
        """Return one message, or None."""
        return self._one(outbox.c.id == message_id)

    def by_name(self, kind: OutboxKind, name: str) -> OutboxMessage | None:
        """Return the message of that kind and name, or None."""
        return self._one((outbox.c.kind == kind.value) & (outbox.c.name == name))

    def by_prefix(self, journey_id: int, kind: OutboxKind, prefix: str) -> Sequence[OutboxMessage]:
        """Return a journey's messages whose name begins with `prefix`, oldest first."""
        rows = self._connection.execute(
            select(outbox)
            .where(
                self._own(),
                outbox.c.journey_id == journey_id,
                outbox.c.kind == kind.value,
                outbox.c.name.startswith(prefix, autoescape=True),
            )
            .order_by(outbox.c.id)
        )
        return [message_of(row) for row in rows]

    def claim(
        self, seen: OutboxMessage, prepared: OutboxMessage, now: datetime, until: datetime
    ) -> OutboxMessage | None:
        """Claim a message that is still as it was `seen`; return None if it changed since.

        Stores the channel and the payload of `prepared`, and `until` as the time before which
        nobody else may try.
        """
        unchanged = (outbox.c.attempts == seen.attempts) & (outbox.c.state == seen.state.value)
        claimed = replace(
            prepared,
            state=OutboxState.CLAIMED,
            attempts=seen.attempts + 1,
            claimed_at=seen.claimed_at or now,
            next_try_at=until,
        )
        done = self._connection.execute(
            update(outbox)
            .where(self._this(seen.id), unchanged)
            .values(
                state=claimed.state.value,
                attempts=claimed.attempts,
                claimed_at=claimed.claimed_at,
                next_try_at=until,
                channel=claimed.channel,
                payload=claimed.payload,
            )
        )
        return claimed if done.rowcount == 1 else None

    def set_sent(self, message_id: int, ts: str, at: datetime) -> None:
        """Record that a message is in Slack under that timestamp."""
        self._connection.execute(
            update(outbox)
            .where(self._this(message_id), outbox.c.state != OutboxState.SENT.value)
            .values(
                state=OutboxState.SENT.value,
                sent_ts=ts,
                sent_at=at,
                next_try_at=None,
                reason=None,
            )
        )

    def set_failed(
        self, claimed: OutboxMessage, state: OutboxState, reason: str, retry_at: datetime
    ) -> None:
        """Record that a message is refused or unclear, unless another process claimed it since."""
        unchanged = (outbox.c.attempts == claimed.attempts) & (
            outbox.c.state == OutboxState.CLAIMED.value
        )
        self._connection.execute(
            update(outbox)
            .where(self._this(claimed.id), unchanged)
            .values(state=state.value, reason=reason, next_try_at=retry_at)
        )

    def open_parts(self, posted_review_id: int, max_attempts: int) -> Sequence[OutboxMessage]:
        """Return a review's thread parts that are not sent and were tried less often, in order."""
        rows = self._connection.execute(
            select(outbox)
            .where(
                self._part(posted_review_id),
                outbox.c.state != OutboxState.SENT.value,
                outbox.c.attempts < max_attempts,
            )
            .order_by(outbox.c.id)
        )
        return [message_of(row) for row in rows]

    def count_parts(self, posted_review_id: int, prefix: str) -> int:
        """Count a review's thread parts whose name begins with `prefix`."""
        counted = select(func.count()).where(self._named_part(posted_review_id, prefix))
        return self._connection.execute(counted).scalar_one()

    def last_part(self, posted_review_id: int, prefix: str) -> OutboxMessage | None:
        """Return a review's last thread part whose name begins with `prefix`, or None."""
        named = select(outbox).where(self._named_part(posted_review_id, prefix))
        row = self._connection.execute(named.order_by(outbox.c.id.desc()).limit(1)).one_or_none()
        return message_of(row) if row else None

    def set_thread(self, posted_review_id: int, ts: str) -> None:
        """Set under which message a review's thread parts belong."""
        self._connection.execute(
            update(outbox).where(self._part(posted_review_id)).values(thread_ts=ts)
        )

    def remove_refused(self, seen: OutboxMessage) -> bool:
        """Remove a refused review message, as it was `seen`, with its thread parts.

        Returns False if it was claimed since.
        """
        unchanged = (outbox.c.attempts == seen.attempts) & (
            outbox.c.state == OutboxState.REFUSED.value
        )
        if self._connection.execute(delete(outbox).where(self._this(seen.id), unchanged)).rowcount:
            if seen.posted_review_id is not None:
                self._connection.execute(delete(outbox).where(self._part(seen.posted_review_id)))
            return True
        return False

    def remove(self, message_id: int) -> bool:
        """Remove a message that is not sent; False if it is gone."""
        unsent = outbox.c.state != OutboxState.SENT.value
        removal = delete(outbox).where(self._this(message_id), unsent)
        return self._connection.execute(removal).rowcount == 1

    def withdraw_captures(self, user: str, message: Message, kind: NoteKind | None) -> None:
        """Remove what someone asked to be made of a message, of that kind of note or of any."""
        rows = self._connection.execute(
            select(outbox.c.id, outbox.c.payload).where(
                self._own(),
                outbox.c.kind == OutboxKind.CAPTURE.value,
                outbox.c.user_id == user,
                outbox.c.channel == message.channel,
                outbox.c.thread_ts == message.ts,
            )
        )
        for row in rows.all():
            if kind is None or row.payload["kind"] == kind.value:
                self.remove(row.id)

    def _one(self, where: ColumnElement[bool]) -> OutboxMessage | None:
        row = self._connection.execute(select(outbox).where(self._own(), where)).one_or_none()
        return message_of(row) if row else None

    def _own(self) -> ColumnElement[bool]:
        return outbox.c.workspace_id == self._workspace

    def _this(self, message_id: int) -> ColumnElement[bool]:
        return self._own() & (outbox.c.id == message_id)

    def _part(self, posted_review_id: int) -> ColumnElement[bool]:
        kind = outbox.c.kind == OutboxKind.PART.value
        return self._own() & kind & (outbox.c.posted_review_id == posted_review_id)

    def _named_part(self, posted_review_id: int, prefix: str) -> ColumnElement[bool]:
        name = part_name(posted_review_id, prefix)
        return self._part(posted_review_id) & outbox.c.name.startswith(name, autoescape=True)


def new_key() -> str:
    """Return an opaque key by which a message can be found in Slack."""
    return secrets.token_hex(16)


def part_name(posted_review_id: int, name: str) -> str:
    """Return the outbox name of a review's thread part."""
    return f"{posted_review_id}/{name}"


def message_of(row: Row[Any]) -> OutboxMessage:
    """Return a row of the outbox as a value."""
    return OutboxMessage(
        id=row.id,
        workspace=WorkspaceId(row.workspace_id),
        kind=OutboxKind(row.kind),
        name=row.name,
        key=row.key,
        channel=row.channel,
        payload=row.payload,
        journey_id=row.journey_id,
        posted_review_id=row.publication_id,
        user=row.user_id,
        thread_ts=row.thread_ts,
        state=OutboxState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        claimed_at=row.claimed_at,
        next_try_at=row.next_try_at,
        reason=row.reason,
        sent_ts=row.sent_ts,
        sent_at=row.sent_at,
    )


# Added to a message's id, so that no other advisory lock has the same number.
ADVISORY_LOCKS = 0x57_41_59 << 40

# Lock files are never removed, so a few serve all messages: two that share one just take turns.
LOCK_FILES = 64


# To the end of the transaction.
IS_LOCAL = True


class SendLock:
    """A lock on one message, held for as long as its sending takes."""

    def __init__(self, connection: Connection | None, engine: Engine) -> None:
        self._connection = connection
        self._engine = engine

    def confirms(self, claimed: OutboxMessage) -> bool:
        """Whether the lock is still held and the message still claimed as it was.

        On PostgreSQL this is a query on the lock's own connection, so that it fails if the lock was
        lost with that connection.
        """
        asked = select(outbox.c.state, outbox.c.attempts).where(
            outbox.c.workspace_id == claimed.workspace, outbox.c.id == claimed.id
        )
        try:
            if self._connection is not None:
                row = self._connection.execute(asked).one_or_none()
            else:
                with self._engine.connect() as connection:
                    row = connection.execute(asked).one_or_none()
        except DBAPIError:
            return False
        return row is not None and tuple(row) == (claimed.state.value, claimed.attempts)


class SendLocks:
    """Locks by message id, which end with the process or the connection that holds them.

    On PostgreSQL an advisory lock of a transaction on a connection of its own; on SQLite a lock
    file beside the database file, which the command line and the running bot share.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        # Unpooled: sending may take long, and other work must not wait for its connection.
        self._unpooled = None if self._is_sqlite else open_unpooled_engine(engine.url)

    @contextmanager
    def hold(self, message_id: int) -> Iterator[SendLock | None]:
        """Hold the lock on one message in a `with`; None if another process or thread holds it."""
        if self._unpooled is None:
            yield from self._hold_file(message_id)
        else:
            yield from self._hold_advisory(self._unpooled.connect(), message_id)

    def _hold_file(self, message_id: int) -> Iterator[SendLock | None]:
        folder = Path(f"{self._engine.url.database}-locks")
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / f"{message_id % LOCK_FILES:02}.lock", fallback_to_soft=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            yield None
            return
        try:
            yield SendLock(None, self._engine)
        finally:
            lock.release()

    def _hold_advisory(self, connection: Connection, message_id: int) -> Iterator[SendLock | None]:
        try:
            # The transaction stays open and idle during the requests to Slack.
            connection.execute(
                select(func.set_config("idle_in_transaction_session_timeout", "0", IS_LOCAL))
            )
            lock = func.pg_try_advisory_xact_lock(ADVISORY_LOCKS + message_id)
            is_acquired = connection.execute(select(lock)).scalar_one()
            yield SendLock(connection, self._engine) if is_acquired else None
        finally:
            # Closing ends the transaction and the lock; a broken connection has lost it already.
            with suppress(DBAPIError):
                connection.close()
