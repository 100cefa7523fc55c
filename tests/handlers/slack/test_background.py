"""Background work and scheduled jobs: run soon, finished at shutdown, failures logged."""

import threading
import time
from datetime import timedelta

import pytest

from handlers.jobs import JobScheduler
from handlers.slack.background import Background
from tests.handlers.log_capture import logging_like_the_bot, records

TIMEOUT_SECONDS = 5.0


CUSTOMER_TEXT = "a-customer-said-this"


def fail() -> None:
    raise RuntimeError(CUSTOMER_TEXT)


def test_run_does_not_wait_for_the_work() -> None:
    background, release, done = Background(), threading.Event(), threading.Event()

    def work() -> None:
        release.wait(TIMEOUT_SECONDS)
        done.set()

    background.run(work)
    assert not done.is_set()
    release.set()
    assert done.wait(TIMEOUT_SECONDS)
    background.close()


def test_close_finishes_submitted_work() -> None:
    background = Background(threads=1)
    done: list[int] = []

    def work() -> None:
        time.sleep(0.05)
        done.append(len(done))

    for _ in range(3):
        background.run(work)
    background.close()
    assert done == [0, 1, 2]


def test_slow_work_does_not_delay_quick_work_and_is_finished() -> None:
    background, release, quick = Background(), threading.Event(), threading.Event()
    done: list[bool] = []

    def slow() -> None:
        done.append(release.wait(TIMEOUT_SECONDS))

    for _ in range(10):
        background.run_slow(slow)
    background.run(quick.set)
    assert quick.wait(TIMEOUT_SECONDS)
    assert done == []
    background.run(lambda: background.run_slow(slow))
    release.set()
    background.close()
    assert done == [True] * 11


def test_a_failure_is_logged_without_its_message_and_later_work_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    background, done = Background(threads=1), threading.Event()
    with logging_like_the_bot("INFO"):
        background.run(fail)
        background.run(done.set)
        background.close()
    assert done.is_set()
    (record,) = records(capsys.readouterr().err)
    assert record["level"] == "ERROR"
    assert "RuntimeError" in record["exc_info"]
    assert CUSTOMER_TEXT not in str(record)


def test_work_after_closing_is_logged_and_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    background, done = Background(), threading.Event()
    background.close()
    with logging_like_the_bot("INFO"):
        assert not background.run(done.set)
        assert not background.run_slow(done.set)
    assert not done.is_set()
    found = records(capsys.readouterr().err)
    assert [record["reason"] for record in found] == ["shutting down"] * 2


def test_work_beyond_a_full_queue_is_logged_and_not_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    background, release = Background(threads=1, max_queued=2), threading.Event()
    done: list[int] = []
    with logging_like_the_bot("INFO"):
        background.run(lambda: release.wait(TIMEOUT_SECONDS))
        accepted = [background.run(lambda: done.append(1)) for _ in range(5)]
        release.set()
        background.close()
    assert accepted == [True, True, False, False, False]
    assert len(done) == 2
    found = records(capsys.readouterr().err)
    assert [record["reason"] for record in found] == ["queue full"] * 3


def test_room_in_the_queue_is_used_again() -> None:
    background, done = Background(threads=1, max_queued=1), threading.Event()
    deadline = time.monotonic() + TIMEOUT_SECONDS
    for _ in range(5):
        while not background.run(lambda: None):
            assert time.monotonic() < deadline
            time.sleep(0.01)
    while not background.run(done.set):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    background.close()
    assert done.is_set()


def test_jobs_run_again_after_the_interval_until_stopped() -> None:
    runs: list[float] = []
    second_run = threading.Event()

    def job() -> None:
        runs.append(time.monotonic())
        if len(runs) == 2:
            second_run.set()

    scheduler = JobScheduler(timedelta(seconds=0.3), job)
    scheduler.start()
    assert second_run.wait(TIMEOUT_SECONDS)
    scheduler.stop()
    assert 0.15 < runs[1] - runs[0] < 2.5
    count = len(runs)
    time.sleep(0.4)
    assert len(runs) == count


def test_jobs_run_at_once_and_stop_finishes_those_that_run() -> None:
    started_job, done = threading.Event(), threading.Event()

    def job() -> None:
        started_job.set()
        time.sleep(0.2)
        done.set()

    scheduler = JobScheduler(timedelta(seconds=60), job)
    scheduler.start()
    assert started_job.wait(TIMEOUT_SECONDS)
    scheduler.stop()
    assert done.is_set()


def test_long_work_can_see_that_it_should_stop() -> None:
    background, stopped = Background(), threading.Event()
    assert not background.is_closing()

    def work() -> None:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            if background.is_closing():
                stopped.set()
                return
            time.sleep(0.01)

    background.run_slow(work)
    background.close()
    assert stopped.is_set()
