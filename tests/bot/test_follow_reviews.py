"""A posted review is looked after: stages nobody signed, and figures that changed since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.reviews.follow import FollowReviews
from bot.reviews.publish import PublishReview
from bot.reviews.sign_off import SignOffService
from domain.access import Actor
from domain.periods import PeriodLabel
from domain.posted_reviews import Signature
from tests.bot.env import Env, at_once
from tests.bot.fake_slack import FailureMode, FakeSlack, SimulatedCrash
from tests.periods import quarter

SETTLE = timedelta(seconds=60)


DAY = timedelta(days=1)


@pytest.fixture
def ready(lone_env: Env) -> Env:
    """A journey with notes, just after the quarter's end; the clock looks at all workspaces."""
    env = lone_env
    env.capture("onboarding: the invite mail never arrives severity:high", channel="C1")
    env.capture("decision: prices are hard to find", channel="C1")
    env.at("2026-10-01T09:00:00+00:00")
    return env


@pytest.fixture
def outside(ready: Env) -> FakeSlack:
    """Where the review of the third quarter was posted."""
    outside = FakeSlack(ready.clock)
    publish(ready, outside, quarter(2026, 3))
    return outside


@pytest.fixture
def tick(ready: Env, outside: FakeSlack) -> Callable[[], int]:
    """The clock asks what is left to do."""
    return FollowReviews(ready.storage, outside, ready.clock, SETTLE)


def publish(env: Env, outside: FakeSlack, wanted: PeriodLabel) -> None:
    """Post a review."""
    use_case = PublishReview(env.storage, outside, env.clock, SETTLE)
    journey = env.buyer_journey()
    use_case(env.ws, journey.id, journey.calendar.period(wanted))


def under(outside: FakeSlack, what: str) -> list[Any]:
    """What was posted of that sort in the thread of the first workspace's reviews."""
    ours = [m for m in outside.messages if m.workspace == outside.messages[0].workspace]
    return [m.payload[what] for m in ours if m.thread and what in m.payload]


def sign_all(env: Env, outside: FakeSlack, *but: str) -> None:
    """Sign every stage but those."""
    stages = [stage.id for stage in env.buyer_journey().stages if stage.key not in but]
    service = SignOffService(env.storage, outside, env.clock, env.people)
    key = str(outside.messages[0].payload["key"])
    service.sign_off(env.ws, "U1", key, stages, Signature.SIGNED, None)


# The reminder


@pytest.mark.slow
@pytest.mark.each_database
def test_stages_nobody_signed_are_asked_for_after_two_weeks_once(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    sign_all(ready, outside, "onboarding", "loyalty")
    for _ in range(13):
        ready.clock.advance(DAY)
        tick()
    ready.clock.advance(DAY - timedelta(seconds=1))
    tick()
    assert under(outside, "unsigned") == []
    ready.clock.advance(timedelta(seconds=1))
    for _ in range(20):
        tick()
        ready.clock.advance(DAY)
    assert under(outside, "unsigned") == [["onboarding", "loyalty"]]


@pytest.mark.slow
def test_a_review_that_is_signed_is_not_asked_for(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    sign_all(ready, outside)
    for _ in range(20):
        ready.clock.advance(DAY)
        tick()
    assert under(outside, "unsigned") == []


@pytest.mark.each_database
def test_many_clocks_and_a_crash_ask_once(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    ready.clock.advance(15 * DAY)
    outside.failure_mode = FailureMode.DIES_AFTER_POSTING
    with pytest.raises(SimulatedCrash):
        tick()
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE)
    at_once(6, tick)
    assert len(under(outside, "unsigned")) == 1


# Corrections


def corrected(env: Env, outside: FakeSlack, tick: Callable[[], int], days: int = 1) -> list[Any]:
    """What the thread says was corrected after so many days."""
    for _ in range(days):
        env.clock.advance(DAY)
        tick()
    return under(outside, "corrections")


@pytest.mark.slow
def test_a_late_note_is_reported_once_and_the_post_stays(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    assert corrected(ready, outside, tick) == []
    ready.capture("onboarding: the invite mail never arrives at all on:2026-09-30")
    corrections = corrected(ready, outside, tick, days=5)
    assert len(corrections) == 1
    assert "stage: 1 → 2" in corrections[0]
    assert outside.updates == []


@pytest.mark.slow
@pytest.mark.each_database
def test_what_changes_back_is_reported_too(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    late = ready.capture("decision: a late one on:2026-09-30")
    corrected(ready, outside, tick)
    change = ready.services.note_edits
    change.delete(Actor(ready.ws, "U1"), late.note_id)
    corrections = corrected(ready, outside, tick, days=3)
    assert len(corrections) == 2
    assert corrections[1] == ""


@pytest.mark.slow
def test_a_note_of_this_quarter_corrects_nothing(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    ready.capture("onboarding: broken anew")
    assert corrected(ready, outside, tick, days=3) == []


@pytest.mark.slow
def test_figures_so_far_are_not_corrected_while_they_grow(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    publish(ready, outside, quarter(2026, 4))
    ready.capture("onboarding: broken anew")
    assert corrected(ready, outside, tick, days=3) == []
    ready.at("2027-01-02T09:00:00+00:00")
    assert len(corrected(ready, outside, tick)) == 1


@pytest.mark.each_database
def test_many_clocks_tell_a_correction_once(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    ready.capture("decision: a late one on:2026-09-30")
    ready.clock.advance(DAY)
    at_once(6, tick)
    ready.clock.advance(SETTLE)
    at_once(6, tick)
    assert len(under(outside, "corrections")) == 1


@pytest.mark.slow
def test_after_a_hundred_days_it_is_let_alone(
    ready: Env, outside: FakeSlack, tick: Callable[[], int]
) -> None:
    for _ in range(10):
        ready.clock.advance(10 * DAY)
        tick()
    corrected(ready, outside, tick)
    ready.capture("decision: a very late one on:2026-09-30")
    assert corrected(ready, outside, tick, days=3) == []
    assert tick() == 0
