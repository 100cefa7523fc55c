"""A posted review."""

from datetime import timedelta

import pytest

from bot.reviews.publish import PublishReview
from tests.bot.env import Env
from tests.bot.fake_slack import FakeSlack
from tests.periods import quarter

SETTLE = timedelta(seconds=60)


@pytest.fixture
def outside(env: Env) -> FakeSlack:
    """Where the review of the third quarter of 2026 was posted, in C1."""
    env.capture("onboarding: slow", channel="C1")
    env.at("2026-10-01T09:00:00+00:00")
    outside = FakeSlack(env.clock)
    journey = env.buyer_journey()
    publish = PublishReview(env.storage, outside, env.clock, SETTLE)
    assert publish(env.ws, journey.id, journey.calendar.period(quarter(2026, 3))).done
    return outside
