"""A reaction is not lost to Slack being busy, nor to a process that stops."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import URL

from app import Waymark
from domain.outbox import OutboxKind
from domain.pending_captures import MAX_AGE
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported
from tests.scenarios.waiting import until

SAID = "A customer waited 40 minutes on the phone"

READ = "conversations.replies"

SETTLE = timedelta(seconds=60)


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, in one of its channels alone."""
    with running(sqlite_url, StandingClock(2026, 8, 14), bot_in=(CHANNEL,)) as pair:
        SlackUser(pair, "mara").type_command("/journey review")
        yield pair


def post_message(pair: RunningPair) -> str:
    """Post a message as Tomas and return its ts."""
    return SlackUser(pair, "tomas").person.say(CHANNEL, SAID)


def is_postponed(pair: RunningPair) -> bool:
    """Whether a message was refused to Waymark, and its capture postponed."""
    asked = [call for call in pair.slack.calls(READ) if not call["answer"].get("ok")]
    due = pair.waymark.storage.due_messages(OutboxKind.CAPTURE, pair.clock.now(), 9)
    return bool(asked) and not due


def read_messages(mara: SlackUser) -> list[str]:
    """Return all messages to Mara, in the channel and direct."""
    return [
        m["text"] + shown(m.get("blocks", []))
        for m in (*mara.visible_messages(), *mara.direct_messages())
    ]


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ({"kind": "error", "error": "ratelimited"}, 10),
        ({"kind": "status", "status": 429, "retry_after": 90}, 90),
        ({"kind": "error", "error": "internal_error"}, 10),
        ({"kind": "status", "status": 503}, 10),
        ({"kind": "reset"}, 10),
    ],
)
def test_what_slack_does_not_hand_out_now_is_saved_by_a_later_tick(
    pair: RunningPair, mara: SlackUser, fault: dict[str, object], wait: int
) -> None:
    ts = post_message(pair)
    pair.slack.fault(READ, str(fault.pop("kind")), **fault)
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: is_postponed(pair))
    pair.set_time(pair.clock.now() + timedelta(seconds=wait))
    (note,) = until(lambda: exported(pair))
    assert (note["text"], note["kind"], note["author"]) == (SAID, "pain point", "U0MARA")
    until(lambda: [words for words in read_messages(mara) if "Saved a pain point" in words])


def test_a_process_that_stops_after_acknowledging_leaves_it_to_another(
    pair: RunningPair, mara: SlackUser
) -> None:
    ts = post_message(pair)
    pair.slack.fault(READ, "status", status=503)
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: is_postponed(pair))
    pair.service.stop()
    assert exported(pair) == []
    with second_replica(pair):
        pair.set_time(pair.clock.now() + SETTLE)
        (note,) = until(lambda: exported(pair))
        assert note["text"] == SAID
        until(lambda: [words for words in read_messages(mara) if "Saved a pain point" in words])
        pair.set_time(pair.clock.now() + SETTLE)
        assert pair.slack.settle()
    assert len(exported(pair)) == 1
    assert len([words for words in read_messages(mara) if "Saved a pain point" in words]) == 1


@contextmanager
def second_replica(pair: RunningPair) -> Iterator[None]:
    """Run another replica on the same database, with its clock."""
    waymark = Waymark(pair.waymark.settings, pair.clock)
    service = waymark.service()
    service.start()
    try:
        yield
    finally:
        service.stop()
        waymark.storage.close()


def test_a_reaction_where_waymark_cannot_read_is_answered_and_not_saved(
    pair: RunningPair, mara: SlackUser
) -> None:
    ts = post_message(pair)
    pair.slack.fault(READ, "error", error="not_in_channel")
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: [words for words in read_messages(mara) if "cannot read that channel" in words])
    pair.set_time(pair.clock.now() + timedelta(hours=1))
    assert pair.slack.settle()
    assert exported(pair) == []
    assert len(pair.slack.calls(READ)) == 1


def test_an_unreadable_message_expires_after_a_day_and_the_user_is_notified(
    pair: RunningPair, mara: SlackUser
) -> None:
    ts = post_message(pair)
    pair.slack.fault(READ, "error", error="internal_error", times=1000)
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: is_postponed(pair))
    pair.set_time(pair.clock.now() + MAX_AGE + timedelta(seconds=1))
    until(
        lambda: [words for words in read_messages(mara) if "however often Waymark asked" in words]
    )
    assert len([words for words in read_messages(mara) if "was not saved" in words]) == 1
    assert exported(pair) == []


def test_a_reaction_taken_back_while_slack_is_busy_saves_nothing(
    pair: RunningPair, mara: SlackUser
) -> None:
    ts = post_message(pair)
    pair.slack.fault(READ, "error", error="ratelimited")
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: is_postponed(pair))
    mara.person.unreact(CHANNEL, ts, "warning")
    assert pair.slack.settle()
    pair.set_time(pair.clock.now() + timedelta(hours=1))
    assert pair.slack.settle()
    assert exported(pair) == []
    assert len(pair.slack.calls(READ)) == 1


def test_a_message_that_is_gone_by_then_is_forgotten(pair: RunningPair, mara: SlackUser) -> None:
    ts = post_message(pair)
    pair.slack.fault(READ, "error", error="ratelimited")
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: is_postponed(pair))
    SlackUser(pair, "tomas").person.delete(CHANNEL, ts)
    pair.set_time(pair.clock.now() + timedelta(hours=1))
    until(lambda: len(pair.slack.calls(READ)) > 1)
    storage, later = pair.waymark.storage, pair.clock.now() + MAX_AGE
    until(lambda: not storage.due_messages(OutboxKind.CAPTURE, later, 9))
    assert exported(pair) == []
    assert [words for words in read_messages(mara) if "not saved" in words] == []
