"""Actions in Slack: created from a pain point of the review, moved by a menu, shown next time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser
from tests.scenarios.theme_steps import save_pain
from tests.scenarios.waiting import until


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace in which the review of the third quarter has been posted."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as pair:
        mara = SlackUser(pair, "mara")
        for number in range(3):
            note = f"onboarding: the invite mail lands in spam, clinic {number}"
            save_pain(mara, note, "Invites in spam")
        mara.type_command("/kpi onboarding.activation 55% target:60%")
        pair.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
        until(lambda: [m for m in pair.replies(CHANNEL) if "The map" in m["text"]])
        yield pair


def find_message(user: SlackUser, words: str) -> dict[str, Any]:
    """Return the message to `user` that contains these words."""
    return until(
        lambda: next((m for m in user.visible_messages() if words in shown(m["blocks"])), None)
    )


def choose(user: SlackUser, message: dict[str, Any], label: str) -> None:
    """Choose an option in the first menu of a message."""
    menu = next(
        one
        for block in message["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["type"] == "overflow"
    )
    value = next(o["value"] for o in menu["options"] if o["text"]["text"] == label)
    user.person.click(CHANNEL, message["ts"], menu["action_id"], value)


def form_label(user: SlackUser, field: str) -> str:
    """Return the label of a field of the open form."""
    labels = [b["label"]["text"] for b in user.form()["blocks"] if b.get("block_id") == field]
    return str(labels[0])


def posted_actions(pair: RunningPair) -> list[dict[str, Any]]:
    """The thread messages about new actions."""
    return [m for m in pair.replies(CHANNEL) if m["text"].startswith("New action")]


def test_an_action_of_no_pain_is_asked_for_and_posted_without_one(
    pair: RunningPair, mara: SlackUser
) -> None:
    (review,) = pair.posts(CHANNEL)
    button = next(
        one for block in review["blocks"] for one in block.get("elements", [])
        if str(one.get("action_id")).startswith("make_action")
    )  # fmt: skip
    mara.person.click(CHANNEL, review["ts"], button["action_id"], button["value"])
    assert form_label(mara, "title") == "What should be done?"
    assert mara.submit_form(title="Call every clinic") == {}
    news = until(lambda: posted_actions(pair))
    assert [one["thread_ts"] for one in news] == [review["ts"]]
    assert shown(news[0]["blocks"]).replace("\n", "").endswith(" proposes “Call every clinic”")


def test_from_a_pain_to_an_action_in_the_next_review(pair: RunningPair, mara: SlackUser) -> None:
    pains = next(m for m in pair.replies(CHANNEL) if m["text"].startswith("Pains"))
    button = next(
        one
        for block in pains["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith("make_action")
    )
    mara.person.click(CHANNEL, pains["ts"], button["action_id"], button["value"])
    values = mara.form_values()
    assert "About Invites in spam. From 3 notes." in shown(mara.form()["blocks"])
    assert (values["title"], values["stage"], values["owner"]) == (None, "onboarding", "U0MARA")
    assert form_label(mara, "title") == "What will you do?"
    errors = mara.submit_form(title="  ", owner="U0TOMAS")
    assert "in a few words" in errors["title"]
    assert mara.submit_form(title="Own mail domain", owner="U0TOMAS", due="2026-11-01") == {}
    find_message(mara, "Action created")
    news = until(lambda: posted_actions(pair))
    assert [one["thread_ts"] for one in news] == [pains["thread_ts"]]
    words = " will “Own mail domain” about Invites in spam · due 1 Nov"
    assert words in shown(news[0]["blocks"]).replace("\n", "")

    tomas = SlackUser(pair, "tomas")
    assert "proposed, due 1 Nov 2026" in tomas.open_home("Your open actions")
    assert "Own mail domain" in tomas.read_answer("/journey actions mine")
    choose(tomas, find_message(tomas, "Own mail domain  proposed"), "→ implemented")
    until(lambda: "implemented" in tomas.read_answer("/journey actions done"))
    assert "too few notes to tell" in tomas.read_answer("/journey actions done")

    pair.set_time(datetime(2027, 1, 4, 9, 0, 1, tzinfo=UTC))
    message = until(lambda: [m for m in pair.replies(CHANNEL) if m["text"].startswith("Actions")])[
        0
    ]
    assert "Own mail domain" in shown(message["blocks"])


def test_an_unknown_word_after_actions_is_reported(mara: SlackUser) -> None:
    assert "don't know" in mara.read_answer("/journey actions everything")
    assert "No actions here" in mara.read_answer("/journey actions")
