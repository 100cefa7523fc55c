"""The weekly pulse: off by default, posted once on Mondays, skipped without notes."""

from datetime import timedelta

import pytest

from bot.reminders import SendState
from tests.bot.env import Env, at_once
from tests.bot.factories import new_journey_values
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.bot.journeys.test_settings import change
from tests.bot.reminders.reminder_steps import SETTLE, FakeMessenger, post_pulses

# The Monday after Friday 14 August.
MONDAY = "2026-08-17T09:00:00+00:00"

WEEK = timedelta(days=7)


@pytest.fixture
def env(lone_env: Env) -> Env:
    """A journey with three notes of this week, one of them in the inbox; its pulse is on."""
    for line in ("onboarding: slow", "loyalty: gone", "nosuchstage: what"):
        lone_env.capture(line)
    change(lone_env, pulse=True)
    return lone_env


@pytest.fixture
def slack(env: Env) -> FakeMessenger:
    """The fake Slack that pulses are posted to."""
    return FakeMessenger(env.clock)


POSTED = ("C1", {"notes": 3, "stages": 2, "unsorted": 1})


def test_pulse_is_off_by_default(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    slack = FakeMessenger(lone_env.clock)
    for _ in range(10):
        lone_env.clock.advance(timedelta(days=1))
        assert post_pulses(lone_env, slack) == []


def test_pulse_of_the_week_is_posted_on_monday(env: Env, slack: FakeMessenger) -> None:
    env.at("2026-08-17T08:59:59+00:00")
    assert post_pulses(env, slack) == []
    env.capture("onboarding: this is of the new week")
    env.at(MONDAY)
    assert post_pulses(env, slack) == [SendState.SENT]
    assert slack.sent() == [POSTED]
    assert post_pulses(env, slack) == []


def test_failure_in_one_journey_does_not_stop_the_others(env: Env, slack: FakeMessenger) -> None:
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C2")
    env.capture("shop/onboarding: slow")
    change(env, "shop", home_channel="C2", pulse=True)
    slack.broken.add("C1")
    env.at(MONDAY)
    with pytest.raises(ExceptionGroup) as failed:
        post_pulses(env, slack)
    assert [repr(error) for error in failed.value.exceptions] == ["ZeroDivisionError('C1')"]
    assert [channel for channel, _ in slack.sent()] == ["C2"]


def test_pulse_is_posted_in_the_journeys_time_zone(env: Env, slack: FakeMessenger) -> None:
    change(env, pulse=True, time_zone="America/New_York")
    env.at(MONDAY)
    assert post_pulses(env, slack) == []
    env.at("2026-08-17T13:00:00+00:00")
    assert post_pulses(env, slack) == [SendState.SENT]


def test_week_without_notes_is_skipped_and_the_next_is_not(env: Env, slack: FakeMessenger) -> None:
    posted = []
    for week in range(4):
        env.at(MONDAY)
        env.clock.advance(WEEK * week)
        posted += [week] * len(post_pulses(env, slack))
        if week == 2:
            env.capture("decision: at last")
    assert posted == [0, 3]


def test_pulse_switched_on_on_a_monday_starts_a_week_later(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    slack = FakeMessenger(lone_env.clock)
    lone_env.at("2026-08-17T12:00:00+00:00")
    lone_env.capture("onboarding: slower")
    change(lone_env, pulse=True)
    assert post_pulses(lone_env, slack) == []
    lone_env.clock.advance(WEEK)
    assert post_pulses(lone_env, slack) == [SendState.SENT]


def test_pulse_switched_off_is_not_posted(env: Env, slack: FakeMessenger) -> None:
    change(env, pulse=False)
    env.at(MONDAY)
    assert post_pulses(env, slack) == []


def test_pulse_two_days_late_is_skipped(env: Env, slack: FakeMessenger) -> None:
    env.at("2026-08-19T08:59:59+00:00")
    env.capture("onboarding: of the new week")
    env.at("2026-08-19T09:00:00+00:00")
    assert post_pulses(env, slack) == []
    env.at("2026-08-24T09:00:00+00:00")
    assert post_pulses(env, slack) == [SendState.SENT]
    assert slack.sent()[0][1]["notes"] == 1


def test_pulse_less_than_two_days_late_is_posted(env: Env, slack: FakeMessenger) -> None:
    env.at("2026-08-18T20:00:00+00:00")
    post_pulses(env, slack)
    assert slack.sent() == [POSTED]


@pytest.mark.parametrize("column", ["archived", "home_channel"])
def test_archived_journey_or_one_without_a_channel_has_no_pulse(
    env: Env, slack: FakeMessenger, column: str
) -> None:
    env.change_journey(**{column: True if column == "archived" else None})
    env.at(MONDAY)
    assert post_pulses(env, slack) == []


@pytest.mark.each_database
def test_concurrent_runs_post_a_pulse_once(env: Env, slack: FakeMessenger) -> None:
    env.at(MONDAY)
    at_once(8, lambda: post_pulses(env, slack))
    env.clock.advance(SETTLE)
    at_once(8, lambda: post_pulses(env, slack))
    assert slack.sent() == [POSTED]


@pytest.mark.parametrize(
    "failure_mode", [FailureMode.DIES_AFTER_POSTING, FailureMode.DIES_BEFORE_POSTING]
)
def test_pulse_of_a_crashed_sender_is_found_or_posted(
    env: Env, slack: FakeMessenger, failure_mode: FailureMode
) -> None:
    env.at(MONDAY)
    slack.failure_mode = failure_mode
    with pytest.raises(SimulatedCrash):
        post_pulses(env, slack)
    slack.failure_mode = FailureMode.NONE
    env.clock.advance(SETTLE)
    post_pulses(env, slack)
    assert slack.sent() == [POSTED]


def test_pulse_refused_in_one_channel_goes_to_the_new_home(env: Env, slack: FakeMessenger) -> None:
    slack.closed.add("C1")
    env.at(MONDAY)
    assert post_pulses(env, slack) == [SendState.FAILED]
    change(env, pulse=True, home_channel="C7")
    env.clock.advance(timedelta(hours=1))
    post_pulses(env, slack)
    assert slack.recipients() == ["C7"]


@pytest.mark.slow
def test_pulse_refused_for_days_is_dropped_until_the_next_week(
    env: Env, slack: FakeMessenger
) -> None:
    slack.closed.add("C1")
    env.at(MONDAY)
    for _ in range(6 * 24):
        post_pulses(env, slack)
        env.clock.advance(timedelta(hours=1))
    # At once, and 1, 3, 7, 15, 31 hours later; the next would be too late.
    assert slack.requests == 6
