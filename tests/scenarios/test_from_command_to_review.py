"""The whole line: a command is typed, stored, the quarter turns, the review is in the channel."""

import json
import re
import statistics
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import URL

from domain.review_json import review_as_json
from sandbox.config import Settings
from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.waiting import until

CHANNEL = "customer-journey"

FEELINGS = {"frustrated": -1.0, "unhappy": -0.5, "neutral": 0.0, "happy": 0.5, "delighted": 1.0}

LAST_QUARTER = ["happy", "happy", "delighted", "neutral", "happy", "delighted"]

THIS_QUARTER = ["frustrated", "unhappy", "frustrated", "unhappy", "neutral", "frustrated"]


GOT_WORSE = "Onboarding got worse: 83% unhappy, 0% happy; last quarter 0% and 83%"


def say(pair: RunningPair, who: str, text: str) -> str:
    """Type a command and return the text of the answer."""
    report = pair.slack.person(who).command(CHANNEL, text)
    assert (report["status"], report["error"]) == (200, None)
    answer: dict[str, Any] = json.loads(report["answer"])
    assert answer["response_type"] == "ephemeral"
    return str(answer["text"])


def play_two_quarters(pair: RunningPair) -> None:
    """Six notes in each of two quarters, whose moods are declared, and a KPI that gets worse."""
    for number, feeling in enumerate(LAST_QUARTER, start=1):
        answer = say(
            pair,
            "mara",
            f"/touchpoint onboarding: setup call {number} "
            f"team:support feeling:{feeling} on:2026-05-{number:02}",
        )
        assert answer == "Saved a touchpoint in Onboarding of Buyer journey."
    for number, feeling in enumerate(THIS_QUARTER, start=1):
        say(
            pair,
            "tomas",
            f"/painpoint onboarding: import stops at row {number} severity:high "
            f"team:product persona:admin via:web feeling:{feeling} on:2026-08-{number:02}",
        )
    say(pair, "mara", "/kpi onboarding.activation 62% target:60% on:2026-06-29")
    say(pair, "mara", "/kpi onboarding.activation 55% on:2026-09-29")


def _whole(pair: RunningPair) -> list[dict[str, Any]]:
    """The replies under the review once the last, the map, is there."""
    replies = pair.replies(CHANNEL)
    return replies if replies and "The map" in replies[-1]["text"] else []


def figures(pair: RunningPair, period: str) -> dict[str, Any]:
    """The review as `app.py review --format json` writes it."""
    review = pair.waymark.services.reviews.compute(pair.workspace, "buyer", period)
    parsed: dict[str, Any] = review_as_json(review)
    return parsed


@pytest.mark.each_database
def test_from_a_slash_command_to_a_posted_review(migrated_url: URL) -> None:
    check_posted_review(migrated_url, socket_mode=False)


def test_from_a_slash_command_to_a_posted_review_in_socket_mode(sqlite_url: URL) -> None:
    check_posted_review(sqlite_url, socket_mode=True)


def check_posted_review(database: URL, *, socket_mode: bool) -> None:
    """Check the review that follows two quarters of commands."""
    clock = StandingClock(2026, 9, 30, 15)
    with running(database, clock, socket_mode=socket_mode) as pair:
        play_two_quarters(pair)
        assert pair.posts(CHANNEL) == []

        pair.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
        posts = until(lambda: pair.posts(CHANNEL))

        assert len(posts) == 1
        post = posts[0]
        assert "review of 2026-Q3" in post["text"]
        assert GOT_WORSE in post["text"]
        assert post["live"] == []

        replies = until(lambda: _whole(pair))
        blocks = [block for reply in replies for block in reply["blocks"]]
        kinds = [block["type"] for block in blocks]
        assert kinds.count("data_visualization") == 2
        assert kinds.count("data_table") == 2
        assert kinds.count("image") == 1

        chart = next(block for block in blocks if block["type"] == "data_visualization")
        series = {s["name"]: s["data"] for s in chart["chart"]["series"]}
        now = statistics.fmean(FEELINGS[feeling] for feeling in THIS_QUARTER)
        before = statistics.fmean(FEELINGS[feeling] for feeling in LAST_QUARTER)
        for label, said in (("2026-Q3", THIS_QUARTER), ("2026-Q2", LAST_QUARTER)):
            signs = [(FEELINGS[feeling] > 0) - (FEELINGS[feeling] < 0) for feeling in said]
            net = 100 * statistics.fmean(signs)
            assert series[label][0]["value"] == pytest.approx(net, abs=1e-4)

        stage = next(s for s in figures(pair, "2026-Q3")["stages"] if s["key"] == "onboarding")
        assert stage["n"] == 6
        assert stage["mean"] == pytest.approx(now)
        assert stage["previous"] == {"n": 6, "mean": pytest.approx(before)}
        assert stage["change"]["verdict"] == "falling"
        kpi = figures(pair, "2026-Q3")["kpis"][0]
        assert (kpi["last"], kpi["previous_last"], kpi["status"]) == (55.0, 62.0, "off target")


@pytest.mark.each_database
def test_the_review_is_posted_once_however_often_the_clock_ticks(migrated_url: URL) -> None:
    clock = StandingClock(2026, 9, 30, 15)
    with running(migrated_url, clock) as pair:
        play_two_quarters(pair)
        pair.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
        until(lambda: pair.posts(CHANNEL))
        for _ in range(5):
            pair.waymark.services.post_due_reviews()
        pair.set_time(datetime(2026, 12, 31, 12, tzinfo=UTC))
        pair.waymark.services.post_due_reviews()
        assert len(pair.posts(CHANNEL)) == 1

        pair.set_time(datetime(2027, 1, 4, 9, 0, 1, tzinfo=UTC))
        posts = until(lambda: pair.posts(CHANNEL)[1:])
        assert "review of 2026-Q4" in posts[0]["text"]
        assert "No notes this quarter" in posts[0]["text"]


def test_without_native_charts_the_review_comes_as_text(sqlite_url: URL) -> None:
    clock = StandingClock(2026, 9, 30, 15)
    with running(sqlite_url, clock, sandbox=Settings(data_blocks=False)) as pair:
        play_two_quarters(pair)
        pair.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
        blocks = [block for reply in until(lambda: _whole(pair)) for block in reply["blocks"]]
        assert not {block["type"] for block in blocks} & {"data_visualization", "data_table"}
        drawn = json.dumps(blocks, ensure_ascii=False)
        assert re.search(r"Onboarding +6 +83% +0% +−83 +\+83 +falling", drawn)


def test_figures_are_frozen_when_the_review_is_posted(sqlite_url: URL) -> None:
    clock = StandingClock(2026, 9, 30, 15)
    with running(sqlite_url, clock) as pair:
        play_two_quarters(pair)
        pair.slack.fault("chat.postMessage", "error", error="is_archived")
        pair.set_time(datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC))
        until(lambda: pair.slack.calls("chat.postMessage"))
        say(pair, "mara", "/painpoint onboarding: noted late feeling:delighted on:2026-08-20")

        pair.set_time(datetime(2026, 10, 1, 11, tzinfo=UTC))
        post = until(lambda: pair.posts(CHANNEL))[0]
        assert GOT_WORSE in post["text"]
        assert figures(pair, "2026-Q3")["stages"][3]["n"] == 7
