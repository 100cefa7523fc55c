"""Which journey a channel uses, and what guests reach."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.journeys.journeys import JourneyService
from bot.journeys.lookup import RequestScope
from domain.errors import BadInputError, NotAllowedError, NotFoundError
from domain.journeys import Template
from domain.map_history import MapParts
from tests.bot.env import Env, guests
from tests.bot.factories import new_journey_values

SHOP, ELSEWHERE, HOME_OF_OLD = "C-shop", "C-else", "C-old"


@pytest.fixture
def bound(env: Env) -> Env:
    """A default buyer journey; a shop bound to its channel; an old journey at home in another."""
    env.capture("onboarding: of the buyer", channel="C1")
    service = env.services.journeys
    shop = new_journey_values("Shop", "custom", stages="Door\nShelf\nTill")
    service.create(env.ws, "U1", shop)
    service.create(env.ws, "U1", new_journey_values("Old", "buyer"), HOME_OF_OLD)
    service.use_in_channel(env.ws, "U1", " Shop ", SHOP)
    return env


def use(env: Env, key: str, channel: str = SHOP, user: str = "U1") -> str:
    """A person types `/journey use KEY`; the journey that is meant there from then on."""
    return env.services.journeys.use_in_channel(env.ws, user, key, channel).key


def test_notes_of_a_bound_channel_go_to_its_journey(bound: Env) -> None:
    captured = bound.capture("shelf: empty", channel=SHOP)
    assert captured.stage is not None
    assert (captured.journey.key, captured.stage.key) == ("shop", "shelf")
    assert bound.capture("onboarding: slow", channel=ELSEWHERE).journey.key == "buyer"


def test_readings_of_a_bound_channel_go_to_its_journey(bound: Env) -> None:
    assert bound.record("shelf.visits 40", channel=SHOP).journey.key == "shop"
    assert bound.record("nps 40", channel=ELSEWHERE).journey.key == "buyer"


@pytest.mark.parametrize(
    ("channel", "key"), [(SHOP, "shop"), (ELSEWHERE, "buyer"), (None, "buyer")]
)
def test_map_review_list_and_stages_are_those_of_the_channels_journey(
    bound: Env, channel: str | None, key: str
) -> None:
    place = RequestScope(channel)
    review = bound.services.reviews.compute(bound.ws, place=place)
    listed = bound.services.note_lists.list_notes(bound.ws, "U1", "", channel)
    shown = bound.services.map.find_parts(bound.ws, "U1", None, place)
    stages = tuple((stage.key, stage.name) for stage in bound.journey_by_key(key).stages)
    assert bound.map(place=place).journey.key == review.journey.key == key
    assert listed.journey is not None
    assert (listed.journey.key, shown.journey.key) == (key, key)
    offered = bound.services.notes.choices(bound.ws, "U1", place)
    assert (offered.journey, offered.stages[key]) == (key, stages)


def test_another_journey_can_be_named_in_a_bound_channel(bound: Env) -> None:
    captured = bound.capture("buyer/onboarding: slow", channel=SHOP)
    assert captured.stage is not None
    assert (captured.journey.key, captured.stage.key) == ("buyer", "onboarding")
    assert bound.record("buyer/nps 40", channel=SHOP).journey.key == "buyer"
    assert bound.map("buyer", RequestScope(SHOP)).journey.key == "buyer"
    assert bound.capture("SHOP/till: slow", channel=SHOP).journey.key == "shop"


def test_the_home_that_is_set_in_a_bound_channel_is_that_of_its_journey(bound: Env) -> None:
    JourneyService(bound.storage, bound.clock, bound.people).set_home_channel(bound.ws, "U1", SHOP)
    assert (bound.journey_by_key("shop").home_channel, bound.journey_by_key().home_channel) == (
        SHOP,
        "C1",
    )


def test_a_channel_can_be_bound_to_another_journey(bound: Env) -> None:
    assert use(bound, "buyer") == "buyer"
    assert bound.capture("onboarding: slow", channel=SHOP).journey.key == "buyer"


def test_a_channel_bound_to_an_archived_journey_means_the_default(bound: Env) -> None:
    bound.services.journeys.archive(bound.ws, "U1", bound.journey_by_key("shop").id)
    assert bound.capture("onboarding: slow", channel=SHOP).journey.key == "buyer"


@pytest.mark.parametrize("key", ["", "  "])
def test_without_a_key_nothing_is_bound(bound: Env, key: str) -> None:
    with pytest.raises(BadInputError, match="Which journey"):
        use(bound, key, ELSEWHERE)


def test_a_journey_that_is_not_there_cannot_be_bound(bound: Env) -> None:
    bound.services.journeys.archive(bound.ws, "U1", bound.journey_by_key("old").id)
    for key, sentence in (("other", "buyer, shop"), ("old", "is archived")):
        with pytest.raises(NotFoundError, match=sentence):
            use(bound, key, ELSEWHERE)
    with bound.storage.read(bound.ws) as uow:
        assert uow.journeys.channels() == {SHOP: bound.journey_by_key("shop").id}


def test_a_binding_is_of_its_workspace_alone(bound: Env) -> None:
    bound.create_journey(Template("buyer", "Buyer journey", ("One",)), bound.other)
    assert bound.capture("one: x", channel=SHOP, workspace=bound.other).journey.key == "buyer"


def ways(env: Env) -> dict[str, Callable[[str, str], Any]]:
    """Everything the guest G can ask for: what of, where."""
    place = {
        channel: RequestScope(channel, guest=True) for channel in (SHOP, ELSEWHERE, HOME_OF_OLD)
    }
    list_notes = env.services.note_lists.list_notes
    compute = env.services.reviews.compute
    find_parts = env.services.map.find_parts
    return {
        "capture": lambda _, c: env.capture("door: slow", author="G", channel=c).journey,
        "message": lambda _, c: (
            env.capture("it is slow", kind=None, author="G", channel=c, is_message=True).journey
        ),
        "record": lambda key, c: env.record(f"{key}nps 4", author="G", channel=c).journey,
        "map": lambda key, c: env.map(key.rstrip("/"), place[c]).journey,
        "review": lambda key, c: compute(env.ws, key.rstrip("/") or None, place=place[c]).journey,
        "parts": lambda key, c: find_parts(env.ws, "G", key.rstrip("/") or None, place[c]).journey,
        "list": lambda _, c: list_notes(env.ws, "G", "", c).journey,
    }


@pytest.mark.parametrize(("channel", "key"), [(SHOP, "shop"), (HOME_OF_OLD, "old")])
def test_a_guest_reaches_the_journey_a_channel_is_bound_to_or_the_home_of(
    bound: Env, channel: str, key: str
) -> None:
    guests(bound, "G")
    reached = {name: ask("", channel).key for name, ask in ways(bound).items()}
    assert reached == dict.fromkeys(reached, key)


def test_a_guest_reaches_nothing_in_any_other_channel(
    bound: Env, subtests: pytest.Subtests
) -> None:
    guests(bound, "G")
    before = everything(bound)
    for name, ask in ways(bound).items():
        with subtests.test(name), pytest.raises(NotAllowedError, match="Guests"):
            ask("", ELSEWHERE)
    assert everything(bound) == before


def test_a_guest_does_not_reach_another_journey_by_its_key(
    bound: Env, subtests: pytest.Subtests
) -> None:
    guests(bound, "G")
    before = everything(bound)
    for name in ("record", "review", "parts"):
        with subtests.test(name), pytest.raises(NotAllowedError):
            ways(bound)[name]("buyer/", SHOP)
    assert everything(bound) == before


def test_a_guests_map_of_another_journey_is_refused(bound: Env) -> None:
    guests(bound, "G")
    with pytest.raises(BadInputError, match="not a journey, persona"):
        ways(bound)["map"]("buyer", SHOP)


@pytest.mark.parametrize("journey", ["buyer", "old", "nowhere"])
def test_a_guests_note_for_another_journey_stays_in_the_tray_of_theirs(
    bound: Env, journey: str
) -> None:
    guests(bound, "G")
    captured = bound.capture(f"{journey}/onboarding: slow", author="G", channel=SHOP)
    assert (captured.journey.key, captured.stage) == ("shop", None)
    assert captured.unknown_journey == journey
    assert [len(bound.rows(journey=key)) for key in ("buyer", "shop", "old")] == [1, 1, 0]


def test_a_guest_reaches_no_archived_journey(bound: Env) -> None:
    guests(bound, "G")
    bound.services.journeys.archive(bound.ws, "U1", bound.journey_by_key("shop").id)
    with pytest.raises(NotAllowedError):
        ways(bound)["capture"]("", SHOP)


def test_a_guest_begins_no_journey_by_a_first_note(env: Env) -> None:
    guests(env, "G")
    with pytest.raises(NotAllowedError):
        env.capture("onboarding: slow", author="G")
    assert env.journey() is None


def test_guests_change_nothing_about_channels(bound: Env) -> None:
    guests(bound, "G")
    with pytest.raises(NotAllowedError):
        use(bound, "buyer", ELSEWHERE, "G")
    with pytest.raises(NotAllowedError):
        JourneyService(bound.storage, bound.clock, bound.people).set_home_channel(
            bound.ws, "G", SHOP
        )
    assert bound.journey_by_key("shop").home_channel is None


def everything(env: Env) -> list[tuple[list[dict[str, Any]], MapParts]]:
    """The notes and maps of all three journeys."""
    return [(env.rows(journey=key), env.parts(key)) for key in ("buyer", "shop", "old")]
