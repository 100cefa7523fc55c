"""What each tick of the clock posts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.ports import PostOutcome
from bot.reviews.publish import (
    MAX_AT_ONCE,
    DueOutcome,
    PostDueReviews,
    PublishReview,
    PublishState,
)
from domain.journeys import WorkspaceId
from domain.periods import Cadence, ReviewDay
from tests.bot.env import Env, at_once
from tests.bot.factories import new_journey_values
from tests.bot.fake_slack import FakeSlack
from tests.bot.journeys.test_settings import change
from tests.periods import quarter

SETTLE = timedelta(seconds=60)


def tick(env: Env, outside: FakeSlack) -> list[DueOutcome]:
    """The clock asks."""
    publish = PublishReview(env.storage, outside, env.clock, SETTLE)
    return PostDueReviews(env.storage, publish, env.clock)()


def labels(outside: FakeSlack) -> list[str]:
    """The quarters that were posted."""
    return [message.payload["figures"]["period"]["label"] for message in outside.messages]


def test_nothing_is_posted_before_it_is_due(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T08:59:59+00:00")
    assert tick(lone_env, outside) == []
    assert outside.requests == 0


@pytest.mark.each_database
def test_what_is_due_is_posted_once(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T09:00:00+00:00")
    (outcome,) = tick(lone_env, outside)
    assert (outcome.period, outcome.result.state) == ("2026-Q3", PublishState.PUBLISHED)
    assert tick(lone_env, outside) == []
    assert labels(outside) == ["2026-Q3"]


@pytest.mark.slow
@pytest.mark.each_database
def test_many_clocks_at_once_post_it_once(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T09:00:00+00:00")
    at_once(8, lambda: tick(lone_env, outside))
    assert labels(outside) == ["2026-Q3"]


def test_a_quarter_that_ends_on_a_weekend_is_posted_on_monday(lone_env: Env) -> None:
    lone_env.at("2027-12-01T12:00:00+00:00")
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    for instant in ("2028-01-01T09:00", "2028-01-02T09:00", "2028-01-03T08:59"):
        lone_env.at(f"{instant}:00+00:00")
        assert tick(lone_env, outside) == []
    lone_env.at("2028-01-03T09:00:00+00:00")
    tick(lone_env, outside)
    assert labels(outside) == ["2027-Q4"]


@pytest.mark.each_database
def test_of_several_missed_quarters_only_the_latest_is_posted(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2027-08-20T12:00:00+00:00")
    tick(lone_env, outside)
    tick(lone_env, outside)
    assert labels(outside) == ["2027-Q2"]


def test_while_the_new_quarters_review_is_not_due_the_one_before_is_the_latest(
    lone_env: Env,
) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    # A Saturday: the review of 2027-Q4 is due on Monday.
    lone_env.at("2028-01-01T12:00:00+00:00")
    tick(lone_env, outside)
    assert labels(outside) == ["2027-Q3"]


@pytest.mark.slow
def test_a_year_of_ticks_posts_every_quarter_once_and_in_time(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    for _ in range(366):
        lone_env.clock.advance(timedelta(days=1))
        tick(lone_env, outside)
    assert labels(outside) == ["2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"]
    assert [message.at.isoformat()[:10] for message in outside.messages] == [
        "2026-10-01",
        "2027-01-04",
        "2027-04-01",
        "2027-07-01",
    ]


def test_a_review_planned_for_what_became_a_holiday_is_put_off(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    new_year, monday = (datetime.fromisoformat(f"2027-01-0{day}T09:00:00+00:00") for day in (1, 4))
    with lone_env.storage.write(lone_env.ws) as uow:
        uow.journeys.set_review_due(lone_env.journey_by_key().id, new_year)
        uow.commit()
    lone_env.clock.put(new_year)
    assert [outcome.result.state for outcome in tick(lone_env, outside)] == [PublishState.NOT_DUE]
    assert tick(lone_env, outside) == []
    assert lone_env.journey_by_key().review_due_at == monday
    lone_env.clock.put(monday)
    tick(lone_env, outside)
    assert labels(outside) == ["2026-Q3", "2026-Q4"]


def test_an_empty_quarter_is_posted_too(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2027-01-04T09:00:00+00:00")
    tick(lone_env, outside)
    assert outside.messages[0].payload["figures"]["notes"]["total"] == 0


def test_a_review_somebody_posted_by_hand_is_not_posted_again(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T07:00:00+00:00")
    journey = lone_env.journey()
    assert journey is not None
    publish = PublishReview(lone_env.storage, outside, lone_env.clock, SETTLE)
    publish(lone_env.ws, journey.id, journey.calendar.period(quarter(2026, 3)))
    lone_env.at("2026-10-01T09:00:00+00:00")
    (outcome,) = tick(lone_env, outside)
    assert outcome.result.state is PublishState.ALREADY
    assert tick(lone_env, outside) == []
    assert len(outside.messages) == 1


def test_a_refused_review_is_posted_by_a_later_tick(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock, closed={"C1"})
    lone_env.at("2026-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    outside.closed.clear()
    lone_env.clock.advance(timedelta(hours=1))
    tick(lone_env, outside)
    assert labels(outside) == ["2026-Q3"]


@pytest.mark.slow
def test_every_workspace_gets_its_own_review(lone_env: Env) -> None:
    lone_env.capture("onboarding: ours", channel="C1")
    lone_env.capture("onboarding: theirs", channel="C2", workspace=lone_env.other)
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    assert {(message.workspace, message.channel) for message in outside.messages} == {
        (lone_env.ws, "C1"),
        (lone_env.other, "C2"),
    }


def test_one_journey_that_fails_does_not_keep_another_waiting(lone_env: Env) -> None:
    lone_env.record("nps 41")
    lone_env.capture("onboarding: theirs", channel="C2", workspace=lone_env.other)
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    assert [message.channel for message in outside.messages] == ["C2"]


@pytest.mark.slow
@pytest.mark.each_database
def test_many_journeys_that_fail_for_ever_do_not_keep_another_waiting(lone_env: Env) -> None:
    for number in range(MAX_AT_ONCE + 1):
        workspace = WorkspaceId(f"F{number}")
        lone_env.capture("onboarding: slow", channel="C-closed", workspace=workspace)
    lone_env.clock.put(datetime.fromisoformat("2026-10-05T12:00:00+00:00"))
    lone_env.capture("onboarding: ours", channel="C1")
    outside = FakeSlack(lone_env.clock, closed={"C-closed"})
    lone_env.at("2027-01-04T09:00:00+00:00")
    tick(lone_env, outside)
    assert [message.channel for message in outside.messages] == ["C1"]


def at_first_post(env: Env, act: Callable[[], Any]) -> FakeSlack:
    """A Slack before whose first post somebody does something."""

    @dataclass
    class Interrupted(FakeSlack):
        done: bool = False

        def post(self, *args: Any, **named: Any) -> PostOutcome:
            if not self.done:
                self.done = True
                act()
            return super().post(*args, **named)

    return Interrupted(env.clock)


@pytest.mark.parametrize(
    "act",
    [
        lambda env, shop: env.services.review_schedule.postpone(env.ws, "U1", shop, "2026-10-20"),
        lambda env, shop: env.services.review_schedule.skip(env.ws, "U1", shop, "2026-Q3"),
        lambda env, shop: env.services.journeys.archive(env.ws, "U1", shop),
    ],
    ids=["postponed", "skipped", "archived"],
)
def test_what_is_wanted_no_more_since_the_clock_looked_is_not_posted(
    lone_env: Env, act: Callable[[Env, int], Any]
) -> None:
    env = lone_env
    env.capture("onboarding: slow")
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C2")
    shop = env.journey_by_key("shop").id
    outside = at_first_post(env, lambda: act(env, shop))
    env.at("2026-10-01T09:00:00+00:00")
    tick(env, outside)
    assert [message.channel for message in outside.messages] == ["C1"]
    assert tick(env, outside) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"cadence": Cadence.MONTHLY}, "2026-11-02T09:00:00+00:00"),
        ({"cadence": Cadence.HALF_YEARLY}, "2027-01-04T09:00:00+00:00"),
        ({"fiscal_start_month": 2}, "2026-11-02T09:00:00+00:00"),
        ({"review_hour": 7}, "2027-01-04T07:00:00+00:00"),
    ],
)
def test_settings_changed_while_it_is_posted_say_when_the_next_is_due(
    lone_env: Env, fields: dict[str, Any], expected: str
) -> None:
    lone_env.capture("onboarding: slow")
    outside = at_first_post(lone_env, lambda: change(lone_env, **fields))
    lone_env.at("2026-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    assert labels(outside) == ["2026-Q3"]
    assert lone_env.journey_by_key().review_due_at == datetime.fromisoformat(expected)


def test_a_journey_gets_its_review_once_it_has_a_channel(lone_env: Env) -> None:
    lone_env.record("nps 41")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    lone_env.capture("onboarding: the first note", channel="C1")
    tick(lone_env, outside)
    assert labels(outside) == ["2026-Q3"]


@pytest.mark.slow
def test_a_label_that_meant_other_months_before_the_fiscal_year_changed_is_posted_again(
    lone_env: Env,
) -> None:
    lone_env.at("2025-09-01T12:00:00+00:00")
    lone_env.capture("onboarding: slow")
    change(lone_env, fiscal_start_month=4)
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2025-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    change(lone_env, fiscal_start_month=1)
    for day in ("2026-01-02", "2026-04-01", "2026-07-01"):
        lone_env.at(f"{day}T09:00:00+00:00")
        tick(lone_env, outside)
        tick(lone_env, outside)
    assert labels(outside) == ["2026-Q2", "2025-Q4", "2026-Q1", "2026-Q2"]
    starts = [message.payload["figures"]["period"]["start"][:10] for message in outside.messages]
    assert starts == ["2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        (Cadence.MONTHLY, [*(f"2026-{n:02d}" for n in range(8, 13)), "2027-01"]),
        (Cadence.HALF_YEARLY, ["2026-H2"]),
        (Cadence.QUARTERLY, ["2026-Q3", "2026-Q4"]),
    ],
)
def test_half_a_year_of_ticks_posts_every_period_once_on_its_date_or_the_monday_after(
    lone_env: Env, cadence: Cadence, expected: list[str]
) -> None:
    lone_env.capture("onboarding: slow")
    change(lone_env, cadence=cadence, review_day=ReviewDay.DATE, review_date=15)
    outside = FakeSlack(lone_env.clock)
    for _ in range(190):
        lone_env.clock.advance(timedelta(days=1))
        tick(lone_env, outside)
    assert labels(outside) == expected
    for message in outside.messages:
        weekday = message.at.replace(day=15).strftime("%a")
        assert message.at.day == {"Sat": 17, "Sun": 16}.get(weekday, 15)


def missed(outside: FakeSlack) -> list[list[str]]:
    """What each post says was missed before it."""
    return [message.payload["figures"]["missed"] for message in outside.messages]


@pytest.mark.slow
@pytest.mark.each_database
def test_what_was_missed_is_listed_once_in_the_review_that_catches_up(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    for instant in ("2026-10-01T09:00", "2027-08-20T12:00", "2027-10-01T09:00"):
        lone_env.at(f"{instant}:00+00:00")
        tick(lone_env, outside)
    assert labels(outside) == ["2026-Q3", "2027-Q2", "2027-Q3"]
    assert missed(outside) == [[], ["2026-Q4", "2027-Q1"], []]


def test_nothing_was_missed_before_there_was_a_journey(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    lone_env.capture("onboarding: long ago on:2024-08-01")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2027-01-04T09:00:00+00:00")
    tick(lone_env, outside)
    # The journey is of August.
    assert missed(outside) == [["2026-Q3"]]


@pytest.mark.slow
def test_months_that_a_quarters_review_covers_were_not_missed(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    change(lone_env, cadence=Cadence.MONTHLY)
    lone_env.at("2026-12-10T09:00:00+00:00")
    tick(lone_env, outside)
    assert labels(outside) == ["2026-Q3", "2026-11"]
    assert missed(outside) == [[], ["2026-10"]]


def test_a_month_posted_by_hand_does_not_hide_a_missed_quarter(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock)
    lone_env.at("2026-12-10T09:00:00+00:00")
    journey = lone_env.journey_by_key()
    september = journey.calendar.period_of_month(2026 * 12 + 8, Cadence.MONTHLY)
    publish = PublishReview(lone_env.storage, outside, lone_env.clock, SETTLE)
    assert publish(lone_env.ws, journey.id, september).done
    lone_env.at("2027-01-04T09:00:00+00:00")
    tick(lone_env, outside)
    assert labels(outside) == ["2026-09", "2026-Q4"]
    assert missed(outside)[-1] == ["2026-Q3"]


@pytest.mark.slow
def test_months_before_there_was_a_journey_do_not_make_a_quarter_missed(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    change(lone_env, cadence=Cadence.MONTHLY)
    outside = FakeSlack(lone_env.clock)
    for day in ("2026-09-01", "2026-10-01"):
        lone_env.at(f"{day}T09:00:00+00:00")
        tick(lone_env, outside)
    change(lone_env, cadence=Cadence.QUARTERLY)
    lone_env.at("2027-01-04T09:00:00+00:00")
    tick(lone_env, outside)
    assert labels(outside) == ["2026-08", "2026-09", "2026-Q4"]
    assert missed(outside)[-1] == []


def test_what_slack_refused_until_the_next_review_was_missed(lone_env: Env) -> None:
    lone_env.capture("onboarding: slow")
    outside = FakeSlack(lone_env.clock, closed={"C1"})
    lone_env.at("2026-10-01T09:00:00+00:00")
    tick(lone_env, outside)
    outside.closed.clear()
    lone_env.at("2027-01-04T09:00:00+00:00")
    tick(lone_env, outside)
    assert (labels(outside), missed(outside)) == (["2026-Q4"], [["2026-Q3"]])
