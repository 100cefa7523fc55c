"""What may be there and cannot be looked for is asked about again and again, never sent again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.reminders import SendState
from domain.reminders import ReminderKind, next_pulse
from tests.bot.env import Env
from tests.bot.fake_slack import FailureMode
from tests.bot.reminder_steps import Mail, nudge, own, pulse

pytestmark = pytest.mark.each_database

STEP = timedelta(minutes=10)


def test_a_nudge_nobody_can_look_for_all_week_keeps_no_other_waiting(lone_env: Env) -> None:
    lone_env.capture("decision: slow")
    own(lone_env, "U2", "loyalty")
    lone_env.at("2026-09-24T09:00:00+00:00")
    mail = Mail(lone_env.clock, weather=FailureMode.ANSWER_LOST, readable=False)
    states: list[SendState] = []
    while lone_env.clock.now() < datetime(2026, 9, 30, 16, tzinfo=UTC):
        states += nudge(lone_env, mail)
        lone_env.clock.advance(STEP)
    assert states.count(SendState.UNSURE) > 40
    assert mail.people() == ["U2"]
    # Whose turn comes on the last day gets theirs all the same.
    mail.weather = FailureMode.FAIR
    lone_env.capture("decision: slow", workspace=lone_env.other)
    with lone_env.storage.write(lone_env.other) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        uow.journeys.change_stage(replace(journey.stages[5], owner="U3"))
        uow.commit()
    nudge(lone_env, mail)
    lone_env.clock.advance(STEP)
    nudge(lone_env, mail)
    assert mail.people() == ["U2", "U3"]


def test_a_pulse_nobody_can_look_for_is_dropped_when_it_is_no_news_any_more(
    lone_env: Env,
) -> None:
    lone_env.capture("decision: slow")
    begun = lone_env.kept()
    with lone_env.storage.write(lone_env.ws) as uow:
        uow.journeys.change(replace(begun, pulse=True))
        uow.reminders.set_due(begun.id, ReminderKind.PULSE, next_pulse(begun, lone_env.clock.now()))
        uow.commit()
    lone_env.at("2026-08-17T09:00:00+00:00")
    mail = Mail(lone_env.clock, weather=FailureMode.ANSWER_LOST, readable=False)
    states: list[SendState] = []
    while lone_env.clock.now() < datetime(2026, 8, 24, 8, tzinfo=UTC):
        states += pulse(lone_env, mail)
        lone_env.clock.advance(STEP)
    assert states.count(SendState.UNSURE) > 40
    assert len(mail.messages) == 1
    mail.weather = FailureMode.FAIR
    lone_env.at("2026-08-21T12:00:00+00:00")
    lone_env.capture("decision: slow again")
    lone_env.at("2026-08-24T09:00:00+00:00")
    assert pulse(lone_env, mail) == [SendState.SENT]
