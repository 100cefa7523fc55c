"""Exporting notes: everything a review's figures come from.

See docs/ARCHITECTURE.md, “Contract with the outside”.
"""

import pytest

from bot.exports import NOTE_COLUMNS
from domain.access import PRIVATE_TEXT, Audience
from domain.errors import NotFoundError
from domain.notes import Message
from tests.bot.env import Env
from tests.bot.note_steps import save
from tests.bot.themes.theme_steps import add_pains, sort_into, themes_of

pytestmark = pytest.mark.each_database

CONTRACT = (
    "id kind journey stage touchpoint persona channel team source severity feeling score mood "
    "label language text author occurred_at created_at permalink supporters theme"
)


def test_the_fields_are_those_of_the_contract_in_its_order() -> None:
    assert list(NOTE_COLUMNS) == CONTRACT.split()


def test_a_row_has_every_field(env: Env) -> None:
    env.capture("it broke")
    assert list(env.rows()[0]) == CONTRACT.split()


def test_a_note_says_its_theme_or_that_it_was_said_once(env: Env) -> None:
    env.channels.private.add("G1")
    private = save(env, "x", message=Message("G1", "1787000000.000200"), channel="G1")
    sort_into(env, "Lost mail", [private.note_id])
    add_pains(env, "y")
    sort_into(env, None, add_pains(env, "z"))
    with env.storage.write(env.ws) as uow:
        uow.pains.join({add_pains(env, "w")[0]: themes_of(env)["Lost mail"].id})
        uow.commit()
    elsewhere = env.services.exports.notes(env.ws, "buyer", Audience("C9", "U8"))
    assert [(row["text"], row["theme"]) for row in elsewhere] == [
        (PRIVATE_TEXT, "Lost mail"),
        ("y", None),
        ("z", "said once"),
        ("w", "Lost mail"),
    ]


def test_the_oldest_note_comes_first(env: Env) -> None:
    for line in ("b on:2026-08-02", "c on:2026-08-03", "a on:2026-08-01"):
        env.capture(line)
    assert [row["text"] for row in env.rows()] == ["a", "b", "c"]


def test_an_unknown_journey_is_named_in_the_refusal(env: Env) -> None:
    with pytest.raises(NotFoundError, match="buyer"):
        env.rows()


def test_a_journey_of_another_workspace_is_not_exported(env: Env) -> None:
    env.capture("theirs", workspace=env.other)
    with pytest.raises(NotFoundError):
        env.rows()
