"""What is on a map, ready to be edited, and what was done to it."""

import pytest

from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.roles import Role
from bot.usecases.journeys import Place
from bot.usecases.keeping.journeys import KeepJourneys, NewJourney
from bot.usecases.keeping.stages import KeepStages, StageDraft
from bot.usecases.show_parts import PAGE, JourneysListed, ShowParts
from tests.bot.usecases.house import House


def show(house: House) -> ShowParts:
    """The use case."""
    return ShowParts(house.storage, house.clock, house.people)


def rename(house: House, name: str) -> None:
    """Somebody renames the first stage."""
    first = house.kept().stages[0]
    keep = house.keep(KeepStages)
    keep.save(house.ws, "U1", house.kept().id, StageDraft(name), first.id, seen=99)


def test_the_first_look_makes_the_buyer_journey_without_versions(house: House) -> None:
    shown = show(house)(house.ws, "U1", None)
    assert shown.journey == house.journey()
    assert (shown.seen, shown.refusal, house.versions()) == (0, None, [])


def test_a_look_tells_the_version_it_is_of(house: House) -> None:
    house.begun()
    rename(house, "One")
    shown = show(house)(house.ws, "U1", "buyer")
    assert (shown.seen, shown.journey.stages[0].name) == (2, "One")


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.MEMBER, "Only its owner"),
        (Role.UNKNOWN, "Slack did not say"),
        (Role.GUEST, "Guests can add notes"),
    ],
)
def test_a_look_tells_why_somebody_may_not_edit(house: House, role: Role, sentence: str) -> None:
    journey = house.begun()
    house.change_journey(owner="U7")
    house.people.roles["U1"] = role
    refusal = show(house).of(house.ws, "U1", journey.id).refusal
    assert refusal is not None
    assert refusal.startswith(sentence)


def test_who_may_edit_is_refused_nothing(house: House) -> None:
    journey = house.begun()
    house.change_journey(owner="U7")
    house.people.roles["U1"] = Role.ADMIN
    for user in ("U1", "U7"):
        assert show(house).of(house.ws, user, journey.id).refusal is None


def test_what_is_not_there_is_not_found(house: House) -> None:
    house.begun()
    with pytest.raises(NotFoundError):
        show(house)(house.ws, "U1", "other")
    with pytest.raises(NotFoundError):
        show(house).of(house.other, "U1", house.kept().id)
    with pytest.raises(NotAllowedError):
        show(house)(house.ws, "G", None, Place("C1", guest=True))


def test_journeys_are_listed_with_the_archived_ones_and_the_channels(house: House) -> None:
    house.begun()
    keep = house.keep(KeepJourneys)
    for name in ("Shop", "Old"):
        keep.create(house.ws, "U1", NewJourney(name, "buyer"))
    keep.put_away(house.ws, "U1", house.kept("old").id, away=True)
    keep.use(house.ws, "U1", "shop", "C7")
    listed = show(house).journeys(house.ws)
    assert [journey.key for journey in listed.journeys] == ["buyer", "shop"]
    assert [journey.key for journey in listed.archived] == ["old"]
    assert listed.channels == {"C7": house.kept("shop").id}


def test_listing_journeys_makes_none(house: House) -> None:
    assert show(house).journeys(house.ws) == JourneysListed((), (), {})
    assert house.journey() is None


def test_history_is_newest_first_and_page_by_page(house: House) -> None:
    house.begun()
    for number in range(PAGE + 4):
        rename(house, f"Name {number}")
    first, second, third = (house.versions(page=page) for page in range(3))
    assert [version.number for version in first] == list(range(PAGE + 5, 5, -1))
    assert [version.number for version in second] == [5, 4, 3, 2, 1]
    assert third == []
    shown = [show(house).history(house.ws, house.begun(), page) for page in range(2)]
    assert [page.older for page in shown] == [True, False]
    assert (first[0].edits[0].before, first[0].edits[0].after) == ("Name 22", "Name 23")
    assert (second[-1].author, second[-1].edits) == (None, ())
