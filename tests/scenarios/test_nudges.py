"""Before a quarter ends whoever can break a silence is told so in a direct message, once."""

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
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in the middle of a quarter whose notes are all in decision."""
    with running(sqlite_url, StandingClock(2026, 9, 18, 15), tick_seconds=3600) as made:
        SlackUser(made, "mara").types("/painpoint decision: the quote took days team:sales")
        yield made


def own(bench: RunningPair, user: str, *names: str) -> None:
    """Have somebody own stages."""
    for name in names:
        found = stage(bench, name)
        bench.waymark.services.stages.save(
            bench.workspace,
            "U0MARA",
            journey(bench).id,
            stage_values(name, owner=user),
            found.id,
            seen=99,
        )


def ticked(bench: RunningPair, instant: datetime) -> list[SendState]:
    """It is that time, and the clock has looked."""
    bench.time_is(instant)
    return [result.state for result in bench.waymark.services.nudge_people()]


def nudges(hands: SlackUser) -> list[dict[str, Any]]:
    """The nudges somebody got."""
    return [m for m in hands.direct() if "ends on 30 Sep" in m["text"]]


def test_owners_are_told_in_their_own_day_and_write_a_note_from_there(bench: RunningPair) -> None:
    tomas, priya = SlackUser(bench, "tomas", "bot"), SlackUser(bench, "priya", "bot")
    own(bench, "U0TOMAS", "Onboarding", "Loyalty")
    own(bench, "U0PRIYA", "Awareness")
    assert ticked(bench, EVENING) == [SendState.SENT]
    assert nudges(priya) == []
    assert ticked(bench, MORNING) == [SendState.SENT]
    assert ticked(bench, MORNING + timedelta(days=3)) == []
    (told,) = nudges(tomas)
    assert "No note yet in Onboarding and Loyalty, which you own." in shown(told["blocks"])
    assert told["live"] == []
    assert len(nudges(priya)) == 1

    tomas.presses("Add a note: Loyalty")
    until(lambda: tomas.held().get("stage"))
    assert tomas.held()["stage"] == "loyalty"
    assert tomas.submits(text="they ask for a referral link", kind="opportunity") == {}
    until(lambda: exported(bench)[1:])
    assert [(row["stage"], row["kind"]) for row in exported(bench)][1:] == [
        ("loyalty", "opportunity")
    ]


def test_a_form_submitted_before_its_stages_are_there_still_knows_the_stage(
    bench: RunningPair,
) -> None:
    tomas = SlackUser(bench, "tomas", "bot")
    own(bench, "U0TOMAS", "Loyalty")
    ticked(bench, EVENING)
    # The form stays as light as it was opened.
    bench.slack.fault("views.update", "error", error="internal_error", times=9)
    tomas.presses("Add a note: Loyalty")
    tomas.form()
    assert tomas.submits(text="they ask for a referral link") == {}
    until(lambda: exported(bench)[1:])
    assert exported(bench)[1]["stage"] == "loyalty"


def test_a_silent_teams_writers_are_told(bench: RunningPair) -> None:
    SlackUser(bench, "tomas").types("/painpoint decision: late team:support on:2026-06-02")
    ticked(bench, EVENING)
    (told,) = nudges(SlackUser(bench, "tomas", "bot"))
    assert "No note yet from support, the team you wrote for last." in shown(told["blocks"])


def test_who_presses_dont_remind_me_is_never_reminded_again(bench: RunningPair) -> None:
    tomas = SlackUser(bench, "tomas", "bot")
    own(bench, "U0TOMAS", "Loyalty")
    ticked(bench, EVENING)
    before = len(tomas.direct())
    for _ in range(2):
        press(tomas.person, "bot", "Don't remind me again", None)
    answers = until(lambda: tomas.direct()[before + 1 :])
    assert "will not remind you again" in answers[0]["text"]
    for quarter in (datetime(2026, 12, 28, 16, tzinfo=UTC), datetime(2027, 3, 25, 16, tzinfo=UTC)):
        assert SendState.SENT not in ticked(bench, quarter)
    assert "You get no reminders" in tomas.reads("/journey reminders")
    assert "You are reminded once" in tomas.reads("/journey reminders on")
    assert ticked(bench, datetime(2027, 6, 25, 16, tzinfo=UTC)) == [SendState.SENT]
    assert "will not remind you again" in tomas.reads("/journey reminders off")
    assert "“never” was not understood" in str(tomas.types("/journey reminders never"))


def test_an_answer_that_was_lost_does_not_make_a_second_nudge(bench: RunningPair) -> None:
    own(bench, "U0TOMAS", "Loyalty")
    bench.slack.fault("chat.postMessage", "status", status=500, when="after")
    assert ticked(bench, EVENING) == [SendState.UNSURE]
    assert ticked(bench, EVENING + timedelta(minutes=2)) == [SendState.SENT]
    assert len(nudges(SlackUser(bench, "tomas", "bot"))) == 1
    assert len(bench.slack.calls("chat.postMessage")) == 1


def test_the_pulse_is_switched_on_in_the_settings_and_comes_on_monday(bench: RunningPair) -> None:
    mara = SlackUser(bench, "mara")
    mara.opens("/journey settings")
    told = mara.saves(pulse=["yes"])
    assert "pulse: no → yes" in told
    for instant, sent in (
        (datetime(2026, 9, 21, 8, 59, tzinfo=UTC), 0),
        (datetime(2026, 9, 21, 9, 0, tzinfo=UTC), 1),
        (datetime(2026, 9, 22, 9, 0, tzinfo=UTC), 1),
        # That week had no notes.
        (datetime(2026, 9, 28, 9, 0, tzinfo=UTC), 1),
    ):
        bench.time_is(instant)
        bench.waymark.services.post_pulses()
        assert len(bench.posts(CHANNEL)) == sent
    assert bench.posts(CHANNEL)[0]["text"] == (
        "Buyer journey, last week (14–20 Sep): 1 note in 1 stage; too few in any one stage to "
        "speak of a mood."
    )


def test_the_ticking_clock_sends_both(migrated_url: URL) -> None:
    with running(migrated_url, StandingClock(2026, 9, 25, 6)) as bench:
        SlackUser(bench, "mara").types("/painpoint decision: the quote took days")
        own(bench, "U0PRIYA", "Loyalty")
        mara = SlackUser(bench, "mara")
        mara.opens("/journey settings")
        mara.saves(pulse=["yes"])
        bench.time_is(datetime(2026, 9, 28, 9, 0, 1, tzinfo=UTC))
        until(lambda: bench.posts(CHANNEL))
        until(lambda: nudges(SlackUser(bench, "priya")))
