"""What each tick of the clock posts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.journey import WorkspaceId
from bot.domain.period_labels import Cadence
from bot.domain.review_days import ReviewDay
from bot.ports import PostOutcome
from bot.usecases.keeping.journeys import KeepJourneys, NewJourney
from bot.usecases.keeping.schedule import KeepSchedule
from bot.usecases.post_due_reviews import DueOutcome, PostDueReviews
from bot.usecases.publish_review import PublishReview, PublishState
from tests.bot.usecases.house import House, at_once
from tests.bot.usecases.keeping.test_settings import change
from tests.bot.usecases.outside import Outside
from tests.periods import quarter

SETTLE = timedelta(seconds=60)


def tick(house: House, outside: Outside) -> list[DueOutcome]:
    """The clock asks."""
    publish = PublishReview(house.storage, outside, house.clock, SETTLE)
    return PostDueReviews(house.storage, publish, house.clock)()


def labels(outside: Outside) -> list[str]:
    """The quarters that were posted."""
    return [message.payload["figures"]["period"]["label"] for message in outside.messages]


def test_nothing_is_posted_before_it_is_due(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    lone_house.at("2026-10-01T08:59:59+00:00")
    assert tick(lone_house, outside) == []
    assert outside.requests == 0


def test_what_is_due_is_posted_once(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    lone_house.at("2026-10-01T09:00:00+00:00")
    (outcome,) = tick(lone_house, outside)
    assert (outcome.period, outcome.result.state) == ("2026-Q3", PublishState.PUBLISHED)
    assert tick(lone_house, outside) == []
    assert labels(outside) == ["2026-Q3"]


def test_many_clocks_at_once_post_it_once(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    lone_house.at("2026-10-01T09:00:00+00:00")
    at_once(8, lambda: tick(lone_house, outside))
    assert labels(outside) == ["2026-Q3"]


def test_a_quarter_that_ends_on_a_weekend_is_posted_on_monday(lone_house: House) -> None:
    lone_house.at("2027-12-01T12:00:00+00:00")
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    for instant in ("2028-01-01T09:00", "2028-01-02T09:00", "2028-01-03T08:59"):
        lone_house.at(f"{instant}:00+00:00")
        assert tick(lone_house, outside) == []
    lone_house.at("2028-01-03T09:00:00+00:00")
    tick(lone_house, outside)
    assert labels(outside) == ["2027-Q4"]


def test_of_several_missed_quarters_only_the_latest_is_posted(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    lone_house.at("2027-08-20T12:00:00+00:00")
    tick(lone_house, outside)
    tick(lone_house, outside)
    assert labels(outside) == ["2027-Q2"]


def test_while_the_new_quarters_review_is_not_due_the_one_before_is_the_latest(
    lone_house: House,
) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    # A Saturday: the review of 2027-Q4 is due on Monday.
    lone_house.at("2028-01-01T12:00:00+00:00")
    tick(lone_house, outside)
    assert labels(outside) == ["2027-Q3"]


def test_a_year_of_ticks_posts_every_quarter_once_and_in_time(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    for _ in range(366):
        lone_house.clock.advance(timedelta(days=1))
        tick(lone_house, outside)
    assert labels(outside) == ["2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"]
    assert [message.at.isoformat()[:10] for message in outside.messages] == [
        "2026-10-01",
        "2027-01-01",
        "2027-04-01",
        "2027-07-01",
    ]


def test_an_empty_quarter_is_posted_too(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    lone_house.at("2027-01-01T09:00:00+00:00")
    tick(lone_house, outside)
    assert outside.messages[0].payload["figures"]["notes"]["total"] == 0


def test_a_review_somebody_posted_by_hand_is_not_posted_again(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    lone_house.at("2026-10-01T07:00:00+00:00")
    journey = lone_house.journey()
    assert journey is not None
    publish = PublishReview(lone_house.storage, outside, lone_house.clock, SETTLE)
    publish(lone_house.ws, journey.id, journey.calendar.period(quarter(2026, 3)))
    lone_house.at("2026-10-01T09:00:00+00:00")
    (outcome,) = tick(lone_house, outside)
    assert outcome.result.state is PublishState.ALREADY
    assert tick(lone_house, outside) == []
    assert len(outside.messages) == 1


def test_a_refused_review_is_posted_by_a_later_tick(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock, closed={"C1"})
    lone_house.at("2026-10-01T09:00:00+00:00")
    tick(lone_house, outside)
    outside.closed.clear()
    lone_house.clock.advance(timedelta(hours=1))
    tick(lone_house, outside)
    assert labels(outside) == ["2026-Q3"]


def test_every_workspace_gets_its_own_review(lone_house: House) -> None:
    lone_house.capture("onboarding: ours", channel="C1")
    lone_house.capture("onboarding: theirs", channel="C2", workspace=lone_house.other)
    outside = Outside(lone_house.clock)
    lone_house.at("2026-10-01T09:00:00+00:00")
    tick(lone_house, outside)
    assert {(message.workspace, message.channel) for message in outside.messages} == {
        (lone_house.ws, "C1"),
        (lone_house.other, "C2"),
    }


def test_one_journey_that_fails_does_not_keep_another_waiting(lone_house: House) -> None:
    lone_house.record("nps 41")
    lone_house.capture("onboarding: theirs", channel="C2", workspace=lone_house.other)
    outside = Outside(lone_house.clock)
    lone_house.at("2026-10-01T09:00:00+00:00")
    tick(lone_house, outside)
    assert [message.channel for message in outside.messages] == ["C2"]


def test_many_journeys_that_fail_for_ever_do_not_keep_another_waiting(lone_house: House) -> None:
    for number in range(60):
        workspace = WorkspaceId(f"F{number}")
        lone_house.capture("onboarding: slow", channel="C-closed", workspace=workspace)
    lone_house.clock.put(datetime.fromisoformat("2026-10-05T12:00:00+00:00"))
    lone_house.capture("onboarding: ours", channel="C1")
    outside = Outside(lone_house.clock, closed={"C-closed"})
    lone_house.at("2027-01-01T09:00:00+00:00")
    tick(lone_house, outside)
    assert [message.channel for message in outside.messages] == ["C1"]


def at_first_post(house: House, act: Callable[[], Any]) -> Outside:
    """A Slack before whose first post somebody does something."""

    @dataclass
    class Interrupted(Outside):
        done: bool = False

        def post(self, *args: Any, **named: Any) -> PostOutcome:
            if not self.done:
                self.done = True
                act()
            return super().post(*args, **named)

    return Interrupted(house.clock)


@pytest.mark.parametrize(
    "act",
    [
        lambda house, shop: house.keep(KeepSchedule).postpone(house.ws, "U1", shop, "2026-10-20"),
        lambda house, shop: house.keep(KeepSchedule).skip(house.ws, "U1", shop, "2026-Q3"),
        lambda house, shop: house.keep(KeepJourneys).put_away(house.ws, "U1", shop, away=True),
    ],
    ids=["postponed", "skipped", "archived"],
)
def test_what_is_wanted_no_more_since_the_clock_looked_is_not_posted(
    lone_house: House, act: Callable[[House, int], Any]
) -> None:
    house = lone_house
    house.capture("onboarding: slow")
    house.keep(KeepJourneys).create(house.ws, "U1", NewJourney("Shop", "buyer"), "C2")
    shop = house.kept("shop").id
    outside = at_first_post(house, lambda: act(house, shop))
    house.at("2026-10-01T09:00:00+00:00")
    tick(house, outside)
    assert [message.channel for message in outside.messages] == ["C1"]
    assert tick(house, outside) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"cadence": Cadence.MONTHLY}, "2026-11-02T09:00:00+00:00"),
        ({"cadence": Cadence.HALF_YEARLY}, "2027-01-01T09:00:00+00:00"),
        ({"fiscal_start_month": 2}, "2026-11-02T09:00:00+00:00"),
        ({"review_hour": 7}, "2027-01-01T07:00:00+00:00"),
    ],
)
def test_settings_changed_while_it_is_posted_say_when_the_next_is_due(
    lone_house: House, fields: dict[str, Any], expected: str
) -> None:
    lone_house.capture("onboarding: slow")
    outside = at_first_post(lone_house, lambda: change(lone_house, **fields))
    lone_house.at("2026-10-01T09:00:00+00:00")
    tick(lone_house, outside)
    assert labels(outside) == ["2026-Q3"]
    assert lone_house.kept().review_due_at == datetime.fromisoformat(expected)


def test_a_journey_gets_its_review_once_it_has_a_channel(lone_house: House) -> None:
    lone_house.record("nps 41")
    outside = Outside(lone_house.clock)
    lone_house.at("2026-10-01T09:00:00+00:00")
    tick(lone_house, outside)
    lone_house.capture("onboarding: the first note", channel="C1")
    tick(lone_house, outside)
    assert labels(outside) == ["2026-Q3"]


def test_a_label_that_meant_other_months_before_the_fiscal_year_changed_is_posted_again(
    lone_house: House,
) -> None:
    lone_house.at("2025-09-01T12:00:00+00:00")
    lone_house.capture("onboarding: slow")
    change(lone_house, fiscal_start_month=4)
    outside = Outside(lone_house.clock)
    lone_house.at("2025-10-01T09:00:00+00:00")
    tick(lone_house, outside)
    change(lone_house, fiscal_start_month=1)
    for day in ("2026-01-01", "2026-04-01", "2026-07-01"):
        lone_house.at(f"{day}T09:00:00+00:00")
        tick(lone_house, outside)
        tick(lone_house, outside)
    assert labels(outside) == ["2026-Q2", "2025-Q4", "2026-Q1", "2026-Q2"]
    starts = [message.payload["figures"]["period"]["start"][:10] for message in outside.messages]
    assert starts == ["2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01"]


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        (Cadence.MONTHLY, [*(f"2026-{n:02d}" for n in range(8, 13)), "2027-01"]),
        (Cadence.HALF_YEARLY, ["2026-H2"]),
        (Cadence.QUARTERLY, ["2026-Q3", "2026-Q4"]),
    ],
)
def test_half_a_year_of_ticks_posts_every_period_once_and_on_its_date(
    lone_house: House, cadence: Cadence, expected: list[str]
) -> None:
    lone_house.capture("onboarding: slow")
    change(lone_house, cadence=cadence, review_day=ReviewDay.DATE, review_date=15)
    outside = Outside(lone_house.clock)
    for _ in range(190):
        lone_house.clock.advance(timedelta(days=1))
        tick(lone_house, outside)
    assert labels(outside) == expected
    assert {message.at.day for message in outside.messages} == {15}


def missed(outside: Outside) -> list[list[str]]:
    """What each post says was missed before it."""
    return [message.payload["figures"]["missed"] for message in outside.messages]


def test_what_was_missed_is_listed_once_in_the_review_that_catches_up(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    for instant in ("2026-10-01T09:00", "2027-08-20T12:00", "2027-10-01T09:00"):
        lone_house.at(f"{instant}:00+00:00")
        tick(lone_house, outside)
    assert labels(outside) == ["2026-Q3", "2027-Q2", "2027-Q3"]
    assert missed(outside) == [[], ["2026-Q4", "2027-Q1"], []]


def test_nothing_was_missed_before_there_was_a_journey(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    lone_house.capture("onboarding: long ago on:2024-08-01")
    outside = Outside(lone_house.clock)
    lone_house.at("2027-01-01T09:00:00+00:00")
    tick(lone_house, outside)
    # The journey is of August.
    assert missed(outside) == [["2026-Q3"]]


def test_months_that_a_quarters_review_covers_were_not_missed(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    lone_house.at("2026-10-01T09:00:00+00:00")
    tick(lone_house, outside)
    change(lone_house, cadence=Cadence.MONTHLY)
    lone_house.at("2026-12-10T09:00:00+00:00")
    tick(lone_house, outside)
    assert labels(outside) == ["2026-Q3", "2026-11"]
    assert missed(outside) == [[], ["2026-10"]]


def test_a_month_posted_by_hand_does_not_hide_a_missed_quarter(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock)
    lone_house.at("2026-12-10T09:00:00+00:00")
    journey = lone_house.kept()
    september = journey.calendar.period_of_month(2026 * 12 + 8, Cadence.MONTHLY)
    publish = PublishReview(lone_house.storage, outside, lone_house.clock, SETTLE)
    assert publish(lone_house.ws, journey.id, september).done
    lone_house.at("2027-01-01T09:00:00+00:00")
    tick(lone_house, outside)
    assert labels(outside) == ["2026-09", "2026-Q4"]
    assert missed(outside)[-1] == ["2026-Q3"]


def test_months_before_there_was_a_journey_do_not_make_a_quarter_missed(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    change(lone_house, cadence=Cadence.MONTHLY)
    outside = Outside(lone_house.clock)
    for day in ("2026-09-01", "2026-10-01"):
        lone_house.at(f"{day}T09:00:00+00:00")
        tick(lone_house, outside)
    change(lone_house, cadence=Cadence.QUARTERLY)
    lone_house.at("2027-01-01T09:00:00+00:00")
    tick(lone_house, outside)
    assert labels(outside) == ["2026-08", "2026-09", "2026-Q4"]
    assert missed(outside)[-1] == []


def test_what_slack_refused_until_the_next_review_was_missed(lone_house: House) -> None:
    lone_house.capture("onboarding: slow")
    outside = Outside(lone_house.clock, closed={"C1"})
    lone_house.at("2026-10-01T09:00:00+00:00")
    tick(lone_house, outside)
    outside.closed.clear()
    lone_house.at("2027-01-01T09:00:00+00:00")
    tick(lone_house, outside)
    assert (labels(outside), missed(outside)) == (["2026-Q4"], [["2026-Q3"]])
