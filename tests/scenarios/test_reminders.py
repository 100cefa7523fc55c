"""Before a quarter ends, owners and writers of stages without notes get one direct message."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import URL

from bot.reminders import SendState
from sandbox.play import press
from tests.bot.factories import stage_values
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported, journey, stage
from tests.scenarios.waiting import until

pytestmark = pytest.mark.each_database

# Thursday 24 September: 10:00 in Mexico City, 18:00 in Berlin, 21:30 in Kolkata.
EVENING = datetime(2026, 9, 24, 16, tzinfo=UTC)

MORNING = datetime(2026, 9, 25, 7, tzinfo=UTC)


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in the middle of a quarter whose notes are all in decision."""
    with running(sqlite_url, StandingClock(2026, 9, 18, 15), tick_seconds=3600) as pair:
        SlackUser(pair, "mara").type_command("/painpoint decision: the quote took days team:sales")
        yield pair


def set_owner(pair: RunningPair, user: str, *names: str) -> None:
    """Make a user the owner of stages."""
    for name in names:
        found = stage(pair, name)
        pair.waymark.services.stages.save(
            pair.workspace,
            "U0MARA",
            journey(pair).id,
            stage_values(name, owner=user),
            found.id,
            seen=99,
        )


def run_clock_at(pair: RunningPair, instant: datetime) -> list[SendState]:
    """Set the time, run the clock once and return the states of its reminders."""
    pair.set_time(instant)
    return [result.state for result in pair.waymark.services.reminders.send_due_reminders()]


def reminders(user: SlackUser) -> list[dict[str, Any]]:
    """The reminders somebody got."""
    return [m for m in user.direct_messages() if "ends on 30 Sep" in m["text"]]


def test_owners_are_reminded_in_their_own_day_and_write_a_note_from_there(
    pair: RunningPair,
) -> None:
    tomas, priya = SlackUser(pair, "tomas", "bot"), SlackUser(pair, "priya", "bot")
    set_owner(pair, "U0TOMAS", "Onboarding", "Loyalty")
    set_owner(pair, "U0PRIYA", "Awareness")
    assert run_clock_at(pair, EVENING) == [SendState.SENT]
    assert reminders(priya) == []
    assert run_clock_at(pair, MORNING) == [SendState.SENT]
    assert run_clock_at(pair, MORNING + timedelta(days=3)) == []
    (message,) = reminders(tomas)
    assert "No note yet in Onboarding and Loyalty, which you own." in shown(message["blocks"])
    assert message["live"] == []
    assert len(reminders(priya)) == 1

    tomas.press_button("Add a note: Loyalty")
    until(lambda: tomas.form_values().get("stage"))
    assert tomas.form_values()["stage"] == "loyalty"
    assert tomas.submit_form(text="they ask for a referral link", kind="opportunity") == {}
    until(lambda: exported(pair)[1:])
    assert [(row["stage"], row["kind"]) for row in exported(pair)][1:] == [
        ("loyalty", "opportunity")
    ]


def test_a_form_submitted_before_its_stages_are_there_still_knows_the_stage(
    pair: RunningPair,
) -> None:
    tomas = SlackUser(pair, "tomas", "bot")
    set_owner(pair, "U0TOMAS", "Loyalty")
    run_clock_at(pair, EVENING)
    # The form stays as light as it was opened.
    pair.slack.fault("views.update", "error", error="internal_error", times=9)
    tomas.press_button("Add a note: Loyalty")
    tomas.form()
    assert tomas.submit_form(text="they ask for a referral link") == {}
    until(lambda: exported(pair)[1:])
    assert exported(pair)[1]["stage"] == "loyalty"


def test_the_writers_of_a_silent_team_are_reminded(pair: RunningPair) -> None:
    SlackUser(pair, "tomas").type_command("/painpoint decision: late team:support on:2026-06-02")
    run_clock_at(pair, EVENING)
    (message,) = reminders(SlackUser(pair, "tomas", "bot"))
    assert "No note yet from support, the team you wrote for last." in shown(message["blocks"])


def test_who_presses_dont_remind_me_is_never_reminded_again(pair: RunningPair) -> None:
    tomas = SlackUser(pair, "tomas", "bot")
    set_owner(pair, "U0TOMAS", "Loyalty")
    run_clock_at(pair, EVENING)
    before = len(tomas.direct_messages())
    for _ in range(2):
        press(tomas.person, "bot", "Don't remind me again", None)
    answers = until(lambda: tomas.direct_messages()[before + 1 :])
    assert "will not remind you again" in answers[0]["text"]
    for quarter in (datetime(2026, 12, 28, 16, tzinfo=UTC), datetime(2027, 3, 25, 16, tzinfo=UTC)):
        assert SendState.SENT not in run_clock_at(pair, quarter)
    assert "You get no reminders" in tomas.read_answer("/journey reminders")
    assert "You are reminded once" in tomas.read_answer("/journey reminders on")
    assert run_clock_at(pair, datetime(2027, 6, 25, 16, tzinfo=UTC)) == [SendState.SENT]
    assert "will not remind you again" in tomas.read_answer("/journey reminders off")
    assert "“never” was not understood" in str(tomas.type_command("/journey reminders never"))


def test_an_answer_that_was_lost_does_not_make_a_second_reminder(pair: RunningPair) -> None:
    set_owner(pair, "U0TOMAS", "Loyalty")
    pair.slack.fault("chat.postMessage", "status", status=500, when="after")
    assert run_clock_at(pair, EVENING) == [SendState.UNCLEAR]
    assert run_clock_at(pair, EVENING + timedelta(minutes=2)) == [SendState.SENT]
    assert len(reminders(SlackUser(pair, "tomas", "bot"))) == 1
    assert len(pair.slack.calls("chat.postMessage")) == 1


def test_the_pulse_is_switched_on_in_the_settings_and_comes_on_monday(pair: RunningPair) -> None:
    mara = SlackUser(pair, "mara")
    mara.open_form("/journey settings")
    answer = mara.save_form(pulse=["yes"])
    assert "pulse: no → yes" in answer
    for instant, sent in (
        (datetime(2026, 9, 21, 8, 59, tzinfo=UTC), 0),
        (datetime(2026, 9, 21, 9, 0, tzinfo=UTC), 1),
        (datetime(2026, 9, 22, 9, 0, tzinfo=UTC), 1),
        # That week had no notes.
        (datetime(2026, 9, 28, 9, 0, tzinfo=UTC), 1),
    ):
        pair.set_time(instant)
        pair.waymark.services.reminders.post_due_pulses()
        assert len(pair.posts(CHANNEL)) == sent
    assert pair.posts(CHANNEL)[0]["text"] == (
        "Buyer journey, last week (14–20 Sep): 1 note in 1 stage; too few in any one stage to "
        "speak of a mood."
    )


def test_the_ticking_clock_sends_both(migrated_url: URL) -> None:
    with running(migrated_url, StandingClock(2026, 9, 25, 6)) as pair:
        SlackUser(pair, "mara").type_command("/painpoint decision: the quote took days")
        set_owner(pair, "U0PRIYA", "Loyalty")
        mara = SlackUser(pair, "mara")
        mara.open_form("/journey settings")
        mara.save_form(pulse=["yes"])
        pair.set_time(datetime(2026, 9, 28, 9, 0, 1, tzinfo=UTC))
        until(lambda: pair.posts(CHANNEL))
        until(lambda: reminders(SlackUser(pair, "priya")))
