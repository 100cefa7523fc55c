"""A channel is asked at set times, once each, until nobody answers or somebody ends it."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.journeys.lookup import RequestScope
from bot.outbox import Outbox
from bot.prompts import PromptService, PromptTexts
from domain.access import Role
from domain.errors import (
    BadFieldError,
    BadInputError,
    NotAllowedError,
    NotFoundError,
    WaymarkError,
)
from domain.prompts import PromptDraft, PromptQuestion
from tests.bot.env import Env, at_once
from tests.bot.fake_slack import FailureMode, FakeSlack, SimulatedCrash

SETTLE = timedelta(seconds=60)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

PAUSED = {"paused": True}

HERE = RequestScope("C1")

# Every Thursday at ten.
DRAFT = PromptDraft("What is new?", (3,), 10, 1)


@dataclass
class Asking:
    """A workspace with a journey, and the Slack that its prompts are posted to."""

    env: Env
    slack: FakeSlack

    @property
    def prompts(self) -> PromptService:
        """The service of one replica."""
        env = self.env
        outbox = Outbox(env.storage, self.slack, env.clock, SETTLE)
        return PromptService(env.storage, env.clock, env.people, env.channels, outbox)

    def set(self, draft: PromptDraft = DRAFT, channel: str = "C1", user: str = "U1") -> str:
        """Set the prompt of a channel; return when it comes next, in UTC."""
        journey_id = self.env.journey_by_key().id
        saved = self.prompts.save(self.env.ws, user, channel, journey_id, draft)
        return f"{saved.due_at:%a %-d %b %H:%M}"

    def post(self, at: str | None = None) -> None:
        """Post what is due, in August 2026: `20 10:00`, or now."""
        if at:
            self.env.at(f"2026-{'' if '-' in at else '08-'}{at}+00:00")
        self.prompts.post_due(PromptTexts(write, PAUSED))

    def posted(self) -> list[tuple[str, str]]:
        """When was asked what; `paused` for the message that no more is asked."""
        return [
            (f"{one.at:%-d %b %H:%M}", str(one.payload.get("asked", "paused")))
            for one in self.slack.messages
        ]


def write(question: PromptQuestion) -> dict[str, Any]:
    """Return what a question is and is about."""
    about = question.stage.key if question.stage else None
    about = question.kpi.path if question.kpi else about
    return {"asked": question.prompt.question, "about": about}


@pytest.fixture
def asking(lone_env: Env) -> Asking:
    """Friday 14 August 2026 at noon, with a journey whose owner is U1."""
    lone_env.capture("onboarding: slow")
    lone_env.change_journey(owner="U1")
    return Asking(lone_env, FakeSlack(lone_env.clock))


@pytest.mark.each_database
def test_it_is_asked_once_by_many_replicas_and_again_next_week(asking: Asking) -> None:
    assert asking.set() == "Thu 20 Aug 10:00"
    asking.post("20 09:59:59")
    assert asking.posted() == []
    asking.env.at("2026-08-20T10:00:00+00:00")
    at_once(8, asking.post)
    asking.env.clock.advance(SETTLE)
    at_once(8, asking.post)
    assert asking.posted() == [("20 Aug 10:00", "What is new?")]
    assert asking.slack.requests == 1
    asking.post("27 10:00:20")
    assert asking.posted()[1:] == [("27 Aug 10:00", "What is new?")]


@pytest.mark.parametrize(
    "failure_mode",
    [
        FailureMode.ANSWER_LOST,
        FailureMode.REQUEST_LOST,
        FailureMode.DIES_AFTER_POSTING,
        FailureMode.DIES_BEFORE_POSTING,
    ],
)
@pytest.mark.each_database
def test_what_fails_on_the_way_is_posted_once(asking: Asking, failure_mode: FailureMode) -> None:
    asking.set()
    asking.slack.failure_mode = failure_mode
    with suppress(SimulatedCrash):
        asking.post("20 10:00")
    asking.slack.failure_mode = FailureMode.NONE
    for _ in range(3):
        asking.env.clock.advance(SETTLE)
        at_once(4, asking.post)
    assert len(asking.posted()) == 1


@pytest.mark.parametrize(
    ("hour", "at", "is_posted"),
    [
        (10, "20 12:59", True),
        (10, "20 13:00", False),
        (16, "20 16:59", True),
        # In the evening nobody is asked.
        (16, "20 17:00", False),
        (10, "21 10:00", False),
    ],
)
def test_what_was_missed_for_hours_is_left_out(
    asking: Asking, hour: int, at: str, *, is_posted: bool
) -> None:
    asking.set(replace(DRAFT, hour=hour))
    asking.post(at)
    assert len(asking.posted()) == is_posted
    asking.post(f"27 {hour}:00")
    assert len(asking.posted()) == is_posted + 1


def test_after_a_long_time_only_what_is_due_now_is_asked(asking: Asking) -> None:
    asking.set(replace(DRAFT, weekdays=(0, 1, 2, 3, 4)))
    # Up again on a Thursday, after half a year.
    for _ in range(3):
        asking.post("12-10 10:30")
    assert asking.posted() == [("10 Dec 10:30", "What is new?")]


@pytest.mark.parametrize("failure_mode", [FailureMode.REFUSED, FailureMode.REQUEST_LOST])
def test_what_slack_refuses_for_long_is_left_out(asking: Asking, failure_mode: FailureMode) -> None:
    asking.set()
    asking.slack.failure_mode = failure_mode
    asking.post("20 10:00")
    asking.env.clock.advance(HOUR)
    asking.post()
    assert asking.slack.requests == 2
    asking.slack.failure_mode = FailureMode.NONE
    for _ in range(5):
        asking.env.clock.advance(4 * HOUR)
        asking.post()
    assert asking.posted() == []
    asking.post("27 10:00")
    assert len(asking.posted()) == 1


def test_three_questions_without_an_answer_end_it_with_one_message(asking: Asking) -> None:
    asking.set(replace(DRAFT, weekdays=(0, 1, 2, 3, 4)))
    for day in range(17, 29):
        asking.post(f"{day} 10:00")
        asking.post(f"{day} 10:30")
    asked = [(f"{day} Aug 10:00", "What is new?") for day in (17, 18, 19)]
    assert asking.posted() == [*asked, ("20 Aug 10:00", "paused")]
    # Set again, it starts anew.
    assert asking.set() == "Thu 3 Sep 10:00"
    asking.post("09-03 10:00")
    assert asking.posted()[4:] == [("3 Sep 10:00", "What is new?")]


def test_an_answer_starts_the_count_anew(asking: Asking) -> None:
    asking.set(replace(DRAFT, weekdays=(0, 1, 2, 3, 4)))
    for day in (17, 18):
        asking.post(f"{day} 10:00")
    asking.env.at("2026-08-18T15:00:00+00:00")
    found = asking.prompts.find(asking.env.ws, "U1", "C1", HERE).prompt
    assert found is not None
    asking.prompts.record_answer(asking.env.ws, found.id)
    for day in (19, 20, 21, 24, 25):
        asking.post(f"{day} 10:00")
    assert [text for _, text in asking.posted()] == ["What is new?"] * 5 + ["paused"]


def test_a_question_that_never_came_counts_as_none(asking: Asking) -> None:
    asking.set(replace(DRAFT, weekdays=(0, 1, 2, 3, 4)))
    asking.slack.closed.add("C1")
    for day in (17, 18, 19, 20):
        asking.post(f"{day} 10:00")
        asking.post(f"{day} 16:00")
    asking.slack.closed.clear()
    asking.post("21 10:00")
    assert asking.posted() == [("21 Aug 10:00", "What is new?")]


def test_a_question_that_may_not_have_come_counts_as_none(asking: Asking) -> None:
    asking.set(replace(DRAFT, weekdays=(0, 1, 2, 3, 4)))
    asking.slack.failure_mode, asking.slack.readable = FailureMode.REQUEST_LOST, False
    for day in (17, 18, 19):
        asking.post(f"{day} 10:00")
    asking.slack.failure_mode = FailureMode.NONE
    for minute in range(5):
        asking.post(f"20 10:0{minute}")
    assert [text for _, text in asking.posted()] == ["What is new?"]


@pytest.mark.each_database
def test_who_may_not_edit_the_map_neither_sets_nor_ends_it(asking: Asking) -> None:
    asking.set()
    asking.env.people.roles.update({"U2": Role.MEMBER, "U3": Role.GUEST, "U4": Role.UNKNOWN})
    for user in ("U2", "U3", "U4"):
        for refused in (
            lambda user=user: asking.set(user=user),
            lambda user=user: asking.prompts.end(asking.env.ws, user, "C1"),
            lambda user=user: asking.prompts.find(asking.env.ws, user, "C1", HERE),
        ):
            with pytest.raises(NotAllowedError):
                refused()
    with pytest.raises(NotAllowedError, match="owner of Buyer journey and the workspace's admins"):
        asking.prompts.end(asking.env.ws, "U2", "C1")
    asking.post("20 10:00")
    assert len(asking.posted()) == 1


@pytest.mark.each_database
def test_a_prompt_that_was_ended_asks_nothing_more(asking: Asking) -> None:
    asking.set()
    asking.env.people.roles["U5"] = Role.ADMIN
    assert asking.prompts.end(asking.env.ws, "U5", "C1")
    assert not asking.prompts.end(asking.env.ws, "U5", "C1")
    asking.post("20 10:00")
    assert asking.posted() == []


def test_a_question_that_waits_is_dropped_when_the_prompt_ends(asking: Asking) -> None:
    asking.set()
    asking.slack.closed.add("C1")
    asking.post("20 10:00")
    asking.prompts.end(asking.env.ws, "U1", "C1")
    asking.slack.closed.clear()
    asking.post("20 11:00")
    assert asking.posted() == []


def test_a_question_that_waits_is_dropped_when_the_prompt_is_saved(asking: Asking) -> None:
    asking.set()
    asking.slack.closed.add("C1")
    asking.post("20 10:00")
    asking.env.at("2026-08-20T10:30:00+00:00")
    asking.set(replace(DRAFT, question="And now?"))
    asking.slack.closed.clear()
    asking.post("20 11:00")
    assert asking.posted() == []


@pytest.mark.each_database
def test_a_prompt_saved_while_its_question_is_written_asks_at_its_new_time(
    asking: Asking,
) -> None:
    asking.set()
    asking.env.at("2026-08-20T10:00:00+00:00")

    def write_meanwhile(question: PromptQuestion) -> dict[str, Any]:
        asking.set(replace(DRAFT, question="And now?", hour=11))
        return write(question)

    asking.prompts.post_due(PromptTexts(write_meanwhile, PAUSED))
    assert asking.posted() == []
    asking.post("20 11:00")
    assert asking.posted() == [("20 Aug 11:00", "And now?")]


def test_the_prompt_of_another_journey_is_replaced_only_by_who_may_end_it(asking: Asking) -> None:
    env = asking.env
    asking.set()
    env.services.journeys.create(env.ws, "U2", {"name": "Partners", "start": "buyer"})
    partners = env.journey_by_key("partners").id
    with pytest.raises(NotAllowedError, match="Buyer journey"):
        asking.prompts.save(env.ws, "U2", "C1", partners, DRAFT)
    asking.prompts.save(env.ws, "U2", "C2", partners, DRAFT)
    env.people.roles["U2"] = Role.ADMIN
    asking.prompts.save(env.ws, "U2", "C1", partners, replace(DRAFT, question="And now?"))
    asking.post("20 10:00")
    assert ("20 Aug 10:00", "And now?") in asking.posted()


def test_a_channel_has_one_prompt_and_others_have_theirs(asking: Asking) -> None:
    asking.set()
    asking.set(replace(DRAFT, question="And now?"))
    asking.set(channel="C2")
    asking.post("20 10:00")
    assert sorted(one.channel for one in asking.slack.messages) == ["C1", "C2"]
    assert ("20 Aug 10:00", "And now?") in asking.posted()


def test_saved_again_on_the_day_it_asked_it_asks_on_the_next(asking: Asking) -> None:
    asking.set()
    asking.post("20 10:00")
    assert asking.set(replace(DRAFT, hour=15)) == "Thu 27 Aug 15:00"
    asking.post("20 15:00")
    assert len(asking.posted()) == 1


def test_every_second_week_stays_the_same_week_when_the_question_changes(asking: Asking) -> None:
    assert asking.set(replace(DRAFT, every_weeks=2)) == "Thu 20 Aug 10:00"
    asking.post("20 10:00")
    again = replace(DRAFT, every_weeks=2, question="And now?")
    assert asking.set(again) == "Thu 3 Sep 10:00"
    asking.post("27 10:00")
    assert len(asking.posted()) == 1


def test_it_is_about_a_stage_or_a_kpi_as_long_as_that_is_in_use(asking: Asking) -> None:
    env = asking.env
    env.record("loyalty.nps 41")
    (kpi,) = env.parts().kpis
    loyalty = env.stage("loyalty")
    asking.set(replace(DRAFT, stage_id=loyalty.id))
    asking.set(replace(DRAFT, kpi_id=kpi.id), channel="C2")
    asking.post("20 10:00")
    env.services.stages.archive(env.ws, "U1", env.journey_by_key().id, loyalty.id, "retention")
    asking.post("27 10:00")
    about = [one.payload["about"] for one in sorted(asking.slack.messages, key=lambda m: m.channel)]
    assert about == ["loyalty", None, "loyalty.nps", None]


def test_a_stage_or_kpi_of_elsewhere_is_refused(asking: Asking) -> None:
    for draft in (replace(DRAFT, stage_id=999), replace(DRAFT, kpi_id=999)):
        with pytest.raises(BadFieldError) as refused:
            asking.set(draft)
        assert refused.value.field == "about"


@pytest.mark.parametrize(
    ("channel", "said"),
    [("D1", "in the channel that you want to ask"), ("C9", "/invite @Waymark")],
)
def test_only_a_channel_that_waymark_is_in_is_asked(
    asking: Asking, channel: str, said: str
) -> None:
    asking.env.channels.without_waymark.add("C9")
    for refused in (
        lambda: asking.set(channel=channel),
        lambda: asking.prompts.find(asking.env.ws, "U1", channel, HERE),
    ):
        with pytest.raises(BadInputError, match=said):
            refused()


def test_the_form_has_the_prompt_and_what_it_can_be_about(asking: Asking) -> None:
    asking.env.record("loyalty.nps 41")
    first = asking.prompts.find(asking.env.ws, "U1", "C1", HERE)
    assert first.prompt is None
    assert [kpi.path for kpi in first.kpis] == ["loyalty.nps"]
    asking.set()
    found = asking.prompts.find(asking.env.ws, "U1", "C1", HERE).prompt
    assert found is not None
    assert (found.question, found.rule.weekdays) == ("What is new?", (3,))


def test_without_a_journey_there_is_nothing_to_ask_about(env: Env) -> None:
    asking = Asking(env, FakeSlack(env.clock))
    with pytest.raises(NotFoundError, match="the first note creates one"):
        asking.prompts.find(env.ws, "U1", "C1", HERE)


def test_an_archived_journey_asks_nothing(asking: Asking) -> None:
    asking.set()
    asking.env.change_journey(archived=True)
    asking.post("20 10:00")
    assert asking.posted() == []
    with pytest.raises(WaymarkError):
        asking.set()


def save_settings(env: Env, **changed: str) -> None:
    """Save settings of the journey."""
    journey = env.journey_by_key()
    values = {"time_zone": journey.time_zone, **changed}
    env.services.journeys.save_settings(env.ws, "U1", journey.id, values, seen=99)


@pytest.mark.parametrize(
    ("zone", "at"), [("America/New_York", "20 14:00"), ("Asia/Tokyo", "20 01:00")]
)
def test_another_time_zone_moves_the_hour(asking: Asking, zone: str, at: str) -> None:
    asking.set()
    save_settings(asking.env, time_zone=zone)
    for when in sorted(("20 10:00", at)):
        asking.post(when)
    assert [when for when, _ in asking.posted()] == [at.replace(" ", " Aug ")]


def test_a_day_that_became_a_holiday_is_put_off(asking: Asking) -> None:
    asking.env.change_journey(holidays_of="none")
    # Thanksgiving is on 26 November.
    asking.env.at("2026-11-20T12:00:00+00:00")
    assert asking.set() == "Thu 26 Nov 10:00"
    # As an update of the package of holidays would do.
    asking.env.change_journey(holidays_of="US")
    asking.post("11-26 10:00")
    assert asking.posted() == []
    asking.post("11-27 10:00")
    asking.post("12-03 10:00")
    assert [when for when, _ in asking.posted()] == ["27 Nov 10:00", "3 Dec 10:00"]


def test_a_holiday_is_put_off_when_it_is_set(asking: Asking) -> None:
    asking.env.change_journey(holidays_of="DE")
    asking.env.at("2026-12-20T12:00:00+00:00")
    # 25 December is a Friday, and the 26th a Saturday.
    assert asking.set(replace(DRAFT, weekdays=(4,))) == "Mon 28 Dec 10:00"
