"""What must not keep Slack waiting is done soon, and a failure of it ends nothing."""

import threading
import time
from datetime import timedelta

import pytest

from handlers.jobs import JobScheduler
from handlers.slack.background import Background
from tests.handlers.log_capture import logging_like_the_bot, records

PATIENCE = 5.0


MARK = "a-customer-said-this"


def failing() -> None:
    raise RuntimeError(MARK)


def test_work_is_done_beside_whoever_asks_for_it() -> None:
    background, release, done = Background(), threading.Event(), threading.Event()

    def work() -> None:
        release.wait(PATIENCE)
        done.set()

    background.run(work)
    assert not done.is_set()
    release.set()
    assert done.wait(PATIENCE)
    background.close()


def test_work_begun_is_finished_before_it_closes() -> None:
    background = Background(threads=1)
    done: list[int] = []

    def work() -> None:
        time.sleep(0.05)
        done.append(len(done))

    for _ in range(3):
        background.run(work)
    background.close()
    assert done == [0, 1, 2]


def test_what_takes_long_keeps_nothing_quick_waiting_and_is_finished_too() -> None:
    background, release, quick = Background(), threading.Event(), threading.Event()
    done: list[bool] = []

    def slow() -> None:
        done.append(release.wait(PATIENCE))

    for _ in range(10):
        background.run_slow(slow)
    background.run(quick.set)
    assert quick.wait(PATIENCE)
    assert done == []
    background.run(lambda: background.run_slow(slow))
    release.set()
    background.close()
    assert done == [True] * 11


def test_a_failure_is_logged_without_its_words_and_the_next_work_is_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    background, done = Background(threads=1), threading.Event()
    with logging_like_the_bot("INFO"):
        background.run(failing)
        background.run(done.set)
        background.close()
    assert done.is_set()
    (record,) = records(capsys.readouterr().err)
    assert record["level"] == "ERROR"
    assert "RuntimeError" in record["exc_info"]
    assert MARK not in str(record)


def test_the_first_tick_comes_at_once_and_another_after_it() -> None:
    ticks: list[float] = []
    twice = threading.Event()

    def tick() -> None:
        ticks.append(time.monotonic())
        if len(ticks) == 2:
            twice.set()

    started = time.monotonic()
    ticker = JobScheduler(timedelta(seconds=1), tick)
    ticker.start()
    assert twice.wait(PATIENCE)
    ticker.stop()
    assert ticks[0] - started < 0.9
    assert 0.5 < ticks[1] - ticks[0] < 2.5
    count = len(ticks)
    time.sleep(1.2)
    assert len(ticks) == count


def test_a_tick_under_way_is_finished_before_it_stops() -> None:
    begun, done = threading.Event(), threading.Event()

    def tick() -> None:
        begun.set()
        time.sleep(0.2)
        done.set()

    ticker = JobScheduler(timedelta(seconds=60), tick)
    ticker.start()
    assert begun.wait(PATIENCE)
    ticker.stop()
    assert done.is_set()


def test_long_work_learns_that_it_should_stop() -> None:
    background, stopped = Background(), threading.Event()
    assert not background.is_closing()

    def work() -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if background.is_closing():
                stopped.set()
                return
            time.sleep(0.01)

    background.run_slow(work)
    background.close()
    assert stopped.is_set()
