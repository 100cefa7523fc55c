"""A database of the version before the outbox, with rows on their way, brought to this one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from domain.notes import Message, NoteKind
from domain.outbox import OutboxKind, OutboxMessage, OutboxState
from domain.pending_captures import pending_capture
from domain.posted_reviews import NewReviewPart
from storage.migrations import version
from storage.session import Database
from tests.storage.old_databases import OldDatabases, upgrade
from tests.storage.test_the_map_migration import THEN
from tests.storage.test_the_notes_migration import WS, fill

# A database of an old version is made, filled and migrated.
pytestmark = pytest.mark.slow

CLAIMED, RETRY = datetime.fromisoformat(THEN), datetime.fromisoformat(THEN) + timedelta(minutes=1)

AFTER = RETRY + timedelta(seconds=1)

LATER = f"{RETRY:%F %T.%f}+00"

POSTED = {
    "id": 1, "workspace_id": "T1", "journey_id": 7, "period": "2026-Q1", "first_month": 24312,
    "channel": "C1", "key": "key-1", "state": "published", "attempts": 2, "figures": '{"n": 1}',
    "payload": '{"text": "Q1"}', "claimed_at": THEN, "retry_at": None, "reason": None,
    "message_ts": "1.1", "published_at": LATER, "attention_at": LATER, "signs_shown": 3,
}  # fmt: skip

IN_DOUBT = {
    **POSTED, "id": 2, "period": "2026-Q2", "first_month": 24315, "key": "key-2",
    "state": "unsure", "attempts": 1, "retry_at": LATER, "reason": "TimeoutError",
    "message_ts": None, "published_at": None, "attention_at": None, "signs_shown": 0,
}  # fmt: skip

CLAIMED_ROW = {
    **IN_DOUBT, "id": 3, "period": "2026-Q3", "first_month": 24318, "key": "key-3",
    "state": "claimed", "retry_at": None, "reason": None,
}  # fmt: skip

PART = {
    "id": 11, "workspace_id": "T1", "publication_id": 1, "position": 1, "name": "mood",
    "key": "part-1", "payload": '{"text": "Mood"}', "state": "published", "attempts": 1,
    "claimed_at": THEN, "retry_at": None, "reason": None, "message_ts": "1.2",
}  # fmt: skip

REFUSED_PART = {
    **PART, "id": 13, "position": 2, "name": "kpis", "key": "part-2", "state": "failed",
    "attempts": 4, "retry_at": LATER, "reason": "is_archived", "message_ts": None,
}  # fmt: skip

WAITING_PART = {
    **PART, "id": 12, "position": 3, "name": "correction-1", "key": "part-3", "state": "waiting",
    "attempts": 0, "claimed_at": None, "message_ts": None,
}  # fmt: skip

REMINDER = {
    "id": 21, "workspace_id": "T1", "journey_id": 7, "kind": "nudge", "label": "2026-Q3",
    "person": "U2", "channel": "U2", "key": "nudge-1", "state": "sent", "attempts": 1,
    "claimed_at": THEN, "retry_at": None, "reason": None, "message_ts": "2.1",
}  # fmt: skip

PULSE = {
    **REMINDER, "id": 22, "kind": "pulse", "label": "2026-W33", "person": "", "channel": "C1",
    "key": "pulse-1", "state": "unsure", "retry_at": LATER, "reason": "TimeoutError",
    "message_ts": None,
}  # fmt: skip

WISH = {
    "id": 31, "workspace_id": "T1", "event": "E1", "channel": "C1", "ts": "3.1", "user_id": "U3",
    "kind": "pain point", "at": THEN, "tries": 2, "due_at": LATER,
}  # fmt: skip

ROWS = {
    "publications": [POSTED, IN_DOUBT, CLAIMED_ROW],
    "review_parts": [PART, REFUSED_PART, WAITING_PART],
    "reminders": [REMINDER, PULSE],
    "wished_notes": [WISH],
}


def fill_and_migrate(engine: Engine) -> None:
    """Bring a database with something of each kind on its way to this version."""
    fill(engine, "0002")
    upgrade(engine, "0012")
    with engine.begin() as connection:
        for table, rows in ROWS.items():
            columns: dict[str, Any] = rows[0]
            values = ", ".join(f":{column}" for column in columns)
            insertion = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608
            connection.execute(text(insertion), rows)
    version.migrate(engine)


@pytest.fixture
def storage(old_databases: OldDatabases) -> Database:
    """A database that had something of each kind on its way."""
    return Database(old_databases.copy("outbox 0012, migrated", fill_and_migrate))


def found(storage: Database, kind: OutboxKind, name: str) -> OutboxMessage:
    """A row of the outbox."""
    with storage.read(WS) as uow:
        message = uow.outbox.by_name(kind, name)
    assert message is not None
    return message


def test_a_posted_review_keeps_its_message_figures_and_sign_offs(storage: Database) -> None:
    with storage.read(WS) as uow:
        review = uow.posted_reviews.of_period(7, "2026-Q1", 24_312)
        (posted,) = uow.posted_reviews.posted(7)
    assert review is not None
    assert (review.channel, review.key, review.message_ts) == ("C1", "key-1", "1.1")
    assert (review.published_at, review.signs_shown, review.figures) == (RETRY, 3, {"n": 1})
    assert review.message.payload == {"text": "Q1"}
    assert (posted.label, posted.message_ts, posted.published_at) == ("2026-Q1", "1.1", RETRY)
    (due,) = storage.due_posted_reviews(AFTER, 9)
    assert due.posted_review_id == 1


def test_reviews_in_doubt_are_looked_up_when_they_would_have_been(storage: Database) -> None:
    unclear = found(storage, OutboxKind.REVIEW, "2")
    assert (unclear.state, unclear.claimed_at) == (OutboxState.UNCLEAR, CLAIMED)
    assert (unclear.next_try_at, unclear.reason) == (RETRY, "TimeoutError")
    claimed = found(storage, OutboxKind.REVIEW, "3")
    assert (claimed.state, claimed.next_try_at) == (OutboxState.CLAIMED, CLAIMED)
    assert {one.name for one in storage.unfinished_reviews(AFTER, 9)} == {"2", "3"}


def test_a_thread_goes_on_in_order_under_its_message(storage: Database) -> None:
    sent = found(storage, OutboxKind.PART, "1/mood")
    assert (sent.is_sent, sent.sent_ts, sent.next_try_at) == (True, "1.2", None)
    with storage.read(WS) as uow:
        refused, waiting = uow.outbox.open_parts(1, 12)
        assert uow.outbox.open_parts(1, 4) == [waiting]
        assert uow.outbox.count_parts(1, "correction") == 1
    assert (refused.state, refused.attempts, refused.next_try_at) == (
        OutboxState.REFUSED, 4, RETRY
    )  # fmt: skip
    assert (waiting.state, waiting.claimed_at) == (OutboxState.WAITING, None)
    assert waiting.is_due(RETRY)
    assert {(one.channel, one.thread_ts) for one in (sent, refused, waiting)} == {("C1", "1.1")}
    with storage.write(WS) as uow:
        review = uow.posted_reviews.by_id(1)
        assert review is not None
        assert not uow.posted_reviews.add_part(review, NewReviewPart("mood", {}), RETRY)
        assert uow.posted_reviews.add_part(review, NewReviewPart("map", {}), RETRY)


def test_who_was_reminded_is_known_and_what_is_unclear_is_looked_up(storage: Database) -> None:
    reminder = found(storage, OutboxKind.REMINDER, "7/2026-Q3/U2")
    assert (reminder.is_sent, reminder.user, reminder.channel, reminder.sent_ts) == (
        True,
        "U2",
        "U2",
        "2.1",
    )
    pulse = found(storage, OutboxKind.PULSE, "7/2026-W33")
    assert (pulse.state, pulse.user, pulse.channel) == (OutboxState.UNCLEAR, None, "C1")
    assert (pulse.key, pulse.is_in_doubt, pulse.next_try_at) == ("pulse-1", True, RETRY)
    with storage.read(WS) as uow:
        assert uow.outbox.by_prefix(7, OutboxKind.REMINDER, "7/2026-Q3/") == [reminder]


def test_a_reaction_waits_on_to_become_a_note(storage: Database) -> None:
    (row,) = storage.due_messages(OutboxKind.CAPTURE, AFTER, 9)
    capture = pending_capture(row)
    assert (capture.event, capture.user, capture.attempts) == ("E1", "U3", 2)
    assert (capture.message, capture.kind) == (Message("C1", "3.1"), NoteKind.PAIN_POINT)
    assert capture.created_at == CLAIMED
    assert not row.is_in_doubt
    assert storage.due_messages(OutboxKind.CAPTURE, CLAIMED, 9) == []


def test_what_moved_is_gone_where_it_was(storage: Database) -> None:
    inspector = inspect(storage._engine)
    assert not {"review_parts", "reminders", "wished_notes"} & set(inspector.get_table_names())
    columns = {column["name"] for column in inspector.get_columns("publications")}
    assert "payload" not in columns
    with storage.read(WS) as uow:
        assert uow.posted_reviews.by_key("key-3")
