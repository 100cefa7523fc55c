"""Actions from Slack: made from a pain of the review, moved by a menu, told in the next review."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import URL

from tests.clocks import StandingClock
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser
from tests.scenarios.waiting import until


@pytest.fixture
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace in which the review of the third quarter has been posted."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as made:
        mara = SlackUser(made, "mara")
        for number in range(3):
            mara.types(f"/painpoint onboarding: the invite mail lands in spam, clinic {number}")
        mara.types("/kpi onboarding.activation 55% target:60%")
        made.time_is(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
        until(lambda: [m for m in made.replies(CHANNEL) if "The map" in m["text"]])
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def said(hands: SlackUser, words: str) -> dict[str, Any]:
    """What they are told that holds these words."""
    return until(lambda: next((m for m in hands.seen() if words in shown(m["blocks"])), None))


def chooses(hands: SlackUser, message: dict[str, Any], label: str) -> None:
    """Choose in the first menu of a message."""
    menu = next(
        one
        for block in message["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["type"] == "overflow"
    )
    value = next(o["value"] for o in menu["options"] if o["text"]["text"] == label)
    hands.person.click(CHANNEL, message["ts"], menu["action_id"], value)


def test_from_a_pain_to_an_action_in_the_next_review(bench: RunningPair, mara: SlackUser) -> None:
    pains = next(m for m in bench.replies(CHANNEL) if m["text"].startswith("Pains"))
    button = next(
        one
        for block in pains["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith("make_action")
    )
    mara.person.click(CHANNEL, pains["ts"], button["action_id"], button["value"])
    held = mara.form()["state"]["values"]
    assert "the invite mail lands in spam" in str(held["title"])
    assert "onboarding" in str(held["stage"])
    errors = mara.submits(title="  ", owner="U0TOMAS")
    assert "in a few words" in errors["title"]
    assert mara.submits(title="Own mail domain", owner="U0TOMAS", due="2026-11-01") == {}
    said(mara, "Action created")

    tomas = SlackUser(bench, "tomas")
    assert "proposed, due 1 Nov 2026" in tomas.home("Your open actions")
    assert "Own mail domain" in tomas.reads("/journey actions mine")
    chooses(tomas, said(tomas, "Own mail domain"), "→ implemented")
    until(lambda: "implemented" in tomas.reads("/journey actions done"))
    assert "too few notes to tell" in tomas.reads("/journey actions done")

    bench.time_is(datetime(2027, 1, 1, 9, 0, 1, tzinfo=UTC))
    told = until(lambda: [m for m in bench.replies(CHANNEL) if m["text"].startswith("Actions")])[0]
    assert "Own mail domain" in shown(told["blocks"])


def test_an_unknown_word_after_actions_is_told(mara: SlackUser) -> None:
    assert "don't know" in mara.reads("/journey actions everything")
    assert "No actions here" in mara.reads("/journey actions")
