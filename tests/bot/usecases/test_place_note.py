"""Placing unsorted notes, and moving others."""

import pytest

from bot.domain.errors import NotFoundError
from tests.bot.usecases.house import House, part
from tests.bot.usecases.living import by, placing


def test_an_unsorted_note_goes_to_its_stage(house: House) -> None:
    note_id = house.capture("delivery: it was late").note_id
    placed = placing(house)(by(house), note_id, "retention")
    assert placed.stage.key == "retention"
    kept = (note_id, "retention", "delivery: it was late")
    assert part(house.rows()[0], "id", "stage", "text") == kept


def test_placing_twice_is_the_same_as_once(house: House) -> None:
    note_id = house.capture("it was late").note_id
    for _ in range(2):
        placing(house)(by(house), note_id, "retention")
    assert [row["stage"] for row in house.rows()] == ["retention"]


def test_a_note_moves_from_one_stage_to_another(house: House) -> None:
    note_id = house.capture("onboarding: it was late").note_id
    placing(house)(by(house), note_id, "loyalty")
    assert house.rows()[0]["stage"] == "loyalty"


def test_a_placed_note_counts_in_its_stage_and_no_longer_in_the_tray(house: House) -> None:
    note_id = house.capture("it was late").note_id
    placing(house)(by(house), note_id, "loyalty")
    figures = house.figures()
    assert (figures["notes"]["unsorted"], figures["stages"][5]["n"]) == (0, 1)


def test_only_the_note_that_is_meant_moves(house: House) -> None:
    note_id = house.capture("one").note_id
    house.capture("two")
    placing(house)(by(house), note_id, "loyalty")
    assert {row["text"]: row["stage"] for row in house.rows()} == {"one": "loyalty", "two": None}


def test_a_stage_that_is_gone_leaves_the_note_where_it_is(house: House) -> None:
    note_id = house.capture("onboarding: it was late").note_id
    with pytest.raises(NotFoundError, match="stays where it is"):
        placing(house)(by(house), note_id, "delivery")
    assert house.rows()[0]["stage"] == "onboarding"


def test_a_note_that_is_gone_is_said_to_be(house: House) -> None:
    house.capture("one")
    with pytest.raises(NotFoundError, match="no longer there"):
        placing(house)(by(house), 2**31 - 1, "onboarding")


def test_a_note_of_another_workspace_is_not_there(house: House) -> None:
    theirs = house.capture("onboarding: theirs", workspace=house.other).note_id
    house.capture("onboarding: ours")
    with pytest.raises(NotFoundError):
        placing(house)(by(house), theirs, "loyalty")
    assert house.rows(house.other)[0]["stage"] == "onboarding"
