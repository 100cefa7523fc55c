"""Copied journeys, and archived ones when their review would be due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.reviews.publish import PostDueReviews, PublishReview
from domain.errors import NotFoundError
from domain.journeys import Editors, Milestone
from domain.kpis import Unit
from domain.periods import ReviewDay
from tests.bot.env import Env
from tests.bot.factories import (
    kpi_values,
    new_journey_values,
    persona_values,
    stage_values,
    touchpoint_values,
)
from tests.bot.fake_slack import FakeSlack


@pytest.fixture
def source(env: Env) -> Env:
    """A buyer journey with one of everything, in Tokyo."""
    journey = env.buyer_journey()
    reached = stage_values(
        "Onboarding", "speed", "in a day", Milestone.REACHED, owner="U7", position=0
    )
    stages = env.services.stages
    stages.save(env.ws, "U1", journey.id, reached, env.stage("onboarding").id)
    stages.archive(env.ws, "U1", journey.id, env.stage("decision").id, None)
    env.services.personas.save(env.ws, "U1", journey.id, persona_values("Shopper", "35"))
    demo = touchpoint_values("Demo", "onboarding", "phone", team="sales")
    env.services.touchpoints.save(env.ws, "U1", journey.id, demo)
    kpis = env.services.kpis
    kpis.save(env.ws, "U1", journey.id, kpi_values("Load", "onboarding", Unit.SCORE, target="5"))
    kpis.save(env.ws, "U1", journey.id, kpi_values("NPS", None, Unit.SCORE, target="40"))
    env.change_journey(
        time_zone="Asia/Tokyo",
        fiscal_start_month=4,
        review_hour=7,
        review_day="friday",
        scope="EU",
        goal="grow",
        editors="members",
        reminders=False,
    )
    env.capture("onboarding: slow")
    env.record("onboarding.load 4")
    return env


def copy(env: Env) -> None:
    """A person copies the buyer journey as Shop."""
    new = new_journey_values("Shop", None, copy_of="buyer")
    env.services.journeys.create(env.ws, "U9", new, "C9")


@pytest.mark.each_database
def test_a_copy_has_everything_of_the_map(source: Env) -> None:
    copy(source)
    buyer, shop = source.parts(), source.parts("shop")
    before = [
        replace(stage, milestone_state=Milestone.NOT_YET, milestone_since=None)
        for stage in buyer.journey.stages
    ]
    pairs: list[tuple[Sequence[Any], Sequence[Any]]] = [
        (before, shop.journey.stages),
        (buyer.personas, shop.personas),
        (buyer.touchpoints, shop.touchpoints),
        (buyer.kpis, shop.kpis),
    ]
    for ones, others in pairs:
        assert len(ones) > 0
        assert [replace(part, id=0) for part in ones] == [replace(part, id=0) for part in others]
        assert not {part.id for part in ones} & {part.id for part in others}


def test_a_copy_has_the_settings_and_a_channel_and_owner_of_its_own(source: Env) -> None:
    copy(source)
    shop = source.journey_by_key("shop")
    assert (shop.time_zone, shop.fiscal_start_month, shop.review_hour) == ("Asia/Tokyo", 4, 7)
    assert (shop.review_day, shop.editors) == (ReviewDay.FRIDAY, Editors.MEMBERS)
    assert (shop.scope, shop.goal, shop.reminders) == ("EU", "grow", False)
    assert (shop.owner, shop.home_channel, shop.is_default) == ("U9", "C9", False)
    # Friday 2 October, 7:00 in Tokyo.
    assert shop.review_due_at is not None
    assert shop.review_due_at.isoformat() == "2026-10-01T22:00:00+00:00"


def test_a_copy_has_no_notes_no_readings_and_no_past(source: Env) -> None:
    copy(source)
    assert source.rows(journey="shop") == []
    assert [figure["last"] for figure in source.figures(journey="shop")["kpis"]] == [None, None]
    assert len(source.versions("shop")) == 1
    assert source.journey_by_key("shop").archived_stages == ()


@pytest.mark.slow
def test_the_journey_that_was_copied_is_as_it_was(source: Env) -> None:
    before = (source.parts(), source.rows(), source.figures(), source.versions())
    copy(source)
    assert (source.parts(), source.rows(), source.figures(), source.versions()) == before


def test_what_becomes_of_a_copy_does_not_concern_the_other(source: Env) -> None:
    copy(source)
    before = source.parts()
    shop = source.journey_by_key("shop")
    service = source.services.stages
    service.save(source.ws, "U9", shop.id, stage_values("First"), shop.stages[0].id, seen=9)
    source.capture("shop/first: slow")
    assert source.parts() == before
    assert len(source.rows()) == 1


def test_a_journey_that_is_not_there_cannot_be_copied(env: Env) -> None:
    env.buyer_journey()
    with pytest.raises(NotFoundError, match="other"):
        env.services.journeys.create(
            env.ws, "U1", new_journey_values("Shop", None, copy_of="other")
        )
    with env.storage.read(env.ws) as uow:
        assert uow.journeys.by_key("shop") is None


def tick(env: Env, outside: FakeSlack) -> list[str]:
    """The clock asks; the journeys whose review is then posted."""
    before = len(outside.messages)
    publish = PublishReview(env.storage, outside, env.clock, timedelta(seconds=60))
    PostDueReviews(env.storage, publish, env.clock)()
    return [message.payload["figures"]["journey"] for message in outside.messages[before:]]


@pytest.mark.slow
def test_an_archived_journey_posts_no_review_and_a_restored_one_the_next(
    lone_env: Env,
) -> None:
    env = lone_env
    env.capture("onboarding: slow")
    service = env.services.journeys
    service.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C5")
    shop = env.journey_by_key("shop").id
    outside = FakeSlack(env.clock)
    service.archive(env.ws, "U1", shop)
    env.at("2026-10-01T09:00:00+00:00")
    assert tick(env, outside) == ["buyer"]
    env.at("2026-11-02T09:00:00+00:00")
    service.restore(env.ws, "U1", shop)
    assert tick(env, outside) == []
    env.at("2027-01-04T09:00:00+00:00")
    assert sorted(tick(env, outside)) == ["buyer", "shop"]
    assert outside.messages[-1].payload["figures"]["period"]["label"] == "2026-Q4"
