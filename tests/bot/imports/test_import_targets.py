"""Tests of the journeys a person can import a file into."""

from dataclasses import replace

import pytest

from bot.imports.imports import ImportTarget
from domain.access import Role
from domain.errors import NotAllowedError, NotFoundError
from domain.journeys import Editors
from tests.bot.env import Env
from tests.bot.factories import new_journey_values

BUYER = ("buyer", "Buyer journey")


def place(env: Env, user: str = "U1", key: str | None = None) -> ImportTarget:
    """Where that person's file would go."""
    return env.services.imports.find_target(env.ws, user, key)


def owned(env: Env, user: str) -> None:
    """Give the buyer journey an owner."""
    journey = env.buyer_journey()
    with env.storage.write(env.ws) as uow:
        uow.journeys.change(replace(journey, owner=user, editors=Editors.OWNERS))
        uow.commit()


def test_before_the_first_use_it_is_the_journey_that_an_import_makes(env: Env) -> None:
    assert place(env) == ImportTarget(BUYER, (BUYER,), None)
    assert env.journey() is None
    with pytest.raises(NotFoundError):
        place(env, key="shop")


def test_it_is_the_journey_a_person_used_last_or_the_one_they_name(env: Env) -> None:
    env.buyer_journey()
    env.services.journeys.create(
        env.ws, "U1", new_journey_values("Shop", "custom", stages="Door\nTill")
    )
    assert place(env).journey == BUYER
    env.capture("shop/door: it sticks", author="U2")
    assert place(env, "U1").journey == BUYER
    assert place(env, key="shop").journey == ("shop", "Shop")
    assert set(place(env).journeys) == {BUYER, ("shop", "Shop")}
    with pytest.raises(NotFoundError):
        place(env, key="gone")


def test_who_may_not_change_the_map_is_refused(env: Env) -> None:
    owned(env, "U9")
    env.people.roles |= {"U1": Role.MEMBER, "U2": Role.ADMIN, "U3": Role.UNKNOWN}
    assert "Only its owner" in (place(env, "U1").refusal or "")
    assert place(env, "U2").refusal is None
    assert place(env, "U9").refusal is None
    assert "users:read" in (place(env, "U3").refusal or "")
    imports = env.services.imports
    with pytest.raises(NotAllowedError, match="Only its owner"):
        imports.check_target(env.ws, "U1", "buyer")
    assert imports.check_target(env.ws, "U9", "buyer").journey == BUYER


def test_guests_may_not_and_unknown_roles_are_refused_on_first_use(env: Env) -> None:
    env.people.roles |= {"U1": Role.GUEST, "U2": Role.UNKNOWN}
    with pytest.raises(NotAllowedError, match="Guests cannot import"):
        place(env, "U1")
    assert place(env, "U2").refusal
