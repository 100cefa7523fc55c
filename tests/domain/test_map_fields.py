"""Declared fields: every one is an attribute of its part and survives form, parser and JSON."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from domain.errors import BadFieldError
from domain.journey_map import (
    PERSONA_FIELDS,
    TOUCHPOINT_FIELDS,
    Persona,
    Touchpoint,
    touchpoint_values,
)
from domain.journey_settings import JOURNEY_FIELDS, SETTINGS_FIELDS, apply_settings, settings_values
from domain.journeys import STAGE_FIELDS, Journey, Milestone, Stage, stage_values
from domain.kpis import KPI_FIELDS, Direction, Kpi, Unit, kpi_form_values
from domain.map_fields import (
    FieldKind,
    MapField,
    format_fields,
    parse_fields,
    part_from_values,
    plain_value,
)
from tests.bot.factories import journey

STAGE = Stage(
    4, "trial", "Trial", 3, "speed", "a day", Milestone.REACHED, date(2026, 8, 1), owner="U1"
)
PERSONA = Persona(1, "owner", "Owner", "40", "fewer no-shows", "paper", "calls", "phone")
TOUCHPOINT = Touchpoint(2, "demo", "Demo", "trial", "phone", physical=True, team="sales")
KPI = Kpi(3, "load", "trial", Unit.SECONDS, Direction.LOWER, 5, baseline=9)


@pytest.mark.parametrize(
    ("part_type", "declared"),
    [
        (Stage, STAGE_FIELDS),
        (Persona, PERSONA_FIELDS),
        (Touchpoint, TOUCHPOINT_FIELDS),
        (Journey, JOURNEY_FIELDS),
        (Journey, SETTINGS_FIELDS),
        # A KPI's name is its key.
        (Kpi, [field for field in KPI_FIELDS if field.kind is not FieldKind.NAME]),
    ],
)
def test_every_field_is_an_attribute_of_its_part(part_type: Any, declared: list[MapField]) -> None:
    names = [field.name for field in declared]
    assert len(set(names)) == len(names)
    assert set(names) <= {field.name for field in fields(part_type)}


def test_no_attribute_of_a_persona_is_left_out_of_its_form() -> None:
    declared = {field.name for field in PERSONA_FIELDS}
    assert {field.name for field in fields(Persona)} - declared == {"id", "key", "archived"}


def test_what_a_form_holds_is_read_back_as_the_same_values() -> None:
    persona = parse_fields(PERSONA_FIELDS, format_fields(PERSONA_FIELDS, PERSONA))
    assert persona == {name: getattr(PERSONA, name) for name in persona}
    stage = parse_fields(STAGE_FIELDS, stage_values(STAGE))
    assert stage.pop("position") is None
    assert stage == {name: getattr(STAGE, name) for name in stage}
    touchpoint = parse_fields(TOUCHPOINT_FIELDS, touchpoint_values(TOUCHPOINT))
    assert touchpoint == {name: getattr(TOUCHPOINT, name) for name in touchpoint}
    kpi = parse_fields(KPI_FIELDS, kpi_form_values(KPI))
    assert (kpi["stage"], kpi["unit"], kpi["direction"]) == ("trial", KPI.unit, KPI.direction)
    assert apply_settings(journey(), settings_values(journey())) == journey()


def test_settings_that_are_absent_stay_as_they_are() -> None:
    changed = apply_settings(journey(), {"review_hour": "7"})
    assert (changed.review_hour, changed.teams) == (7, journey().teams)
    assert apply_settings(journey(), {}) == journey()


def test_a_choice_that_is_needed_is_asked_for_at_its_field() -> None:
    with pytest.raises(BadFieldError, match="choose") as refused:
        parse_fields(KPI_FIELDS, {"name": "Load", "stage": "-"})
    assert refused.value.field == "unit"


@pytest.mark.parametrize("part", [STAGE, PERSONA, TOUCHPOINT, KPI, journey()])
def test_a_part_is_built_again_from_its_plain_values(part: Any) -> None:
    plain = {field.name: plain_value(getattr(part, field.name)) for field in fields(part)}
    assert part_from_values(type(part), {**plain, "workspace_id": "T1"}) == part
