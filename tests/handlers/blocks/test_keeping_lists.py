"""The lists of a map's parts are ones Slack takes, and offer what somebody may do."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from bot.domain.history import MapParts, Version
from bot.domain.journey import Journey
from bot.domain.personas import Persona
from bot.usecases.keeping.desk import Kept
from bot.usecases.show_parts import HistoryShown, JourneysListed, PartsShown
from handlers.blocks.keeping import lists
from handlers.blocks.keeping.kept import kept_message
from handlers.blocks.keeping.target import Target
from tests.handlers import made_map
from tests.handlers.made import sized
from tests.handlers.slack_says import assert_taken, shown

Listed = Callable[[PartsShown], dict[str, Any]]
LISTS: list[Listed] = [lists.stages, lists.personas, lists.touchpoints, lists.kpis]


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button of a message."""
    found = [block["accessory"] for block in message["blocks"] if "accessory" in block]
    rows = (block["elements"] for block in message["blocks"] if block["type"] == "actions")
    return [*found, *(button for row in rows for button in row)]


def named(message: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """The buttons of that text."""
    return [button for button in buttons(message) if button["text"]["text"] == text]


@pytest.mark.parametrize("listed", LISTS)
@sized
@given(parts=made_map.parts_shown())
def test_a_list_of_parts_is_taken(listed: Listed, parts: PartsShown) -> None:
    assert_taken(listed(parts))


@pytest.mark.parametrize("listed", LISTS)
@sized
@given(parts=made_map.parts_shown(may_edit=True))
def test_however_long_a_list_is_one_can_add_to_it(listed: Listed, parts: PartsShown) -> None:
    (add,) = named(listed(parts), "Add one")
    assert Target.of(add["value"]).part == 0
    assert Target.of(add["value"]).journey == parts.journey.id


def test_every_one_of_forty_personas_with_full_profiles_can_be_edited() -> None:
    said = "what they want " * 100
    personas = tuple(
        Persona(n, f"p{n}", f"Persona {n} {'x' * 60}", said, said, said, said, said)
        for n in range(1, 41)
    )
    journey = Journey(1, "buyer", "Buyer journey", "UTC", 1, 9, "C1", ())
    parts = PartsShown(MapParts(journey, personas, (), ()), 1, None)
    edited = [Target.of(b["value"]).part for b in named(lists.personas(parts), "Edit")]
    assert edited == list(range(1, 41))
    few = PartsShown(MapParts(journey, personas[:2], (), ()), 1, None)
    assert "Goals: what they want what they want" in shown(lists.personas(few)["blocks"])


@pytest.mark.parametrize("listed", LISTS)
@sized
@given(parts=made_map.parts_shown(may_edit=False))
def test_who_may_not_change_a_map_gets_no_button(listed: Listed, parts: PartsShown) -> None:
    turning = {"Back", "More"}
    assert {button["text"]["text"] for button in buttons(listed(parts))} <= turning


@sized
@given(made_map.journey_lists())
def test_the_list_of_journeys_is_taken(listed: JourneysListed) -> None:
    message = lists.journeys(listed)
    assert_taken(message)
    assert len(named(message, "New journey")) == 1


@sized
@given(made_map.journeys(), made_map.histories)
def test_the_history_is_taken(journey: Journey, versions: list[Version]) -> None:
    assert_taken(
        lists.history(HistoryShown(journey, tuple(versions), 1, older=True)), naming=made_map.PEOPLE
    )


@sized
@given(made_map.journeys())
def test_a_map_nobody_has_changed_says_so(journey: Journey) -> None:
    assert "Nothing was changed yet" in shown(lists.history(HistoryShown(journey, ()))["blocks"])


@sized
@given(made_map.kept())
def test_the_answer_to_a_change_is_taken(kept: Kept) -> None:
    message = kept_message(kept)
    assert_taken(message)
    assert ("Nothing was different" in message["text"]) is (kept.version is None)
