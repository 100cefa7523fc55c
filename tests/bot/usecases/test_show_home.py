"""Somebody's Home: their journeys at a glance, with few questions to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.journey import Editors
from bot.domain.roles import Role
from bot.usecases.keeping.journeys import JourneyDraft, KeepJourneys, NewJourney
from bot.usecases.keeping.stages import KeepStages, StageDraft
from bot.usecases.show_home import MOST_UNSORTED, Glance
from tests.bot.usecases.house import House, guests


def create(house: House, name: str, user: str = "U1") -> None:
    """Somebody begins a journey of two stages."""
    new = NewJourney(name, "custom", stages="Door\nTill")
    house.keep(KeepJourneys).create(house.ws, user, new)


def glance(house: House, key: str = "buyer", user: str = "U1") -> Glance:
    """One journey of a Home."""
    return next(found for found in house.home(user).journeys if found.journey.key == key)


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        sent.append(sql)

    event.listen(house.storage._engine, "before_cursor_execute", note)
    yield sent
    event.remove(house.storage._engine, "before_cursor_execute", note)


def test_six_journeys_take_as_many_statements_as_one(house: House) -> None:
    house.capture("onboarding: slow")
    house.record("nps 41")
    house.home()
    with counted(house) as for_one:
        house.home()
    for number in range(5):
        create(house, f"Shop {number}")
        house.capture(f"shop-{number}/door: slow")
        house.record(f"shop-{number}/door.visits 4")
        house.capture(f"shop-{number}/nowhere: lost")
    with counted(house) as for_six:
        home = house.home()
    assert len(home.journeys) == 6
    # And one for each unsorted note that is shown, for its suggestion.
    assert 0 < len(for_one) == len(for_six) - len(home.unsorted)


def test_before_the_first_use_there_are_no_journeys_and_none_is_made(house: House) -> None:
    home = house.home()
    assert (home.journeys, home.unsorted, home.mine, home.guest) == ((), (), (), False)
    assert house.journey() is None


def test_each_stage_has_its_mood_of_this_quarter_and_the_last(house: House) -> None:
    house.capture("onboarding: slow feeling:-2")
    house.capture("onboarding: slower feeling:-1")
    house.capture("onboarding: fine on:2026-05-01 feeling:1")
    house.capture("onboarding: long ago on:2026-01-05 feeling:1")
    found = glance(house)
    mood = next(mood for mood in found.stages if mood.stage.key == "onboarding")
    assert (mood.now.n, mood.now.total, mood.previous.n) == (2, -15_000, 1)
    assert (found.period.label, found.notes.total) == ("2026-Q3", 2)


def test_stages_without_notes_or_owner_are_told(house: House) -> None:
    create(house, "Shop")
    house.capture("shop/door: slow")
    stage = house.stage("till", "shop")
    keep = house.keep(KeepStages)
    keep.save(house.ws, "U1", house.kept("shop").id, StageDraft("Till", owner="U7"), stage.id, 9)
    found = glance(house, "shop")
    assert (found.silent, found.unowned) == (("Till",), ("Door",))


def test_kpis_have_their_last_readings_of_two_quarters(house: House) -> None:
    house.record("nps 30 on:2026-05-01")
    house.record("nps 41")
    house.record("loyalty.referrals 4 on:2026-01-05")
    found = {trend.kpi.key: (trend.last, trend.previous_last) for trend in glance(house).kpis}
    assert found == {"nps": (41, 30), "referrals": (None, None)}


def test_journeys_in_other_zones_have_quarters_of_their_own(house: House) -> None:
    house.at("2026-09-30T20:00:00+00:00")
    house.capture("onboarding: slow")
    house.record("nps 41")
    house.change_journey(time_zone="Asia/Tokyo")
    create(house, "Shop")
    house.capture("shop/door: slow")
    buyer, shop = glance(house), glance(house, "shop")
    assert (buyer.period.label, shop.period.label) == ("2026-Q4", "2026-Q3")
    assert (buyer.notes.total, shop.notes.total) == (0, 1)
    assert (buyer.kpis[0].last, buyer.kpis[0].previous_last) == (None, 41)


def test_the_newest_unsorted_notes_of_all_journeys_are_shown_and_all_are_counted(
    house: House,
) -> None:
    house.begun()
    create(house, "Shop")
    for number in range(4):
        house.capture(f"one {number}")
        house.capture(f"shop/nowhere: two {number}")
    house.capture("of old on:2025-01-01")
    home = house.home()
    shown = [(journey.key, note.text) for journey, note in home.unsorted]
    assert shown == [
        ("shop", "shop/nowhere: two 3"),
        ("buyer", "one 3"),
        ("shop", "shop/nowhere: two 2"),
        ("buyer", "one 2"),
        ("shop", "shop/nowhere: two 1"),
    ]
    assert len(shown) == MOST_UNSORTED
    assert [found.in_tray for found in home.journeys] == [5, 4]


def test_the_default_comes_first_and_the_others_by_name(house: House) -> None:
    house.begun()
    for name in ("Zoo", "Aquarium", "Museum"):
        create(house, name)
    museum = house.kept("museum")
    draft = JourneyDraft("Museum", is_default=True)
    house.keep(KeepJourneys).save(house.ws, "U1", museum.id, draft, seen=9)
    names = [found.journey.name for found in house.home().journeys]
    assert names == ["Museum", "Aquarium", "Buyer journey", "Zoo"]


def test_archived_journeys_are_not_shown_nor_their_trays(house: House) -> None:
    house.begun()
    create(house, "Shop")
    house.capture("shop/nowhere: lost")
    house.keep(KeepJourneys).put_away(house.ws, "U1", house.kept("shop").id, away=True)
    home = house.home()
    assert [found.journey.key for found in home.journeys] == ["buyer"]
    assert home.unsorted == ()


def test_the_stages_somebody_owns_are_theirs(house: House) -> None:
    house.capture("onboarding: slow")
    create(house, "Shop")
    keep = house.keep(KeepStages)
    for journey, stage in (("buyer", "onboarding"), ("shop", "till")):
        found = house.stage(stage, journey)
        draft = StageDraft(found.name, owner="U7")
        keep.save(house.ws, "U1", house.kept(journey).id, draft, found.id, 9)
    mine = house.home("U7").mine
    assert [(journey.key, mood.stage.key, mood.now.n) for journey, mood in mine] == [
        ("buyer", "onboarding", 1),
        ("shop", "till", 0),
    ]
    assert house.home("U1").mine == ()


def test_a_guest_sees_nothing(house: House) -> None:
    house.capture("lost", author="G")
    guests(house, "G")
    home = house.home("G")
    assert (home.guest, home.journeys, home.unsorted, home.mine) == (True, (), (), ())


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.ADMIN, [True, True]), (Role.MEMBER, [True, False]), (Role.UNKNOWN, [False, False])],
)
def test_who_may_edit_what_is_told(house: House, role: Role, expected: list[bool]) -> None:
    house.begun()
    create(house, "Shop", user="U7")
    assert house.kept("shop").editors is Editors.OWNERS
    house.people.roles["U1"] = role
    assert [found.may_edit for found in house.home().journeys] == expected
    assert house.people.asked > 0


def test_journeys_of_another_workspace_are_not_shown(house: House) -> None:
    house.capture("onboarding: ours")
    before = house.home()
    house.capture("theirs", workspace=house.other)
    assert house.home() == before
