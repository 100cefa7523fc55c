"""Who may send a message: one at a time, and nobody once it is sent."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from domain.journeys import WorkspaceId
from domain.outbox import NewOutboxMessage, OutboxKind, OutboxMessage, OutboxState
from domain.posted_reviews import PostedReviewRecord
from storage.session import Database
from tests.storage.filled_workspace import (
    FIRST_MONTH,
    NOW,
    PERIOD,
    FilledWorkspace,
    a_review,
    fill_workspace,
)

pytestmark = pytest.mark.each_database

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def claimed(shared_storage: Database, ws: WorkspaceId) -> FilledWorkspace:
    """A workspace whose review somebody has claimed once."""
    return fill_workspace(shared_storage, ws)


def claim_again(storage: Database, seen: OutboxMessage) -> OutboxMessage | None:
    """Take over a claim as it was seen."""
    with storage.write(seen.workspace) as uow:
        taken = uow.outbox.claim(seen, seen, LATER, LATER)
        uow.commit()
    return taken


def stored(storage: Database, of: FilledWorkspace) -> PostedReviewRecord:
    """The review as it is stored."""
    with storage.read(of.workspace) as uow:
        found = uow.posted_reviews.of_period(of.journey, PERIOD, FIRST_MONTH)
    assert found is not None
    return found


def test_a_period_is_claimed_once(shared_storage: Database, claimed: FilledWorkspace) -> None:
    with shared_storage.write(claimed.workspace) as uow:
        assert not uow.posted_reviews.add(a_review(claimed.journey, PERIOD), NOW)
        assert uow.posted_reviews.add(a_review(claimed.journey, "2026-Q4"), NOW)


def test_of_two_who_saw_the_same_claim_one_takes_it_over(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    first, second = (claim_again(shared_storage, claimed.pending) for _ in range(2))
    assert second is None
    assert first is not None
    assert claim_again(shared_storage, first)


def test_what_is_sent_is_never_taken_over(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    with shared_storage.write(claimed.workspace) as uow:
        uow.outbox.set_sent(claimed.pending.id, "1.2", LATER)
        uow.commit()
    assert not claim_again(shared_storage, claimed.pending)
    with shared_storage.write(claimed.workspace) as uow:
        # Nor does one who comes late take it back.
        uow.outbox.set_failed(claimed.pending, OutboxState.UNCLEAR, "TimeoutError", LATER)
        uow.outbox.set_sent(claimed.pending.id, "1.3", LATER)
        uow.commit()
    review = stored(shared_storage, claimed)
    assert (review.is_posted, review.message_ts) == (True, "1.2")


def test_a_take_over_keeps_when_it_was_first_claimed(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    claim_again(shared_storage, claimed.pending)
    message = stored(shared_storage, claimed).message
    assert (message.claimed_at, message.next_try_at) == (NOW, LATER)


def test_what_was_frozen_comes_back_whole(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    assert stored(shared_storage, claimed).message.payload == {"text": "x"}


def test_one_who_lost_the_claim_changes_nothing(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    claim_again(shared_storage, claimed.pending)
    with shared_storage.write(claimed.workspace) as uow:
        uow.outbox.set_failed(claimed.pending, OutboxState.REFUSED, "is_archived", LATER)
        uow.commit()
    assert stored(shared_storage, claimed).message.state is OutboxState.CLAIMED


# The lock


def test_one_holds_the_lock_until_it_is_done(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    number = claimed.pending.id
    with shared_storage.hold_message(number) as first:
        assert first is not None
        assert first.confirms(claimed.pending)
        with shared_storage.hold_message(number) as second:
            assert second is None
        with shared_storage.hold_message(number + 1) as other:
            assert other is not None
    with shared_storage.hold_message(number) as again:
        assert again is not None


def test_another_thread_does_not_get_it_either(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    got: list[bool] = []

    def ask() -> None:
        with shared_storage.hold_message(claimed.pending.id) as lock:
            got.append(lock is not None)

    with shared_storage.hold_message(claimed.pending.id):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    ask()
    assert got == [False, True]


def test_a_claim_somebody_took_over_is_not_confirmed(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    with shared_storage.hold_message(claimed.pending.id) as lock:
        assert lock is not None
        claim_again(shared_storage, claimed.pending)
        assert not lock.confirms(claimed.pending)


def test_a_lock_whose_connection_died_confirms_nothing_and_is_free(
    shared_storage: Database, claimed: FilledWorkspace
) -> None:
    if shared_storage._engine.dialect.name == "sqlite":
        return  # There the lock is the process's own.
    with shared_storage.hold_message(claimed.pending.id) as lock:
        assert lock is not None
        assert lock._connection is not None
        number = lock._connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with shared_storage._engine.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:n, 5000)"), {"n": number})
        assert not lock.confirms(claimed.pending)
        with shared_storage.hold_message(claimed.pending.id) as free:
            assert free is not None
            assert free.confirms(claimed.pending)


def test_the_id_of_a_removed_message_is_not_given_to_the_next(
    shared_storage: Database, ws: WorkspaceId
) -> None:
    # A process that still holds the removed one would record its outcome with the next.
    with shared_storage.write(ws) as uow:
        uow.journeys.ensure_workspace()
        first = uow.outbox.add(NewOutboxMessage(OutboxKind.CAPTURE, "Ev1", "k1", "C1"), NOW)
        assert first is not None
        assert uow.outbox.remove(first.id)
        second = uow.outbox.add(NewOutboxMessage(OutboxKind.CAPTURE, "Ev2", "k2", "C1"), NOW)
        uow.commit()
    assert second is not None
    assert second.id != first.id
