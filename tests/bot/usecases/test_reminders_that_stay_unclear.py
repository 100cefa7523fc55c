"""What may be there and cannot be looked for is asked about again and again, never sent again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.pulse import next_pulse
from bot.domain.reminders import ReminderKind
from bot.usecases.send_reminder import SendState
from tests.bot.usecases.house import House
from tests.bot.usecases.outside import Weather
from tests.bot.usecases.reminding import Mail, nudge, own, pulse

STEP = timedelta(minutes=10)


def test_a_nudge_nobody_can_look_for_all_week_keeps_no_other_waiting(lone_house: House) -> None:
    lone_house.capture("decision: slow")
    own(lone_house, "U2", "loyalty")
    lone_house.at("2026-09-24T09:00:00+00:00")
    mail = Mail(lone_house.clock, weather=Weather.ANSWER_LOST, readable=False)
    states: list[SendState] = []
    while lone_house.clock.now() < datetime(2026, 9, 30, 16, tzinfo=UTC):
        states += nudge(lone_house, mail)
        lone_house.clock.advance(STEP)
    assert states.count(SendState.UNSURE) > 40
    assert mail.people() == ["U2"]
    # Whose turn comes on the last day gets theirs all the same.
    mail.weather = Weather.FAIR
    lone_house.capture("decision: slow", workspace=lone_house.other)
    with lone_house.storage.write(lone_house.other) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        uow.journeys.change_stage(replace(journey.stages[5], owner="U3"))
        uow.commit()
    nudge(lone_house, mail)
    lone_house.clock.advance(STEP)
    nudge(lone_house, mail)
    assert mail.people() == ["U2", "U3"]


def test_a_pulse_nobody_can_look_for_is_dropped_when_it_is_no_news_any_more(
    lone_house: House,
) -> None:
    lone_house.capture("decision: slow")
    begun = lone_house.kept()
    with lone_house.storage.write(lone_house.ws) as uow:
        uow.journeys.change(replace(begun, pulse=True))
        uow.reminders.set_due(
            begun.id, ReminderKind.PULSE, next_pulse(begun, lone_house.clock.now())
        )
        uow.commit()
    lone_house.at("2026-08-17T09:00:00+00:00")
    mail = Mail(lone_house.clock, weather=Weather.ANSWER_LOST, readable=False)
    states: list[SendState] = []
    while lone_house.clock.now() < datetime(2026, 8, 24, 8, tzinfo=UTC):
        states += pulse(lone_house, mail)
        lone_house.clock.advance(STEP)
    assert states.count(SendState.UNSURE) > 40
    assert len(mail.messages) == 1
    mail.weather = Weather.FAIR
    lone_house.at("2026-08-21T12:00:00+00:00")
    lone_house.capture("decision: slow again")
    lone_house.at("2026-08-24T09:00:00+00:00")
    assert pulse(lone_house, mail) == [SendState.SENT]
