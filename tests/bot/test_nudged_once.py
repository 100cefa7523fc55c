"""A nudge is sent at most once, whatever happens on the way."""

from datetime import timedelta

import pytest

from bot.reminders import SendState
from tests.bot.env import Env, at_once
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.bot.reminder_steps import SETTLE, Mail, nudge, own

pytestmark = pytest.mark.each_database

IN_TIME = "2026-09-24T09:00:00+00:00"

HOUR = timedelta(hours=1)


@pytest.fixture
def env(lone_env: Env) -> Env:
    """U2 owns a silent stage, and it is time to say so."""
    lone_env.capture("onboarding: slow")
    own(lone_env, "U2", "loyalty")
    lone_env.at(IN_TIME)
    return lone_env


@pytest.fixture
def mail(env: Env) -> Mail:
    """Where nudges go."""
    return Mail(env.clock)


def test_many_clocks_at_once_tell_everybody_once(env: Env, mail: Mail) -> None:
    own(env, "U3", "awareness")
    own(env, "U4", "decision")
    at_once(8, lambda: nudge(env, mail))
    assert sorted(mail.people()) == ["U2", "U3", "U4"]
    env.clock.advance(SETTLE)
    at_once(8, lambda: nudge(env, mail))
    assert mail.requests == 3


@pytest.mark.parametrize(
    "weather", [FailureMode.DIES_AFTER_POSTING, FailureMode.DIES_BEFORE_POSTING]
)
def test_a_claim_whose_sender_died_is_taken_over_once_settled(
    env: Env, mail: Mail, weather: FailureMode
) -> None:
    mail.weather = weather
    with pytest.raises(SimulatedCrash):
        nudge(env, mail)
    mail.weather = FailureMode.FAIR
    env.clock.advance(SETTLE - timedelta(seconds=1))
    nudge(env, mail)
    assert mail.requests == 1
    env.clock.advance(timedelta(seconds=1))
    at_once(8, lambda: nudge(env, mail))
    assert mail.people() == ["U2"]
    env.clock.advance(SETTLE)
    assert nudge(env, mail) == []


@pytest.mark.parametrize("weather", [FailureMode.ANSWER_LOST, FailureMode.REQUEST_LOST])
def test_an_unclear_one_is_looked_for_before_it_is_sent_again(
    env: Env, mail: Mail, weather: FailureMode
) -> None:
    mail.weather = weather
    assert nudge(env, mail) == [SendState.UNSURE]
    mail.weather = FailureMode.FAIR
    env.clock.advance(SETTLE - timedelta(seconds=1))
    nudge(env, mail)
    assert mail.requests == 1
    env.clock.advance(timedelta(seconds=1))
    assert nudge(env, mail) == [SendState.SENT]
    assert mail.people() == ["U2"]


def test_where_it_cannot_be_looked_for_it_is_not_sent_again(env: Env, mail: Mail) -> None:
    mail.weather = FailureMode.ANSWER_LOST
    nudge(env, mail)
    mail.weather, mail.readable = FailureMode.FAIR, False
    for _ in range(30):
        env.clock.advance(HOUR)
        nudge(env, mail)
    assert mail.requests == 1


def test_one_that_stays_unclear_keeps_nobody_else_waiting_for_long(env: Env, mail: Mail) -> None:
    own(env, "U3", "awareness")
    mail.weather = FailureMode.ANSWER_LOST
    assert nudge(env, mail) == [SendState.UNSURE]
    mail.weather, mail.readable = FailureMode.FAIR, False
    env.clock.advance(SETTLE)
    assert SendState.SENT in nudge(env, mail)
    assert sorted(mail.people()) == ["U2", "U3"]


def test_a_refused_one_is_tried_again_within_the_week_ever_more_rarely(
    env: Env, mail: Mail
) -> None:
    mail.closed.add("U2")
    tried = []
    for hour in range(8 * 24):
        before = mail.requests
        nudge(env, mail)
        tried += [hour] * (mail.requests - before)
        env.clock.advance(HOUR)
    # By day and not on the weekend, until the period ends; after it nobody is told of it any more.
    assert tried == [0, 1, 3, 7, 24, 96, 120, 144]


def test_a_refusal_that_passes_is_made_good(env: Env, mail: Mail) -> None:
    mail.closed.add("U2")
    assert nudge(env, mail) == [SendState.FAILED]
    mail.closed.clear()
    env.clock.advance(HOUR)
    assert nudge(env, mail) == [SendState.SENT]
    assert mail.people() == ["U2"]


def test_what_was_broken_meanwhile_is_not_said_any_more(env: Env, mail: Mail) -> None:
    mail.closed.add("U2")
    nudge(env, mail)
    mail.closed.clear()
    env.capture("loyalty: they came back")
    env.clock.advance(HOUR)
    assert nudge(env, mail) == []
