"""Postponing and skipping the next review, and posting one by hand."""

from datetime import timedelta

import pytest

from bot.journeys.lookup import ANY_CHANNEL
from bot.reviews.publish import PostDueReviews, PostNow, PublishReview, PublishState, ReviewToPost
from bot.reviews.schedule import RescheduledReview, UpcomingReview
from domain.access import Role
from domain.errors import BadInputError, NotAllowedError, NotFoundError
from domain.map_history import ChangeType
from domain.periods import ReviewDay
from tests.bot.env import Env, all_at_once
from tests.bot.fake_slack import FakeSlack
from tests.bot.journeys.test_settings import change, instant

SETTLE = timedelta(seconds=60)


@pytest.fixture
def env(lone_env: Env) -> Env:
    """A journey of August 2026 with a home; its review of 2026-Q3 is due on 1 October at nine."""
    lone_env.capture("onboarding: slow")
    return lone_env


def coming(env: Env, user: str = "U1") -> UpcomingReview:
    return env.services.review_schedule.next(env.ws, user, ANY_CHANNEL)


def postpone(env: Env, typed: str = "", label: str | None = None) -> RescheduledReview:
    journey = env.journey_by_key().id
    return env.services.review_schedule.postpone(env.ws, "U1", journey, typed, label)


def skip(env: Env, label: str) -> RescheduledReview:
    return env.services.review_schedule.skip(env.ws, "U1", env.journey_by_key().id, label)


def post_now(env: Env, outside: FakeSlack) -> PostNow:
    publish = PublishReview(env.storage, outside, env.clock, SETTLE)
    return PostNow(env.storage, env.clock, env.people, publish)


def preview(env: Env, outside: FakeSlack, label: str | None = None) -> ReviewToPost:
    return post_now(env, outside).preview(env.ws, "U1", env.journey_by_key().id, label)


def ticks(env: Env, outside: FakeSlack, *instants: str) -> list[str]:
    """The labels of what the clock has posted after looking at those times."""
    publish = PublishReview(env.storage, outside, env.clock, SETTLE)
    for one in instants:
        env.at(f"{one}:00+00:00")
        PostDueReviews(env.storage, publish, env.clock)()
    return [message.payload["figures"]["period"]["label"] for message in outside.messages]


def test_the_next_review_is_shown(env: Env) -> None:
    found = coming(env)
    assert (found.period.label, found.due_at) == ("2026-Q3", instant("2026-10-01T09:00"))
    assert found.postable is not None
    assert (found.postable.label, found.is_postponed) == ("2026-Q2", False)


def test_before_the_first_use_there_is_none(lone_env: Env) -> None:
    with pytest.raises(NotFoundError, match="first note creates one"):
        coming(lone_env)


def test_a_postponed_review_is_posted_on_its_new_day(env: Env) -> None:
    done = postpone(env, "2026-10-20")
    assert (done.period.label, done.is_new) == ("2026-Q3", True)
    assert coming(env).is_postponed
    outside = FakeSlack(env.clock)
    assert ticks(env, outside, "2026-10-01T09:00", "2026-10-20T08:59") == []
    assert ticks(env, outside, "2026-10-20T09:00", "2026-10-20T10:00") == ["2026-Q3"]
    assert coming(env).due_at == instant("2027-01-04T09:00")


def test_what_was_planned_for_a_holiday_is_shown_on_the_working_day_after(env: Env) -> None:
    skip(env, "2026-Q3")
    with env.storage.write(env.ws) as uow:
        uow.journeys.set_review_due(env.journey_by_key().id, instant("2027-01-01T09:00"))
        uow.commit()
    found = coming(env)
    assert (found.period.label, found.due_at) == ("2026-Q4", instant("2027-01-04T09:00"))
    assert not found.is_postponed


def test_what_is_postponed_twice_by_the_same_words_is_postponed_once(env: Env) -> None:
    assert [postpone(env, "3").is_new, postpone(env, "3").is_new] == [True, False]
    assert coming(env).due_at == instant("2026-10-04T09:00")
    assert [version.change_type for version in env.versions()][:1] == [ChangeType.POSTPONED]
    assert [version.change_type for version in env.versions()].count(ChangeType.POSTPONED) == 1


def test_it_stays_postponed_while_other_settings_change(env: Env) -> None:
    postpone(env, "2026-10-20")
    change(env, teams="sales")
    assert coming(env).due_at == instant("2026-10-20T09:00")


def test_it_keeps_its_day_where_the_rule_changes(env: Env) -> None:
    postpone(env, "2026-10-20")
    env.at("2026-10-05T12:00:00+00:00")
    change(env, review_hour=10, review_day=ReviewDay.MONDAY)
    outside = FakeSlack(env.clock)
    assert ticks(env, outside, "2026-10-05T12:00", "2026-10-20T09:59") == []
    assert ticks(env, outside, "2026-10-20T10:00") == ["2026-Q3"]


def test_a_skipped_review_is_not_the_next_where_settings_change(env: Env) -> None:
    skip(env, "2026-Q3")
    change(env, review_hour=10)
    found = coming(env)
    assert (found.period.label, found.due_at) == ("2026-Q4", instant("2027-01-04T10:00"))


@pytest.mark.each_database
def test_a_skipped_review_is_not_posted_but_mentioned_in_the_next(env: Env) -> None:
    assert skip(env, "2026-q3").is_new
    outside = FakeSlack(env.clock)
    assert ticks(env, outside, "2026-10-01T09:00", "2027-01-04T09:00") == ["2026-Q4"]
    figures = outside.messages[0].payload["figures"]
    assert (figures["missed"], figures["skipped"]) == (["2026-Q3"], ["2026-Q3"])


def test_the_same_skip_does_not_skip_two(env: Env) -> None:
    assert [skip(env, "2026-Q3").is_new, skip(env, "2026-Q3").is_new] == [True, False]
    assert coming(env).period.label == "2026-Q4"
    with pytest.raises(BadInputError, match="next review is of 2026-Q4"):
        skip(env, "2027-Q1")
    changes = [(version.change_type, version.subject_name) for version in env.versions()]
    assert changes.count((ChangeType.SKIPPED, "2026-Q3")) == 1


@pytest.mark.each_database
def test_many_who_skip_at_once_skip_one(env: Env) -> None:
    done = all_at_once([lambda: skip(env, "2026-Q3")] * 6)
    assert sorted(one.is_new for one in done) == [False] * 5 + [True]
    assert coming(env).period.label == "2026-Q4"


def test_a_button_of_a_review_that_is_no_longer_next_is_refused(env: Env) -> None:
    skip(env, "2026-Q3")
    with pytest.raises(BadInputError, match="next review is of 2026-Q4"):
        postpone(env, "2026-10-20", label="2026-Q3")


@pytest.mark.slow
def test_a_skipped_review_can_be_posted_by_hand(env: Env) -> None:
    skip(env, "2026-Q3")
    env.at("2026-10-05T12:00:00+00:00")
    outside = FakeSlack(env.clock)
    ready = preview(env, outside)
    assert post_now(env, outside)(env.ws, ready).state is PublishState.PUBLISHED
    assert ticks(env, outside, "2027-01-04T09:00") == ["2026-Q3", "2026-Q4"]


def test_a_review_posted_by_hand_is_not_waited_for(env: Env) -> None:
    postpone(env, "2026-10-20")
    env.at("2026-10-05T12:00:00+00:00")
    outside = FakeSlack(env.clock)
    ready = preview(env, outside)
    assert (ready.period.label, ready.channel, ready.is_posted) == ("2026-Q3", "C1", False)
    post_now(env, outside)(env.ws, ready)
    assert coming(env).period.label == "2026-Q4"
    again = preview(env, outside)
    assert (again.is_posted, again.channel) == (True, "C1")
    assert coming(env).postable is None
    assert ticks(env, outside, "2026-10-20T09:00") == ["2026-Q3"]


def test_a_button_to_post_a_period_that_is_the_latest_no_more_is_refused(env: Env) -> None:
    env.at("2027-01-05T12:00:00+00:00")
    with pytest.raises(BadInputError, match="is 2026-Q4, no longer 2026-Q3"):
        preview(env, FakeSlack(env.clock), "2026-Q3")


def test_who_may_not_edit_may_only_look(env: Env) -> None:
    env.change_journey(owner="U9")
    env.people.roles["U1"] = Role.MEMBER
    assert not coming(env).may_edit
    for act in (
        lambda: postpone(env),
        lambda: skip(env, "2026-Q3"),
        lambda: preview(env, FakeSlack(env.clock)),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert coming(env).due_at == instant("2026-10-01T09:00")
