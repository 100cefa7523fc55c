"""Slack accepts the lists of a map's parts, with the buttons a person may use."""

from typing import Any

import pytest
from hypothesis import given, note

from bot.journeys.editing import SavedChange
from bot.journeys.journeys import JourneyList
from bot.journeys.map import HistoryPage, MapPartsView
from domain.journey_map import Persona
from domain.journeys import Journey
from domain.map_history import MapParts, Version
from handlers.journeys import lists as part_lists
from handlers.journeys.forms import Target
from handlers.journeys.lists import change_saved_message
from handlers.slack.ids import View
from tests.handlers.journeys import map_strategies
from tests.handlers.slack_says import assert_taken, shown
from tests.handlers.strategies import few, sized

FORMS = (View.STAGE, View.PERSONA, View.TOUCHPOINT, View.KPI)


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button of a message."""
    found = [block["accessory"] for block in message["blocks"] if "accessory" in block]
    rows = (block["elements"] for block in message["blocks"] if block["type"] == "actions")
    return [*found, *(button for row in rows for button in row)]


def named(message: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """The buttons of that text."""
    return [button for button in buttons(message) if button["text"]["text"] == text]


@pytest.mark.slow
@few
@given(map_strategies.parts_shown(may_edit=True))
def test_lists_of_parts_are_taken_and_however_long_one_can_add_to_them(
    parts: MapPartsView,
) -> None:
    for form in FORMS:
        note(f"form: {form}")
        message = part_lists.part_list(form, parts)
        assert_taken(message)
        (add,) = named(message, "Add one")
        assert Target.from_value(add["value"]).part == 0
        assert Target.from_value(add["value"]).journey == parts.journey.id


def test_every_one_of_forty_personas_with_full_profiles_can_be_edited() -> None:
    said = "what they want " * 100
    personas = tuple(
        Persona(n, f"p{n}", f"Persona {n} {'x' * 60}", said, said, said, said, said)
        for n in range(1, 41)
    )
    journey = Journey(1, "buyer", "Buyer journey", "UTC", 1, 9, "C1", ())
    parts = MapPartsView(MapParts(journey, personas, (), ()), 1, None)
    edited = [
        Target.from_value(b["value"]).part
        for b in named(part_lists.part_list(View.PERSONA, parts), "Edit")
    ]
    assert edited == list(range(1, 41))
    few = MapPartsView(MapParts(journey, personas[:2], (), ()), 1, None)
    assert "Goals: what they want what they want" in shown(
        part_lists.part_list(View.PERSONA, few)["blocks"]
    )


@pytest.mark.slow
@sized
@given(map_strategies.parts_shown(may_edit=False))
def test_who_may_not_change_a_map_gets_no_button(parts: MapPartsView) -> None:
    turning = {"Back", "More"}
    for form in FORMS:
        note(f"form: {form}")
        message = part_lists.part_list(form, parts)
        assert_taken(message)
        assert {button["text"]["text"] for button in buttons(message)} <= turning


@sized
@given(map_strategies.journey_lists())
def test_the_list_of_journeys_is_taken(listed: JourneyList) -> None:
    message = part_lists.journey_list(listed)
    assert_taken(message)
    assert len(named(message, "New journey")) == 1


@pytest.mark.slow
@sized
@given(map_strategies.journeys(), map_strategies.histories)
def test_the_history_is_taken_and_a_map_nobody_has_changed_says_so(
    journey: Journey, versions: list[Version]
) -> None:
    assert_taken(
        part_lists.history_message(HistoryPage(journey, tuple(versions), 1, older=True)),
        naming=map_strategies.PEOPLE,
    )
    assert "Nothing has been changed yet" in shown(
        part_lists.history_message(HistoryPage(journey, ()))["blocks"]
    )


@pytest.mark.slow
@sized
@given(map_strategies.saved_changes())
def test_the_answer_to_a_change_is_taken(change: SavedChange) -> None:
    message = change_saved_message(change)
    assert_taken(message)
    assert ("Nothing was different" in message["text"]) is (change.version is None)
