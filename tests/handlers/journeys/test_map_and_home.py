"""The map and the Home are ones that Slack takes, and say what there is to say."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from bot.journeys.home import Home, JourneySummary
from domain.journey_map import JourneyMap, MapStage
from domain.journeys import BUYER, Journey, Stage
from domain.reviews import NoteCounts, compute_stage_moods
from domain.trends import MoodSums
from handlers.journeys import home_blocks, map_blocks
from handlers.journeys.map_blocks import build_shared_map_message, image_block, map_value
from tests.handlers import name_strategies, strategies
from tests.handlers.journeys import map_strategies
from tests.handlers.slack_says import assert_home_taken, assert_taken, kinds, shown
from tests.handlers.strategies import few
from tests.periods import quarter

NOW = datetime(2026, 8, 15, 12, tzinfo=UTC)


@pytest.mark.slow
@few
@given(map_strategies.journey_maps(), name_strategies.names)
def test_a_map_is_taken_and_shared_with_its_picture_and_without(
    figures: JourneyMap, alt: str
) -> None:
    message = map_blocks.build_map_message(figures)
    assert_taken(message, naming=map_strategies.PEOPLE)
    # Its buttons are never cut off.
    buttons = [block for block in message["blocks"] if block["type"] == "actions"]
    assert len(buttons) == 1
    assert len(map_value(figures)) <= 2000
    image = image_block("F1", figures, alt)
    whole = build_shared_map_message(figures, image)
    assert_taken(whole)
    assert kinds(whole["blocks"]) == {"header", "image"}
    without = build_shared_map_message(figures, None)
    assert_taken(without)
    assert not kinds(without["blocks"]) & {"image", "actions"}


@pytest.mark.slow
@few
@given(map_strategies.homes())
def test_the_home_is_taken_with_a_menu_of_stages_for_every_note_to_place(figures: Home) -> None:
    view = home_blocks.build_home_view(figures)
    assert_home_taken(view)
    menus = [
        b["accessory"]
        for b in view["blocks"]
        if b.get("accessory", {}).get("type") == "static_select"
    ]
    offered = [[option["value"] for option in menu["options"]] for menu in menus]
    wanted = [
        [
            f"{note.id}:{stage.key}"
            for stage in sorted(journey.stages, key=lambda s: s != figures.suggested.get(note.id))
        ]
        for journey, note in figures.unsorted
    ]
    assert offered == wanted[: len(offered)]


def _home(*glances: JourneySummary, guest: bool = False, user: str = "U1") -> Home:
    return Home(user, guest, glances, (), NOW)


def _journey(**values: object) -> Journey:
    stages = tuple(Stage(n, key, name, n) for n, (key, name) in enumerate(BUYER.stage_keys(), 1))
    journey = Journey(1, "buyer", "Buyer journey", "UTC", 1, 9, "C1", stages)
    return Journey(**{**vars(journey), **values})


def _glance(
    journey: Journey, felt: dict[int, list[int]], *, may_edit: bool = True
) -> JourneySummary:
    now: dict[int | None, MoodSums] = {n: strategies.sums_of(moods) for n, moods in felt.items()}
    notes = NoteCounts(sum(part.n for part in now.values()), 0)
    moods = compute_stage_moods(journey.stages, now, {})
    return JourneySummary(
        journey, journey.calendar.period(quarter(2026, 3)), moods, (), notes, 0, may_edit
    )


@pytest.mark.parametrize("guest", [True, False])
def test_the_homes_of_a_guest_and_of_a_first_use_are_taken(*, guest: bool) -> None:
    view = home_blocks.build_home_view(_home(guest=guest))
    assert_home_taken(view)
    assert ("You are a guest here" in shown(view["blocks"])) is guest
    assert ("Create a journey" in shown(view["blocks"])) is not guest


def test_a_guest_gets_no_button_to_press() -> None:
    assert "actions" not in kinds(home_blocks.build_home_view(_home(guest=True))["blocks"])


def test_the_home_tells_the_moods_what_is_silent_and_when_the_review_comes() -> None:
    due = datetime(2026, 10, 1, 9, tzinfo=UTC)
    glance = _glance(_journey(review_due_at=due), {1: [5000, 5000], 4: [-10_000]})
    lines = shown(home_blocks.build_home_view(_home(glance))["blocks"]).splitlines()
    assert any("2026-Q3 so far: 3 notes · next review 1 Oct 2026" in line for line in lines)
    assert any(line.startswith("Awareness") and "net mood +100, 2 notes" in line for line in lines)
    assert any("Consideration, Decision, Retention, Loyalty" in line for line in lines)
    assert any("no stage has an owner" in line for line in lines)


def test_ones_own_stages_come_before_the_journeys() -> None:
    stages = tuple(
        Stage(n, key, name, n, owner="U1" if key == "decision" else "U2")
        for n, (key, name) in enumerate(BUYER.stage_keys(), 1)
    )
    text = shown(
        home_blocks.build_home_view(_home(_glance(_journey(stages=stages), {3: [5000]})))["blocks"]
    )
    assert "Decision of Buyer journey: net mood +100, 1 note" in text
    assert text.index("Your stages") < text.index("2026-Q3 so far")
    assert "no owner" not in text


def test_who_may_not_edit_is_offered_the_map_alone() -> None:
    view = home_blocks.build_home_view(_home(_glance(_journey(), {}, may_edit=False)))
    *_, buttons = [block for block in view["blocks"] if block["type"] == "actions"]
    assert [button["text"]["text"] for button in buttons["elements"]] == ["Show the map"]


def _map(felt: dict[int, list[int]], **values: object) -> JourneyMap:
    journey = _journey()
    now: dict[int | None, MoodSums] = {n: strategies.sums_of(moods) for n, moods in felt.items()}
    columns = tuple(MapStage(mood) for mood in compute_stage_moods(journey.stages, now, {}))
    period = journey.calendar.period(quarter(2026, 3))
    notes = NoteCounts(sum(part.n for part in now.values()), 0)
    made_up = JourneyMap(journey, period, False, None, columns, (), notes)  # noqa: FBT003
    return JourneyMap(**{**vars(made_up), **values})


def test_the_map_shows_every_stage_with_its_number_of_notes() -> None:
    answer = map_blocks.build_map_message(_map({2: [5000, 5000], 3: [-10_000]}))
    assert answer["response_type"] == "ephemeral"
    lines = shown(answer["blocks"]).splitlines()
    assert any(line.startswith("Awareness") and "no notes yet" in line for line in lines)
    assert any(
        line.startswith("Consideration") and "net mood +100, 2 notes" in line for line in lines
    )
    assert any(line.startswith("Decision") and "net mood −100, 1 note," in line for line in lines)


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({}, "Buyer journey, 2026-Q3 so far"),
        ({"complete": True}, "Buyer journey, 2026-Q3"),
        ({"persona": "A & B"}, "Buyer journey, 2026-Q3 so far, persona A & B"),
    ],
)
def test_the_title_says_which_map_it_is(values: dict[str, object], title: str) -> None:
    assert (
        shown(map_blocks.build_map_message(_map({}, **values))["blocks"]).splitlines()[0] == title
    )
