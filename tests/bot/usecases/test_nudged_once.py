"""A nudge is sent at most once, whatever happens on the way."""

from datetime import timedelta

import pytest

from bot.usecases.send_reminder import SendState
from tests.bot.usecases.house import House, at_once
from tests.bot.usecases.outside import PowerCutError, Weather
from tests.bot.usecases.reminding import SETTLE, Mail, nudge, own

IN_TIME = "2026-09-24T09:00:00+00:00"
HOUR = timedelta(hours=1)


@pytest.fixture
def house(lone_house: House) -> House:
    """U2 owns a silent stage, and it is time to say so."""
    lone_house.capture("onboarding: slow")
    own(lone_house, "U2", "loyalty")
    lone_house.at(IN_TIME)
    return lone_house


@pytest.fixture
def mail(house: House) -> Mail:
    """Where nudges go."""
    return Mail(house.clock)


def test_many_clocks_at_once_tell_everybody_once(house: House, mail: Mail) -> None:
    own(house, "U3", "awareness")
    own(house, "U4", "decision")
    at_once(8, lambda: nudge(house, mail))
    assert sorted(mail.people()) == ["U2", "U3", "U4"]
    house.clock.advance(SETTLE)
    at_once(8, lambda: nudge(house, mail))
    assert mail.requests == 3


@pytest.mark.parametrize("weather", [Weather.DIES_AFTER_POSTING, Weather.DIES_BEFORE_POSTING])
def test_a_claim_whose_sender_died_is_taken_over_once_settled(
    house: House, mail: Mail, weather: Weather
) -> None:
    mail.weather = weather
    with pytest.raises(PowerCutError):
        nudge(house, mail)
    mail.weather = Weather.FAIR
    house.clock.advance(SETTLE - timedelta(seconds=1))
    nudge(house, mail)
    assert mail.requests == 1
    house.clock.advance(timedelta(seconds=1))
    at_once(8, lambda: nudge(house, mail))
    assert mail.people() == ["U2"]
    house.clock.advance(SETTLE)
    assert nudge(house, mail) == []


@pytest.mark.parametrize("weather", [Weather.ANSWER_LOST, Weather.REQUEST_LOST])
def test_an_unclear_one_is_looked_for_before_it_is_sent_again(
    house: House, mail: Mail, weather: Weather
) -> None:
    mail.weather = weather
    assert nudge(house, mail) == [SendState.UNSURE]
    mail.weather = Weather.FAIR
    house.clock.advance(SETTLE - timedelta(seconds=1))
    nudge(house, mail)
    assert mail.requests == 1
    house.clock.advance(timedelta(seconds=1))
    assert nudge(house, mail) == [SendState.SENT]
    assert mail.people() == ["U2"]


def test_where_it_cannot_be_looked_for_it_is_not_sent_again(house: House, mail: Mail) -> None:
    mail.weather = Weather.ANSWER_LOST
    nudge(house, mail)
    mail.weather, mail.readable = Weather.FAIR, False
    for _ in range(30):
        house.clock.advance(HOUR)
        nudge(house, mail)
    assert mail.requests == 1


def test_one_that_stays_unclear_keeps_nobody_else_waiting_for_long(
    house: House, mail: Mail
) -> None:
    own(house, "U3", "awareness")
    mail.weather = Weather.ANSWER_LOST
    assert nudge(house, mail) == [SendState.UNSURE]
    mail.weather, mail.readable = Weather.FAIR, False
    house.clock.advance(SETTLE)
    assert SendState.SENT in nudge(house, mail)
    assert sorted(mail.people()) == ["U2", "U3"]


def test_a_refused_one_is_tried_again_within_the_week_ever_more_rarely(
    house: House, mail: Mail
) -> None:
    mail.closed.add("U2")
    tried = []
    for hour in range(8 * 24):
        before = mail.requests
        nudge(house, mail)
        tried += [hour] * (mail.requests - before)
        house.clock.advance(HOUR)
    # By day and not on the weekend, until the period ends; after it nobody is told of it any more.
    assert tried == [0, 1, 3, 7, 24, 96, 120, 144]


def test_a_refusal_that_passes_is_made_good(house: House, mail: Mail) -> None:
    mail.closed.add("U2")
    assert nudge(house, mail) == [SendState.FAILED]
    mail.closed.clear()
    house.clock.advance(HOUR)
    assert nudge(house, mail) == [SendState.SENT]
    assert mail.people() == ["U2"]


def test_what_was_broken_meanwhile_is_not_said_any_more(house: House, mail: Mail) -> None:
    mail.closed.add("U2")
    nudge(house, mail)
    mail.closed.clear()
    house.capture("loyalty: they came back")
    house.clock.advance(HOUR)
    assert nudge(house, mail) == []
