"""A person's Home, with few queries however many journeys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.journeys.home import MAX_UNSORTED, JourneySummary
from domain.access import Role
from domain.journeys import Editors
from tests.bot.env import Env, guests
from tests.bot.factories import journey_values, new_journey_values, stage_values


def create(env: Env, name: str, user: str = "U1") -> None:
    """A person begins a journey of two stages."""
    new = new_journey_values(name, "custom", stages="Door\nTill")
    env.services.journeys.create(env.ws, user, new)


def glance(env: Env, key: str = "buyer", user: str = "U1") -> JourneySummary:
    """One journey of a Home."""
    return next(found for found in env.home(user).journeys if found.journey.key == key)


@contextmanager
def counted(env: Env) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        sent.append(sql)

    event.listen(env.storage._engine, "before_cursor_execute", note)
    yield sent
    event.remove(env.storage._engine, "before_cursor_execute", note)


@pytest.mark.slow
def test_six_journeys_take_as_many_statements_as_one(env: Env) -> None:
    env.capture("onboarding: slow")
    env.record("nps 41")
    env.home()
    with counted(env) as for_one:
        env.home()
    for number in range(5):
        create(env, f"Shop {number}")
        env.capture(f"shop-{number}/door: slow")
        env.record(f"shop-{number}/door.visits 4")
        env.capture(f"shop-{number}/nowhere: lost")
    with counted(env) as for_six:
        home = env.home()
    assert len(home.journeys) == 6
    # And one for each unsorted note that is shown, for its suggestion.
    assert 0 < len(for_one) == len(for_six) - len(home.unsorted)


def test_before_the_first_use_there_are_no_journeys_and_none_is_made(env: Env) -> None:
    home = env.home()
    assert (home.journeys, home.unsorted, home.mine, home.guest) == ((), (), (), False)
    assert env.journey() is None


def test_each_stage_has_its_mood_of_this_quarter_and_the_last(env: Env) -> None:
    env.capture("onboarding: slow feeling:-2")
    env.capture("onboarding: slower feeling:-1")
    env.capture("onboarding: fine on:2026-05-01 feeling:1")
    env.capture("onboarding: long ago on:2026-01-05 feeling:1")
    found = glance(env)
    mood = next(mood for mood in found.stages if mood.stage.key == "onboarding")
    assert (mood.now.n, mood.now.total, mood.previous.n) == (2, -15_000, 1)
    assert (found.period.label, found.notes.total) == ("2026-Q3", 2)


def test_stages_without_notes_or_owner_are_listed(env: Env) -> None:
    create(env, "Shop")
    env.capture("shop/door: slow")
    stage = env.stage("till", "shop")
    service = env.services.stages
    service.save(
        env.ws, "U1", env.journey_by_key("shop").id, stage_values("Till", owner="U7"), stage.id, 9
    )
    found = glance(env, "shop")
    assert (found.silent, found.unowned) == (("Till",), ("Door",))


def test_kpis_have_their_last_readings_of_two_quarters(env: Env) -> None:
    env.record("nps 30 on:2026-05-01")
    env.record("nps 41")
    env.record("loyalty.referrals 4 on:2026-01-05")
    found = {trend.kpi.key: (trend.last, trend.previous_last) for trend in glance(env).kpis}
    assert found == {"nps": (41, 30), "referrals": (None, None)}


def test_journeys_in_other_zones_have_quarters_of_their_own(env: Env) -> None:
    env.at("2026-09-30T20:00:00+00:00")
    env.capture("onboarding: slow")
    env.record("nps 41")
    env.change_journey(time_zone="Asia/Tokyo")
    create(env, "Shop")
    env.capture("shop/door: slow")
    buyer, shop = glance(env), glance(env, "shop")
    assert (buyer.period.label, shop.period.label) == ("2026-Q4", "2026-Q3")
    assert (buyer.notes.total, shop.notes.total) == (0, 1)
    assert (buyer.kpis[0].last, buyer.kpis[0].previous_last) == (None, 41)


def test_the_newest_unsorted_notes_of_all_journeys_are_shown_and_all_are_counted(
    env: Env,
) -> None:
    env.buyer_journey()
    create(env, "Shop")
    for number in range(4):
        env.capture(f"one {number}")
        env.capture(f"shop/nowhere: two {number}")
    env.capture("of old on:2025-01-01")
    home = env.home()
    shown = [(journey.key, note.text) for journey, note in home.unsorted]
    assert shown == [
        ("shop", "shop/nowhere: two 3"),
        ("buyer", "one 3"),
        ("shop", "shop/nowhere: two 2"),
        ("buyer", "one 2"),
        ("shop", "shop/nowhere: two 1"),
    ]
    assert len(shown) == MAX_UNSORTED
    assert [found.unsorted for found in home.journeys] == [5, 4]


def test_the_default_comes_first_and_the_others_by_name(env: Env) -> None:
    env.buyer_journey()
    for name in ("Zoo", "Aquarium", "Museum"):
        create(env, name)
    museum = env.journey_by_key("museum")
    draft = journey_values("Museum", is_default=True)
    env.services.journeys.save(env.ws, "U1", museum.id, draft, seen=9)
    names = [found.journey.name for found in env.home().journeys]
    assert names == ["Museum", "Aquarium", "Buyer journey", "Zoo"]


def test_archived_journeys_are_not_shown_nor_their_trays(env: Env) -> None:
    env.buyer_journey()
    create(env, "Shop")
    env.capture("shop/nowhere: lost")
    env.services.journeys.archive(env.ws, "U1", env.journey_by_key("shop").id)
    home = env.home()
    assert [found.journey.key for found in home.journeys] == ["buyer"]
    assert home.unsorted == ()


def test_the_stages_somebody_owns_are_theirs(env: Env) -> None:
    env.capture("onboarding: slow")
    create(env, "Shop")
    service = env.services.stages
    for journey, stage in (("buyer", "onboarding"), ("shop", "till")):
        found = env.stage(stage, journey)
        draft = stage_values(found.name, owner="U7")
        service.save(env.ws, "U1", env.journey_by_key(journey).id, draft, found.id, 9)
    mine = env.home("U7").mine
    assert [(journey.key, mood.stage.key, mood.now.n) for journey, mood in mine] == [
        ("buyer", "onboarding", 1),
        ("shop", "till", 0),
    ]
    assert env.home("U1").mine == ()


def test_a_guest_sees_nothing(env: Env) -> None:
    env.capture("lost", author="G")
    guests(env, "G")
    home = env.home("G")
    assert (home.guest, home.journeys, home.unsorted, home.mine) == (True, (), (), ())


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.ADMIN, [True, True]), (Role.MEMBER, [True, False]), (Role.UNKNOWN, [False, False])],
)
def test_who_may_edit_what_is_shown(env: Env, role: Role, expected: list[bool]) -> None:
    env.buyer_journey()
    create(env, "Shop", user="U7")
    assert env.journey_by_key("shop").editors is Editors.OWNERS
    env.people.roles["U1"] = role
    assert [found.may_edit for found in env.home().journeys] == expected
    assert env.people.asked > 0


def test_journeys_of_another_workspace_are_not_shown(env: Env) -> None:
    env.capture("onboarding: ours")
    before = env.home()
    env.capture("theirs", workspace=env.other)
    assert env.home() == before
