"""People ask Waymark about the journey in Slack, and press the buttons of its answers."""

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import URL

from handlers.answers.listeners import QuestionResponder
from handlers.slack.background import Background
from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.handlers.slack_says import assert_taken, shown
from tests.scenarios.running_pair import BOT_TOKEN, RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, read_newest
from tests.scenarios.waiting import until


@pytest.fixture(scope="module")
def pair(shared_url: URL) -> Iterator[RunningPair]:
    """A workspace with a few notes and a KPI, which the tests of the file share."""
    calm = Settings(rate_limit=False)
    with running(shared_url, StandingClock(2026, 8, 14), sandbox=calm) as pair:
        mara, tomas = SlackUser(pair, "mara"), SlackUser(pair, "tomas")
        mara.type_command("/painpoint onboarding: invites land in <b>spam</b> & junk feeling:-2")
        tomas.type_command("/painpoint onboarding: the invoice is late feeling:-1")
        tomas.type_command("/touchpoint retention: a lovely call feeling:2")
        mara.type_command("/kpi retention.first-reply 3h20m target:2h better:lower")
        yield pair


def ask(user: SlackUser, question: str, naming: tuple[str, ...] = ()) -> str:
    """Ask by command; return the answer, which Slack takes and which names these people."""
    answer = user.type_command(f"/journey ask {question}")
    assert answer["response_type"] == "ephemeral"
    assert_taken({"text": answer["text"], "blocks": answer["blocks"]}, naming)
    return f"{answer['text']}\n{shown(answer['blocks'])}"


def test_an_answer_says_what_was_understood_and_from_how_many_notes(mara: SlackUser) -> None:
    answer = ask(mara, "How do customers feel in onboarding?")
    assert "Mood of Onboarding, July to September 2026, so far" in answer
    assert "Onboarding: 100% unhappy, 0% happy, net mood −100, from 2 notes." in answer


def test_the_notes_behind_an_answer(mara: SlackUser) -> None:
    ask(mara, "what hurts in onboarding?")
    mara.press_button("Show the 2 notes")
    assert "spam" in read_newest(mara, "2 notes in Buyer journey")


def test_follow_ups_by_text_and_by_button(mara: SlackUser) -> None:
    ask(mara, "mood in onboarding")
    assert "Mood of Retention" in ask(mara, "and in retention?")
    ask(mara, "mood in onboarding")
    mara.press_button("Why?")
    words = read_newest(mara, "What goes with the mood of Onboarding")
    assert "the invoice is late" in words
    assert "It proves no cause" in words
    who = ask(mara, "who said that?", naming=("U0MARA", "U0TOMAS"))
    assert "1 note." in who


def test_a_kpi_and_its_readings(mara: SlackUser) -> None:
    assert "first-reply is at 3h 20m, off target (2h)." in ask(mara, "is first reply on target?")
    mara.press_button("Show the readings")
    assert "3h 20m" in read_newest(mara, "Retention: first-reply: 1 reading")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", "Ask what? For example"),
        ("???", "I don't understand that question. You can ask, for example:"),
        ("what hurts in checkout", "I don't know a stage “checkout”. Stages are Awareness"),
        ("who owns onboarding", "Nobody owns Onboarding yet."),
        ("<b>&amp; *what* `hurts`? " + "x" * 3000, ""),
        ("do we have anything about spam & junk", "1 note."),
    ],
)
def test_each_question_gets_an_answer(mara: SlackUser, question: str, expected: str) -> None:
    assert expected in ask(mara, question)


def test_questions_written_to_waymark_are_answered_where_they_were_asked(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    background = Background()
    responder = QuestionResponder(pair.waymark.services, background)
    client = WebClient(BOT_TOKEN, base_url=f"{pair.slack.url}/api/")
    ids = {one["name"]: one["id"] for one in pair.slack.channels(as_="mara")}
    channel = ids[CHANNEL]
    direct = client.conversations_open(users="U0MARA")["channel"]["id"]
    ts = mara.person.say(CHANNEL, "How is onboarding doing?")
    common: dict[str, Any] = {"workspace": pair.workspace, "user": "U0MARA"}
    try:
        responder.respond(
            client, **common, channel=channel, text="mood in onboarding", thread_ts=ts
        )
        in_thread = until(lambda: pair.replies(CHANNEL))
        assert in_thread[-1]["text"].startswith("Mood of Onboarding")
        assert in_thread[-1]["thread_ts"] == ts
        responder.respond(client, **common, channel=channel, text="worst stage?")
        answer = until(
            lambda: [m for m in mara.visible_messages() if m["text"].startswith("Stages, unhapp")]
        )
        assert answer[-1]["ephemeral"]
        assert not [m for m in tomas.visible_messages() if m["text"].startswith("Stages, unhapp")]
        responder.respond(client, **common, channel=direct, text="what hurts most?", is_direct=True)
        mine = until(lambda: [m for m in mara.direct_messages() if m["text"].startswith("Pains")])
        assert not mine[-1]["ephemeral"]
    finally:
        background.close()
    rate(pair, mara, mine[-1])


def test_a_direct_message_begins_with_suggested_questions(
    pair: RunningPair, mara: SlackUser
) -> None:
    pair.slack.post("home/open", user="mara", tab="messages")
    method = "assistant.threads.setSuggestedPrompts"
    (call,) = until(lambda: pair.slack.calls(method))
    assert call["answer"] == {"ok": True}
    prompts = call["arguments"]["prompts"]
    for prompt in prompts:
        assert "I don't understand" not in ask(mara, prompt["message"])
    assert len(prompts) == 4


def test_a_thread_of_a_direct_message_shows_that_an_answer_is_coming(pair: RunningPair) -> None:
    background = Background()
    client = WebClient(BOT_TOKEN, base_url=f"{pair.slack.url}/api/")
    direct = client.conversations_open(users="U0TOMAS")["channel"]["id"]
    ts = client.chat_postMessage(channel=direct, text="Hello")["ts"]
    responder = QuestionResponder(pair.waymark.services, background)
    responder.respond(
        client, workspace=pair.workspace, channel=direct, user="U0TOMAS", text="worst stage?",
        thread_ts=ts, is_direct=True,
    )  # fmt: skip
    (call,) = until(lambda: pair.slack.calls("assistant.threads.setStatus"))
    assert (call["answer"], call["arguments"]["thread_ts"]) == ({"ok": True}, ts)
    background.close()
    thread = pair.slack.messages("bot", "tomas", ts)
    assert thread[-1]["text"].startswith("Stages, unhappiest first")


def rate(pair: RunningPair, user: SlackUser, message: dict[str, Any]) -> None:
    """Press the button of an answer that helped; it is counted."""
    counted = 'waymark_answer_ratings_total{rating="helpful"}'
    before = _metric(pair, counted)
    user.person.click("bot", message["ts"], "rate_answer.0", "positive")
    assert until(lambda: _metric(pair, counted) == before + 1)
    assert _metric(pair, 'waymark_answers_total{subject="pains"}') > 0


def _metric(pair: RunningPair, name: str) -> float:
    address = pair.request_url.replace("/slack/events", "/metrics")
    with urllib.request.urlopen(address) as response:
        lines = response.read().decode().splitlines()
    found = next((line for line in lines if line.startswith(name)), f"{name} 0")
    return float(found.rpartition(" ")[2])
