"""A review in its channel: the thread, what is behind its numbers, who signs, what is corrected."""

from collections.abc import Iterator
from contextlib import contextmanager
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
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace in which the review of the third quarter has been posted."""
    with posted_review(sqlite_url) as pair:
        yield pair


@pytest.fixture(scope="module")
def read_pair(shared_sqlite_url: URL) -> Iterator[RunningPair]:
    """The same for all tests that change nothing."""
    with posted_review(shared_sqlite_url) as pair:
        yield pair


@contextmanager
def posted_review(database: URL) -> Iterator[RunningPair]:
    """Start Waymark with a quarter of notes, whose review it then posts."""
    with running(database, StandingClock(2026, 9, 30, 15)) as pair:
        mara = SlackUser(pair, "mara")
        for number in range(6):
            mara.type_command(
                f"/painpoint onboarding: import stops at row {number} feeling:unhappy"
            )
        mara.type_command("/painpoint the quote took days team:sales")
        mara.type_command("/kpi onboarding.activation 55% target:60%")
        pair.set_time(POSTED)
        until(lambda: map_reply(pair))
        yield pair


def map_reply(pair: RunningPair) -> dict[str, Any] | None:
    """The last part of the thread."""
    return next((m for m in pair.replies(CHANNEL) if "The map" in m["text"]), None)


def thread_root(pair: RunningPair) -> dict[str, Any]:
    """Return the message that starts the thread."""
    message: dict[str, Any]
    (message,) = pair.posts(CHANNEL)
    return message


def read_sign_offs(pair: RunningPair) -> str:
    """Return who has signed off, as the message shows it."""
    return shown([b for b in thread_root(pair)["blocks"] if b.get("block_id") == "review_signs"])


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


def choose(user: SlackUser, message: dict[str, Any], what: str) -> dict[str, Any]:
    """Choose in the menu of a message that leads behind its numbers; the answer."""
    menu = element(message, "show_behind")
    (value,) = [o["value"] for o in menu["options"] if o["value"].endswith(what)]
    before = len(user.visible_messages())
    user.person.click(CHANNEL, message["ts"], menu["action_id"], value)
    return until(lambda: [m for m in user.visible_messages()[before:] if m["ephemeral"]])[0]


def test_the_thread_holds_the_whole_in_order_and_the_head_fits_a_phone(
    read_pair: RunningPair,
) -> None:
    parts = [reply["text"].split(".")[0] for reply in read_pair.replies(CHANNEL)]
    assert parts == [
        "Mood by stage",
        "KPIs",
        "Pains",
        "Blind spots and questions for the team",
        "The map",
    ]
    assert {reply["thread_ts"] for reply in read_pair.replies(CHANNEL)} == {
        thread_root(read_pair)["ts"]
    }
    words = shown(thread_root(read_pair)["blocks"])
    assert len(words) < 900, words
    assert len(thread_root(read_pair)["blocks"]) == 5
    reply = map_reply(read_pair)
    assert reply is not None
    assert any(block["type"] == "image" for block in reply["blocks"])


def test_the_notes_behind_a_number_are_as_many_as_it_says(read_pair: RunningPair) -> None:
    mara = SlackUser(read_pair, "mara")
    for message in (thread_root(read_pair), read_pair.replies(CHANNEL)[0]):
        assert choose(mara, message, "|all")["text"].startswith("7 notes")
        assert choose(mara, message, "|stage:onboarding")["text"].startswith("6 notes")
        assert choose(mara, message, "|unsorted")["text"].startswith("1 note ")


def test_the_pages_behind_a_number_stay_behind_it(pair: RunningPair, mara: SlackUser) -> None:
    mara.type_command("/journey new")
    pair.set_time(datetime(2026, 11, 1, tzinfo=UTC))
    for number in range(9):
        mara.type_command(f"/painpoint onboarding: late {number} on:2026-09-20")
    answer = choose(mara, thread_root(pair), "|stage:onboarding")
    assert "page 1 of 2" in answer["text"]
    mara.press_button("Older")
    turned = until(
        lambda: next((m for m in mara.visible_messages() if "page 2 of 2" in m["text"]), None)
    )
    assert turned["text"].startswith("15 notes")


def test_the_readings_behind_a_kpi_are_shown(read_pair: RunningPair) -> None:
    mara = SlackUser(read_pair, "mara")
    menu = element(read_pair.replies(CHANNEL)[1], "show_behind")
    answer = choose(mara, read_pair.replies(CHANNEL)[1], menu["options"][0]["value"])
    assert "onboarding" in answer["text"].casefold()
    assert "55%" in shown(answer["blocks"])


def test_signing_off_is_shown_to_everybody(pair: RunningPair, mara: SlackUser) -> None:
    assert "Nobody has signed off" in read_sign_offs(pair)
    onboarding = str(stage(pair, "Onboarding").id)
    mara.press_button("Sign off my stage")
    mara.form()
    assert mara.submit_form(stages=[onboarding], comment="Checked against the tickets.") == {}
    until(lambda: "Onboarding signed off" in read_sign_offs(pair))
    comment = until(lambda: [m for m in pair.replies(CHANNEL) if "Checked" in m["text"]])[0]
    assert comment["thread_ts"] == thread_root(pair)["ts"]
    until(lambda: [m for m in mara.direct_messages() if "Signed off: Onboarding" in m["text"]])


def test_another_look_wants_a_reason_and_the_form_stays(pair: RunningPair, mara: SlackUser) -> None:
    mara.press_button("Sign off my stage")
    mara.form()
    chosen = [str(stage(pair, "Onboarding").id)]
    wanted = {"stages": chosen, "signature": "needs another look"}
    errors = mara.submit_form(**wanted)
    assert "looked at again" in errors["comment"]
    assert mara.submit_form(**wanted, comment="Six notes of one customer.") == {}
    until(lambda: "Onboarding needs another look" in read_sign_offs(pair))


def test_every_stage_signed_closes_the_review(pair: RunningPair, mara: SlackUser) -> None:
    mara.press_button("Sign off my stage")
    mara.form()
    options = next(b for b in mara.form()["blocks"] if b.get("block_id") == "stages")["element"]
    assert mara.submit_form(stages=[option["value"] for option in options["options"]]) == {}
    until(lambda: "Signed off by every stage" in read_sign_offs(pair))


def test_a_guest_without_stages_is_told_so(read_pair: RunningPair) -> None:
    guest = SlackUser(read_pair, "gus")
    read_pair.slack.invite(CHANNEL, "gus")
    guest.press_button("Sign off my stage")
    assert "None of the stages is yours" in guest.form_refusal()


def test_two_weeks_on_the_stages_nobody_signed_are_asked_for(pair: RunningPair) -> None:
    pair.set_time(POSTED + timedelta(days=14))
    reminder = until(lambda: [m for m in pair.replies(CHANNEL) if "Two weeks on" in m["text"]])[0]
    assert "Onboarding" in reminder["text"]


def test_a_corrected_mood_is_reported_in_the_thread(pair: RunningPair, mara: SlackUser) -> None:
    answer = choose(mara, thread_root(pair), "|stage:onboarding")
    menu = element(answer, "correct_mood")
    happy = next(o["value"] for o in menu["options"] if o["text"]["text"] == "Delighted")
    mara.person.click(CHANNEL, answer["ts"], menu["action_id"], happy)
    until(lambda: [m for m in mara.visible_messages() if "Its mood is +1.00" in m["text"]])
    pair.set_time(POSTED + timedelta(minutes=20))
    message = until(lambda: [m for m in pair.replies(CHANNEL) if "figures changed" in m["text"]])[0]
    assert "Onboarding: mood −0.25 (n=6, too few notes); posted as −0.50" in shown(
        message["blocks"]
    )
    assert message["live"] == []
