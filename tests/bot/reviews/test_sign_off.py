"""Stages of a posted review are signed off, or need another look."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.reviews.follow import FollowReviews
from bot.reviews.publish import PublishReview
from bot.reviews.sign_off import SignOffResult, SignOffService
from domain.access import Role
from domain.errors import BadFieldError, NotAllowedError, NotFoundError
from domain.journeys import Journey
from domain.posted_reviews import ReviewState, Signature
from tests.bot.env import Env, all_at_once
from tests.bot.fake_slack import FailureMode, FakeSlack
from tests.periods import quarter

SETTLE = timedelta(seconds=60)


OWNER, LEAD, MEMBER, GUEST = "UOWNER", "ULEAD", "UMEMBER", "UGUEST"


@pytest.fixture
def env(lone_env: Env) -> Env:
    """A database of its own: what is due is looked for in all workspaces."""
    return lone_env


@pytest.fixture
def posted(env: Env) -> Env:
    """A posted review of a journey ULEAD owns, whose onboarding UOWNER owns."""
    env.capture("onboarding: slow", channel="C1")
    journey = env.buyer_journey()
    with env.storage.write(env.ws) as uow:
        uow.journeys.change(replace(journey, owner=LEAD))
        for stage in journey.stages:
            owned = {"onboarding": OWNER, "decision": "USOMEBODY"}.get(stage.key)
            uow.journeys.change_stage(replace(stage, owner=owned))
        uow.commit()
    env.people.roles[GUEST] = Role.GUEST
    env.at("2026-10-01T09:00:00+00:00")
    return env


@pytest.fixture
def outside(posted: Env) -> FakeSlack:
    """Where it was posted."""
    outside = FakeSlack(posted.clock)
    publish = PublishReview(posted.storage, outside, posted.clock, SETTLE)
    journey = posted.buyer_journey()
    publish(posted.ws, journey.id, journey.calendar.period(quarter(2026, 3)))
    return outside


def review_key(outside: FakeSlack) -> str:
    """What the buttons of the review hold."""
    return str(outside.messages[0].payload["key"])


def ids(journey: Journey, *keys: str) -> list[int]:
    """The ids of those stages."""
    return [stage.id for stage in journey.stages if stage.key in keys]


def sign(
    env: Env,
    outside: FakeSlack,
    user: str,
    *stages: str,
    signature: Signature = Signature.SIGNED,
    comment: str | None = None,
) -> SignOffResult:
    """Submit the form as `user`, and update the message."""
    service = SignOffService(env.storage, outside, env.clock, env.people)
    chosen = ids(env.buyer_journey(), *stages)
    result = service.sign_off(env.ws, user, review_key(outside), chosen, signature, comment)
    FollowReviews(env.storage, outside, env.clock, SETTLE).check(result.posted_review)
    return result


def test_the_message_shows_who_has_signed(posted: Env, outside: FakeSlack) -> None:
    sign(posted, outside, OWNER, "onboarding")
    shown = outside.shown[outside.messages[0].ts]
    assert shown["signs"] == {"onboarding": Signature.SIGNED}
    assert shown["figures"] == outside.messages[0].payload["figures"]


@pytest.mark.each_database
def test_the_latest_answer_for_a_stage_counts(posted: Env, outside: FakeSlack) -> None:
    sign(posted, outside, OWNER, "onboarding")
    again = Signature.ANOTHER_LOOK
    sign(posted, outside, LEAD, "onboarding", signature=again, comment="The n is odd.")
    shown = outside.shown[outside.messages[0].ts]
    assert shown["signs"] == {"onboarding": again}
    sign(posted, outside, OWNER, "onboarding")
    assert outside.shown[outside.messages[0].ts]["signs"] == {"onboarding": Signature.SIGNED}


def test_a_review_is_signed_off_once_every_stage_is(posted: Env, outside: FakeSlack) -> None:
    every = [stage.key for stage in posted.buyer_journey().stages]
    assert sign(posted, outside, LEAD, *every[:-1]).state is ReviewState.PUBLISHED
    assert sign(posted, outside, LEAD, every[-1]).state is ReviewState.SIGNED_OFF
    again = sign(posted, outside, LEAD, every[0], signature=Signature.ANOTHER_LOOK, comment="Why?")
    assert again.state is ReviewState.PUBLISHED


@pytest.mark.parametrize(
    ("user", "stages", "allowed"),
    [
        (OWNER, ["onboarding"], True),
        (OWNER, ["decision"], False),
        (OWNER, ["onboarding", "decision"], False),
        (LEAD, ["onboarding", "decision", "loyalty"], True),
        # Nobody owns it.
        (MEMBER, ["loyalty"], True),
        (MEMBER, ["onboarding"], False),
        (GUEST, ["loyalty"], False),
    ],
)
def test_owners_sign_their_stages_and_who_may_edit_signs_all(
    posted: Env, outside: FakeSlack, user: str, stages: list[str], allowed: bool
) -> None:
    if allowed:
        assert [stage.key for stage in sign(posted, outside, user, *stages).stages] == [
            stage.key for stage in posted.buyer_journey().stages if stage.key in stages
        ]
        return
    with pytest.raises(NotAllowedError):
        sign(posted, outside, user, *stages)
    assert outside.updates == []


def test_the_form_has_a_persons_own_open_stages_chosen(posted: Env, outside: FakeSlack) -> None:
    service = SignOffService(posted.storage, outside, posted.clock, posted.people)
    look = service.find_signable(posted.ws, OWNER, review_key(outside))
    assert [stage.key for stage in look.own] == ["onboarding"]
    assert "decision" not in [stage.key for stage in look.stages]
    sign(posted, outside, OWNER, "onboarding")
    assert service.find_signable(posted.ws, OWNER, review_key(outside)).own == ()


def test_another_look_needs_a_reason(posted: Env, outside: FakeSlack) -> None:
    with pytest.raises(BadFieldError) as refused:
        sign(posted, outside, LEAD, "loyalty", signature=Signature.ANOTHER_LOOK, comment="  ")
    assert refused.value.field == "comment"


def test_a_comment_that_is_too_long_is_refused_with_its_length(
    posted: Env, outside: FakeSlack
) -> None:
    with pytest.raises(BadFieldError, match="1,001"):
        sign(posted, outside, LEAD, "loyalty", comment="x" * 1001)


def test_no_stage_raises(posted: Env, outside: FakeSlack) -> None:
    with pytest.raises(BadFieldError) as refused:
        sign(posted, outside, LEAD)
    assert refused.value.field == "stages"


@pytest.mark.each_database
def test_a_comment_is_posted_in_the_thread_once(posted: Env, outside: FakeSlack) -> None:
    for _ in range(2):
        sign(posted, outside, LEAD, "loyalty", "decision", comment="Agreed in the meeting.")
    comments = [m for m in outside.messages if "comment" in m.payload]
    assert [(m.payload["comment"], m.thread) for m in comments] == [
        ("Agreed in the meeting.", outside.messages[0].ts)
    ]
    with posted.storage.read(posted.ws) as uow:
        posted_review = uow.posted_reviews.by_key(review_key(outside))
        assert posted_review is not None
        assert len(uow.sign_offs.of(posted_review.id)) == 2


def test_an_unknown_review_raises(posted: Env, outside: FakeSlack) -> None:
    service = SignOffService(posted.storage, outside, posted.clock, posted.people)
    with pytest.raises(NotFoundError):
        service.find_signable(posted.ws, LEAD, "0" * 32)
    with pytest.raises(NotFoundError):
        service.find_signable(posted.other, LEAD, review_key(outside))


def test_a_message_that_could_not_be_updated_is_updated_later(
    posted: Env, outside: FakeSlack
) -> None:
    outside.failure_mode = FailureMode.REFUSED
    sign(posted, outside, OWNER, "onboarding")
    assert outside.updates == []
    outside.failure_mode = FailureMode.NONE
    posted.clock.advance(SETTLE)
    FollowReviews(posted.storage, outside, posted.clock, SETTLE)()
    assert outside.shown[outside.messages[0].ts]["signs"] == {"onboarding": Signature.SIGNED}


@pytest.mark.slow
@pytest.mark.each_database
def test_several_signing_at_once_are_all_shown(posted: Env, outside: FakeSlack) -> None:
    keys = [stage.key for stage in posted.buyer_journey().stages]

    def signing(stage: str) -> Callable[[], SignOffResult]:
        return lambda: sign(posted, outside, LEAD, stage)

    all_at_once([signing(stage) for stage in keys])
    for _ in range(3):
        posted.clock.advance(SETTLE)
        FollowReviews(posted.storage, outside, posted.clock, SETTLE)()
    assert set(outside.shown[outside.messages[0].ts]["signs"]) == set(keys)
