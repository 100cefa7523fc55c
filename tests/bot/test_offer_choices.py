"""What a note's form offers: journeys, stages, touchpoints, and what somebody chose last."""

from typing import Any

import pytest

from bot.journeys.lookup import RequestScope
from bot.notes.choices import NoteChoices
from domain.errors import NotAllowedError
from domain.journeys import BUYER, DEFAULT_TEAMS
from domain.notes import NoteKind
from tests.bot.env import Env
from tests.bot.factories import new_journey_values, touchpoint_values
from tests.bot.journeys.test_settings import change
from tests.bot.note_steps import by, changing, form, write

SHOP = "C-shop"

DOORS = (("door", "Door"), ("till", "Till"))


def offered(env: Env, user: str = "U1", **place: Any) -> NoteChoices:
    """What that person may choose from there."""
    return env.services.notes.choices(env.ws, user, RequestScope(**place))


@pytest.fixture
def two(env: Env) -> Env:
    """A buyer journey, and a shop that is bound to its channel; others have a journey too."""
    env.capture("onboarding: slow", channel="C1")
    env.capture("theirs", workspace=env.other)
    journeys = env.services.journeys
    journeys.create(env.ws, "U1", new_journey_values("Shop", "custom", stages="Door\nTill"))
    journeys.use_in_channel(env.ws, "U1", "shop", SHOP)
    return env


def test_before_the_first_use_the_templates_stages_are_offered_and_nothing_is_made(
    env: Env,
) -> None:
    assert offered(env) == NoteChoices(
        journeys=(("buyer", "Buyer journey"),),
        journey="buyer",
        stages={"buyer": BUYER.stage_keys()},
        touchpoints={},
        teams=DEFAULT_TEAMS,
        team=None,
    )
    assert env.journey() is None


def test_every_journey_in_use_is_offered_with_its_stages_in_order(two: Env) -> None:
    found = offered(two)
    assert found.journeys == (("buyer", "Buyer journey"), ("shop", "Shop"))
    assert found.stages == {"buyer": BUYER.stage_keys(), "shop": DOORS}
    assert (found.journey, found.team) == ("buyer", None)


@pytest.mark.parametrize(
    ("channel", "journey"), [(SHOP, "shop"), ("C1", "buyer"), ("D1", "buyer"), (None, "buyer")]
)
def test_the_journey_of_the_channel_is_meant(two: Env, channel: str | None, journey: str) -> None:
    assert offered(two, channel=channel).journey == journey


def test_what_is_archived_is_not_offered(two: Env) -> None:
    journey, stage = two.journey_by_key(), two.stage("loyalty")
    two.services.stages.archive(two.ws, "U1", journey.id, stage.id, None)
    two.services.journeys.archive(two.ws, "U1", two.journey_by_key("shop").id)
    found = offered(two, channel=SHOP)
    assert (found.journeys, found.journey) == ((("buyer", "Buyer journey"),), "buyer")
    assert found.stages == {"buyer": BUYER.stage_keys()[:-1]}


def test_touchpoints_are_offered_with_their_stage_but_not_archived_ones(two: Env) -> None:
    touchpoints, buyer, shop = (
        two.services.touchpoints,
        two.journey_by_key(),
        two.journey_by_key("shop"),
    )
    for journey, name, stage in (
        (buyer, "Demo call", "decision"),
        (buyer, "Contract", "decision"),
        (buyer, "Poster", "awareness"),
        (shop, "Bell", "door"),
    ):
        touchpoints.save(two.ws, "U1", journey.id, touchpoint_values(name, stage, "phone"))
    poster = next(part for part in two.parts().touchpoints if part.key == "poster")
    touchpoints.archive(two.ws, "U1", buyer.id, poster.id)
    points = {place: set(choices) for place, choices in offered(two).touchpoints.items()}
    assert points == {
        ("buyer", "decision"): {("demo-call", "Demo call"), ("contract", "Contract")},
        ("shop", "door"): {("bell", "Bell")},
    }


def choose(env: Env, user: str = "U1", journey: str = "shop", **details: Any) -> int:
    """Somebody submits the form."""
    return write(env, form(journey=journey, **details), author=user).note_id


def test_what_somebody_chose_last_is_offered_to_them_alone(two: Env) -> None:
    choose(two, team="sales")
    assert (offered(two).journey, offered(two).team) == ("shop", "sales")
    assert (offered(two, "U2").journey, offered(two, "U2").team) == ("buyer", None)
    choose(two, journey="buyer", team="support")
    assert (offered(two).journey, offered(two).team) == ("buyer", "support")


def test_the_channel_counts_more_than_what_somebody_chose_last(two: Env) -> None:
    choose(two, journey="buyer", team="sales")
    found = offered(two, channel=SHOP)
    assert (found.journey, found.team) == ("shop", "sales")


def test_a_channel_of_an_archived_journey_says_nothing(two: Env) -> None:
    journeys = two.services.journeys
    journeys.create(two.ws, "U1", new_journey_values("Old", "buyer"))
    journeys.use_in_channel(two.ws, "U1", "old", "C-old")
    journeys.archive(two.ws, "U1", two.journey_by_key("old").id)
    choose(two)
    assert offered(two, channel="C-old").journey == "shop"


def test_a_journey_or_team_that_is_gone_is_not_offered_again(two: Env) -> None:
    choose(two, team="sales")
    change(two, teams="labs")
    two.services.journeys.archive(two.ws, "U1", two.journey_by_key("shop").id)
    found = offered(two)
    assert (found.journey, found.team, found.teams) == ("buyer", None, ("labs",))


@pytest.mark.parametrize("way", ["typed", "edited", "anonymous"])
def test_only_a_form_filled_in_under_ones_name_says_what_one_likes(two: Env, way: str) -> None:
    if way == "typed":
        two.capture("shop/door: slow team:sales")
    elif way == "anonymous":
        write(two, form(journey="shop", team="sales"), anonymous=True)
    else:
        note_id = two.capture("onboarding: slow").note_id
        filled = form(journey="shop", team="sales")
        changing(two).edit(by(two), note_id, NoteKind.PAIN_POINT, filled)
    assert (offered(two).journey, offered(two).team) == ("buyer", None)


def test_a_guest_is_offered_the_channels_journey_alone(two: Env) -> None:
    choose(two, "G", "buyer", team="sales")
    found = offered(two, "G", channel=SHOP, guest=True)
    assert (found.journeys, found.journey) == ((("shop", "Shop"),), "shop")
    assert (found.stages, set(found.touchpoints)) == ({"shop": DOORS}, set())


@pytest.mark.parametrize("channel", ["C-else", None])
def test_a_guest_elsewhere_is_offered_nothing(two: Env, channel: str | None) -> None:
    with pytest.raises(NotAllowedError):
        offered(two, "G", channel=channel, guest=True)
