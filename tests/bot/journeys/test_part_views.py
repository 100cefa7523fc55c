"""The parts of a map as a person sees them."""

import pytest

from bot.journeys.journeys import JourneyList
from bot.journeys.lookup import RequestScope
from bot.journeys.map import VERSIONS_PER_PAGE, MapService
from domain.access import Role
from domain.errors import NotAllowedError, NotFoundError
from tests.bot.env import Env
from tests.bot.factories import new_journey_values, stage_values


def show(env: Env) -> MapService:
    """The use case."""
    return MapService(env.storage, env.clock, env.people)


def rename(env: Env, name: str) -> None:
    """A person renames the first stage."""
    first = env.journey_by_key().stages[0]
    service = env.services.stages
    service.save(env.ws, "U1", env.journey_by_key().id, stage_values(name), first.id, seen=99)


def test_the_first_look_makes_the_buyer_journey_without_versions(env: Env) -> None:
    shown = show(env).find_parts(env.ws, "U1", None)
    assert shown.journey == env.journey()
    assert (shown.seen, shown.refusal, env.versions()) == (0, None, [])


def test_a_look_tells_the_version_it_is_of(env: Env) -> None:
    env.buyer_journey()
    rename(env, "One")
    shown = show(env).find_parts(env.ws, "U1", "buyer")
    assert (shown.seen, shown.journey.stages[0].name) == (2, "One")


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.MEMBER, "Only its owner"),
        (Role.UNKNOWN, "Slack did not say"),
        (Role.GUEST, "Guests can add notes"),
    ],
)
def test_a_look_tells_why_somebody_may_not_edit(env: Env, role: Role, sentence: str) -> None:
    journey = env.buyer_journey()
    env.change_journey(owner="U7")
    env.people.roles["U1"] = role
    refusal = show(env).get_parts(env.ws, "U1", journey.id).refusal
    assert refusal is not None
    assert refusal.startswith(sentence)


def test_who_may_edit_is_refused_nothing(env: Env) -> None:
    journey = env.buyer_journey()
    env.change_journey(owner="U7")
    env.people.roles["U1"] = Role.ADMIN
    for user in ("U1", "U7"):
        assert show(env).get_parts(env.ws, user, journey.id).refusal is None


def test_what_is_not_there_is_not_found(env: Env) -> None:
    env.buyer_journey()
    with pytest.raises(NotFoundError):
        show(env).find_parts(env.ws, "U1", "other")
    with pytest.raises(NotFoundError):
        show(env).get_parts(env.other, "U1", env.journey_by_key().id)
    with pytest.raises(NotAllowedError):
        show(env).find_parts(env.ws, "G", None, RequestScope("C1", guest=True))


def test_journeys_are_listed_with_the_archived_ones_and_the_channels(env: Env) -> None:
    env.buyer_journey()
    service = env.services.journeys
    for name in ("Shop", "Old"):
        service.create(env.ws, "U1", new_journey_values(name, "buyer"))
    service.archive(env.ws, "U1", env.journey_by_key("old").id)
    service.use_in_channel(env.ws, "U1", "shop", "C7")
    listed = env.services.journeys.list_journeys(env.ws)
    assert [journey.key for journey in listed.journeys] == ["buyer", "shop"]
    assert [journey.key for journey in listed.archived] == ["old"]
    assert listed.channels == {"C7": env.journey_by_key("shop").id}


def test_listing_journeys_makes_none(env: Env) -> None:
    assert env.services.journeys.list_journeys(env.ws) == JourneyList((), (), {})
    assert env.journey() is None


@pytest.mark.slow
def test_history_is_newest_first_and_page_by_page(env: Env) -> None:
    env.buyer_journey()
    for number in range(VERSIONS_PER_PAGE + 4):
        rename(env, f"Name {number}")
    first, second, third = (env.versions(page=page) for page in range(3))
    assert [version.number for version in first] == list(range(VERSIONS_PER_PAGE + 5, 5, -1))
    assert [version.number for version in second] == [5, 4, 3, 2, 1]
    assert third == []
    shown = [show(env).history(env.ws, env.buyer_journey(), page) for page in range(2)]
    assert [page.older for page in shown] == [True, False]
    assert (first[0].edits[0].before, first[0].edits[0].after) == ("Name 22", "Name 23")
    assert (second[-1].author, second[-1].edits) == (None, ())
