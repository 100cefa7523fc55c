"""An action made in the thread of a posted review is announced there, once."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.improvements import ImprovementService, SavedImprovement
from bot.reviews.follow import FollowReviews
from domain.access import Actor
from domain.errors import BadFieldError
from domain.improvements import ImprovementDraft, ImprovementSource
from domain.journeys import CUSTOMER_SUCCESS
from domain.notes import Message
from tests.bot.env import Env, at_once
from tests.bot.fake_slack import FakeSlack

SETTLE = timedelta(seconds=60)

DRAFT = ImprovementDraft("Call every clinic", owner="UMARA", due=date(2027, 1, 14))


@pytest.fixture
def env(lone_env: Env) -> Env:
    """A database of its own: what is due is looked for in all workspaces."""
    return lone_env


def thread(outside: FakeSlack) -> Message:
    """The message that starts the review's thread."""
    return Message("C1", outside.messages[0].ts)


def make(
    env: Env,
    outside: FakeSlack,
    source: ImprovementSource,
    draft: ImprovementDraft = DRAFT,
) -> SavedImprovement:
    """Submit the form, and post what is to be posted."""
    service = ImprovementService(env.storage, env.clock, env.people, outside)
    by = Actor(env.ws, "UTOMAS")
    saved = service.create(by, env.buyer_journey().id, draft, "view:V1", source)
    if saved.announced_in:
        FollowReviews(env.storage, outside, env.clock, SETTLE).check(saved.announced_in)
    return saved


def posted_actions(outside: FakeSlack) -> list[tuple[dict[str, Any], str, str | None]]:
    """The messages about actions, with their channels and threads."""
    found = [m for m in outside.messages if "action" in m.payload]
    return [(m.payload, m.channel, m.thread) for m in found]


def theme(env: Env, name: str) -> int:
    """Add a theme."""
    with env.storage.write(env.ws) as uow:
        theme_id, _ = uow.themes.add(env.buyer_journey().id, name, "UMARA", env.clock.now())
        uow.commit()
    return theme_id


@pytest.mark.each_database
@pytest.mark.parametrize("times", [4])
def test_an_action_is_posted_once_however_often_the_form_is_delivered(
    env: Env, outside: FakeSlack, times: int
) -> None:
    source = ImprovementSource(theme(env, "Price letter"), thread(outside))
    made = at_once(times, lambda: make(env, outside, source))
    assert [one.announced_in is not None for one in made].count(True) == 1
    env.clock.advance(SETTLE)
    FollowReviews(env.storage, outside, env.clock, SETTLE)()
    news = {"action": "Call every clinic", "by": "UMARA", "theme": "Price letter"}
    assert posted_actions(outside) == [(news, "C1", outside.messages[0].ts)]


def test_without_owner_and_theme_its_author_proposes_it(env: Env, outside: FakeSlack) -> None:
    draft = ImprovementDraft("Call every clinic")
    make(env, outside, ImprovementSource(thread=thread(outside)), draft)
    assert [one[0] for one in posted_actions(outside)] == [
        {"action": "Call every clinic", "by": "UTOMAS", "theme": None}
    ]


def test_an_action_made_elsewhere_is_posted_nowhere(env: Env, outside: FakeSlack) -> None:
    other = env.create_journey(CUSTOMER_SUCCESS)
    elsewhere = [
        (None, None),
        (Message("C2", thread(outside).ts), None),
        (Message("C1", "1.1"), None),
        # Its thread is another journey's.
        (thread(outside), other.id),
    ]
    for number, (place, journey) in enumerate(elsewhere):
        service = ImprovementService(env.storage, env.clock, env.people, outside)
        wanted, source = journey or env.buyer_journey().id, ImprovementSource(thread=place)
        by = Actor(env.ws, "UTOMAS")
        saved = service.create(by, wanted, DRAFT, f"view:{number}", source)
        assert (saved.is_new, saved.announced_in) == (True, None)


def test_what_cannot_be_saved_is_not_posted(env: Env, outside: FakeSlack) -> None:
    with pytest.raises(BadFieldError):
        make(env, outside, ImprovementSource(thread=thread(outside)), ImprovementDraft(" "))
    env.clock.advance(SETTLE)
    FollowReviews(env.storage, outside, env.clock, SETTLE)()
    assert posted_actions(outside) == []
