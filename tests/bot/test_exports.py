"""Exporting notes: everything a review's figures come from.

See docs/ARCHITECTURE.md, “Contract with the outside”.
"""

import pytest

from bot.exports import NOTE_COLUMNS
from domain.errors import NotFoundError
from tests.bot.env import Env

pytestmark = pytest.mark.each_database

CONTRACT = (
    "id kind journey stage touchpoint persona channel team source severity feeling score mood "
    "label language text author occurred_at created_at permalink supporters"
)


def test_the_fields_are_those_of_the_contract_in_its_order() -> None:
    assert list(NOTE_COLUMNS) == CONTRACT.split()


def test_a_row_has_every_field(env: Env) -> None:
    env.capture("it broke")
    assert list(env.rows()[0]) == CONTRACT.split()


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
