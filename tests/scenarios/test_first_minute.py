"""The first minute: a welcome where Waymark is new, and help for whoever asks for it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import URL

from domain.outbox import OutboxKind, OutboxMessage, OutboxState
from handlers.slack.ids import Command
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported
from tests.scenarios.waiting import until

WELCOME = "Hi, I'm Waymark. I keep your customer journey map up to date."


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, in none of its channels yet."""
    with running(sqlite_url, StandingClock(2026, 8, 15), bot_in=()) as pair:
        yield pair


def welcomes(pair: RunningPair) -> list[str]:
    """Return the welcome messages in the channel."""
    return [m["text"] for m in pair.posts(CHANNEL) if m["text"] == WELCOME]


def waiting_welcomes(pair: RunningPair) -> Sequence[OutboxMessage]:
    """Return the welcomes to be sent within an hour."""
    within = pair.clock.now() + timedelta(hours=1)
    return pair.waymark.storage.due_messages(OutboxKind.WELCOME, within, 5)


def test_a_channel_that_invites_waymark_is_welcomed_once(pair: RunningPair) -> None:
    pair.slack.invite(CHANNEL)
    (message,) = until(lambda: pair.posts(CHANNEL))
    assert message["text"] == WELCOME
    lines = shown(message["blocks"])
    assert "/painpoint onboarding: the invite email lands in spam" in lines
    assert [e["text"]["text"] for e in message["blocks"][-1]["elements"]] == [
        "Write a note",
        "What can I type?",
    ]
    (event,) = (
        delivery["payload"]
        for delivery in pair.slack.deliveries("events_api")
        if delivery["payload"]["event"]["type"] == "member_joined_channel"
    )
    assert pair.slack.post("redeliver", event_id=event["event_id"])
    pair.slack.remove(CHANNEL)
    pair.slack.invite(CHANNEL)
    assert pair.slack.settle()
    assert welcomes(pair) == [WELCOME]


def test_nobody_else_who_joins_is_welcomed_in_the_channel(pair: RunningPair) -> None:
    pair.slack.post("channel", name="partners")
    pair.slack.invite("partners")
    until(lambda: pair.posts("partners"))
    pair.slack.invite("partners", "tomas")
    assert pair.slack.settle()
    assert len(pair.posts("partners")) == 1


def test_who_opens_the_messages_is_welcomed_once(mara: SlackUser) -> None:
    for _ in range(2):
        mara.person.open_home("messages")
    assert mara.pair.slack.settle()
    assert [m["text"] for m in until(mara.direct_messages)] == [WELCOME]


def test_a_welcome_slack_was_too_busy_for_comes_with_the_next_tick(pair: RunningPair) -> None:
    pair.slack.fault("chat.postMessage", "error", error="service_unavailable", times=1)
    pair.slack.invite(CHANNEL)
    until(lambda: [m for m in waiting_welcomes(pair) if m.state is OutboxState.UNCLEAR])
    assert welcomes(pair) == []
    pair.clock.advance(timedelta(minutes=2))
    until(lambda: welcomes(pair))
    assert welcomes(pair) == [WELCOME]


def test_the_buttons_of_the_welcome_open_a_note_and_the_help(
    pair: RunningPair, mara: SlackUser
) -> None:
    pair.slack.invite(CHANNEL)
    until(lambda: pair.posts(CHANNEL))
    mara.press_button("What can I type?")
    answer = until(lambda: [m for m in mara.visible_messages() if m["ephemeral"]])[0]
    assert "What you can type" in answer["text"]
    mara.press_button("Write a note")
    until(lambda: "Retention" in str(mara.form()))
    mara.submit_form(text="the invite lands in spam", stage="onboarding")
    assert until(lambda: exported(pair))[0]["stage"] == "onboarding"


def test_the_help_is_short_and_has_more(mara: SlackUser) -> None:
    answer = mara.type_command("/journey help")
    assert len(list(filter(None, shown(answer["blocks"]).splitlines()))) <= 7
    assert "/journey import" not in shown(answer["blocks"])
    mara.press_button("More commands")
    # Waymark is not in the channel, so the answer comes as a direct message.
    more = until(mara.direct_messages)[0]
    assert "/journey import" in shown(more["blocks"])
    assert "/journey import" in mara.read_answer("/journey help more")


@pytest.mark.parametrize("word", ["hi", "hello", "hey"])
def test_a_greeting_after_the_command_is_greeted(mara: SlackUser, word: str) -> None:
    assert mara.read_answer(f"{Command.JOURNEY.value} {word}").startswith(WELCOME)
