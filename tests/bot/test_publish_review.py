"""A review is posted once, whatever happens on the way."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.ports import PostOutcome, Rendered
from bot.reviews.publish import PublishResult, PublishReview, PublishState
from domain.errors import NotFoundError
from domain.outbox import OutboxKind
from domain.periods import PeriodLabel
from domain.reviews import Review
from tests.bot.env import Env, at_once
from tests.bot.fake_slack import FailureMode, FakeSlack, SimulatedCrash
from tests.periods import quarter

Q3 = quarter(2026, 3)

SETTLE = timedelta(seconds=60)

HOUR = timedelta(hours=1)


@pytest.fixture
def outside(ready: Env) -> FakeSlack:
    """What the bot posts to."""
    return FakeSlack(ready.clock)


def publish(env: Env, outside: FakeSlack, label: PeriodLabel = Q3) -> PublishResult:
    """Somebody, or the clock, asks for the review to be posted."""
    journey = env.journey()
    assert journey is not None
    use_case = PublishReview(env.storage, outside, env.clock, SETTLE)
    return use_case(env.ws, journey.id, journey.calendar.period(label))


def stored_reviews(env: Env) -> list[dict[str, Any]]:
    """The rows of posted reviews as they are in the database."""
    with env.storage._engine.connect() as connection:
        query = text("SELECT * FROM publications WHERE workspace_id = :ws ORDER BY id")
        return [dict(row) for row in connection.execute(query, {"ws": env.ws}).mappings()]


def test_a_review_is_posted_into_the_home_channel(ready: Env, outside: FakeSlack) -> None:
    result = publish(ready, outside)
    (message,) = outside.messages
    assert (message.workspace, message.channel) == (ready.ws, "C1")
    assert result == PublishResult(PublishState.PUBLISHED, "C1", message.ts)
    assert message.payload["figures"] == ready.figures("2026-Q3")


@pytest.mark.each_database
def test_asking_again_finds_it_posted(ready: Env, outside: FakeSlack) -> None:
    first = publish(ready, outside)
    for _ in range(3):
        again = publish(ready, outside)
        assert again == PublishResult(PublishState.ALREADY, "C1", first.message_ts)
    assert outside.requests == 1


@pytest.mark.slow
@pytest.mark.each_database
def test_many_asking_at_once_post_it_once(ready: Env, outside: FakeSlack) -> None:
    states = [result.state for result in at_once(8, lambda: publish(ready, outside))]
    assert len(outside.messages) == 1
    assert states.count(PublishState.PUBLISHED) == 1
    assert set(states) <= {PublishState.PUBLISHED, PublishState.ALREADY, PublishState.IN_PROGRESS}


def test_each_quarter_has_a_post_of_its_own(ready: Env, outside: FakeSlack) -> None:
    publish(ready, outside)
    publish(ready, outside, quarter(2026, 2))
    labels = [message.payload["figures"]["period"]["label"] for message in outside.messages]
    assert labels == ["2026-Q3", "2026-Q2"]
    assert outside.messages[0].key != outside.messages[1].key


def test_the_same_quarter_of_another_workspace_is_another_review(
    ready: Env, outside: FakeSlack
) -> None:
    ready.capture("onboarding: theirs", workspace=ready.other, channel="C9")
    theirs = ready.journey(ready.other)
    assert theirs is not None
    publish(ready, outside)
    PublishReview(ready.storage, outside, ready.clock, SETTLE)(
        ready.other, theirs.id, theirs.calendar.period(Q3)
    )
    assert [message.channel for message in outside.messages] == ["C1", "C9"]


def test_the_key_tells_nothing_and_is_long_enough_not_to_be_guessed(
    ready: Env, outside: FakeSlack
) -> None:
    publish(ready, outside)
    assert len(bytes.fromhex(outside.messages[0].key)) >= 16


def test_a_running_quarter_is_posted_as_incomplete(ready: Env, outside: FakeSlack) -> None:
    publish(ready, outside, quarter(2026, 4))
    assert outside.messages[0].payload["figures"]["complete"] is False


@pytest.mark.each_database
def test_figures_stay_as_they_were_when_posted(ready: Env, outside: FakeSlack) -> None:
    publish(ready, outside)
    before = ready.figures("2026-Q3")
    ready.capture("onboarding: a late one on:2026-09-30")
    (row,) = stored_reviews(ready)
    figures = row["figures"]
    assert (json.loads(figures) if isinstance(figures, str) else figures) == before
    assert ready.figures("2026-Q3") != before


@pytest.mark.parametrize(
    "failure_mode", [FailureMode.DIES_AFTER_POSTING, FailureMode.DIES_BEFORE_POSTING]
)
def test_a_claim_is_left_alone_until_it_has_settled(
    ready: Env, outside: FakeSlack, failure_mode: FailureMode
) -> None:
    outside.failure_mode = failure_mode
    with pytest.raises(SimulatedCrash):
        publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE - timedelta(seconds=1))
    assert publish(ready, outside).state is PublishState.IN_PROGRESS
    assert outside.requests == 1


@pytest.mark.each_database
def test_a_post_whose_poster_died_is_found(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.DIES_AFTER_POSTING
    with pytest.raises(SimulatedCrash):
        publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE)
    (message,) = outside.messages
    assert publish(ready, outside) == PublishResult(PublishState.PUBLISHED, "C1", message.ts)
    assert len(outside.messages) == 1


def test_a_post_whose_poster_died_before_is_made(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.DIES_BEFORE_POSTING
    with pytest.raises(SimulatedCrash):
        publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE)
    assert publish(ready, outside).state is PublishState.PUBLISHED
    assert len(outside.messages) == 1


@pytest.mark.each_database
def test_many_taking_over_at_once_post_it_once(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.DIES_BEFORE_POSTING
    with pytest.raises(SimulatedCrash):
        publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE)
    at_once(8, lambda: publish(ready, outside))
    assert len(outside.messages) == 1


def test_what_is_posted_late_is_what_was_frozen(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.DIES_BEFORE_POSTING
    with pytest.raises(SimulatedCrash):
        publish(ready, outside)
    before = ready.figures("2026-Q3")
    ready.capture("onboarding: a late one on:2026-09-30")
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE)
    publish(ready, outside)
    assert outside.messages[0].payload["figures"] == before


def test_a_refusal_is_reported_with_its_reason(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.REFUSED
    assert publish(ready, outside) == PublishResult(PublishState.FAILED, "C1", reason="is_archived")


def test_a_refused_post_is_not_tried_again_within_the_hour(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.REFUSED
    publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(HOUR - timedelta(seconds=1))
    assert not publish(ready, outside).done
    assert outside.requests == 1


def test_a_refused_post_is_tried_again_after_an_hour(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.REFUSED
    publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(HOUR)
    assert publish(ready, outside).state is PublishState.PUBLISHED
    assert len(outside.messages) == 1


@pytest.mark.each_database
def test_a_post_refused_again_waits_another_hour(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.REFUSED
    for expected in (1, 2, 3):
        publish(ready, outside)
        publish(ready, outside)
        assert outside.requests == expected
        ready.clock.advance(HOUR)


def test_a_lost_answer_is_reported_as_unclear(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.ANSWER_LOST
    assert publish(ready, outside) == PublishResult(
        PublishState.UNCLEAR, "C1", reason="TimeoutError"
    )


@pytest.mark.parametrize("failure_mode", [FailureMode.ANSWER_LOST, FailureMode.REQUEST_LOST])
def test_an_unsure_post_is_left_alone_until_it_has_settled(
    ready: Env, outside: FakeSlack, failure_mode: FailureMode
) -> None:
    outside.failure_mode = failure_mode
    publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE - timedelta(seconds=1))
    assert not publish(ready, outside).done
    assert outside.requests == 1


@pytest.mark.parametrize("failure_mode", [FailureMode.ANSWER_LOST, FailureMode.REQUEST_LOST])
def test_an_unsure_post_is_found_or_made_once_settled(
    ready: Env, outside: FakeSlack, failure_mode: FailureMode
) -> None:
    outside.failure_mode = failure_mode
    publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE)
    assert publish(ready, outside).state is PublishState.PUBLISHED
    assert len(outside.messages) == 1


def test_where_the_channel_cannot_be_read_nothing_is_posted_twice(
    ready: Env, outside: FakeSlack
) -> None:
    outside.failure_mode = FailureMode.ANSWER_LOST
    publish(ready, outside)
    outside.failure_mode, outside.readable = FailureMode.NONE, False
    for _ in range(5):
        ready.clock.advance(SETTLE)
        assert publish(ready, outside).state is PublishState.UNCLEAR
    assert outside.requests == 1


def test_a_post_is_still_found_when_the_channel_was_unreadable_for_days(
    ready: Env, outside: FakeSlack
) -> None:
    outside.failure_mode = FailureMode.ANSWER_LOST
    publish(ready, outside)
    outside.failure_mode, outside.readable = FailureMode.NONE, False
    for _ in range(3):
        ready.clock.advance(timedelta(days=2))
        publish(ready, outside)
    outside.readable = True
    ready.clock.advance(SETTLE)
    assert publish(ready, outside).state is PublishState.PUBLISHED
    assert len(outside.messages) == 1


def test_a_take_over_that_dies_too_is_left_alone_as_long(ready: Env, outside: FakeSlack) -> None:
    outside.failure_mode = FailureMode.DIES_BEFORE_POSTING
    for _ in range(2):
        with pytest.raises(SimulatedCrash):
            publish(ready, outside)
        ready.clock.advance(SETTLE)
    ready.clock.advance(timedelta(seconds=-1))
    assert publish(ready, outside).state is PublishState.IN_PROGRESS


def test_a_refused_post_taken_up_again_may_die_after_posting(
    ready: Env, outside: FakeSlack
) -> None:
    outside.failure_mode = FailureMode.REFUSED
    publish(ready, outside)
    ready.clock.advance(HOUR)
    outside.failure_mode = FailureMode.DIES_AFTER_POSTING
    with pytest.raises(SimulatedCrash):
        publish(ready, outside)
    outside.failure_mode = FailureMode.NONE
    ready.clock.advance(SETTLE)
    assert publish(ready, outside).state is PublishState.PUBLISHED
    assert len(outside.messages) == 1


def test_a_journey_without_a_channel_is_not_claimed(env: Env) -> None:
    env.record("nps 41")
    outside = FakeSlack(env.clock)
    with pytest.raises(NotFoundError, match="no channel to post to yet"):
        publish(env, outside)
    env.capture("onboarding: now there is one")
    assert publish(env, outside).state is PublishState.PUBLISHED


def test_a_journey_of_another_workspace_is_not_there(ready: Env, outside: FakeSlack) -> None:
    ours = ready.journey()
    assert ours is not None
    with pytest.raises(NotFoundError):
        PublishReview(ready.storage, outside, ready.clock, SETTLE)(
            ready.other, ours.id, ours.calendar.period(Q3)
        )
    assert outside.requests == 0


@pytest.mark.slow
@pytest.mark.each_database
def test_refused_and_moved_it_is_written_anew_for_who_may_read_it_there(
    ready: Env, outside: FakeSlack
) -> None:
    outside.failure_mode = FailureMode.REFUSED
    publish(ready, outside)
    ready.capture("onboarding: noted in the meantime on:2026-09-30")
    ready.change_journey(home_channel="C2")
    ready.clock.advance(HOUR)
    outside.failure_mode = FailureMode.NONE
    assert publish(ready, outside).state is PublishState.PUBLISHED
    (message,) = outside.messages
    assert message.channel == "C2"
    assert message.payload["figures"] == ready.figures("2026-Q3")
    assert len(stored_reviews(ready)) == 1


# Pauses, and what others do meanwhile


@dataclass
class BusyWorkspace(FakeSlack):
    """A Slack whose workspace goes on writing while reviews are rendered: `notes` more times."""

    env: Env | None = None
    notes: int = 0
    rendered: int = 0

    def render(self, review: Review, key: str) -> Rendered:
        """Render, while somebody writes a note of that quarter."""
        self.rendered += 1
        if self.notes:
            self.notes -= 1
            assert self.env is not None
            self.env.capture("decision: noted just now on:2026-09-30")
        return super().render(review, key)


@pytest.mark.parametrize(("notes", "computed"), [(0, 1), (1, 2), (2, 3), (9, 3)])
@pytest.mark.each_database
def test_who_writes_while_a_review_is_computed_is_not_kept_waiting_and_is_counted(
    ready: Env, notes: int, computed: int
) -> None:
    outside = BusyWorkspace(ready.clock, env=ready, notes=notes)
    assert publish(ready, outside).state is PublishState.PUBLISHED
    assert outside.rendered == computed
    (message,) = outside.messages
    assert message.payload["figures"]["notes"]["total"] == computed
    assert len(stored_reviews(ready)) == 1


@dataclass
class SlowSlack(FakeSlack):
    """A Slack that lets a post wait until it is told to go on."""

    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def post(self, *given: Any, **named: Any) -> PostOutcome:
        """Wait, then post."""
        self.reached.set()
        assert self.go_on.wait(30)
        return super().post(*given, **named)


@pytest.mark.each_database
def test_one_who_pauses_for_longer_than_the_settle_time_still_posts_alone(ready: Env) -> None:
    outside = SlowSlack(ready.clock)
    with ThreadPoolExecutor(1) as pool:
        paused = pool.submit(publish, ready, outside)
        assert outside.reached.wait(30)
        for _ in range(3):
            ready.clock.advance(10 * SETTLE)
            assert publish(ready, outside).state is PublishState.IN_PROGRESS
        outside.go_on.set()
        assert paused.result().state is PublishState.PUBLISHED
    assert publish(ready, outside).state is PublishState.ALREADY
    assert (outside.requests, len(outside.messages)) == (1, 1)


@dataclass
class TakenOver(FakeSlack):
    """A Slack before whose post somebody else takes the claim over, once."""

    env: Env | None = None
    done: bool = False

    def post(self, *given: Any, **named: Any) -> PostOutcome:
        """Lose the claim, then try to post."""
        if self.env and not self.done:
            self.done = True
            later = self.env.clock.now() + SETTLE
            with self.env.storage.write(self.env.ws) as uow:
                journey = uow.journeys.default()
                assert journey is not None
                (message,) = uow.outbox.by_prefix(journey.id, OutboxKind.REVIEW, "")
                assert uow.outbox.claim(message, message, later, later)
                uow.commit()
        return super().post(*given, **named)


@pytest.mark.each_database
def test_one_who_lost_the_claim_posts_nothing(ready: Env) -> None:
    outside = TakenOver(ready.clock, env=ready)
    assert publish(ready, outside).state is PublishState.UNCLEAR
    assert outside.messages == []
    ready.clock.advance(SETTLE)
    assert publish(ready, outside).state is PublishState.PUBLISHED
    assert len(outside.messages) == 1
