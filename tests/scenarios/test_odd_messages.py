"""Messages that are too long, without words, by apps or strangers, gone, or out of reach."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import URL

from sandbox.client import ControlError
from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.deliveries import SlackRequests
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.signing import post_signed
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported, read_newest
from tests.scenarios.waiting import until

SAID = "A customer waited 40 minutes on the phone"

FILES = [{"name": "screen.png", "content": "not really"}]

PEOPLE: dict[str, Any] = {
    "company": "Sandbox",
    "people": [
        {"id": "U0MARA", "name": "mara", "role": "admin"},
        {"id": "U0TOMAS", "name": "tomas", "role": "member"},
        {"id": "U0PAT", "name": "pat", "role": "stranger"},
    ],
    "channels": [
        {"id": "C0JOURNEY", "name": CHANNEL, "members": ["U0MARA", "U0TOMAS", "U0PAT"]},
        {"id": "C0SHARED", "name": "shared", "members": ["U0MARA", "U0PAT"]},
        {"id": "C0LEADS", "name": "leads", "private": True, "members": ["U0MARA"]},
    ],
}

Way = Callable[[SlackUser, str], object]

WAYS: dict[str, Way] = {
    "shortcut": lambda user, ts: user.person.shortcut("save_message", user.channel, ts),
    "reaction": lambda user, ts: user.person.react(user.channel, ts, "warning"),
}

either_way = pytest.mark.parametrize("way", WAYS)


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace, mid-quarter; `pat` is of another company."""
    clock, here = StandingClock(2026, 8, 14), (CHANNEL, "shared")
    with running(sqlite_url, clock, bot_in=here, people=PEOPLE) as pair:
        # The first look makes the journey and gives it its home.
        SlackUser(pair, "tomas").type_command("/touchpoint decision: a good demo")
        yield pair


def saved(pair: RunningPair) -> list[dict[str, Any]]:
    """The notes that were saved in the test."""
    return exported(pair)[1:]


def read_direct_message(user: SlackUser) -> str:
    """Return the newest direct message to `user`."""
    return until(lambda: [f"{m['text']} {shown(m['blocks'])}" for m in user.direct_messages()])[-1]


@either_way
@pytest.mark.parametrize("length", [3_001, 40_000])
def test_a_long_message_is_saved_whole(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser, way: str, length: int
) -> None:
    text = ("na & <ïve> " * length)[: length - 1] + "."
    ts = tomas.person.say(CHANNEL, text)
    WAYS[way](mara, ts)
    assert f"All {length:,} characters are saved" in read_newest(mara, "Saved a ")
    assert [note["text"] for note in saved(pair)] == [text]


def test_a_long_direct_message_is_saved_whole(pair: RunningPair, tomas: SlackUser) -> None:
    text = ("it broke & again " * 3_000)[:39_999] + "."
    tomas.person.say("bot", text)
    assert "All 40,000 characters are saved" in read_direct_message(tomas)
    assert [note["text"] for note in saved(pair)] == [text]


@either_way
def test_a_message_that_is_only_files_has_nothing_to_save(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser, way: str
) -> None:
    WAYS[way](mara, tomas.person.say(CHANNEL, "", files=FILES))
    read_newest(mara, "⚠️ That message has no words to save: it holds only files or pictures.")
    assert saved(pair) == []


def test_a_direct_message_with_a_file_is_saved_by_its_words(
    pair: RunningPair, tomas: SlackUser
) -> None:
    tomas.person.say("bot", "pain point in retention: it looks like this", files=FILES)
    assert "Saved a pain point in Retention" in read_direct_message(tomas)
    assert [note["text"] for note in saved(pair)] == ["it looks like this"]


def test_a_direct_message_of_files_alone_is_answered(pair: RunningPair, tomas: SlackUser) -> None:
    tomas.person.say("bot", "", files=FILES)
    assert "screen.png is neither a CSV nor a JSON Lines file" in read_direct_message(tomas)
    assert saved(pair) == []


RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Refund & "},
                {"type": "link", "url": "https://shop.example", "text": "return"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "too slow"}]}
            ],
        },
    ],
}

BLOCKS = [
    {"type": "header", "text": {"type": "plain_text", "text": "Ticket 7"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "The *invoice* &amp; receipt"}},
    {"type": "section", "fields": [{"type": "mrkdwn", "text": "Plan: gold"}]},
    RICH,
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Open"}}
        ],
    },
]

ATTACHMENT = {
    "fallback": "what a phone shows",
    "title": "Ticket 8",
    "text": "The app &lt;crashes&gt;",
    "fields": [{"title": "Plan", "value": "gold"}],
}


@either_way
@pytest.mark.parametrize(
    ("posted", "text"),
    [
        (
            {"blocks": BLOCKS},
            "\n".join(
                [
                    "Ticket 7",
                    "The *invoice* & receipt",
                    "Plan: gold",
                    "Refund & return (https://shop.example)",
                    "• too slow",
                ]
            ),
        ),
        ({"attachments": [ATTACHMENT]}, "Ticket 8\nThe app <crashes>\nPlan: gold"),
        ({"attachments": [{"fallback": "a ticket came in"}]}, "a ticket came in"),
        ({"attachments": [{"fallback": "x", "from_url": "https://x.example"}]}, None),
    ],
    ids=["blocks", "attachment", "fallback", "a link's picture"],
)
def test_the_text_of_an_app_message_is_read_from_all_its_parts(
    pair: RunningPair, mara: SlackUser, way: str, posted: dict[str, Any], text: str | None
) -> None:
    ts = mara.person.say(CHANNEL, "", app="Tickets", **posted)
    WAYS[way](mara, ts)
    read_newest(mara, "Saved a " if text else "⚠️ That message has no words to save")
    assert [note["text"] for note in saved(pair)] == ([text] if text else [])


def test_a_reaction_to_what_waymark_says_saves_nothing(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    WAYS["shortcut"](mara, ts)
    until(lambda: mara.person.messages(CHANNEL, thread_ts=ts)[1:])
    reply = mara.person.messages(CHANNEL, thread_ts=ts)[-1]
    assert reply["text"].startswith("Saved to the journey map")
    mara.person.react(CHANNEL, reply["ts"], "warning")
    assert pair.slack.settle()
    mara.read_answer("/journey notes")
    assert len(saved(pair)) == 1


@either_way
def test_what_a_stranger_says_is_saved_by_who_points_at_it(
    pair: RunningPair, mara: SlackUser, way: str
) -> None:
    ts = pair.slack.person("pat").say(CHANNEL, SAID)
    WAYS[way](mara, ts)
    read_newest(mara, "Saved a ")
    assert [(note["text"], note["author"]) for note in saved(pair)] == [(SAID, "U0MARA")]


def test_a_stranger_saves_where_the_channel_is_a_journeys_and_nowhere_else(
    pair: RunningPair, tomas: SlackUser
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    for channel, message in ((CHANNEL, ts), ("shared", None)):
        pat = SlackUser(pair, "pat", channel)
        WAYS["reaction"](pat, message or pat.person.say(channel, "something else"))
        read_newest(pat, "⚠️ Guests can use Waymark" if message is None else "Saved a pain point")
    assert [(note["text"], note["author"]) for note in saved(pair)] == [(SAID, "U0PAT")]


def test_an_external_user_is_told_why_nothing_is_saved(pair: RunningPair) -> None:
    pat = SlackUser(pair, "pat")
    pat.person.say("bot", SAID)
    assert "Guests can use Waymark in channels that belong to a journey" in read_direct_message(pat)
    assert saved(pair) == []


def test_a_message_that_is_gone_by_now_is_saved_without_a_link(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    ts = tomas.person.say(CHANNEL, SAID)
    tomas.person.delete(CHANNEL, ts)
    sent = SlackRequests(pair.workspace).shortcut("U0MARA", SAID, ts, "trigger1")
    assert post_signed(pair.request_url, sent.content)[0] == 200
    read_newest(mara, "Saved a ")
    assert [(note["text"], note["permalink"]) for note in saved(pair)] == [(SAID, None)]


def test_a_reaction_to_a_message_that_is_gone_by_now_saves_nothing(
    pair: RunningPair, mara: SlackUser
) -> None:
    item = {"type": "message", "channel": "C0JOURNEY", "ts": "1787000000.000100"}
    gone = {"type": "reaction_added", "user": "U0MARA", "reaction": "warning", "item": item}
    pair.slack.post("event", event=gone)
    assert pair.slack.settle()
    mara.read_answer("/journey notes")
    assert saved(pair) == []


def test_a_message_of_a_channel_without_waymark_is_saved_and_confirmed_directly(
    pair: RunningPair, mara: SlackUser
) -> None:
    ts = mara.person.say("leads", SAID)
    mara.person.shortcut("save_message", "leads", ts)
    assert "Saved a " in read_direct_message(mara)
    assert [note["text"] for note in saved(pair)] == [SAID]
    assert mara.person.messages("leads", thread_ts=ts)[1:] == []
    with pytest.raises(ControlError):
        pair.slack.person("tomas").messages("leads")
