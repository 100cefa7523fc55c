"""Where reviews go, and what happens when they cannot."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import URL

from handlers.cli.parser import parse_arguments
from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.waiting import until

CHANNEL = "customer-journey"


TURN = datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC)


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace on the last day of a quarter."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as pair:
        yield pair


def home(pair: RunningPair) -> str | None:
    with pair.waymark.storage.read(pair.workspace) as uow:
        journey = uow.journeys.default()
    assert journey is not None
    return journey.home_channel


def type_command(pair: RunningPair, channel: str, text: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(pair.slack.person("mara").command(channel, text)["answer"])
    return answer


def test_a_direct_message_is_nobodys_home(pair: RunningPair) -> None:
    type_command(pair, "@tomas", "/painpoint onboarding: it broke")
    assert home(pair) is None
    assert "cannot be a journey's home" in type_command(pair, "@tomas", "/journey here")["text"]
    type_command(pair, CHANNEL, "/painpoint onboarding: it broke again")
    assert home(pair) == "C0JOURNEY"


def test_a_refused_review_goes_to_the_new_home(pair: RunningPair) -> None:
    type_command(pair, "general", "/painpoint onboarding: it broke")
    pair.slack.post("channel/archive", channel="general")
    pair.set_time(TURN)
    until(lambda: pair.slack.calls("chat.postMessage"))
    type_command(pair, CHANNEL, "/journey here")
    arguments = parse_arguments(["review", "buyer", "--publish"])
    assert arguments.handler(pair.waymark.command_line_context(), arguments) == 0
    posts = pair.posts(CHANNEL)
    assert len(posts) == 1
    assert "review of 2026-Q3" in posts[0]["text"]


def test_the_retry_after_of_slack_is_respected_to_the_second(pair: RunningPair) -> None:
    type_command(pair, CHANNEL, "/painpoint onboarding: it broke")
    pair.slack.fault("chat.postMessage", "status", status=429, retry_after=5)
    pair.set_time(TURN)
    until(lambda: pair.slack.calls("chat.postMessage"))
    pair.waymark.services.post_due_reviews()
    assert pair.posts(CHANNEL) == []
    pair.set_time(TURN.replace(second=8))
    assert len(until(lambda: pair.posts(CHANNEL))) == 1


def test_a_quarter_that_has_not_begun_is_neither_shown_nor_posted(pair: RunningPair) -> None:
    assert "has not begun" in type_command(pair, CHANNEL, "/journey review 2030-Q1")["text"]
