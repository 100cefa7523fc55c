"""The weekly pulse: off by default, on Mondays, once, silent about silence."""

from datetime import timedelta

import pytest

from bot.reminders import SendState
from tests.bot.env import Env, at_once
from tests.bot.factories import new_journey_values
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.bot.journeys.test_settings import change
from tests.bot.reminder_steps import SETTLE, Mail, pulse

# The Monday after Friday 14 August.
MONDAY = "2026-08-17T09:00:00+00:00"

WEEK = timedelta(days=7)


@pytest.fixture
def env(lone_env: Env) -> Env:
    """A journey with three notes of this week, one of them in the tray; its pulse is on."""
    for line in ("onboarding: slow", "loyalty: gone", "nosuchstage: what"):
        lone_env.capture(line)
    change(lone_env, pulse=True)
    return lone_env


@pytest.fixture
def mail(env: Env) -> Mail:
    """Where pulses go."""
    return Mail(env.clock)


SAID = ("C1", {"notes": 3, "stages": 2, "unsorted": 1})


def test_without_being_asked_for_there_is_none(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    mail = Mail(lone_env.clock)
    for _ in range(10):
        lone_env.clock.advance(timedelta(days=1))
        assert pulse(lone_env, mail) == []


def test_on_monday_the_channel_hears_of_the_week(env: Env, mail: Mail) -> None:
    env.at("2026-08-17T08:59:59+00:00")
    assert pulse(env, mail) == []
    env.capture("onboarding: this is of the new week")
    env.at(MONDAY)
    assert pulse(env, mail) == [SendState.SENT]
    assert mail.got() == [SAID]
    assert pulse(env, mail) == []


def test_what_breaks_at_one_journey_keeps_no_other_waiting(env: Env, mail: Mail) -> None:
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C2")
    env.capture("shop/onboarding: slow")
    change(env, "shop", home_channel="C2", pulse=True)
    mail.broken.add("C1")
    env.at(MONDAY)
    with pytest.raises(ExceptionGroup) as failed:
        pulse(env, mail)
    assert [repr(error) for error in failed.value.exceptions] == ["ZeroDivisionError('C1')"]
    assert [channel for channel, _ in mail.got()] == ["C2"]


def test_monday_is_the_journeys(env: Env, mail: Mail) -> None:
    change(env, pulse=True, time_zone="America/New_York")
    env.at(MONDAY)
    assert pulse(env, mail) == []
    env.at("2026-08-17T13:00:00+00:00")
    assert pulse(env, mail) == [SendState.SENT]


def test_a_week_without_notes_is_passed_over_and_the_next_one_is_not(env: Env, mail: Mail) -> None:
    told = []
    for week in range(4):
        env.at(MONDAY)
        env.clock.advance(WEEK * week)
        told += [week] * len(pulse(env, mail))
        if week == 2:
            env.capture("decision: at last")
    assert told == [0, 3]


def test_switched_on_on_a_monday_it_begins_with_the_next(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    mail = Mail(lone_env.clock)
    lone_env.at("2026-08-17T12:00:00+00:00")
    lone_env.capture("onboarding: slower")
    change(lone_env, pulse=True)
    assert pulse(lone_env, mail) == []
    lone_env.clock.advance(WEEK)
    assert pulse(lone_env, mail) == [SendState.SENT]


def test_switched_off_it_ends(env: Env, mail: Mail) -> None:
    change(env, pulse=False)
    env.at(MONDAY)
    assert pulse(env, mail) == []


def test_one_two_days_late_is_left_out(env: Env, mail: Mail) -> None:
    env.at("2026-08-19T08:59:59+00:00")
    env.capture("onboarding: of the new week")
    env.at("2026-08-19T09:00:00+00:00")
    assert pulse(env, mail) == []
    env.at("2026-08-24T09:00:00+00:00")
    assert pulse(env, mail) == [SendState.SENT]
    assert mail.got()[0][1]["notes"] == 1


def test_a_late_clock_still_tells_it(env: Env, mail: Mail) -> None:
    env.at("2026-08-18T20:00:00+00:00")
    pulse(env, mail)
    assert mail.got() == [SAID]


@pytest.mark.parametrize("column", ["archived", "home_channel"])
def test_out_of_use_or_without_a_channel_nothing_is_posted(
    env: Env, mail: Mail, column: str
) -> None:
    env.change_journey(**{column: True if column == "archived" else None})
    env.at(MONDAY)
    assert pulse(env, mail) == []


@pytest.mark.each_database
def test_many_clocks_at_once_post_it_once(env: Env, mail: Mail) -> None:
    env.at(MONDAY)
    at_once(8, lambda: pulse(env, mail))
    env.clock.advance(SETTLE)
    at_once(8, lambda: pulse(env, mail))
    assert mail.got() == [SAID]


@pytest.mark.parametrize(
    "weather", [FailureMode.DIES_AFTER_POSTING, FailureMode.DIES_BEFORE_POSTING]
)
def test_one_whose_poster_died_is_found_or_made(env: Env, mail: Mail, weather: FailureMode) -> None:
    env.at(MONDAY)
    mail.weather = weather
    with pytest.raises(SimulatedCrash):
        pulse(env, mail)
    mail.weather = FailureMode.FAIR
    env.clock.advance(SETTLE)
    pulse(env, mail)
    assert mail.got() == [SAID]


def test_refused_in_one_channel_it_goes_to_the_new_home(env: Env, mail: Mail) -> None:
    mail.closed.add("C1")
    env.at(MONDAY)
    assert pulse(env, mail) == [SendState.FAILED]
    change(env, pulse=True, home_channel="C7")
    env.clock.advance(timedelta(hours=1))
    pulse(env, mail)
    assert mail.people() == ["C7"]


def test_one_refused_for_days_is_given_up_until_the_next_week(env: Env, mail: Mail) -> None:
    mail.closed.add("C1")
    env.at(MONDAY)
    for _ in range(6 * 24):
        pulse(env, mail)
        env.clock.advance(timedelta(hours=1))
    # At once, and 1, 3, 7, 15, 31 hours later; the next would be too late.
    assert mail.requests == 6
