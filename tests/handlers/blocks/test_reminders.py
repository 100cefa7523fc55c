"""Messages of reminders and pulses: accepted by Slack, complete, with their buttons."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reminders import Pulse, Reminder, current_period
from domain.trends import MoodSums
from handlers.notes.forms import NoteFormTarget
from handlers.reminders.blocks import form_values, opt_out_message, pulse_message, reminder_message
from tests.bot import factories as bot_made
from tests.handlers import name_strategies, strategies
from tests.handlers.slack_says import assert_taken, shown
from tests.handlers.strategies import sized

JOURNEY = bot_made.journey()

PERIOD = current_period(JOURNEY, bot_made.WHEN)

MONDAY = date(2026, 9, 28)


@st.composite
def any_reminder(draw: st.DrawFn) -> Reminder:
    """Draw a reminder of up to thirty stages, of a team, or of pains to sort."""
    journey = draw(strategies.journeys())
    to_sort = draw(st.sampled_from((0, 1, 5_000)))
    fewest = 0 if journey.stages or to_sort else 1
    teams = tuple(draw(st.lists(name_strategies.keys, min_size=fewest, max_size=2)))
    period = current_period(journey, bot_made.WHEN)
    return Reminder(journey, period, "U1", journey.stages, teams, to_sort)


@st.composite
def any_pulse(draw: st.DrawFn) -> Pulse:
    """The pulse of a week of whatever size."""
    journey = draw(strategies.journeys())
    stages = (None, *(stage.id for stage in journey.stages))
    sums = {stage: draw(strategies.mood_sums) for stage in stages}
    return Pulse(journey, draw(st.dates(date(1970, 1, 12))), sums, draw(st.integers(0, 50_000)))


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a message."""
    return [
        element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


@sized
@given(any_reminder())
def test_a_reminder_is_taken_and_can_always_be_stopped(reminder: Reminder) -> None:
    message = reminder_message(reminder)
    assert_taken(message)
    *starts, stop = buttons(message)
    assert stop["text"]["text"] == "Don't remind me again"
    sorts = [one for one in starts if one["text"]["text"] == "Sort them"]
    assert len(sorts) == (reminder.to_sort > 0)
    writes = len(starts) - len(sorts)
    assert writes == min(len(reminder.stages) or len(reminder.teams[:1]), 5)


@sized
@given(any_pulse())
def test_a_pulse_is_taken_and_is_one_line(pulse: Pulse) -> None:
    message = pulse_message(pulse)
    assert_taken(message)
    (block,) = message["blocks"]
    assert len(block["elements"]) == 1


def test_a_reminder_names_what_is_missing_and_until_when() -> None:
    stages = (JOURNEY.stages[0], JOURNEY.stages[5])
    message = reminder_message(Reminder(JOURNEY, PERIOD, "U1", stages, ("support",)))
    said = shown(message["blocks"])
    assert "2026-Q3 of Buyer journey ends on 30 Sep 2026." in said
    assert "No note yet in Awareness and Loyalty, which you own." in said
    assert "No note yet from support, the team you wrote for last." in said
    assert "Awareness and Loyalty" in message["text"]


def test_a_button_carries_the_journey_and_the_stage_into_the_form() -> None:
    stages = (JOURNEY.stages[3],)
    first, _ = buttons(reminder_message(Reminder(JOURNEY, PERIOD, "U1", stages)))
    assert first["text"]["text"] == "Add a note: Onboarding"
    start = form_values(first["value"])
    assert start == {"note_journey": "buyer", "stage": "onboarding"}
    assert (
        NoteFormTarget.from_metadata(NoteFormTarget("D1", start=start).to_metadata()).start == start
    )


def test_a_form_that_was_open_before_reminders_existed_still_opens() -> None:
    assert NoteFormTarget.from_metadata(json.dumps({"at": "C1", "note": 7})) == NoteFormTarget(
        "C1", 7
    )


def test_of_a_team_alone_the_form_begins_with_the_team() -> None:
    first, _ = buttons(reminder_message(Reminder(JOURNEY, PERIOD, "U1", (), ("support",))))
    assert form_values(first["value"]) == {"note_journey": "buyer", "team": "support"}


TWELVE = (
    "12 notes in 3 stages; lowest net mood in Onboarding: −100 (6 notes); 2 notes wait to be "
    "placed."
)

ONE = "1 note in 1 stage; too few in any one stage to speak of a mood."

NOWHERE = "1 note, none of them in a stage yet; 1 note waits to be placed."


@pytest.mark.parametrize(
    ("sums", "unsorted", "said"),
    [
        ({4: [-0.5] * 6, 1: [0.5] * 5, 2: [-1.0]}, 2, TWELVE),
        ({4: [-1.0]}, 0, ONE),
        ({None: [0.0]}, 1, NOWHERE),
    ],
)
def test_a_pulse_says_no_more_than_its_notes_carry(
    sums: dict[int | None, list[float]], unsorted: int, said: str
) -> None:
    added: dict[int | None, MoodSums] = {
        stage: bot_made.sums(moods) for stage, moods in sums.items()
    }
    message = pulse_message(Pulse(JOURNEY, MONDAY, added, unsorted))
    assert message["text"] == f"Buyer journey, last week (21–27 Sep): {said}"


def test_a_week_of_two_months_says_both() -> None:
    sums: dict[int | None, MoodSums] = {1: bot_made.sums([0.1])}
    message = pulse_message(Pulse(replace(JOURNEY), date(2026, 10, 5), sums, 0))
    assert "(28 Sep–4 Oct)" in message["text"]


def test_what_is_said_of_reminders_is_taken() -> None:
    for reminded, changed in ((True, True), (True, False), (False, True), (False, False)):
        assert_taken(opt_out_message(reminded=reminded, changed=changed))


def test_the_owner_of_a_journey_sorts_its_pains_from_there() -> None:
    message = reminder_message(Reminder(JOURNEY, PERIOD, "U1", to_sort=14))
    assert "14 pains are not sorted yet." in shown(message["blocks"])
    assert "One sentence" not in message["text"]
    first, _ = buttons(message)
    assert (first["text"]["text"], first["action_id"]) == ("Sort them", "sort_pains.0")
    assert first["value"] == str(JOURNEY.id)
