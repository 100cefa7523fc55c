"""The weekly pulse: off by default, on Mondays, once, silent about silence."""

from datetime import timedelta

import pytest

from bot.usecases.keeping.journeys import KeepJourneys, NewJourney
from bot.usecases.send_reminder import SendState
from tests.bot.usecases.house import House, at_once
from tests.bot.usecases.keeping.test_settings import change
from tests.bot.usecases.outside import PowerCutError, Weather
from tests.bot.usecases.reminding import SETTLE, Mail, pulse

# The Monday after Friday 14 August.
MONDAY = "2026-08-17T09:00:00+00:00"
WEEK = timedelta(days=7)


@pytest.fixture
def house(lone_house: House) -> House:
    """A journey with three notes of this week, one of them in the tray; its pulse is on."""
    for line in ("onboarding: slow", "loyalty: gone", "nosuchstage: what"):
        lone_house.capture(line)
    change(lone_house, pulse=True)
    return lone_house


@pytest.fixture
def mail(house: House) -> Mail:
    """Where pulses go."""
    return Mail(house.clock)


SAID = ("C1", {"notes": 3, "stages": 2, "in_tray": 1})


def test_without_being_asked_for_there_is_none(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    mail = Mail(lone_house.clock)
    for _ in range(10):
        lone_house.clock.advance(timedelta(days=1))
        assert pulse(lone_house, mail) == []


def test_on_monday_the_channel_hears_of_the_week(house: House, mail: Mail) -> None:
    house.at("2026-08-17T08:59:59+00:00")
    assert pulse(house, mail) == []
    house.capture("onboarding: this is of the new week")
    house.at(MONDAY)
    assert pulse(house, mail) == [SendState.SENT]
    assert mail.got() == [SAID]
    assert pulse(house, mail) == []


def test_what_breaks_at_one_journey_keeps_no_other_waiting(house: House, mail: Mail) -> None:
    house.keep(KeepJourneys).create(house.ws, "U1", NewJourney("Shop", "buyer"), "C2")
    house.capture("shop/onboarding: slow")
    change(house, "shop", home_channel="C2", pulse=True)
    mail.broken.add("C1")
    house.at(MONDAY)
    with pytest.raises(ExceptionGroup) as failed:
        pulse(house, mail)
    assert [repr(error) for error in failed.value.exceptions] == ["ZeroDivisionError('C1')"]
    assert [channel for channel, _ in mail.got()] == ["C2"]


def test_monday_is_the_journeys(house: House, mail: Mail) -> None:
    change(house, pulse=True, time_zone="America/New_York")
    house.at(MONDAY)
    assert pulse(house, mail) == []
    house.at("2026-08-17T13:00:00+00:00")
    assert pulse(house, mail) == [SendState.SENT]


def test_a_week_without_notes_is_passed_over_and_the_next_one_is_not(
    house: House, mail: Mail
) -> None:
    told = []
    for week in range(4):
        house.at(MONDAY)
        house.clock.advance(WEEK * week)
        told += [week] * len(pulse(house, mail))
        if week == 2:
            house.capture("decision: at last")
    assert told == [0, 3]


def test_switched_on_on_a_monday_it_begins_with_the_next(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    mail = Mail(lone_house.clock)
    lone_house.at("2026-08-17T12:00:00+00:00")
    lone_house.capture("onboarding: slower")
    change(lone_house, pulse=True)
    assert pulse(lone_house, mail) == []
    lone_house.clock.advance(WEEK)
    assert pulse(lone_house, mail) == [SendState.SENT]


def test_switched_off_it_ends(house: House, mail: Mail) -> None:
    change(house, pulse=False)
    house.at(MONDAY)
    assert pulse(house, mail) == []


def test_one_two_days_late_is_left_out(house: House, mail: Mail) -> None:
    house.at("2026-08-19T08:59:59+00:00")
    house.capture("onboarding: of the new week")
    house.at("2026-08-19T09:00:00+00:00")
    assert pulse(house, mail) == []
    house.at("2026-08-24T09:00:00+00:00")
    assert pulse(house, mail) == [SendState.SENT]
    assert mail.got()[0][1]["notes"] == 1


def test_a_late_clock_still_tells_it(house: House, mail: Mail) -> None:
    house.at("2026-08-18T20:00:00+00:00")
    pulse(house, mail)
    assert mail.got() == [SAID]


@pytest.mark.parametrize("column", ["archived", "home_channel"])
def test_out_of_use_or_without_a_channel_nothing_is_posted(
    house: House, mail: Mail, column: str
) -> None:
    house.change_journey(**{column: True if column == "archived" else None})
    house.at(MONDAY)
    assert pulse(house, mail) == []


def test_many_clocks_at_once_post_it_once(house: House, mail: Mail) -> None:
    house.at(MONDAY)
    at_once(8, lambda: pulse(house, mail))
    house.clock.advance(SETTLE)
    at_once(8, lambda: pulse(house, mail))
    assert mail.got() == [SAID]


@pytest.mark.parametrize("weather", [Weather.DIES_AFTER_POSTING, Weather.DIES_BEFORE_POSTING])
def test_one_whose_poster_died_is_found_or_made(house: House, mail: Mail, weather: Weather) -> None:
    house.at(MONDAY)
    mail.weather = weather
    with pytest.raises(PowerCutError):
        pulse(house, mail)
    mail.weather = Weather.FAIR
    house.clock.advance(SETTLE)
    pulse(house, mail)
    assert mail.got() == [SAID]


def test_refused_in_one_channel_it_goes_to_the_new_home(house: House, mail: Mail) -> None:
    mail.closed.add("C1")
    house.at(MONDAY)
    assert pulse(house, mail) == [SendState.FAILED]
    change(house, pulse=True, home_channel="C7")
    house.clock.advance(timedelta(hours=1))
    pulse(house, mail)
    assert mail.people() == ["C7"]


def test_one_refused_for_days_is_given_up_until_the_next_week(house: House, mail: Mail) -> None:
    mail.closed.add("C1")
    house.at(MONDAY)
    for _ in range(6 * 24):
        pulse(house, mail)
        house.clock.advance(timedelta(hours=1))
    # At once, and 1, 3, 7, 15, 31 hours later; the next would be too late.
    assert mail.requests == 6
