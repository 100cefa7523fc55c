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
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace on the last day of a quarter."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as made:
        yield made


def home(bench: RunningPair) -> str | None:
    with bench.waymark.storage.read(bench.workspace) as uow:
        journey = uow.journeys.default()
    assert journey is not None
    return journey.home_channel


def typed(bench: RunningPair, channel: str, text: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(bench.slack.person("mara").command(channel, text)["answer"])
    return answer


def test_a_direct_message_is_nobodys_home(bench: RunningPair) -> None:
    typed(bench, "@tomas", "/painpoint onboarding: it broke")
    assert home(bench) is None
    assert "cannot be a journey's home" in typed(bench, "@tomas", "/journey here")["text"]
    typed(bench, CHANNEL, "/painpoint onboarding: it broke again")
    assert home(bench) == "C0JOURNEY"


def test_a_refused_review_goes_to_the_new_home(bench: RunningPair) -> None:
    typed(bench, "general", "/painpoint onboarding: it broke")
    bench.slack.post("channel/archive", channel="general")
    bench.time_is(TURN)
    until(lambda: bench.slack.calls("chat.postMessage"))
    typed(bench, CHANNEL, "/journey here")
    arguments = parse_arguments(["review", "buyer", "--publish"])
    assert arguments.handler(bench.waymark.command_line_context(), arguments) == 0
    posts = bench.posts(CHANNEL)
    assert len(posts) == 1
    assert "review of 2026-Q3" in posts[0]["text"]


def test_slacks_wish_to_be_left_alone_is_honoured_to_the_second(bench: RunningPair) -> None:
    typed(bench, CHANNEL, "/painpoint onboarding: it broke")
    bench.slack.fault("chat.postMessage", "status", status=429, retry_after=5)
    bench.time_is(TURN)
    until(lambda: bench.slack.calls("chat.postMessage"))
    bench.waymark.services.post_due_reviews()
    assert bench.posts(CHANNEL) == []
    bench.time_is(TURN.replace(second=8))
    assert len(until(lambda: bench.posts(CHANNEL))) == 1


def test_a_quarter_that_has_not_begun_is_neither_shown_nor_posted(bench: RunningPair) -> None:
    assert "has not begun" in typed(bench, CHANNEL, "/journey review 2030-Q1")["text"]
