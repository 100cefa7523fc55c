"""Slack accepts every form of a map's parts, whatever it holds."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from bot.journeys.journeys import JourneyList
from bot.journeys.map import MapPartsView
from bot.notes.choices import NO_CHOICES, NoteChoices
from domain.map_history import Version
from domain.notes import NoteKind
from handlers.journeys import forms as journey_forms
from handlers.journeys.forms import Target
from handlers.notes.forms import NoteFormTarget, light_form, move_form, note_form
from handlers.slack import forms
from handlers.slack.ids import Action, View
from tests.handlers import name_strategies
from tests.handlers.journeys import map_strategies
from tests.handlers.slack_says import assert_modal_taken, shown
from tests.handlers.strategies import few, sized

PARTS = (View.STAGE, View.PERSONA, View.TOUCHPOINT, View.KPI)


FORMS = (*PARTS, View.JOURNEY, View.SETTINGS, View.ARCHIVE_STAGE)


CHANGED = st.lists(map_strategies.versions, max_size=7)


def about(form: View, parts: MapPartsView, number: int) -> Target:
    """One of the parts a form is for, or none to be made."""
    found: Sequence[Any] = {
        View.STAGE: parts.journey.stages,
        View.ARCHIVE_STAGE: parts.journey.stages,
        View.PERSONA: parts.parts.personas,
        View.TOUCHPOINT: parts.parts.touchpoints,
        View.KPI: parts.parts.kpis,
        View.JOURNEY: (parts.journey,),
    }.get(form, ())
    ids = [0, *(part.id for part in found)]
    part = ids[number % len(ids)] if form in PARTS else ids[-1]
    return Target(form, parts.journey.id, part, parts.seen, "C1")


def inputs(view: dict[str, Any]) -> list[str]:
    """The ids of the inputs."""
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


@pytest.mark.slow
@few
@given(
    map_strategies.parts_shown(may_edit=True), st.integers(0, 60), CHANGED, name_strategies.texts
)
def test_forms_are_taken_of_what_is_saved_and_with_what_others_changed_meanwhile(
    parts: MapPartsView, number: int, changed: list[Version], words: str
) -> None:
    for form in FORMS:
        note(f"form: {form}")
        view = journey_forms.build_form(about(form, parts, number), parts)
        assert_modal_taken(view)
        assert len(set(inputs(view))) == len(inputs(view))
        target = about(form, parts, 1)
        typed = dict.fromkeys(inputs(journey_forms.build_form(target, parts)))
        typed |= dict.fromkeys(("objective", "goals", "scope", "teams"), words[:3000])
        view = journey_forms.build_form(target, parts, typed, changed)
        assert_modal_taken(view, naming=map_strategies.PEOPLE)
        said = shown(view["blocks"])
        assert ("Someone changed this while you were writing." in said) is bool(changed)


@pytest.mark.slow
@few
@given(parts=map_strategies.parts_shown(may_edit=True))
def test_what_was_typed_is_in_the_form_again_and_not_what_is_saved(parts: MapPartsView) -> None:
    target = about(View.STAGE, parts, 1)
    typed = {"name": "My name", "objective": None, "milestone_state": "reached", "position": "0"}
    view = journey_forms.build_form(target, parts, typed)
    elements = {block["block_id"]: block["element"] for block in view["blocks"][:7]}
    assert elements["name"]["initial_value"] == "My name"
    assert "initial_value" not in elements["objective"]
    assert elements["milestone_state"]["initial_option"]["value"] == "reached"
    assert "milestone_since" in elements


def archive_button(view: dict[str, Any]) -> bool:
    """Whether the form offers to archive what it is about."""
    return any(
        element["action_id"] == f"{Action.ARCHIVE.value}.0"
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    )


@sized
@given(parts=map_strategies.parts_shown(may_edit=True))
def test_only_what_is_there_and_not_the_default_journey_can_be_archived(
    parts: MapPartsView,
) -> None:
    for form in PARTS:
        new, old = about(form, parts, 0), about(form, parts, 1)
        assert not archive_button(journey_forms.build_form(new, parts)), form
        assert archive_button(journey_forms.build_form(old, parts)) is bool(old.part), form
    view = journey_forms.build_form(about(View.JOURNEY, parts, 1), parts)
    assert archive_button(view) is not parts.journey.is_default


@sized
@given(listed=map_strategies.journey_lists(), words=name_strategies.texts)
def test_the_form_of_a_new_journey_is_taken(listed: JourneyList, words: str) -> None:
    for start in ("buyer", "custom", "copy:j0", None):
        note(f"start: {start}")
        typed = {"name": words[:80], "start": start, "stages": words[:3000]}
        view = journey_forms.build_new_journey_form(
            Target(View.NEW_JOURNEY, channel="C1"), listed.journeys, typed
        )
        assert_modal_taken(view)
        assert ("stages" in inputs(view)) is (start == "custom")


@sized
@given(name_strategies.texts, st.sampled_from(sorted(journey_forms.TITLES)))
def test_a_form_that_is_not_to_be_had_says_why(sentence: str, form: View) -> None:
    view = journey_forms.build_closed_form(form, sentence)
    assert_modal_taken(view)
    assert "submit" not in view


@pytest.mark.parametrize("form", journey_forms.TITLES)
def test_the_light_form_that_opens_at_once_is_taken(form: View) -> None:
    assert_modal_taken(forms.loading_modal(form.value, journey_forms.TITLES[form]))


def choices(journey: Any) -> NoteChoices:
    """What a note can be filed under in a workspace of that journey and another."""
    stages = tuple((stage.key, stage.name) for stage in journey.stages)
    points = {(journey.key, key): (("demo", "Demo call"),) for key, _ in stages}
    journeys = ((journey.key, journey.name), ("other", "Other"))
    return NoteChoices(
        journeys, journey.key, {journey.key: stages, "other": (("a", "A"),)}, points, journey.teams
    )


@pytest.mark.parametrize("form", [View.CAPTURE, View.EDIT_NOTE])
@few
@given(map_strategies.journeys(), st.sampled_from(NoteKind), name_strategies.texts)
def test_the_form_of_a_note_is_taken_with_every_stage_and_team(
    form: View, journey: Any, kind: NoteKind, words: str
) -> None:
    offered = choices(journey)
    stage = journey.stages[0].key if journey.stages else None
    held = {"kind": kind.value, "text": words, "stage": stage}
    view = note_form(form, offered, held, NoteFormTarget("C1", 7))
    assert_modal_taken(view)
    shown_ = {b["block_id"]: b["element"].get("options") for b in view["blocks"] if "element" in b}
    assert [option["value"] for option in shown_["team"]] == list(journey.teams)
    if journey.stages:
        keys = [key for key, _ in offered.stages[journey.key]]
        assert [option["value"] for option in shown_["stage"]] == keys
        assert "touchpoint" in shown_
    assert ("anonymous" in shown_) is (form is View.CAPTURE)


@sized
@given(map_strategies.journeys())
def test_the_form_in_which_a_note_is_moved_is_taken(journey: Any) -> None:
    view = move_form(choices(journey), {"note_journey": "other"}, NoteFormTarget(None, 7))
    assert_modal_taken(view)
    assert inputs(view) == ["note_journey", "stage"]


@pytest.mark.parametrize("form", [View.CAPTURE, View.EDIT_NOTE, View.MOVE_NOTE])
def test_the_light_form_of_a_note_is_taken(form: View) -> None:
    view = light_form(form, NoteKind.PAIN_POINT, NoteFormTarget("C1"))
    assert_modal_taken(view)
    assert ("text" in inputs(view)) is (form is View.CAPTURE)


def test_the_form_of_a_note_without_stages_is_taken() -> None:
    view = note_form(View.CAPTURE, NO_CHOICES, {}, NoteFormTarget())
    assert_modal_taken(view)
    assert "stage" not in inputs(view)
