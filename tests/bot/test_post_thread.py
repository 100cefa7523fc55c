"""What hangs under a review is posted once, in order, whatever happens on the way."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.reviews.follow import FollowReviews
from bot.reviews.publish import PublishReview, PublishState
from domain.posted_reviews import ReviewPartName
from tests.bot.env import Env, at_once
from tests.bot.fake_slack import FailureMode, FakeSlack, SimulatedCrash
from tests.periods import quarter

Q3 = quarter(2026, 3)

SETTLE = timedelta(seconds=60)

HOUR = timedelta(hours=1)

PARTS = (ReviewPartName.MOOD, ReviewPartName.PAINS, ReviewPartName.GAPS)

NAMES = [part.value for part in PARTS]


@pytest.fixture
def ready(lone_env: Env) -> Env:
    """A journey with a note, just after the quarter's end; the clock looks at all workspaces."""
    lone_env.capture("onboarding: slow severity:high", channel="C1")
    lone_env.at("2026-10-01T09:00:00+00:00")
    return lone_env


@pytest.fixture
def outside(ready: Env) -> FakeSlack:
    """What the bot posts to: a review has three parts."""
    return FakeSlack(ready.clock, parts=PARTS)


@pytest.fixture
def publish(ready: Env, outside: FakeSlack) -> Callable[[], PublishState]:
    """Somebody asks for the review to be posted."""
    journey = ready.buyer_journey()
    use_case = PublishReview(ready.storage, outside, ready.clock, SETTLE)
    return lambda: use_case(ready.ws, journey.id, journey.calendar.period(Q3)).state


@pytest.fixture
def tick(ready: Env, outside: FakeSlack) -> Callable[[], int]:
    """The clock asks what is left to do."""
    return FollowReviews(ready.storage, outside, ready.clock, SETTLE)


def replies(outside: FakeSlack) -> list[str]:
    """The parts people see in the thread."""
    (head,) = [message for message in outside.messages if message.thread is None]
    under = [message for message in outside.messages if message.thread]
    assert {message.thread for message in under} <= {head.ts}
    return [message.payload["part"] for message in under]


def fail_part(outside: FakeSlack, failure_mode: FailureMode, part: str) -> None:
    """Let only one part of the thread fail."""
    outside.part_failure_modes = {part: failure_mode}


def test_the_parts_follow_in_order_each_with_a_key_of_its_own(
    outside: FakeSlack, publish: Callable[[], PublishState]
) -> None:
    assert publish() is PublishState.PUBLISHED
    assert replies(outside) == NAMES
    assert len({message.key for message in outside.messages}) == 4


def test_asking_and_ticking_again_posts_nothing_more(
    outside: FakeSlack, publish: Callable[[], PublishState], tick: Callable[[], int], ready: Env
) -> None:
    publish()
    for _ in range(3):
        ready.clock.advance(HOUR)
        assert publish() is PublishState.ALREADY
        tick()
    assert replies(outside) == NAMES


@pytest.mark.parametrize(
    "failure_mode", [FailureMode.DIES_AFTER_POSTING, FailureMode.DIES_BEFORE_POSTING]
)
@pytest.mark.parametrize("part", NAMES)
def test_a_thread_whose_poster_died_is_finished_by_the_clock(
    ready: Env,
    outside: FakeSlack,
    publish: Callable[[], PublishState],
    tick: Callable[[], int],
    failure_mode: FailureMode,
    part: str,
) -> None:
    fail_part(outside, failure_mode, part)
    with pytest.raises(SimulatedCrash):
        publish()
    outside.part_failure_modes = {}
    tick()
    assert replies(outside)[: NAMES.index(part)] == NAMES[: NAMES.index(part)]
    ready.clock.advance(SETTLE)
    tick()
    assert replies(outside) == NAMES


@pytest.mark.parametrize("failure_mode", [FailureMode.ANSWER_LOST, FailureMode.REQUEST_LOST])
def test_where_it_is_unclear_the_rest_waits_and_comes_once(
    ready: Env,
    outside: FakeSlack,
    publish: Callable[[], PublishState],
    tick: Callable[[], int],
    failure_mode: FailureMode,
) -> None:
    fail_part(outside, failure_mode, "mood")
    publish()
    assert set(replies(outside)) <= {"mood"}
    outside.part_failure_modes = {}
    ready.clock.advance(SETTLE)
    tick()
    assert replies(outside) == NAMES


def test_what_slack_refuses_does_not_keep_the_rest_waiting(
    ready: Env, outside: FakeSlack, publish: Callable[[], PublishState], tick: Callable[[], int]
) -> None:
    fail_part(outside, FailureMode.REFUSED, "mood")
    publish()
    assert replies(outside) == ["pains", "gaps"]
    outside.part_failure_modes = {}
    ready.clock.advance(HOUR - SETTLE)
    tick()
    assert replies(outside) == ["pains", "gaps"]
    ready.clock.advance(SETTLE)
    tick()
    assert replies(outside) == ["pains", "gaps", "mood"]


@pytest.mark.slow
def test_what_is_refused_again_and_again_is_given_up(
    ready: Env, outside: FakeSlack, publish: Callable[[], PublishState], tick: Callable[[], int]
) -> None:
    fail_part(outside, FailureMode.REFUSED, "mood")
    publish()
    for _ in range(20):
        ready.clock.advance(HOUR)
        tick()
    assert outside.requests == 1 + 2 + 12


def test_where_slack_asks_to_be_left_alone_the_rest_waits_so_long(
    ready: Env, outside: FakeSlack, publish: Callable[[], PublishState], tick: Callable[[], int]
) -> None:
    fail_part(outside, FailureMode.TOO_FAST, "pains")
    publish()
    assert replies(outside) == ["mood"]
    outside.part_failure_modes = {}
    ready.clock.advance(timedelta(seconds=29))
    tick()
    assert replies(outside) == ["mood"]
    ready.clock.advance(timedelta(seconds=1))
    tick()
    assert replies(outside) == NAMES


@pytest.mark.each_database
def test_many_clocks_at_once_post_each_part_once(
    ready: Env, outside: FakeSlack, publish: Callable[[], PublishState], tick: Callable[[], int]
) -> None:
    fail_part(outside, FailureMode.DIES_BEFORE_POSTING, "mood")
    with pytest.raises(SimulatedCrash):
        publish()
    outside.part_failure_modes = {}
    ready.clock.advance(SETTLE)
    at_once(6, tick)
    assert replies(outside) == NAMES


def test_a_clock_with_nothing_to_do_asks_slack_nothing(
    ready: Env, outside: FakeSlack, publish: Callable[[], PublishState], tick: Callable[[], int]
) -> None:
    publish()
    asked = outside.requests
    ready.clock.advance(HOUR)
    assert tick() == 0
    assert outside.requests == asked


@pytest.mark.parametrize(
    "failure_mode",
    [
        FailureMode.DIES_AFTER_POSTING,
        FailureMode.DIES_BEFORE_POSTING,
        FailureMode.ANSWER_LOST,
        FailureMode.REQUEST_LOST,
    ],
)
def test_a_review_that_was_begun_is_finished_by_the_clock_though_nobody_asks_again(
    ready: Env,
    outside: FakeSlack,
    publish: Callable[[], PublishState],
    tick: Callable[[], int],
    failure_mode: FailureMode,
) -> None:
    outside.failure_mode = failure_mode
    with suppress(SimulatedCrash):
        publish()
    outside.failure_mode = FailureMode.NONE
    asked = outside.requests
    tick()
    assert outside.requests == asked
    ready.clock.advance(SETTLE)
    tick()
    assert replies(outside) == NAMES
    assert publish() is PublishState.ALREADY
