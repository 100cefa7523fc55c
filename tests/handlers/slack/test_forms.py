"""What a form is filled with comes back from it, in the shapes in which Slack reports it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.journeys.forms import Target
from handlers.slack import forms
from handlers.slack.forms import Field, Values
from handlers.slack.ids import View
from sandbox.delivery.elements import state_values

CHOICES = (("a", "First"), ("b", "Second"))


FIELDS = (
    Field("name", "Name", forms.text_input("name", max_length=80), optional=False),
    Field("text", "Text", forms.text_input("text", "Write", lines=True), hint="A hint"),
    Field("menu", "Menu", forms.select("menu", "Choose", CHOICES), dispatches=True),
    Field("zone", "Zone", {"type": "external_select", "action_id": "time_zone"}),
    Field("owner", "Owner", forms.user_select("owner")),
    Field("place", "Place", {"type": "conversations_select", "action_id": "place"}),
    Field("since", "Since", forms.date_picker("since")),
    Field("box", "Box", forms.single_checkbox("box", "Tick it")),
)


WHOLE = {
    "name": "Onboarding",
    "text": "two\nlines & <b>",
    "menu": "b",
    "zone": "Europe/Berlin",
    "owner": "U0MARA",
    "place": "C1",
    "since": "2026-08-15",
    "box": forms.YES,
}


held = st.fixed_dictionaries(
    {
        "name": st.none() | st.text(min_size=1, max_size=80),
        "text": st.none() | st.text(min_size=1, max_size=3000),
        **{field: st.none() | st.just(WHOLE[field]) for field in list(WHOLE)[2:]},
    }
)


def returned(values: Values) -> dict[str, str | None]:
    """What a form filled with these gives back, submitted untouched."""
    blocks = [forms.build_input(field, values.get(field.id)) for field in FIELDS]
    return forms.read_inputs(state_values(blocks, {}))


@given(held)
def test_a_form_gives_back_what_it_was_filled_with(values: dict[str, str | None]) -> None:
    assert returned(values) == values


def test_every_kind_of_input_has_been_looked_at() -> None:
    assert returned(WHOLE) == WHOLE
    assert {field.element["type"] for field in FIELDS} == {
        "plain_text_input",
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "datepicker",
        "checkboxes",
    }


@pytest.mark.parametrize("field", ["menu", "box"])
def test_a_choice_that_is_no_longer_offered_is_left_open(field: str) -> None:
    assert returned({field: "gone"})[field] is None


def test_words_are_cut_to_what_their_input_takes() -> None:
    assert returned({"name": "x" * 100})["name"] == "x" * 80


def test_a_box_that_was_unticked_is_empty() -> None:
    state: dict[str, Any] = {"box": {"box": {"type": "checkboxes", "selected_options": []}}}
    assert forms.read_inputs(state) == {"box": None}


def test_a_field_that_others_depend_on_tells_when_it_changes() -> None:
    telling = [f.id for f in FIELDS if forms.build_input(f, None).get("dispatch_action")]
    assert telling == ["menu"]


targets = st.builds(
    Target,
    form=st.sampled_from(View),
    journey=st.integers(0, 2**63 - 1),
    part=st.integers(0, 2**63 - 1),
    seen=st.integers(0, 2**63 - 1),
    channel=st.none() | st.text(max_size=20),
)


@given(targets)
def test_a_button_remembers_what_it_is_about(target: Target) -> None:
    read = Target.from_value(target.to_value(), target.channel)
    assert replace(read, seen=target.seen) == target
    assert read.seen == 0
    assert len(target.to_value()) <= 2000


@given(targets)
def test_a_form_remembers_what_it_is_about(target: Target) -> None:
    assert Target.from_metadata(target.form, target.to_metadata()) == target
    assert len(target.to_metadata()) <= 3000
