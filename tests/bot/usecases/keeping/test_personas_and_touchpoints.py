"""Personas and touchpoints: made, changed, put away and back."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import BadFieldError, NotFoundError
from bot.domain.history import Deed, Subject
from bot.domain.notes import CHANNELS
from bot.domain.personas import Persona
from bot.domain.templates import Template
from bot.usecases.keeping.desk import Kept
from bot.usecases.keeping.personas import KeepPersonas, PersonaDraft
from bot.usecases.keeping.stages import KeepStages
from bot.usecases.keeping.touchpoints import KeepTouchpoints, TouchpointDraft
from tests.bot.usecases.house import House

OWNER = PersonaDraft("Clinic owner", "40, rural", "fewer no-shows", "paper", "calls first", "phone")
DEMO = TouchpointDraft("Demo call", "decision", "phone", team="sales")


def keep_persona(house: House, draft: PersonaDraft, persona_id: int | None = None) -> Kept:
    """Somebody fills in a persona's form."""
    keep = house.keep(KeepPersonas)
    return keep.save(house.ws, "U1", house.begun().id, draft, persona_id, seen=99)


def keep_touchpoint(house: House, draft: TouchpointDraft, touchpoint_id: int | None = None) -> Kept:
    """Somebody fills in a touchpoint's form."""
    keep = house.keep(KeepTouchpoints)
    return keep.save(house.ws, "U1", house.begun().id, draft, touchpoint_id, seen=99)


def test_a_persona_is_kept_with_the_five_fields_of_its_profile(house: House) -> None:
    kept = keep_persona(house, OWNER)
    (persona,) = house.parts().personas
    assert persona == Persona(
        persona.id, "clinic-owner", "Clinic owner", "40, rural", "fewer no-shows", "paper",
        "calls first", "phone",
    )  # fmt: skip
    assert kept.version is not None
    assert (kept.deed, kept.version.subject) == (Deed.CREATED, Subject.PERSONA)
    assert (kept.name, kept.version.subject_id) == ("Clinic owner", persona.id)


def test_a_persona_can_be_changed(house: House) -> None:
    keep_persona(house, OWNER)
    (persona,) = house.parts().personas
    kept = keep_persona(house, replace(OWNER, name="Owner", goals=None), persona.id)
    assert house.parts().personas == (replace(persona, key="owner", name="Owner", goals=None),)
    assert kept.version is not None
    assert [(edit.field, edit.after) for edit in kept.version.edits] == [
        ("name", "Owner"),
        ("goals", None),
    ]


def test_a_persona_can_be_put_away_and_back(house: House) -> None:
    keep_persona(house, OWNER)
    (persona,) = house.parts().personas
    keep, journey = house.keep(KeepPersonas), house.kept()
    for away, deed in ((True, Deed.ARCHIVED), (False, Deed.RESTORED)):
        kept = keep.put_away(house.ws, "U1", journey.id, persona.id, away=away)
        assert kept.deed is deed
        assert kept.version is not None
        assert house.parts().personas == (replace(persona, archived=away),)
        again = keep.put_away(house.ws, "U1", journey.id, persona.id, away=away)
        assert (again.deed, again.version) == (deed, None)


@pytest.mark.parametrize("archived", [True, False])
def test_a_persona_of_a_name_that_is_taken_is_refused(house: House, *, archived: bool) -> None:
    keep_persona(house, OWNER)
    (persona,) = house.parts().personas
    journey = house.kept()
    house.keep(KeepPersonas).put_away(house.ws, "U1", journey.id, persona.id, away=archived)
    with pytest.raises(BadFieldError, match="“Clinic owner”") as refused:
        keep_persona(house, PersonaDraft("CLINIC-OWNER"))
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "field", ["demographics", "goals", "pain_points", "behaviours", "preferences"]
)
def test_a_profiles_field_that_is_too_long_is_named(house: House, field: str) -> None:
    fields: dict[str, Any] = {field: "x" * 3_001}
    with pytest.raises(BadFieldError) as refused:
        keep_persona(house, replace(OWNER, **fields))
    assert refused.value.field == field


def test_personas_of_two_journeys_may_have_one_name(house: House) -> None:
    keep_persona(house, OWNER)
    other = house.begin(Template("shop", "Shop", ("Before", "After")))
    house.keep(KeepPersonas).save(house.ws, "U1", other.id, OWNER)
    assert len(house.parts().personas) == len(house.parts("shop").personas) == 1


def test_a_touchpoint_is_kept_with_everything(house: House) -> None:
    kept = keep_touchpoint(house, DEMO)
    (demo,) = house.parts().touchpoints
    assert (demo.key, demo.name, demo.stage) == ("demo-call", "Demo call", "decision")
    assert (demo.channel, demo.team, demo.physical) == ("phone", "sales", False)
    assert kept.version is not None
    assert (kept.version.subject, kept.version.subject_id) == (Subject.TOUCHPOINT, demo.id)


@pytest.mark.parametrize("channel", CHANNELS)
def test_whether_a_touchpoint_is_physical_follows_from_its_channel(
    house: House, channel: str
) -> None:
    keep_touchpoint(house, replace(DEMO, channel=channel))
    (demo,) = house.parts().touchpoints
    assert demo.physical is (channel in ("in-person", "packaging", "print"))


@pytest.mark.parametrize("physical", [True, False])
@pytest.mark.parametrize("channel", ["phone", "print"])
def test_somebody_may_say_whether_it_is_physical(
    house: House, channel: str, *, physical: bool
) -> None:
    keep_touchpoint(house, replace(DEMO, channel=channel, physical=physical))
    assert house.parts().touchpoints[0].physical is physical


def test_a_touchpoint_can_be_moved_to_another_stage(house: House) -> None:
    keep_touchpoint(house, DEMO)
    (demo,) = house.parts().touchpoints
    keep_touchpoint(house, replace(DEMO, stage="loyalty"), demo.id)
    assert house.parts().touchpoints == (replace(demo, stage="loyalty"),)


def test_two_stages_may_have_touchpoints_of_one_name_and_one_stage_may_not(house: House) -> None:
    keep_touchpoint(house, DEMO)
    keep_touchpoint(house, replace(DEMO, stage="loyalty"))
    with pytest.raises(BadFieldError, match="“Demo call”") as refused:
        keep_touchpoint(house, replace(DEMO, name="demo call"))
    assert refused.value.field == "name"
    in_loyalty = next(part for part in house.parts().touchpoints if part.stage == "loyalty")
    with pytest.raises(BadFieldError):
        keep_touchpoint(house, DEMO, in_loyalty.id)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DEMO, stage=None), "stage"),
        (replace(DEMO, stage="delivery"), "stage"),
        (replace(DEMO, channel=None), "channel"),
        (replace(DEMO, channel="pigeon"), "channel"),
        (replace(DEMO, name=" "), "name"),
    ],
)
def test_a_touchpoints_field_that_cannot_be_used_is_named(
    house: House, draft: TouchpointDraft, field: str
) -> None:
    with pytest.raises(BadFieldError) as refused:
        keep_touchpoint(house, draft)
    assert refused.value.field == field
    assert house.parts().touchpoints == ()


def test_a_touchpoint_can_be_put_away_and_back(house: House) -> None:
    keep_touchpoint(house, DEMO)
    (demo,) = house.parts().touchpoints
    keep, journey = house.keep(KeepTouchpoints), house.kept()
    for away, shown in ((True, 0), (False, 1)):
        keep.put_away(house.ws, "U1", journey.id, demo.id, away=away)
        assert house.parts().touchpoints == (replace(demo, archived=away),)
        assert len(house.column("decision").touchpoints) == shown
        again = keep.put_away(house.ws, "U1", journey.id, demo.id, away=away)
        assert again.version is None


def test_a_touchpoint_of_an_archived_stage_cannot_come_back_alone(house: House) -> None:
    keep_touchpoint(house, DEMO)
    (demo,) = house.parts().touchpoints
    journey = house.kept()
    keep = house.keep(KeepTouchpoints)
    keep.put_away(house.ws, "U1", journey.id, demo.id, away=True)
    house.keep(KeepStages).archive(house.ws, "U1", journey.id, house.stage("decision").id, None)
    with pytest.raises(NotFoundError):
        keep.put_away(house.ws, "U1", journey.id, demo.id, away=False)


def test_what_is_not_there_is_not_found(house: House) -> None:
    with pytest.raises(NotFoundError):
        keep_persona(house, OWNER, 10**9)
    with pytest.raises(NotFoundError):
        keep_touchpoint(house, DEMO, 10**9)
    assert house.versions() == []


def test_what_stands_on_the_map_and_nobody_wrote_about_is_a_blind_spot(house: House) -> None:
    keep_persona(house, OWNER)
    keep_touchpoint(house, DEMO)
    spots = house.figures()["blind_spots"]
    assert (spots["personas"], spots["channels"]) == (["clinic-owner"], ["phone"])
    house.capture("decision: too long persona:clinic-owner via:phone")
    spots = house.figures()["blind_spots"]
    assert (spots["personas"], spots["channels"]) == ([], [])


def test_notes_follow_a_persona_that_is_renamed(house: House) -> None:
    keep_persona(house, OWNER)
    house.capture("onboarding: nobody picks up persona:clinic-owner")
    house.capture("onboarding: somebody else's persona:receptionist")
    (persona,) = house.parts().personas
    keep_persona(house, replace(OWNER, name="Practice owner"), persona.id)
    assert [row["persona"] for row in house.rows()] == ["practice-owner", "receptionist"]
    assert house.column("onboarding", "practice-owner").mood.now.n == 1


def test_notes_of_its_stage_follow_a_touchpoint_that_is_renamed(house: House) -> None:
    keep_touchpoint(house, DEMO)
    house.capture("decision: it took an hour touchpoint:demo-call")
    house.capture("retention: another one touchpoint:demo-call")
    (touchpoint,) = house.parts().touchpoints
    keep_touchpoint(house, replace(DEMO, name="First call"), touchpoint.id)
    assert [row["touchpoint"] for row in house.rows()] == ["first-call", "demo-call"]
