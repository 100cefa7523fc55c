"""The clock that follows the sandbox's."""

from datetime import UTC, datetime, timedelta

from handlers.clock import RemoteClock
from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.scenarios.waiting import until


def test_it_follows_a_moved_clock_and_runs_on_without_an_answer() -> None:
    with Sandbox(Config(manifest="app.yaml")) as sandbox:
        slack = Client(sandbox.url)
        clock = RemoteClock(f"{sandbox.url}/sandbox/clock")
        slack.clock(now="2031-01-02T09:00:00+00:00")
        until(lambda: clock.now() > datetime(2031, 1, 2, tzinfo=UTC))
        slack.clock(advance_seconds=86_400)
        until(lambda: clock.now() > datetime(2031, 1, 3, tzinfo=UTC))
    assert abs(clock.now() - datetime(2031, 1, 3, 9, tzinfo=UTC)) < timedelta(minutes=1)


def test_without_an_answer_it_tells_the_time_of_the_machine() -> None:
    clock = RemoteClock("http://127.0.0.1:9/nobody")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
