"""A reminder or pulse is sent at most once, whatever happens on the way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.reminders import SendState
from domain.reminders import ReminderKind, next_pulse
from tests.bot.env import Env, at_once
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.bot.reminders.reminder_steps import (
    SETTLE,
    FakeMessenger,
    post_pulses,
    send_reminders,
    set_owner,
)

IN_TIME = "2026-09-24T09:00:00+00:00"

HOUR = timedelta(hours=1)

STEP = timedelta(minutes=30)


@pytest.fixture
def env(lone_env: Env) -> Env:
    """U2 owns a stage without notes, in the last week of the period."""
    lone_env.capture("onboarding: slow")
    set_owner(lone_env, "U2", "loyalty")
    lone_env.at(IN_TIME)
    return lone_env


@pytest.fixture
def slack(env: Env) -> FakeMessenger:
    """The fake Slack that reminders are sent to."""
    return FakeMessenger(env.clock)


@pytest.mark.slow
@pytest.mark.each_database
def test_concurrent_runs_remind_everybody_once(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U3", "awareness")
    set_owner(env, "U4", "decision")
    at_once(8, lambda: send_reminders(env, slack))
    assert sorted(slack.recipients()) == ["U2", "U3", "U4"]
    env.clock.advance(SETTLE)
    at_once(8, lambda: send_reminders(env, slack))
    assert slack.requests == 3


@pytest.mark.parametrize(
    "failure_mode", [FailureMode.DIES_AFTER_POSTING, FailureMode.DIES_BEFORE_POSTING]
)
@pytest.mark.each_database
def test_claim_of_a_crashed_sender_is_taken_over_after_the_settle_time(
    env: Env, slack: FakeMessenger, failure_mode: FailureMode
) -> None:
    slack.failure_mode = failure_mode
    with pytest.raises(SimulatedCrash):
        send_reminders(env, slack)
    slack.failure_mode = FailureMode.NONE
    env.clock.advance(SETTLE - timedelta(seconds=1))
    send_reminders(env, slack)
    assert slack.requests == 1
    env.clock.advance(timedelta(seconds=1))
    at_once(8, lambda: send_reminders(env, slack))
    assert slack.recipients() == ["U2"]
    env.clock.advance(SETTLE)
    assert send_reminders(env, slack) == []


@pytest.mark.parametrize("failure_mode", [FailureMode.ANSWER_LOST, FailureMode.REQUEST_LOST])
@pytest.mark.each_database
def test_unclear_reminder_is_looked_up_before_it_is_sent_again(
    env: Env, slack: FakeMessenger, failure_mode: FailureMode
) -> None:
    slack.failure_mode = failure_mode
    assert send_reminders(env, slack) == [SendState.UNCLEAR]
    slack.failure_mode = FailureMode.NONE
    env.clock.advance(SETTLE - timedelta(seconds=1))
    send_reminders(env, slack)
    assert slack.requests == 1
    env.clock.advance(timedelta(seconds=1))
    assert send_reminders(env, slack) == [SendState.SENT]
    assert slack.recipients() == ["U2"]


@pytest.mark.slow
def test_reminder_that_cannot_be_looked_up_is_not_sent_again(
    env: Env, slack: FakeMessenger
) -> None:
    slack.failure_mode = FailureMode.ANSWER_LOST
    send_reminders(env, slack)
    slack.failure_mode, slack.readable = FailureMode.NONE, False
    for _ in range(30):
        env.clock.advance(HOUR)
        send_reminders(env, slack)
    assert slack.requests == 1


@pytest.mark.each_database
def test_unclear_reminder_does_not_delay_others_for_long(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U3", "awareness")
    slack.failure_mode = FailureMode.ANSWER_LOST
    assert send_reminders(env, slack) == [SendState.UNCLEAR]
    slack.failure_mode, slack.readable = FailureMode.NONE, False
    env.clock.advance(SETTLE)
    assert SendState.SENT in send_reminders(env, slack)
    assert sorted(slack.recipients()) == ["U2", "U3"]


@pytest.mark.slow
def test_refused_reminder_is_retried_within_the_week_with_growing_delays(
    env: Env, slack: FakeMessenger
) -> None:
    slack.closed.add("U2")
    tried = []
    for hour in range(8 * 24):
        before = slack.requests
        send_reminders(env, slack)
        tried += [hour] * (slack.requests - before)
        env.clock.advance(HOUR)
    # In working hours until the period ends, never after it.
    assert tried == [0, 1, 3, 7, 24, 96, 120, 144]


@pytest.mark.each_database
def test_reminder_is_sent_once_it_is_no_longer_refused(env: Env, slack: FakeMessenger) -> None:
    slack.closed.add("U2")
    assert send_reminders(env, slack) == [SendState.FAILED]
    slack.closed.clear()
    env.clock.advance(HOUR)
    assert send_reminders(env, slack) == [SendState.SENT]
    assert slack.recipients() == ["U2"]


def test_refused_reminder_is_dropped_when_the_stage_has_a_note(
    env: Env, slack: FakeMessenger
) -> None:
    slack.closed.add("U2")
    send_reminders(env, slack)
    slack.closed.clear()
    env.capture("loyalty: they came back")
    env.clock.advance(HOUR)
    assert send_reminders(env, slack) == []


@pytest.mark.slow
def test_reminder_that_stays_unclear_all_week_does_not_delay_others(lone_env: Env) -> None:
    lone_env.capture("decision: slow")
    set_owner(lone_env, "U2", "loyalty")
    lone_env.at("2026-09-24T09:00:00+00:00")
    slack = FakeMessenger(lone_env.clock, failure_mode=FailureMode.ANSWER_LOST, readable=False)
    states: list[SendState] = []
    while lone_env.clock.now() < datetime(2026, 9, 30, 16, tzinfo=UTC):
        states += send_reminders(lone_env, slack)
        lone_env.clock.advance(STEP)
    assert states.count(SendState.UNCLEAR) > 40
    assert slack.recipients() == ["U2"]
    # A reminder that becomes due on the last day is still sent.
    slack.failure_mode = FailureMode.NONE
    lone_env.capture("decision: slow", workspace=lone_env.other)
    with lone_env.storage.write(lone_env.other) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        uow.journeys.change_stage(replace(journey.stages[5], owner="U3"))
        uow.commit()
    send_reminders(lone_env, slack)
    lone_env.clock.advance(STEP)
    send_reminders(lone_env, slack)
    assert slack.recipients() == ["U2", "U3"]


@pytest.mark.slow
def test_pulse_that_stays_unclear_is_dropped_after_two_days(
    lone_env: Env,
) -> None:
    lone_env.capture("decision: slow")
    journey = lone_env.journey_by_key()
    with lone_env.storage.write(lone_env.ws) as uow:
        uow.journeys.change(replace(journey, pulse=True))
        uow.reminders.set_due(
            journey.id, ReminderKind.PULSE, next_pulse(journey, lone_env.clock.now())
        )
        uow.commit()
    lone_env.at("2026-08-17T09:00:00+00:00")
    slack = FakeMessenger(lone_env.clock, failure_mode=FailureMode.ANSWER_LOST, readable=False)
    states: list[SendState] = []
    while lone_env.clock.now() < datetime(2026, 8, 24, 8, tzinfo=UTC):
        states += post_pulses(lone_env, slack)
        lone_env.clock.advance(STEP)
    assert states.count(SendState.UNCLEAR) > 40
    assert len(slack.messages) == 1
    slack.failure_mode = FailureMode.NONE
    lone_env.at("2026-08-21T12:00:00+00:00")
    lone_env.capture("decision: slow again")
    lone_env.at("2026-08-24T09:00:00+00:00")
    assert post_pulses(lone_env, slack) == [SendState.SENT]
