"""Messages become notes by shortcut, by reaction, by name and in direct messages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import URL

from domain.access import Actor
from domain.note_text import ParsedNote
from domain.notes import MAX_REPLY_EXCERPT, NoteDetails, NoteKind
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported, journey, read_newest
from tests.scenarios.waiting import until

SAID = "A customer opened the invoice page on the phone"


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter."""
    with running(sqlite_url, StandingClock(2026, 8, 14)) as pair:
        # The first look makes the journey.
        SlackUser(pair, "mara").type_command("/journey review")
        yield pair


def thread(user: SlackUser, ts: str) -> list[str]:
    """Return the text of the replies to a message."""
    return [m["text"] for m in user.person.messages(CHANNEL, thread_ts=ts)[1:]]


def test_a_message_is_saved_with_its_link_and_a_quiet_reply(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.shortcut("save_message", CHANNEL, ts)
    until(lambda: thread(mara, ts))
    assert thread(mara, ts) == ["Saved to the journey map: touchpoint, unsorted."]
    note = until(lambda: next((n for n in exported(pair) if n["permalink"]), None))
    assert (note["text"], note["author"]) == (SAID, "U0MARA")
    assert note["permalink"].endswith(f"/archives/C0JOURNEY/p{ts.replace('.', '')}")


def test_a_message_saved_twice_is_one_note_with_two_people_behind_it(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    for user in (mara, mara, tomas):
        user.person.shortcut("save_message", CHANNEL, ts)
    assert "Added you as someone who has seen it too" in read_newest(tomas, "Already saved")
    (note,) = exported(pair)
    assert note["supporters"] == 2


@pytest.mark.parametrize(
    ("emoji", "kind"),
    [("warning", "pain point"), ("bulb", "opportunity"), ("round_pushpin", "touchpoint")],
)
def test_a_reaction_saves_a_message(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser, emoji: str, kind: str
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.react(CHANNEL, ts, emoji)
    (note,) = until(lambda: exported(pair))
    assert (note["kind"], note["text"], note["author"]) == (kind, SAID, "U0MARA")
    tomas.person.react(CHANNEL, ts, emoji)
    until(lambda: exported(pair)[0]["supporters"] == 2)


def test_a_reaction_that_means_nothing_saves_nothing(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.react(CHANNEL, ts, "eyes")
    assert pair.slack.settle()
    assert mara.read_answer("/journey notes").startswith("No notes match")


@pytest.mark.parametrize(("waited", "left"), [(30, 0), (90, 1)])
def test_a_reaction_taken_back_within_a_minute_was_a_slip(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser, waited: int, left: int
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.react(CHANNEL, ts, "warning")
    until(lambda: exported(pair))
    pair.set_time(pair.clock.now() + timedelta(seconds=waited))
    mara.person.unreact(CHANNEL, ts, "warning")
    assert pair.slack.settle()
    assert len(exported(pair)) == left


def test_a_reply_in_a_thread_is_saved_and_not_its_parent(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    parent = tomas.person.say(CHANNEL, "How was the week?")
    reply = tomas.person.say(CHANNEL, SAID, thread_ts=parent)
    mara.person.react(CHANNEL, reply, "warning")
    (note,) = until(lambda: exported(pair))
    assert note["text"] == SAID


@pytest.mark.parametrize("way", ["reaction", "shortcut"])
def test_a_reply_is_saved_with_the_beginning_of_its_thread(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser, way: str
) -> None:
    parent = tomas.person.say(CHANNEL, "How was the *hotline* & the shop? " + "Tell me. " * 60)
    reply = tomas.person.say(CHANNEL, SAID, thread_ts=parent)
    if way == "reaction":
        mara.person.react(CHANNEL, reply, "warning")
    else:
        mara.person.shortcut("save_message", CHANNEL, reply)
    assert "in reply to: How was the *hotline* & the shop?" in read_newest(mara, "Saved a")
    listed = mara.read_answer("/journey notes")
    assert "in reply to: How was the" in listed
    excerpt = listed.split("in reply to: ")[1]
    assert len(excerpt.split("…")[0]) < 120
    with pair.waymark.storage.read(pair.workspace) as uow:
        saved = next(iter(uow.notes.stream(journey(pair).id)))
    assert len(saved.reply_to or "") == MAX_REPLY_EXCERPT
    assert "reply_to" not in exported(pair)[0]


def test_a_message_that_begins_a_thread_replies_to_nothing(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    parent = tomas.person.say(CHANNEL, SAID)
    tomas.person.say(CHANNEL, "Really?", thread_ts=parent)
    mara.person.shortcut("save_message", CHANNEL, parent)
    until(lambda: exported(pair)[0]["permalink"])
    assert "in reply to" not in mara.read_answer("/journey notes")


def test_a_note_is_confirmed_even_if_slack_withholds_the_thread(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    parent = tomas.person.say(CHANNEL, "How was it?")
    reply = tomas.person.say(CHANNEL, SAID, thread_ts=parent)
    pair.slack.fault("conversations.replies", "status", status=500)
    mara.person.shortcut("save_message", CHANNEL, reply)
    read_newest(mara, "Saved a touchpoint")
    assert len(exported(pair)) == 1


def test_the_emoji_are_chosen_in_the_settings(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey settings")
    refused = mara.submit_form(reactions="pain point = fire")
    assert "is not understood" in refused["reactions"]
    mara.save_form(reactions="pain point: fire", message_sign="nothing")
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.react(CHANNEL, ts, "warning")
    mara.person.react(CHANNEL, ts, "fire")
    (note,) = until(lambda: exported(pair))
    assert note["kind"] == "pain point"


def reaction_names(user: SlackUser, ts: str) -> list[str]:
    """Return the names of the reactions to a message."""
    answer = next(m for m in user.person.messages(CHANNEL) if m["ts"] == ts)
    return [one["name"] for one in answer.get("reactions", [])]


def test_a_saved_message_may_get_a_reaction_that_saves_nothing_by_itself(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey settings")
    mara.save_form(reactions="opportunity: pushpin", message_sign="reaction")
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.shortcut("save_message", CHANNEL, ts)
    until(lambda: reaction_names(mara, ts) == ["pushpin"])
    assert pair.slack.settle()
    assert thread(mara, ts) == []
    assert [note["kind"] for note in exported(pair)] == ["touchpoint"]
    mara.person.react(CHANNEL, ts, "pushpin")
    until(lambda: len(exported(pair)) == 2)


@pytest.mark.parametrize("error", ["already_reacted", "missing_scope", "message_not_found"])
def test_a_reaction_slack_refuses_is_no_failure(
    pair: RunningPair,
    mara: SlackUser,
    tomas: SlackUser,
    caplog: pytest.LogCaptureFixture,
    error: str,
) -> None:
    caplog.set_level("INFO", logger="waymark.messages")
    mara.open_form("/journey settings")
    mara.save_form(message_sign="reaction")
    pair.slack.fault("reactions.add", "error", error=error)
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.shortcut("save_message", CHANNEL, ts)
    until(lambda: pair.slack.calls("reactions.add"))
    until(lambda: [r for r in caplog.records if r.message == "a message got no sign"])
    assert "background work failed" not in caplog.text
    assert len(exported(pair)) == 1


def test_a_saved_message_may_get_nothing(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey settings")
    mara.save_form(message_sign="nothing")
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.shortcut("save_message", CHANNEL, ts)
    until(lambda: exported(pair)[0]["permalink"])
    assert pair.slack.settle()
    assert (thread(mara, ts), reaction_names(mara, ts)) == ([], [])


def test_a_mention_in_a_channel_is_saved(pair: RunningPair, tomas: SlackUser) -> None:
    tomas.person.say(CHANNEL, "@Waymark pain point in retention: hold music for an hour team:sales")
    read_newest(tomas, "Saved a pain point in Retention")
    (note,) = exported(pair)
    assert (note["text"], note["team"], note["author"]) == (
        "hold music for an hour",
        "sales",
        "U0TOMAS",
    )


def test_a_direct_message_is_saved_and_its_edits_followed(
    pair: RunningPair, tomas: SlackUser
) -> None:
    ts = tomas.person.say("bot", "people love the new box")
    (note,) = until(lambda: exported(pair))
    assert (note["kind"], note["stage"]) == ("touchpoint", None)
    message = until(tomas.direct_messages)[0]
    assert "Where does it belong?" in shown(message["blocks"])
    tomas.person.edit("bot", ts, "people hate the new box")
    until(lambda: exported(pair)[0]["text"] == "people hate the new box")
    assert exported(pair)[0]["mood"] < 0
    tomas.person.delete("bot", ts)
    until(lambda: not exported(pair))


def test_a_link_that_unfurls_leaves_a_note_edited_by_hand_as_it_is(
    pair: RunningPair, tomas: SlackUser
) -> None:
    ts = tomas.person.say("bot", "people love the new box")
    (note,) = until(lambda: exported(pair))
    by = Actor(pair.workspace, "U0TOMAS")
    filled = ParsedNote(None, None, "by hand", "by hand", NoteDetails())
    pair.waymark.services.note_edits.edit(by, note["id"], NoteKind.TOUCHPOINT, filled)
    tomas.person.edit("bot", ts, "people love the new box")
    assert pair.slack.settle()
    assert exported(pair)[0]["text"] == "by hand"


def test_words_added_to_a_message_are_taken_over(pair: RunningPair, tomas: SlackUser) -> None:
    ts = tomas.person.say("bot", "the box broke")
    until(lambda: exported(pair))
    tomas.person.edit("bot", ts, "the box broke severity:high team:sales")
    until(lambda: exported(pair)[0]["severity"] == 3)
    note = exported(pair)[0]
    assert (note["text"], note["team"]) == ("the box broke", "sales")


def test_a_note_saved_by_another_user_keeps_its_text(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    mara.person.shortcut("save_message", CHANNEL, ts)
    until(lambda: exported(pair))
    tomas.person.edit(CHANNEL, ts, "all is well")
    tomas.person.delete(CHANNEL, ts)
    assert pair.slack.settle()
    assert [note["text"] for note in exported(pair)] == [SAID]


def test_nothing_is_saved_of_what_nobody_asked_to_save(pair: RunningPair, tomas: SlackUser) -> None:
    tomas.person.say(CHANNEL, SAID)
    ts = tomas.person.say(CHANNEL, "and another")
    tomas.person.edit(CHANNEL, ts, "and a third")
    assert pair.slack.settle()
    assert tomas.read_answer("/journey notes").startswith("No notes match")
