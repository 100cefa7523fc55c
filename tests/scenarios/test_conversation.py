"""Messages to Waymark: notes are saved, questions answered, small talk is neither."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import URL

from handlers.conversation.listeners import HandledEvents
from sandbox.play import press
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.deliveries import HttpClient, SlackRequests
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported, read_newest
from tests.scenarios.waiting import until

NOT_UNDERSTOOD = "I don't understand that question."


@pytest.fixture(scope="module")
def kept_pair(shared_sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace with a journey, for all tests of this file."""
    with running(shared_sqlite_url, StandingClock(2026, 8, 14)) as pair:
        SlackUser(pair, "mara").type_command("/journey review")
        yield pair


@pytest.fixture
def pair(kept_pair: RunningPair) -> RunningPair:
    """The shared workspace."""
    return kept_pair


@dataclass
class Visit:
    """What happens from one moment on: the notes saved and the messages seen since then."""

    user: SlackUser
    notes: int
    direct: int
    seen: int

    def saved(self) -> list[dict[str, Any]]:
        """Return the notes saved since."""
        return exported(self.user.pair)[self.notes :]

    def messages(self) -> list[dict[str, Any]]:
        """Return what Waymark said to the person directly since."""
        return self.user.direct_messages()[self.direct :]

    def answer(self) -> str:
        """Return the first direct answer, with the text of its blocks."""
        message = until(self.messages)[0]
        assert not message["ephemeral"]
        return f"{message['text']}\n{shown(message['blocks'])}"

    def in_channel(self) -> dict[str, Any]:
        """Return the first message of Waymark in the channel since."""
        return until(lambda: self.user.visible_messages()[self.seen :])[0]


@pytest.fixture
def visit(pair: RunningPair, tomas: SlackUser) -> Visit:
    """Tomas, from now on."""
    assert pair.slack.settle()
    return Visit(
        tomas,
        len(exported(pair)),
        len(tomas.direct_messages()),
        len(tomas.visible_messages()),
    )


def nothing_more(visit: Visit) -> None:
    """Wait until all is done."""
    assert visit.user.pair.slack.settle()


def reactions(user: SlackUser, channel: str, ts: str) -> list[str]:
    """Return the names of the reactions to a message."""
    message = next(m for m in user.person.messages(channel) if m["ts"] == ts)
    return [one["name"] for one in message.get("reactions", [])]


def test_a_question_is_answered_and_not_saved(visit: Visit) -> None:
    visit.user.person.say("bot", "what hurts most in onboarding?")
    assert visit.answer().startswith("Pains of Onboarding")
    assert visit.saved() == []


def test_a_question_that_is_not_understood_is_saved_by_its_button(visit: Visit) -> None:
    visit.user.person.say("bot", "is everyone okay today?")
    assert visit.answer().startswith(NOT_UNDERSTOOD)
    press(visit.user.person, "bot", "Save it as a note", None)
    (note,) = until(visit.saved)
    assert note["text"] == "is everyone okay today?"


@pytest.mark.parametrize("text", ["hello Waymark!", "hi", "guten Morgen"])
def test_who_greets_is_welcomed(visit: Visit, text: str) -> None:
    visit.user.person.say("bot", text)
    assert "Hi, I'm Waymark" in visit.answer()
    assert visit.saved() == []


@pytest.mark.parametrize("text", ["help", "what can you do?", "how do I save a note?"])
def test_help_is_given(visit: Visit, text: str) -> None:
    visit.user.person.say("bot", text)
    assert "/journey map" in visit.answer()
    assert visit.saved() == []


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("thanks a lot", ["heart"]),
        ("not this week", ["ok_hand"]),
        ("lol", []),
    ],
)
def test_small_talk_gets_a_reaction_at_most(visit: Visit, text: str, emoji: list[str]) -> None:
    ts = visit.user.person.say("bot", text)
    until(lambda: reactions(visit.user, "bot", ts) == emoji)
    nothing_more(visit)
    assert (visit.saved(), visit.messages()) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "customer asks why the invoice has no VAT number",
        '"does anyone read these tickets?" – customer in the survey',
        "onboarding: what is the second password for?",
        "note: what is the fee for? asked by everyone",
        "cancellation takes a signed letter??",
    ],
)
def test_a_note_with_a_question_in_it_is_saved_at_once(visit: Visit, text: str) -> None:
    visit.user.person.say("bot", text)
    (note,) = until(visit.saved)
    assert note["text"] in text
    assert "Saved a" in visit.answer()


def test_a_note_is_saved_without_the_greeting_and_the_request_before_it(visit: Visit) -> None:
    visit.user.person.say("bot", "Hi Waymark, the invite email is late")
    visit.user.person.say("bot", "please log this: the lift is broken")
    until(lambda: len(visit.saved()) == 2)
    assert {n["text"] for n in visit.saved()} == {"the invite email is late", "the lift is broken"}


def test_a_mixed_message_goes_both_ways(visit: Visit) -> None:
    visit.user.person.say("bot", "the lift broke again. how many notes on lifts do we have?")
    (note,) = until(visit.saved)
    assert note["text"] == "the lift broke again."
    until(lambda: len(visit.messages()) == 2)
    texts = [m["text"] for m in visit.messages()]
    assert sorted(text.startswith("Saved a") for text in texts) == [False, True]


def test_the_note_of_a_mixed_message_follows_its_edits(visit: Visit) -> None:
    ts = visit.user.person.say("bot", "the pool was cold. how many notes on pools do we have?")
    until(visit.saved)
    visit.user.person.edit("bot", ts, "the pool was icy. how many notes on pools do we have?")
    until(lambda: visit.saved()[0]["text"] == "the pool was icy.")


UNCLEAR = "why do I have to type my birthday again?"


def test_an_unclear_message_is_saved_after_a_tap(visit: Visit) -> None:
    ts = visit.user.person.say("bot", UNCLEAR)
    answer = visit.answer()
    assert "Is that a note or a question?" in answer
    assert visit.saved() == []
    press(visit.user.person, "bot", "Save as a pain point", None)
    (note,) = until(visit.saved)
    assert (note["text"], note["kind"], note["author"]) == (UNCLEAR, "pain point", "U0TOMAS")
    until(lambda: visit.messages()[0]["text"].startswith("Saved a pain point"))
    # It follows its message like any other note.
    visit.user.person.edit("bot", ts, "onboarding: the birthday is asked for twice")
    until(lambda: visit.saved()[0]["text"] == "the birthday is asked for twice")


def test_an_unclear_message_is_a_question_after_the_other_tap(visit: Visit) -> None:
    visit.user.person.say("bot", UNCLEAR)
    visit.answer()
    press(visit.user.person, "bot", "It was a question", None)
    until(lambda: len(visit.messages()) == 2)
    assert visit.messages()[0]["text"] == "Taken as a question. Nothing was saved."
    assert visit.saved() == []


def test_a_list_is_saved_as_several_notes(visit: Visit) -> None:
    visit.user.person.say("bot", "pain points in onboarding:\n- no reply\n- broken link\n- no help")
    assert "That looks like 3 notes" in visit.answer()
    assert visit.saved() == []
    press(visit.user.person, "bot", "Save 3 notes", None)
    until(lambda: len(visit.saved()) == 3)
    saved = {(n["text"], n["kind"], n["stage"]) for n in visit.saved()}
    assert saved == {
        (text, "pain point", "onboarding") for text in ("no reply", "broken link", "no help")
    }
    until(lambda: all(n["permalink"] for n in visit.saved()))


def test_a_list_is_saved_as_one_note(visit: Visit) -> None:
    text = "- no reply on Saturday - phone tree too long - refund was quick though"
    visit.user.person.say("bot", text)
    visit.answer()
    press(visit.user.person, "bot", "Save as one", None)
    (note,) = until(visit.saved)
    assert note["text"] == text


def test_a_list_pressed_twice_is_saved_once(visit: Visit) -> None:
    visit.user.person.say("bot", "1. the box was wet 2. the courier was kind")
    visit.answer()
    (actions,) = [b for b in visit.messages()[0]["blocks"] if b["type"] == "actions"]
    button = actions["elements"][0]
    pair = visit.user.pair
    client = HttpClient(pair.service, pair.waymark.storage)
    press_it = SlackRequests(pair.workspace)._interaction(
        "block_actions",
        "U0TOMAS",
        actions=[{"type": "button", "block_id": "b", **button}],
        response_url=f"{pair.slack.url}/nowhere",
    )
    for _ in range(2):
        assert client.post(press_it)[0] == 200
    client.wait_until_idle()
    assert sorted(n["text"] for n in visit.saved()) == ["the box was wet", "the courier was kind"]


def test_a_long_unclear_list_is_read_again_from_slack(visit: Visit) -> None:
    items = [
        f"the {word} was late and nobody said why & when" * 9 for word in ("box", "bus", "bin")
    ]
    visit.user.person.say("bot", "\n".join(f"- {item}" for item in items))
    visit.answer()
    press(visit.user.person, "bot", "Save 3 notes", None)
    until(lambda: len(visit.saved()) == 3)
    assert sorted(n["text"] for n in visit.saved()) == sorted(items)


def test_undo_that_offers_the_last_note(visit: Visit) -> None:
    visit.user.person.say("bot", "the bell was silent all day")
    until(visit.saved)
    until(visit.messages)
    visit.user.person.say("bot", "undo that")
    until(lambda: len(visit.messages()) == 2)
    assert "the bell was silent all day" in shown(visit.messages()[1]["blocks"])
    press(visit.user.person, "bot", "Undo", None)
    until(lambda: visit.saved() == [])


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("show me the map", "/journey map"),
        ("export the notes as csv", "/journey export notes csv"),
        ("set the nps target to 45", "/journey kpis"),
        ("remind me on Monday", "/journey reminders on"),
    ],
)
def test_a_command_in_words_is_answered_with_what_to_type(
    visit: Visit, text: str, typed: str
) -> None:
    visit.user.person.say("bot", text)
    assert typed in visit.answer()
    assert visit.saved() == []


def test_a_question_in_a_channel_is_answered_to_the_person_alone(visit: Visit) -> None:
    visit.user.person.say(CHANNEL, "@Waymark what hurts most in onboarding?")
    message = visit.in_channel()
    assert message["text"].startswith("Pains of Onboarding")
    assert message["ephemeral"]
    assert visit.saved() == []


def test_a_mention_at_the_end_is_no_part_of_the_note(visit: Visit) -> None:
    visit.user.person.say(CHANNEL, "the courier was rude @Waymark")
    visit.user.person.say(CHANNEL, "the parcel was wet, @Waymark.")
    until(lambda: len(visit.saved()) == 2)
    assert {n["text"] for n in visit.saved()} == {"the courier was rude", "the parcel was wet."}


def test_a_mention_in_a_thread_is_answered_there(visit: Visit) -> None:
    parent = visit.user.person.say(CHANNEL, "How was the fair?")
    visit.user.person.say(CHANNEL, "@Waymark what do people say?", thread_ts=parent)
    until(lambda: [m for m in visit.user.person.messages(CHANNEL, parent) if m.get("bot_id")])
    visit.user.person.say(CHANNEL, "@Waymark our stand was hidden", thread_ts=parent)
    (note,) = until(visit.saved)
    assert note["text"] == "our stand was hidden"
    until(lambda: len(visit.user.person.messages(CHANNEL, parent)) == 5)


def test_an_event_delivered_again_is_answered_once(visit: Visit, pair: RunningPair) -> None:
    channel = next(m["id"] for m in pair.slack.channels("tomas") if m["id"].startswith("D"))
    client = HttpClient(pair.service, pair.waymark.storage)
    sent = SlackRequests(pair.workspace)
    for text, number in (("what hurts most in onboarding?", 1), ("the bin is full", 2)):
        event = sent.direct_message("U0TOMAS", text, f"1787000000.00000{number}", f"EvA{number}")
        event.content["event"]["channel"] = channel
        for _ in range(3):
            assert client.post(event)[0] == 200
    client.wait_until_idle()
    assert len(visit.messages()) == 2
    assert [note["text"] for note in visit.saved()] == ["the bin is full"]


def test_events_are_remembered_until_they_fail() -> None:
    handled = HandledEvents()
    assert (handled.add("Ev1"), handled.add("Ev1"), handled.add("Ev2")) == (True, False, True)
    handled.forget("Ev1")
    assert handled.add("Ev1")


@pytest.mark.parametrize("text", ["help", "?", "hi"])
def test_a_command_is_explained(visit: Visit, text: str) -> None:
    answer = visit.user.read_answer(f"/painpoint {text}")
    assert answer.startswith("/painpoint saves what hurts a customer. Nothing was saved now.")
    assert visit.saved() == []


@pytest.mark.parametrize("text", ["none", "n/a", "not this week"])
def test_a_command_with_nothing_to_note_saves_nothing(visit: Visit, text: str) -> None:
    assert visit.user.read_answer(f"/opportunity {text}").startswith("OK, nothing was saved.")
    assert visit.saved() == []


def test_a_command_with_a_stage_alone_opens_the_form(visit: Visit) -> None:
    visit.user.open_note_form("/painpoint Onboarding")
    assert visit.user.form_values()["stage"] == "onboarding"
    assert visit.user.submit_form(text="the tour is too long") == {}
    (note,) = until(visit.saved)
    assert (note["kind"], note["stage"]) == ("pain point", "onboarding")


def test_a_question_typed_to_a_command_is_the_note_it_was_filed_as(visit: Visit) -> None:
    text = "why do I have to sign twice?"
    assert visit.user.read_answer(f"/painpoint {text}").startswith("Saved a pain point")
    assert [note["text"] for note in visit.saved()] == [text]


def test_a_question_to_waymark_typed_to_a_command_is_asked_back(visit: Visit) -> None:
    text = "what hurts most in onboarding?"
    answer = visit.user.read_answer(f"/opportunity {text}")
    assert "Is that a note or a question?" in answer
    assert visit.saved() == []
    visit.user.press_button("Save as an opportunity")
    (note,) = until(visit.saved)
    assert (note["kind"], note["text"]) == ("opportunity", text)
    read_newest(visit.user, "Saved an opportunity")
