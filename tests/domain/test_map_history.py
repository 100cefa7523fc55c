"""History of a map: differences of two parts, and the snapshot as JSON."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey_map import Persona, Touchpoint
from domain.journeys import Editors, Journey, MessageSign, Milestone, Stage
from domain.kpis import Direction, Kpi, Unit
from domain.map_history import (
    UNTRACKED_FIELDS,
    FieldChange,
    MapPart,
    MapParts,
    build_snapshot,
    diff_parts,
    part_name,
    restore_snapshot,
)
from domain.periods import ReviewDay
from tests.bot.factories import journey

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


maybe = st.none() | words


floats = st.none() | st.floats(-1e15, 1e15)


stages = st.builds(
    Stage,
    id=st.integers(1, 10**12),
    key=words,
    name=words,
    position=st.integers(0, 29),
    objective=maybe,
    milestone=maybe,
    milestone_state=st.sampled_from(Milestone),
    milestone_since=st.none() | st.dates(date(1970, 1, 1)),
    owner=maybe,
    archived=st.booleans(),
)


journeys = st.builds(
    Journey,
    id=st.integers(1),
    key=words,
    name=words,
    time_zone=st.sampled_from(["UTC", "Asia/Tokyo"]),
    fiscal_start_month=st.integers(1, 12),
    review_hour=st.integers(0, 23),
    home_channel=maybe,
    stages=st.lists(stages, max_size=3).map(tuple),
    archived_stages=st.lists(stages, max_size=2).map(tuple),
    scope=maybe,
    goal=maybe,
    owner=maybe,
    review_day=st.sampled_from(ReviewDay),
    holidays_of=st.sampled_from(["zone", "none", "DE"]),
    reminders=st.booleans(),
    editors=st.sampled_from(Editors),
    message_sign=st.sampled_from(MessageSign),
    is_default=st.booleans(),
    archived=st.booleans(),
    teams=st.lists(words, max_size=3).map(tuple),
    review_due_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    created_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


personas = st.builds(
    Persona, st.integers(1), words, words, maybe, maybe, maybe, maybe, maybe, st.booleans()
)


touchpoints = st.builds(
    Touchpoint,
    id=st.integers(1),
    key=words,
    name=words,
    stage=words,
    channel=words,
    physical=st.booleans(),
    team=maybe,
    archived=st.booleans(),
)


kpis = st.builds(
    Kpi,
    id=st.integers(1),
    key=words,
    stage=maybe,
    unit=st.sampled_from(Unit),
    direction=st.sampled_from(Direction),
    target=floats,
    currency=maybe,
    baseline=floats,
    archived=st.booleans(),
)


maps = st.builds(
    MapParts,
    journeys,
    st.lists(personas, max_size=2).map(tuple),
    st.lists(touchpoints, max_size=2).map(tuple),
    st.lists(kpis, max_size=2).map(tuple),
)


alike = st.one_of(*(st.tuples(kind, kind) for kind in (journeys, stages, personas, kpis)))


@given(maps)
def test_a_map_is_read_back_from_its_json(parts: MapParts) -> None:
    timeless = replace(parts.journey, review_due_at=None, created_at=None)
    saved = json.loads(json.dumps(build_snapshot(parts)))
    assert restore_snapshot(saved) == replace(parts, journey=timeless)


@given(maps)
def test_what_is_read_back_has_values_of_the_same_types(parts: MapParts) -> None:
    back = restore_snapshot(json.loads(json.dumps(build_snapshot(parts))))
    pairs: list[tuple[MapPart, MapPart]] = [
        (parts.journey, back.journey),
        *zip(parts.journey.stages, back.journey.stages, strict=True),
        *zip(parts.kpis, back.kpis, strict=True),
    ]
    for one, other in pairs:
        timed = {"review_due_at", "created_at"}
        names = [field.name for field in fields(one) if field.name not in timed]
        assert [type(getattr(one, n)) for n in names] == [type(getattr(other, n)) for n in names]


def test_a_map_from_before_a_field_was_added_has_its_default() -> None:
    touchpoint = Touchpoint(1, "basket", "Basket", "decision", "website", physical=False)
    parts = MapParts(journey(), (Persona(1, "shopper", "Shopper"),), (touchpoint,), ())
    saved = build_snapshot(parts)
    for part, field in ((saved["personas"][0], "preferences"), (saved["touchpoints"][0], "team")):
        del part[field]
    del saved["journey"]["goal"]
    assert restore_snapshot(saved) == parts


@pytest.mark.parametrize(
    ("replies", "sign"), [(True, MessageSign.REPLY), (False, MessageSign.NOTHING)]
)
def test_a_map_from_before_there_was_a_choice_of_signs_says_what_it_said(
    replies: bool, sign: MessageSign
) -> None:
    saved = build_snapshot(MapParts(journey(), (), (), ()))
    del saved["journey"]["message_sign"]
    saved["journey"]["thread_replies"] = replies
    assert restore_snapshot(saved).journey.message_sign is sign


@given(alike)
def test_edits_are_exactly_the_fields_that_differ(pair: tuple[MapPart, MapPart]) -> None:
    before, after = pair
    tracked = {field.name for field in fields(after)} - UNTRACKED_FIELDS
    differing = {name for name in tracked if getattr(before, name) != getattr(after, name)}
    fields_of = {"place": "position"}
    found = [edit.field.replace(" ", "_") for edit in diff_parts(before, after)]
    assert sorted(fields_of.get(field, field) for field in found) == sorted(differing)


@given(st.one_of(journeys, stages, personas, touchpoints, kpis))
def test_a_part_does_not_differ_from_itself(part: MapPart) -> None:
    assert diff_parts(part, part) == ()


STAGE = Stage(4, "onboarding", "Onboarding", 3)


KPI = Kpi(1, "basket", "decision", Unit.MONEY, Direction.HIGHER, 0.1)


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        (STAGE, {"name": "First use", "key": "first-use"}, ("name", "Onboarding", "First use")),
        (STAGE, {"objective": "speed"}, ("objective", None, "speed")),
        (replace(STAGE, owner="U1"), {"owner": None}, ("owner", "U1", None)),
        (STAGE, {"position": 0}, ("place", "4", "1")),
        (
            STAGE,
            {"milestone_state": Milestone.REACHED},
            ("milestone state", "not yet", "reached"),
        ),
        (
            STAGE,
            {"milestone_since": date(2026, 8, 14)},
            ("milestone since", None, "2026-08-14"),
        ),
        (KPI, {"target": 71.4}, ("target", "0.1", "71.4")),
        (KPI, {"target": 1_234_567.0}, ("target", "0.1", "1234567")),
        (replace(KPI, target=1_234_567.0), {"target": 1_234_568.0},
         ("target", "1234567", "1234568")),
        (KPI, {"unit": Unit.COUNT}, ("unit", "money", "count")),
        (KPI, {"stage": None}, ("stage", "decision", None)),
        (journey(), {"reminders": False}, ("reminders", "yes", "no")),
        (journey(), {"editors": Editors.MEMBERS}, ("editors", "owners", "members")),
        (journey(), {"review_day": ReviewDay.FRIDAY}, ("review day", "weekday", "friday")),
        (journey(), {"teams": ("labs", "sales")},
         ("teams", "marketing, sales, support, product, management", "labs, sales")),
    ],
)  # fmt: skip
def test_an_edit_is_described_in_words(
    before: MapPart, after: dict[str, Any], edit: tuple[str, str | None, str | None]
) -> None:
    assert diff_parts(before, replace(before, **after)) == (FieldChange(*edit),)


def test_a_new_part_is_described_by_what_it_says() -> None:
    edits = diff_parts(None, Persona(3, "shopper", "Shopper", goals="to buy"))
    assert edits == (FieldChange("name", None, "Shopper"), FieldChange("goals", None, "to buy"))


@pytest.mark.parametrize(
    "change",
    [
        {"review_due_at": datetime(2026, 10, 1, 9, tzinfo=UTC)},
        {"created_at": datetime(2026, 10, 1, 9, tzinfo=UTC)},
        {"archived": True},
        {"stages": ()},
        {"archived_stages": (STAGE,)},
    ],
)
def test_what_nobody_edits_is_no_edit(change: dict[str, Any]) -> None:
    assert diff_parts(journey(), replace(journey(), **change)) == ()


def test_a_kpi_is_called_by_its_path_and_all_else_by_its_name() -> None:
    assert [part_name(KPI), part_name(replace(KPI, stage=None))] == ["decision.basket", "basket"]
    assert [part_name(STAGE), part_name(journey())] == ["Onboarding", "Buyer journey"]


def test_a_part_is_found_by_its_id_archived_or_not() -> None:
    saved = replace(journey(), archived_stages=(replace(STAGE, id=99, archived=True),))
    parts = MapParts(saved, (Persona(5, "a", "A", archived=True),), (), (KPI,))
    assert [getattr(part, "id", None) for part in (
        parts.stage(4), parts.stage(99), parts.stage(100), parts.stage(None),
        parts.persona(5), parts.persona(1), parts.kpi(1), parts.kpi(5), parts.touchpoint(1),
    )] == [4, 99, None, None, 5, None, 1, None, None]  # fmt: skip
