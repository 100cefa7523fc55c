"""Messages as Slack sends them become notes in words: names, forwards, deletions, replies."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported, read_newest
from tests.scenarios.waiting import until

Notes = Callable[[], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def pair(shared_sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with a journey, mid-quarter, for all tests of the file."""
    with running(shared_sqlite_url, StandingClock(2026, 8, 15)) as pair:
        SlackUser(pair, "tomas").type_command("/touchpoint decision: a good demo")
        yield pair


@pytest.fixture
def notes(pair: RunningPair) -> Notes:
    """Returns the notes that were saved in the test, oldest first."""
    before = {note["id"] for note in exported(pair)}
    return lambda: sorted(
        (note for note in exported(pair) if note["id"] not in before), key=lambda note: note["id"]
    )


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("hey @Waymark pain point in retention: the queue is endless", "the queue is endless"),
        ("@Waymark: *pain point* in *retention*: it is endless", "it is endless"),
        ("pain point in retention: the queue is endless, @Waymark", "the queue is endless"),
        (
            "@Waymark pain point in retention: @tomas waited in #leads",
            "@Tomás Reyes waited in #leads",
        ),
    ],
)
def test_a_mention_is_read_without_waymarks_name(
    notes: Notes, mara: SlackUser, said: str, text: str
) -> None:
    mara.person.say(CHANNEL, said)
    read_newest(mara, "Saved a pain point in Retention")
    assert [note["text"] for note in until(notes)] == [text]


@pytest.mark.parametrize("more", [{"me": True}, {"broadcast": True}])
def test_what_is_said_to_waymark_in_other_ways_is_saved(
    notes: Notes, tomas: SlackUser, more: dict[str, bool]
) -> None:
    first = tomas.person.say("bot", "people love the new box")
    until(notes)
    tomas.person.say("bot", "pain point in retention: hold music", thread_ts=first, **more)
    until(lambda: len(notes()) == 2)
    assert [note["text"] for note in notes()] == ["people love the new box", "hold music"]


def test_a_forwarded_message_is_saved_with_its_words(notes: Notes, tomas: SlackUser) -> None:
    ts = tomas.person.say(CHANNEL, "The wizard <closes> itself for @mara")
    tomas.person.say("bot", "pain point in onboarding:", forward={"channel": CHANNEL, "ts": ts})
    (note,) = until(notes)
    assert (note["stage"], note["kind"]) == ("onboarding", "pain point")
    assert note["text"].startswith("The wizard <closes> itself for @Mara")


@pytest.mark.parametrize("channel", ["bot", CHANNEL])
def test_a_deleted_message_with_replies_takes_its_note_along(
    notes: Notes, tomas: SlackUser, channel: str
) -> None:
    begun = "" if channel == "bot" else "@Waymark "
    ts = tomas.person.say(channel, f"{begun}pain point in retention: hold music")
    assert [note["text"] for note in until(notes)] == ["hold music"]
    tomas.person.say(channel, "and again", thread_ts=ts)
    tomas.person.delete(channel, ts)
    kept = [] if channel == CHANNEL else ["and again"]
    until(lambda: [note["text"] for note in notes()] == kept)


def test_an_edit_of_a_message_with_names_keeps_its_note(notes: Notes, tomas: SlackUser) -> None:
    ts = tomas.person.say("bot", "pain point in retention: @mara waited an hour")
    assert until(notes)[0]["text"].startswith("@Mara")
    tomas.person.edit("bot", ts, "pain point in retention: @mara waited two hours")
    until(lambda: notes()[0]["text"].endswith("two hours"))
    assert notes()[0]["stage"] == "retention"


def test_a_date_in_a_message_is_read_as_people_see_it(notes: Notes, tomas: SlackUser) -> None:
    said = "pain point in retention: slow since <!date^1789466400^{date_short}|Sep 15, 2026>"
    tomas.person.say("bot", said, raw=True)
    assert until(notes)[0]["text"] == "slow since Sep 15, 2026"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("onboarding - the wizard closes", "Saved a pain point in Onboarding"),
        ("onboarding: the wizard closes severity: high", "severity high"),
        ("onboarding: the wizard closes on:14.8.2026", "14 Aug 2026"),
        ("onboarding: the wizard closes on:8/14/2026", "14 Aug 2026"),
        ("onboarding: it closes persona:„clinic owner“", "persona clinic-owner"),
        (
            "onboarding the wizard closes",
            "You began with “onboarding”, so I filed it under Onboarding. Not right? Press Move.",
        ),
        (
            "onboarding: it closes on:8/9/2026",
            "8/9/2026 could be 8 September or 9 August. Write 2026-09-08 or 2026-08-09.",
        ),
        ("onboarding: it closes on:24.12.2026", "24.12.2026 is in the future."),
        (
            "onboarding: it closes sevrity:high",
            "I don't know “sevrity:high”; it stays in the text. Did you mean severity:high?",
        ),
    ],
)
def test_a_command_is_read_as_people_type(
    notes: Notes, mara: SlackUser, line: str, answer: str
) -> None:
    text = mara.read_answer(f"/painpoint {line}")
    assert answer in text
    assert "Move" in text
    assert [note["stage"] for note in notes()] == ["onboarding"]


def test_a_stage_of_another_journey_is_read_without_a_colon(notes: Notes, mara: SlackUser) -> None:
    mara.open_form("/journey new")
    mara.save_form(name="Shop")
    answer = mara.type_command("/painpoint shop/onboarding – the wizard closes")
    assert "Saved a pain point in Onboarding of Shop." in shown(answer["blocks"])
