"""Where somebody can import a file to."""

from dataclasses import replace

import pytest

from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.journey import Editors
from bot.domain.roles import Role
from bot.usecases.keeping.journeys import KeepJourneys, NewJourney
from bot.usecases.offer_choices import OfferChoices
from bot.usecases.offer_import import ImportPlace, OfferImport
from tests.bot.usecases.house import House

BUYER = ("buyer", "Buyer journey")


def place(house: House, user: str = "U1", key: str | None = None) -> ImportPlace:
    """Where that person's file would go."""
    return OfferImport(house.storage, OfferChoices(house.storage), house.people)(
        house.ws, user, key
    )


def owned(house: House, user: str) -> None:
    """Give the buyer journey an owner."""
    journey = house.begun()
    with house.storage.write(house.ws) as uow:
        uow.journeys.change(replace(journey, owner=user, editors=Editors.OWNERS))
        uow.commit()


def test_before_the_first_use_it_is_the_journey_that_an_import_makes(house: House) -> None:
    assert place(house) == ImportPlace(BUYER, (BUYER,), None)
    assert house.journey() is None
    with pytest.raises(NotFoundError):
        place(house, key="shop")


def test_it_is_the_journey_somebody_chose_last_or_the_one_they_name(house: House) -> None:
    house.begun()
    house.keep(KeepJourneys).create(
        house.ws, "U1", NewJourney("Shop", "custom", stages="Door\nTill")
    )
    assert place(house).journey == BUYER
    house.capture("shop/door: it sticks", author="U2")
    assert place(house, "U1").journey == BUYER
    assert place(house, key="shop").journey == ("shop", "Shop")
    assert set(place(house).journeys) == {BUYER, ("shop", "Shop")}
    with pytest.raises(NotFoundError):
        place(house, key="gone")


def test_who_may_not_change_the_map_is_told_so(house: House) -> None:
    owned(house, "U9")
    house.people.roles |= {"U1": Role.MEMBER, "U2": Role.ADMIN, "U3": Role.UNKNOWN}
    assert "Only its owner" in (place(house, "U1").refusal or "")
    assert place(house, "U2").refusal is None
    assert place(house, "U9").refusal is None
    assert "users:read" in (place(house, "U3").refusal or "")
    offer = OfferImport(house.storage, OfferChoices(house.storage), house.people)
    with pytest.raises(NotAllowedError, match="Only its owner"):
        offer.allowed(house.ws, "U1", "buyer")
    assert offer.allowed(house.ws, "U9", "buyer").journey == BUYER


def test_guests_may_not_and_a_first_use_takes_nobody_for_a_member(house: House) -> None:
    house.people.roles |= {"U1": Role.GUEST, "U2": Role.UNKNOWN}
    with pytest.raises(NotAllowedError, match="Guests cannot import"):
        place(house, "U1")
    assert place(house, "U2").refusal
