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
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, in one of its channels alone."""
    with running(sqlite_url, StandingClock(2026, 8, 14), bot_in=(CHANNEL,)) as made:
        SlackUser(made, "mara").types("/journey review")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """Somebody who reacts to what others say."""
    return SlackUser(bench, "mara")


def says(bench: RunningPair) -> str:
    """Somebody says something."""
    return SlackUser(bench, "tomas").person.say(CHANNEL, SAID)


def refused(bench: RunningPair) -> bool:
    """Whether Waymark was refused a message by now, and has put it off."""
    asked = [call for call in bench.slack.calls(READ) if not call["answer"].get("ok")]
    due = bench.waymark.storage.due_messages(OutboxKind.CAPTURE, bench.clock.now(), 9)
    return bool(asked) and not due


def told(mara: SlackUser) -> list[str]:
    """All that somebody was told, in the channel and directly."""
    return [m["text"] + shown(m.get("blocks", [])) for m in (*mara.seen(), *mara.direct())]


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
    bench: RunningPair, mara: SlackUser, fault: dict[str, object], wait: int
) -> None:
    ts = says(bench)
    bench.slack.fault(READ, str(fault.pop("kind")), **fault)
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: refused(bench))
    bench.time_is(bench.clock.now() + timedelta(seconds=wait))
    (note,) = until(lambda: exported(bench))
    assert (note["text"], note["kind"], note["author"]) == (SAID, "pain point", "U0MARA")
    until(lambda: [words for words in told(mara) if "Saved a pain point" in words])


def test_a_process_that_stops_after_acknowledging_leaves_it_to_another(
    bench: RunningPair, mara: SlackUser
) -> None:
    ts = says(bench)
    bench.slack.fault(READ, "status", status=503)
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: refused(bench))
    bench.service.stop()
    assert exported(bench) == []
    with second(bench):
        bench.time_is(bench.clock.now() + SETTLE)
        (note,) = until(lambda: exported(bench))
        assert note["text"] == SAID
        until(lambda: [words for words in told(mara) if "Saved a pain point" in words])
        bench.time_is(bench.clock.now() + SETTLE)
        assert bench.slack.settle()
    assert len(exported(bench)) == 1
    assert len([words for words in told(mara) if "Saved a pain point" in words]) == 1


@contextmanager
def second(bench: RunningPair) -> Iterator[None]:
    """Another replica on the same database, ticking."""
    waymark = Waymark(bench.waymark.settings, bench.clock)
    service = waymark.service()
    service.start()
    try:
        yield
    finally:
        service.stop()
        waymark.storage.close()


def test_a_reaction_where_waymark_cannot_read_is_answered_and_not_kept(
    bench: RunningPair, mara: SlackUser
) -> None:
    ts = says(bench)
    bench.slack.fault(READ, "error", error="not_in_channel")
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: [words for words in told(mara) if "cannot read that channel" in words])
    bench.time_is(bench.clock.now() + timedelta(hours=1))
    assert bench.slack.settle()
    assert exported(bench) == []
    assert len(bench.slack.calls(READ)) == 1


def test_what_slack_never_hands_out_is_given_up_after_a_day_and_the_person_told(
    bench: RunningPair, mara: SlackUser
) -> None:
    ts = says(bench)
    bench.slack.fault(READ, "error", error="internal_error", times=1000)
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: refused(bench))
    bench.time_is(bench.clock.now() + MAX_AGE + timedelta(seconds=1))
    until(lambda: [words for words in told(mara) if "however often Waymark asked" in words])
    assert len([words for words in told(mara) if "was not saved" in words]) == 1
    assert exported(bench) == []


def test_a_reaction_taken_back_while_slack_is_busy_saves_nothing(
    bench: RunningPair, mara: SlackUser
) -> None:
    ts = says(bench)
    bench.slack.fault(READ, "error", error="ratelimited")
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: refused(bench))
    mara.person.unreact(CHANNEL, ts, "warning")
    assert bench.slack.settle()
    bench.time_is(bench.clock.now() + timedelta(hours=1))
    assert bench.slack.settle()
    assert exported(bench) == []
    assert len(bench.slack.calls(READ)) == 1


def test_a_message_that_is_gone_by_then_is_forgotten(bench: RunningPair, mara: SlackUser) -> None:
    ts = says(bench)
    bench.slack.fault(READ, "error", error="ratelimited")
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: refused(bench))
    SlackUser(bench, "tomas").person.delete(CHANNEL, ts)
    bench.time_is(bench.clock.now() + timedelta(hours=1))
    until(lambda: len(bench.slack.calls(READ)) > 1)
    storage, later = bench.waymark.storage, bench.clock.now() + MAX_AGE
    until(lambda: not storage.due_messages(OutboxKind.CAPTURE, later, 9))
    assert exported(bench) == []
    assert [words for words in told(mara) if "not saved" in words] == []
