"""Exporting notes: everything a review's figures come from (DESIGN.md §5)."""

import pytest

from bot.domain.errors import NotFoundError
from bot.usecases.export_notes import FIELDS
from tests.bot.usecases.house import House

CONTRACT = (
    "id kind journey stage touchpoint persona channel team source severity feeling score mood "
    "label language text author occurred_at created_at permalink supporters"
)


def test_the_fields_are_those_of_the_contract_in_its_order() -> None:
    assert list(FIELDS) == CONTRACT.split()


def test_a_row_has_every_field(house: House) -> None:
    house.capture("it broke")
    assert list(house.rows()[0]) == CONTRACT.split()


def test_the_oldest_note_comes_first(house: House) -> None:
    for line in ("b on:2026-08-02", "c on:2026-08-03", "a on:2026-08-01"):
        house.capture(line)
    assert [row["text"] for row in house.rows()] == ["a", "b", "c"]


def test_an_unknown_journey_is_named_in_the_refusal(house: House) -> None:
    with pytest.raises(NotFoundError, match="buyer"):
        house.rows()


def test_a_journey_of_another_workspace_is_not_exported(house: House) -> None:
    house.capture("theirs", workspace=house.other)
    with pytest.raises(NotFoundError):
        house.rows()
