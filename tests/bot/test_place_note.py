"""Placing unsorted notes, and moving others."""

import pytest

from domain.errors import NotFoundError
from tests.bot.env import Env, part
from tests.bot.note_steps import by, placing


def test_an_unsorted_note_goes_to_its_stage(env: Env) -> None:
    note_id = env.capture("delivery: it was late").note_id
    placed = placing(env).place(by(env), note_id, "retention")
    assert placed.stage.key == "retention"
    expected = (note_id, "retention", "delivery: it was late")
    assert part(env.rows()[0], "id", "stage", "text") == expected


def test_placing_twice_is_the_same_as_once(env: Env) -> None:
    note_id = env.capture("it was late").note_id
    for _ in range(2):
        placing(env).place(by(env), note_id, "retention")
    assert [row["stage"] for row in env.rows()] == ["retention"]


def test_a_note_moves_from_one_stage_to_another(env: Env) -> None:
    note_id = env.capture("onboarding: it was late").note_id
    placing(env).place(by(env), note_id, "loyalty")
    assert env.rows()[0]["stage"] == "loyalty"


def test_a_placed_note_counts_in_its_stage_and_no_longer_in_the_tray(env: Env) -> None:
    note_id = env.capture("it was late").note_id
    placing(env).place(by(env), note_id, "loyalty")
    figures = env.figures()
    assert (figures["notes"]["unsorted"], figures["stages"][5]["n"]) == (0, 1)


def test_only_the_note_that_is_meant_moves(env: Env) -> None:
    note_id = env.capture("one").note_id
    env.capture("two")
    placing(env).place(by(env), note_id, "loyalty")
    assert {row["text"]: row["stage"] for row in env.rows()} == {"one": "loyalty", "two": None}


def test_a_stage_that_is_gone_leaves_the_note_where_it_is(env: Env) -> None:
    note_id = env.capture("onboarding: it was late").note_id
    with pytest.raises(NotFoundError, match="stays where it is"):
        placing(env).place(by(env), note_id, "delivery")
    assert env.rows()[0]["stage"] == "onboarding"


def test_a_note_that_is_gone_is_said_to_be(env: Env) -> None:
    env.capture("one")
    with pytest.raises(NotFoundError, match="no longer there"):
        placing(env).place(by(env), 2**31 - 1, "onboarding")


def test_a_note_of_another_workspace_is_not_there(env: Env) -> None:
    theirs = env.capture("onboarding: theirs", workspace=env.other).note_id
    env.capture("onboarding: ours")
    with pytest.raises(NotFoundError):
        placing(env).place(by(env), theirs, "loyalty")
    assert env.rows(env.other)[0]["stage"] == "onboarding"
