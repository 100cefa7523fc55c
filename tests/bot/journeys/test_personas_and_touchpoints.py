"""Personas and touchpoints: made, changed, put away and back."""

from dataclasses import replace
from typing import Any

import pytest

from bot.journeys.editing import SavedChange
from domain.errors import BadFieldError, NotFoundError
from domain.journey_map import Persona
from domain.journeys import Template
from domain.map_fields import FormValues
from domain.map_history import ChangeType, Subject
from domain.notes import CHANNELS
from tests.bot.env import Env
from tests.bot.factories import form_values, persona_values, touchpoint_values

OWNER = persona_values(
    "Clinic owner",
    "40, rural",
    goals="fewer no-shows",
    pain_points="paper",
    behaviours="calls first",
    preferences="phone",
)

DEMO = touchpoint_values("Demo call", "decision", "phone", team="sales")


def save_persona(env: Env, draft: FormValues, persona_id: int | None = None) -> SavedChange:
    """A person fills in a persona's form."""
    service = env.services.personas
    return service.save(env.ws, "U1", env.buyer_journey().id, draft, persona_id, seen=99)


def save_touchpoint(env: Env, draft: FormValues, touchpoint_id: int | None = None) -> SavedChange:
    """A person fills in a touchpoint's form."""
    service = env.services.touchpoints
    return service.save(env.ws, "U1", env.buyer_journey().id, draft, touchpoint_id, seen=99)


def test_a_persona_is_saved_with_the_five_fields_of_its_profile(env: Env) -> None:
    change = save_persona(env, OWNER)
    (persona,) = env.parts().personas
    assert persona == Persona(
        persona.id, "clinic-owner", "Clinic owner", "40, rural", "fewer no-shows", "paper",
        "calls first", "phone",
    )  # fmt: skip
    assert change.version is not None
    assert (change.change_type, change.version.subject) == (ChangeType.CREATED, Subject.PERSONA)
    assert (change.name, change.version.subject_id) == ("Clinic owner", persona.id)


def test_a_persona_can_be_changed(env: Env) -> None:
    save_persona(env, OWNER)
    (persona,) = env.parts().personas
    change = save_persona(env, {**OWNER, **form_values(name="Owner", goals=None)}, persona.id)
    assert env.parts().personas == (replace(persona, key="owner", name="Owner", goals=None),)
    assert change.version is not None
    assert [(edit.field, edit.after) for edit in change.version.edits] == [
        ("name", "Owner"),
        ("goals", None),
    ]


def test_a_persona_can_be_put_away_and_back(env: Env) -> None:
    save_persona(env, OWNER)
    (persona,) = env.parts().personas
    service, journey = env.services.personas, env.journey_by_key()
    for away, change_type in ((True, ChangeType.ARCHIVED), (False, ChangeType.RESTORED)):
        change = (service.archive if away else service.restore)(
            env.ws, "U1", journey.id, persona.id
        )
        assert change.change_type is change_type
        assert change.version is not None
        assert env.parts().personas == (replace(persona, archived=away),)
        set_archived = service.archive if away else service.restore
        again = set_archived(env.ws, "U1", journey.id, persona.id)
        assert (again.change_type, again.version) == (change_type, None)


@pytest.mark.parametrize("archived", [True, False])
def test_a_persona_of_a_name_that_is_taken_is_refused(env: Env, *, archived: bool) -> None:
    save_persona(env, OWNER)
    (persona,) = env.parts().personas
    journey = env.journey_by_key()
    service = env.services.personas
    (service.archive if archived else service.restore)(env.ws, "U1", journey.id, persona.id)
    with pytest.raises(BadFieldError, match="“Clinic owner”") as refused:
        save_persona(env, persona_values("CLINIC-OWNER"))
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "field", ["demographics", "goals", "pain_points", "behaviours", "preferences"]
)
def test_a_profiles_field_that_is_too_long_is_named(env: Env, field: str) -> None:
    fields: dict[str, Any] = {field: "x" * 3_001}
    with pytest.raises(BadFieldError) as refused:
        save_persona(env, {**OWNER, **fields})
    assert refused.value.field == field


def test_personas_of_two_journeys_may_have_one_name(env: Env) -> None:
    save_persona(env, OWNER)
    other = env.create_journey(Template("shop", "Shop", ("Before", "After")))
    env.services.personas.save(env.ws, "U1", other.id, OWNER)
    assert len(env.parts().personas) == len(env.parts("shop").personas) == 1


def test_a_touchpoint_is_saved_with_everything(env: Env) -> None:
    change = save_touchpoint(env, DEMO)
    (demo,) = env.parts().touchpoints
    assert (demo.key, demo.name, demo.stage) == ("demo-call", "Demo call", "decision")
    assert (demo.channel, demo.team, demo.physical) == ("phone", "sales", False)
    assert change.version is not None
    assert (change.version.subject, change.version.subject_id) == (Subject.TOUCHPOINT, demo.id)


@pytest.mark.parametrize("channel", CHANNELS)
def test_whether_a_touchpoint_is_physical_follows_from_its_channel(env: Env, channel: str) -> None:
    save_touchpoint(env, {**DEMO, **form_values(channel=channel)})
    (demo,) = env.parts().touchpoints
    assert demo.physical is (channel in ("in-person", "packaging", "print"))


@pytest.mark.parametrize("physical", [True, False])
@pytest.mark.parametrize("channel", ["phone", "print"])
def test_somebody_may_say_whether_it_is_physical(env: Env, channel: str, *, physical: bool) -> None:
    save_touchpoint(env, touchpoint_values("Demo", "decision", channel, physical))
    assert env.parts().touchpoints[0].physical is physical


def test_a_touchpoint_can_be_moved_to_another_stage(env: Env) -> None:
    save_touchpoint(env, DEMO)
    (demo,) = env.parts().touchpoints
    save_touchpoint(env, {**DEMO, **form_values(stage="loyalty")}, demo.id)
    assert env.parts().touchpoints == (replace(demo, stage="loyalty"),)


def test_two_stages_may_have_touchpoints_of_one_name_and_one_stage_may_not(env: Env) -> None:
    save_touchpoint(env, DEMO)
    save_touchpoint(env, {**DEMO, **form_values(stage="loyalty")})
    with pytest.raises(BadFieldError, match="“Demo call”") as refused:
        save_touchpoint(env, {**DEMO, **form_values(name="demo call")})
    assert refused.value.field == "name"
    in_loyalty = next(part for part in env.parts().touchpoints if part.stage == "loyalty")
    with pytest.raises(BadFieldError):
        save_touchpoint(env, DEMO, in_loyalty.id)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({**DEMO, **form_values(stage=None)}, "stage"),
        ({**DEMO, **form_values(stage="delivery")}, "stage"),
        ({**DEMO, **form_values(channel=None)}, "channel"),
        ({**DEMO, **form_values(channel="pigeon")}, "channel"),
        ({**DEMO, **form_values(name=" ")}, "name"),
    ],
)
def test_a_touchpoints_field_that_cannot_be_used_is_named(
    env: Env, draft: FormValues, field: str
) -> None:
    with pytest.raises(BadFieldError) as refused:
        save_touchpoint(env, draft)
    assert refused.value.field == field
    assert env.parts().touchpoints == ()


def test_a_touchpoint_can_be_put_away_and_back(env: Env) -> None:
    save_touchpoint(env, DEMO)
    (demo,) = env.parts().touchpoints
    service, journey = env.services.touchpoints, env.journey_by_key()
    for away, shown in ((True, 0), (False, 1)):
        (service.archive if away else service.restore)(env.ws, "U1", journey.id, demo.id)
        assert env.parts().touchpoints == (replace(demo, archived=away),)
        assert len(env.column("decision").touchpoints) == shown
        again = (service.archive if away else service.restore)(env.ws, "U1", journey.id, demo.id)
        assert again.version is None


def test_a_touchpoint_of_an_archived_stage_cannot_come_back_alone(env: Env) -> None:
    save_touchpoint(env, DEMO)
    (demo,) = env.parts().touchpoints
    journey = env.journey_by_key()
    service = env.services.touchpoints
    service.archive(env.ws, "U1", journey.id, demo.id)
    env.services.stages.archive(env.ws, "U1", journey.id, env.stage("decision").id, None)
    with pytest.raises(NotFoundError):
        service.restore(env.ws, "U1", journey.id, demo.id)


def test_what_is_not_there_is_not_found(env: Env) -> None:
    with pytest.raises(NotFoundError):
        save_persona(env, OWNER, 10**9)
    with pytest.raises(NotFoundError):
        save_touchpoint(env, DEMO, 10**9)
    assert env.versions() == []


def test_what_stands_on_the_map_and_nobody_wrote_about_is_a_blind_spot(env: Env) -> None:
    save_persona(env, OWNER)
    save_touchpoint(env, DEMO)
    spots = env.figures()["blind_spots"]
    assert (spots["personas"], spots["channels"]) == (["clinic-owner"], ["phone"])
    env.capture("decision: too long persona:clinic-owner via:phone")
    spots = env.figures()["blind_spots"]
    assert (spots["personas"], spots["channels"]) == ([], [])


def test_notes_follow_a_persona_that_is_renamed(env: Env) -> None:
    save_persona(env, OWNER)
    env.capture("onboarding: nobody picks up persona:clinic-owner")
    env.capture("onboarding: somebody else's persona:receptionist")
    (persona,) = env.parts().personas
    save_persona(env, {**OWNER, **form_values(name="Practice owner")}, persona.id)
    assert [row["persona"] for row in env.rows()] == ["practice-owner", "receptionist"]
    assert env.column("onboarding", "practice-owner").mood.now.n == 1


def test_notes_of_its_stage_follow_a_touchpoint_that_is_renamed(env: Env) -> None:
    save_touchpoint(env, DEMO)
    env.capture("decision: it took an hour touchpoint:demo-call")
    env.capture("retention: another one touchpoint:demo-call")
    (touchpoint,) = env.parts().touchpoints
    save_touchpoint(env, {**DEMO, **form_values(name="First call")}, touchpoint.id)
    assert [row["touchpoint"] for row in env.rows()] == ["first-call", "demo-call"]
