"""A review in its channel: the thread, what is behind its numbers, who signs, what is corrected."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, stage
from tests.scenarios.waiting import until

POSTED = datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC)


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace in which the review of the third quarter has been posted."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as made:
        mara = SlackUser(made, "mara")
        for number in range(6):
            mara.types(f"/painpoint onboarding: import stops at row {number} feeling:unhappy")
        mara.types("/painpoint the quote took days team:sales")
        mara.types("/kpi onboarding.activation 55% target:60%")
        made.time_is(POSTED)
        until(lambda: map_reply(made))
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def map_reply(bench: RunningPair) -> dict[str, Any] | None:
    """The last part of the thread."""
    return next((m for m in bench.replies(CHANNEL) if "The map" in m["text"]), None)


def head(bench: RunningPair) -> dict[str, Any]:
    """The message the thread hangs under."""
    message: dict[str, Any]
    (message,) = bench.posts(CHANNEL)
    return message


def signs(bench: RunningPair) -> str:
    """Who has signed off, as the message shows it."""
    return shown([b for b in head(bench)["blocks"] if b.get("block_id") == "review_signs"])


def element(message: dict[str, Any], action: str) -> dict[str, Any]:
    """What can be used in a message, by the beginning of its action id."""
    found: list[dict[str, Any]] = [
        one
        for block in message["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith(action)
    ]
    return found[0]


def choose(hands: SlackUser, message: dict[str, Any], what: str) -> dict[str, Any]:
    """Choose in the menu of a message that leads behind its numbers; the answer."""
    menu = element(message, "show_behind")
    (value,) = [o["value"] for o in menu["options"] if o["value"].endswith(what)]
    before = len(hands.seen())
    hands.person.click(CHANNEL, message["ts"], menu["action_id"], value)
    return until(lambda: [m for m in hands.seen()[before:] if m["ephemeral"]])[0]


def test_the_thread_holds_the_whole_in_order_and_the_head_fits_a_phone(bench: RunningPair) -> None:
    parts = [reply["text"].split(".")[0] for reply in bench.replies(CHANNEL)]
    assert parts == [
        "Mood by stage",
        "KPIs",
        "Pains",
        "Blind spots and questions for the team",
        "The map",
    ]
    assert {reply["thread_ts"] for reply in bench.replies(CHANNEL)} == {head(bench)["ts"]}
    words = shown(head(bench)["blocks"])
    assert len(words) < 900, words
    assert len(head(bench)["blocks"]) == 5
    reply = map_reply(bench)
    assert reply is not None
    assert any(block["type"] == "image" for block in reply["blocks"])


def test_the_notes_behind_a_number_are_as_many_as_it_says(
    bench: RunningPair, mara: SlackUser
) -> None:
    for message in (head(bench), bench.replies(CHANNEL)[0]):
        assert choose(mara, message, "|all")["text"].startswith("7 notes")
        assert choose(mara, message, "|stage:onboarding")["text"].startswith("6 notes")
        assert choose(mara, message, "|unsorted")["text"].startswith("1 note ")


def test_the_pages_behind_a_number_stay_behind_it(bench: RunningPair, mara: SlackUser) -> None:
    mara.types("/journey new")
    bench.time_is(datetime(2026, 11, 1, tzinfo=UTC))
    for number in range(9):
        mara.types(f"/painpoint onboarding: late {number} on:2026-09-20")
    answer = choose(mara, head(bench), "|stage:onboarding")
    assert "page 1 of 2" in answer["text"]
    mara.presses("Older")
    turned = until(lambda: next((m for m in mara.seen() if "page 2 of 2" in m["text"]), None))
    assert turned["text"].startswith("15 notes")


def test_the_readings_behind_a_kpi_are_shown(bench: RunningPair, mara: SlackUser) -> None:
    menu = element(bench.replies(CHANNEL)[1], "show_behind")
    answer = choose(mara, bench.replies(CHANNEL)[1], menu["options"][0]["value"])
    assert "onboarding" in answer["text"].casefold()
    assert "55%" in shown(answer["blocks"])


def test_signing_off_is_shown_to_everybody(bench: RunningPair, mara: SlackUser) -> None:
    assert "Nobody has signed off" in signs(bench)
    onboarding = str(stage(bench, "Onboarding").id)
    mara.presses("Sign off my stage")
    mara.form()
    assert mara.submits(stages=[onboarding], comment="Checked against the tickets.") == {}
    until(lambda: "Onboarding signed off" in signs(bench))
    comment = until(lambda: [m for m in bench.replies(CHANNEL) if "Checked" in m["text"]])[0]
    assert comment["thread_ts"] == head(bench)["ts"]
    until(lambda: [m for m in mara.direct() if "Signed off: Onboarding" in m["text"]])


def test_another_look_wants_a_reason_and_the_form_stays(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.presses("Sign off my stage")
    mara.form()
    chosen = [str(stage(bench, "Onboarding").id)]
    wanted = {"stages": chosen, "signature": "needs another look"}
    errors = mara.submits(**wanted)
    assert "looked at again" in errors["comment"]
    assert mara.submits(**wanted, comment="Six notes of one customer.") == {}
    until(lambda: "Onboarding needs another look" in signs(bench))


def test_every_stage_signed_closes_the_review(bench: RunningPair, mara: SlackUser) -> None:
    mara.presses("Sign off my stage")
    mara.form()
    options = next(b for b in mara.form()["blocks"] if b.get("block_id") == "stages")["element"]
    assert mara.submits(stages=[option["value"] for option in options["options"]]) == {}
    until(lambda: "Signed off by every stage" in signs(bench))


def test_a_guest_is_told_that_no_stage_is_theirs(bench: RunningPair) -> None:
    guest = SlackUser(bench, "gus")
    bench.slack.invite(CHANNEL, "gus")
    guest.presses("Sign off my stage")
    assert "None of the stages is yours" in guest.refused_form()


def test_two_weeks_on_the_stages_nobody_signed_are_asked_for(bench: RunningPair) -> None:
    bench.time_is(POSTED + timedelta(days=14))
    nudge = until(lambda: [m for m in bench.replies(CHANNEL) if "Two weeks on" in m["text"]])[0]
    assert "Onboarding" in nudge["text"]


def test_a_corrected_mood_is_told_in_the_thread(bench: RunningPair, mara: SlackUser) -> None:
    answer = choose(mara, head(bench), "|stage:onboarding")
    menu = element(answer, "correct_mood")
    happy = next(o["value"] for o in menu["options"] if o["text"]["text"] == "Delighted")
    mara.person.click(CHANNEL, answer["ts"], menu["action_id"], happy)
    until(lambda: [m for m in mara.seen() if "Its mood is +1.00" in m["text"]])
    bench.time_is(POSTED + timedelta(minutes=20))
    told = until(lambda: [m for m in bench.replies(CHANNEL) if "figures changed" in m["text"]])[0]
    assert "Onboarding: mood −0.25 (n=6, too few notes); posted as −0.50" in shown(told["blocks"])
    assert told["live"] == []
